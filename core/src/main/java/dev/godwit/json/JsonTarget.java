package dev.godwit.json;

import dev.godwit.json.Contents.Entry;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Engine;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.store.Holder;
import dev.godwit.store.Keeping;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.LockFile;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Target;
import dev.godwit.value.Coercion;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.Coercions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;

/**
 * JSON as a target: a folder with a file of lines for each table and {@code catalog.json}, or one
 * file of some {@link Shape}. What a transaction writes lies beside it until it is kept; then it
 * appears at once. Keys are checked, foreign keys noted. Not thread-safe.
 */
public final class JsonTarget implements Target {
  private final JsonName name;
  private final Publication place;
  private Contents committed;
  private Revision open;

  private JsonTarget(JsonName name, Publication place) {
    this.name = name;
    this.place = place;
    this.committed = place.read();
  }

  /**
   * Opens a store that is there, or the place where one is to be.
   *
   * @throws GodwitException where there is something that is not understood: it is not overwritten
   */
  public static JsonTarget open(JsonName name) {
    JsonTarget target = new JsonTarget(name, Publication.at(name));
    target.finish();
    return target;
  }

  @Override
  public Optional<Path> folder() {
    return Optional.ofNullable(place.folder().toAbsolutePath().getParent());
  }

  @Override
  public List<String> choices() {
    return List.of("written to files beside the store, synced to the disk, then renamed");
  }

  /** A process may have died while it moved what was complete to its place. */
  @SuppressWarnings("try") // The lock is held, not used: whoever takes it does the rest.
  private void finish() {
    if (place.isComplete()) {
      try (Lock lock = lock(Holder.current("publication"))) {
        refresh();
      } catch (GodwitException e) {
        if (e.reason() != GodwitException.Reason.REFUSED) {
          throw e;
        }
      }
    }
  }

  @Override
  public Engine language() {
    return Engine.JSON;
  }

  @Override
  public Set<String> places() {
    return name.places();
  }

  @Override
  public String engine() {
    return "JSON";
  }

  @Override
  public String name() {
    return name.toString();
  }

  @Override
  public String schema() {
    return "";
  }

  private Contents contents() {
    return open == null ? committed : open.contents();
  }

  @Override
  public Catalog catalog() {
    return contents().catalog();
  }

  @Override
  public void refresh() {
    if (open == null) {
      committed = place.read();
    }
  }

  @Override
  public void atomically(Runnable work) {
    try (Staging staging = new Staging(place.folder(), committed.files(), place::place);
        Revision revision = place.revise(staging, committed)) {
      open = revision;
      work.run();
      place.keep(revision, committed);
      committed = place.kept(revision.contents());
    } catch (IOException e) {
      throw Staging.failure(name.path(), e);
    } finally {
      open = null;
    }
  }

  private Revision revision() {
    if (open == null) {
      throw new IllegalStateException("outside of a transaction");
    }
    return open;
  }

  private Entry entry(Table table) {
    Contents now = contents();
    boolean journal = table.schema().equals(Contents.JOURNALS);
    return (journal ? now.journal(table.name()) : now.table(table.name()))
        .orElseThrow(() -> GodwitException.refused(name() + " has no table " + table.name()));
  }

  @Override
  public Rows read(Table table, List<Column> columns, Position after) {
    return open == null
        ? place.read(entry(table), columns, after)
        : open.read(entry(table), columns, after);
  }

  @Override
  public boolean holdsRows(Table table) {
    return count(table) > 0;
  }

  @Override
  public long count(Table table) {
    return entry(table).rows();
  }

  @Override
  public Map<String, Long> highWaterMarks() {
    Map<String, Long> marks = new LinkedHashMap<>();
    for (Entry e : contents().tables()) {
      if (e.highWater() != null) {
        marks.put(e.name(), e.highWater());
      }
    }
    return marks;
  }

  @Override
  public String fingerprint() {
    return "json " + contents().hashCode();
  }

  @Override
  public Integrity check() {
    return Integrity.SOUND;
  }

