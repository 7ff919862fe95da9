package dev.godwit.json;

import dev.godwit.json.Contents.Entry;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Index;
import dev.godwit.model.Table;
import dev.godwit.store.Keeping;
import dev.godwit.store.Ledger;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The way back in a folder or file of JSON. What is kept is a copy of the files as they lie, so
 * that a file of other people's comes back to the byte where nothing else has changed in it.
 */
final class JsonKeeping implements Keeping {
  private final Supplier<Revision> open;
  private final Publication place;

  /** {@code open} gives the transaction's revision. */
  JsonKeeping(Supplier<Revision> open, Publication place) {
    this.open = open;
    this.place = place;
  }

  private Revision revision() {
    return open.get();
  }

  @Override
  public void hold(List<Table> tables) {
    // The run's lock keeps other runs away; of other programs, publication makes sure.
  }

  @Override
  public String suffix() {
    return ".zip";
  }

  @Override
  public void save(List<Table> tables, Path file) {
    List<Entry> entries = tables.stream().map(this::entry).toList();
    KeptFiles.write(file, place.files(revision(), entries), place.catalog(entries));
  }

  private Entry entry(Table table) {
    return JsonLoading.entry(revision(), table);
  }

  @Override
  public void restore(List<Table> tables, List<Table> saved, Path file) {
    tables.forEach(t -> revision().empty(entry(t)));
    if (saved.isEmpty()) {
      return;
    }
    Path copy = KeptFiles.extract(file, revision().staging().scratch().resolve("restored"));
    JsonSource kept = place.open(copy);
    saved.forEach(t -> restore(kept, kept(kept, t, file)));
    revision().restored(kept, place.original(copy));
  }

  /** The table as it was, with its types and keys: a run may have found others in the file. */
  private void restore(JsonSource kept, Entry was) {
    Entry empty = was.with(List.of());
    revision().put(empty);
    List<Column> columns = was.table().columns();
    try (Rows rows = kept.read(was.table(), columns, Position.START);
        Staging.PartWriter out = revision().writer(empty)) {
      while (rows.next()) {
        out.write(rows.row());
      }
      revision().append(empty, out.part());
    }
  }

  private static Entry kept(JsonSource kept, Table table, Path file) {
    return kept.entries().stream()
        .filter(e -> e.name().equals(table.name()))
        .findFirst()
        .orElseThrow(
            () -> GodwitException.refused("the backup " + file + " does not hold " + table.name()));
  }

  @Override
  public void rehearse(List<Table> saved, Path file, Look look) {
    Path copy = KeptFiles.extract(file, revision().staging().scratch().resolve("rehearsed"));
    try (JsonSource kept = place.open(copy)) {
      saved.forEach(t -> look.at(t, kept, kept(kept, t, file).table()));
    }
    KeptFiles.delete(copy);
  }

  @Override
  public boolean makesSchema(List<String> creation) {
    return !place.isThere();
  }

  @Override
  public Optional<Source> asRead() {
    return place.draft(revision()).map(Source.class::cast);
  }

  /** With the views that cannot be without these tables. */
  @Override
  public void drop(List<Table> tables, boolean schema) {
    for (Table table : tables) {
      revision().empty(entry(table));
      revision().contents(revision().contents().withoutTable(table.name()));
    }
    Contents rest = revision().contents();
    boolean none = rest.tables().isEmpty();
    revision()
        .contents(rest.withoutOthers(o -> none || tables.stream().anyMatch(t -> needs(o, t))));
    if (schema && none) {
      revision().goes();
    }
  }

  private static boolean needs(Catalog.Other other, Table table) {
    return table.name().equals(other.table())
        || (other.sql() != null
            && Pattern.compile("(?iu)(?<!\\w)" + Pattern.quote(table.name()) + "(?!\\w)")
                .matcher(other.sql())
                .find());
  }

  /** Empty for a table that never gave a number. */
  @Override
  public Map<String, String> counters(List<Table> tables) {
    Map<String, String> result = new LinkedHashMap<>();
    for (Table table : tables) {
      Long mark = entry(table).highWater();
      if (table.columns().stream().anyMatch(c -> c.identity() != Column.Identity.NONE)) {
        result.put(table.name(), mark == null ? "" : mark.toString());
      }
    }
    return result;
  }

  @Override
  public void recount(Map<String, String> counters) {
    counters.forEach(
        (table, mark) ->
            revision()
                .contents()
                .table(table)
                .ifPresent(
                    e -> revision().put(e.with(mark.isEmpty() ? null : Long.valueOf(mark)))));
  }

  /** A run takes a key off where rows break it and stay all the same. */
  @Override
  public Map<String, String> structure(List<Table> tables) {
    Map<String, String> result = new LinkedHashMap<>();
    for (Table table : tables) {
      Table now = entry(table).table();
      if (!now.primaryKey().isEmpty()) {
        result.put("primary key of " + now.name(), Change.defining(now));
      }
      for (Index index : now.indexes()) {
        result.put("index " + index.name() + " of " + now.name(), Change.defining(now));
      }
    }
    return result;
  }

  /** No other tool notes its versions in JSON. */
  @Override
  public List<String> after(Ledger ledger) {
    return List.of();
  }

  @Override
  public void strike(Ledger ledger) {
    throw new IllegalStateException("no note of another tool can be in JSON: " + ledger);
  }
}