  @Override
  public Violations violations(Table table) {
    List<Long> orphans = new ArrayList<>();
    for (ForeignKey key : table.foreignKeys()) {
      orphans.add(Orphans.count(this, table, key));
    }
    return new Violations(orphans, Collections.nCopies(table.checks().size(), -1L));
  }

  @Override
  public Loading load(List<Load> loads) {
    return new JsonLoading(revision(), loads);
  }

  @Override
  public Optional<Loading> lasting(List<Load> loads) {
    revision().lasts(true);
    return Optional.of(new JsonLoading(revision(), loads));
  }

  @Override
  public boolean takesBatches() {
    return true;
  }

  @Override
  public List<String> creation(Catalog catalog, Map<String, Map<String, String>> comments) {
    return Change.making(catalog);
  }

  @Override
  public void execute(List<String> statements) {
    for (String statement : statements) {
      try {
        revision().contents(Change.apply(statement, revision().contents()));
      } catch (JacksonException e) {
        throw GodwitException.usage("a JSON store understands no such statement: " + statement);
      }
    }
  }

  @Override
  public long fill(String table, String column, String value) {
    Entry entry = contents().table(table).orElseThrow();
    int cell = entry.table().columns().stream().map(Column::name).toList().indexOf(column);
    ColumnType type = entry.table().columns().get(cell).type();
    Row text = new Row(1);
    Row filled = new Row(1);
    text.setText(0, value);
    Coercion coercion = Coercions.of(ColumnType.of(Kind.ANY, ""), type, CoercionRules.DEFAULT);
    if (coercion.apply(text, 0, filled, 0).isMisfit()) {
      throw GodwitException.refused(
          "filling " + table + "." + column + ": the value is no " + type.name());
    }
    long[] rows = {0};
    revision()
        .rewrite(
            entry,
            (row, number) -> {
              if (row.isNull(cell)) {
                row.copy(cell, filled, 0);
                rows[0]++;
              }
              return true;
            });
    return rows[0];
  }

  @Override
  public long delete(Table table, List<Column> key, Loading.Feed keys) {
    return new Deletion(key).run(revision(), entry(table), keys);
  }

  @Override
  public Table journal(String journal, List<Column> columns) {
    Optional<Table> found = journal(journal);
    if (found.isPresent()) {
      return found.get();
    }
    Table table = Table.of(Contents.JOURNALS, journal, columns, List.of());
    revision().put(new Entry(table, List.of(), null));
    return table;
  }

  @Override
  public Optional<Table> journal(String journal) {
    return contents().journal(journal).map(Entry::table);
  }

  @Override
  public void put(Table journal, int keys, List<List<String>> rows) {
    remove(journal, keys, rows.stream().map(r -> r.subList(0, keys)).collect(Collectors.toSet()));
    try (Staging.PartWriter out = revision().writer(entry(journal))) {
      rows.forEach(cells -> out.write(row(cells)));
      revision().append(entry(journal), out.part());
    }
  }

  private static Row row(List<String> cells) {
    Row row = new Row(cells.size());
    for (int i = 0; i < cells.size(); i++) {
      if (cells.get(i) == null) {
        row.setNull(i);
      } else {
        row.setText(i, cells.get(i));
      }
    }
    return row;
  }

  @Override
  public void remove(Table journal, String key) {
    remove(journal, 1, Set.of(List.of(key)));
  }

  private void remove(Table journal, int keys, Set<List<String>> gone) {
    revision()
        .rewrite(
            entry(journal),
            (row, number) ->
                !gone.contains(IntStream.range(0, keys).mapToObj(row::value).toList()));
  }

  @Override
  public void clear(Table journal) {
    revision().empty(entry(journal));
  }

  @Override
  public Optional<Keeping> keeping() {
    return Optional.of(new JsonKeeping(this::revision, place));
  }

  @Override
  public Lock lock(Holder holder) {
    LockFile lock = LockFile.take(Publication.beside(place.folder(), "lock"), holder, name());
    try {
      Staging.sweep(place.folder());
      place.recover();
      refresh();
      return lock;
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  @Override
  public void close() {
    // Files are open only while they are read or written.
  }
}
