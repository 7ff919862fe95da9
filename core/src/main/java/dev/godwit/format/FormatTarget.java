package dev.godwit.format;

import dev.godwit.format.note.CatalogFile;
import dev.godwit.format.note.Change;
import dev.godwit.format.note.Contents;
import dev.godwit.format.note.Contents.Entry;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Engine;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Index;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.model.Statements;
import dev.godwit.model.Table;
import dev.godwit.scratch.Lookup;
import dev.godwit.scratch.Scratch;
import dev.godwit.store.Holder;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.LockFile;
import dev.godwit.store.OwnFile;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Target;
import dev.godwit.store.can.Counting;
import dev.godwit.store.can.Drafting;
import dev.godwit.store.can.Editing;
import dev.godwit.store.can.Lasting;
import dev.godwit.store.can.Making;
import dev.godwit.store.can.Numbered;
import dev.godwit.store.can.Rereading;
import dev.godwit.store.can.Telling;
import dev.godwit.value.Coercion;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.coerce.Coercions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A file, or a folder of them, as a target. What a transaction writes lies in a scratch beside it;
 * when it is kept, the files are written from there, and all of it appears at once. Keys are
 * checked, foreign keys noted. Not thread-safe.
 */
public final class FormatTarget
    implements Target, Counting, Numbered, Telling, Making, Editing, Lasting, Drafting {
  /** What the scratch's note of its tables is called. */
  static final String CONTENTS = "contents";

  private final Format format;
  private final Published place;
  private Contents committed;
  // The files as they are read, null where there are none.
  private FileSource original;
  // What a load has kept that lasts over several transactions.
  private Scratch batches;
  private Draft open;
  // As asked for last: many ask once a table.
  private Contents seen;
  private Catalog catalog;

  private FormatTarget(Format format) {
    this.format = format;
    this.place = new Published(format);
    refresh();
  }

  /**
   * Opens a store that is there, or the place where one is to be.
   *
   * @throws GodwitException where there is something that is not understood: it is not overwritten
   */
  public static FormatTarget open(Format format) {
    FormatTarget target = new FormatTarget(format);
    OwnFile.requireNoLink(target.place.path());
    target.finish();
    return target;
  }

  /** Reads a store, with what is noted of it. */
  public static FileSource source(Format format) {
    Published place = new Published(format);
    return format.open(place.path(), place.noted());
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
  public <T> Optional<T> as(Class<T> capability) {
    if (capability == Rereading.class && format.isExact()) {
      return Optional.empty();
    }
    return Stream.of(
            new FileKeeping(this::draft, format, place),
            new FileJournals(this::draft, this::contents))
        .filter(capability::isInstance)
        .findFirst()
        .<T>map(capability::cast)
        .or(() -> Target.super.as(capability));
  }

  @Override
  public About about() {
    return new About(
        format.engine(),
        0,
        Optional.ofNullable(place.path().getParent()),
        List.of(
            "set aside in a scratch file, written to files beside the store, read back, synced to"
                + " the disk, then renamed"));
  }

  @Override
  public Engine language() {
    return Engine.JSON;
  }

  @Override
  public Set<String> places() {
    return Published.places(format.path());
  }

  @Override
  public String name() {
    return format.name();
  }

  @Override
  public String schema() {
    return "";
  }

  private Contents contents() {
    return open == null ? committed : open.contents();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // Equal ones would have to be compared table by table.
  public Catalog catalog() {
    Contents now = contents();
    if (now != seen) {
      seen = now;
      catalog = now.catalog();
    }
    return catalog;
  }

  @Override
  public void refresh() {
    if (open != null) {
      return;
    }
    place.look();
    original = place.isThere() ? format.open(place.path(), place.noted()) : null;
    closeBatches();
    Path waiting = place.batches();
    if (waiting == null) {
      committed = published();
      return;
    }
    batches = Scratch.lasting(waiting);
    byte[] kept = batches.note(CONTENTS);
    committed = kept == null ? published() : CatalogFile.of(kept, waiting);
  }

  /** What everybody sees. */
  private Contents published() {
    Contents noted = place.noted();
    Map<String, Entry> tables = new LinkedHashMap<>();
    if (original != null) {
      original.entries().forEach(e -> tables.put(e.name(), e));
      noted.tables().forEach(e -> tables.putIfAbsent(e.name(), e));
    }
    return new Contents(
        List.copyOf(tables.values()), noted.journals(), noted.others(), noted.remarks());
  }

  private void closeBatches() {
    if (batches != null) {
      batches.close();
      batches = null;
    }
  }

  @Override
  public void atomically(Runnable work) {
    in(
        new Draft(format, place, Stage.beside(place.path()), original, committed, batches),
        draft -> {
          work.run();
          if (draft.lasts()) {
            draft.keepBatches();
          } else {
            draft.publish();
          }
        });
    refresh();
  }

  @Override
  public void drafting(Runnable work) {
    place.requireOpen();
    in(
        new Draft(format, place, Stage.elsewhere(place.path()), original, committed, null),
        draft -> {
          work.run();
          draft.finished();
        });
  }

  private interface Work {
    void on(Draft draft) throws IOException;
  }

  private void in(Draft draft, Work work) {
    try (draft) {
      open = draft;
      work.on(draft);
    } catch (IOException e) {
      throw Stage.failure(place.path(), e);
    } catch (RuntimeException | Error e) {
      // What batches there are may be open no longer; they are as they were.
      if (batches != null) {
        closeBatches();
        Path waiting = place.batches();
        batches = waiting == null ? null : Scratch.lasting(waiting);
      }
      throw e;
    } finally {
      open = null;
    }
  }

  private Draft draft() {
    if (open == null) {
      throw new IllegalStateException("outside of a transaction");
    }
    return open;
  }

  private Entry entry(Table table) {
    return contents()
        .entry(table)
        .orElseThrow(() -> GodwitException.refused(name() + " has no table " + table.name()));
  }

  @Override
  public Rows read(Table table, List<Column> columns, Position after) {
    Entry entry = entry(table);
    if (open != null) {
      return open.read(entry, columns, after);
    }
    return Draft.lying(batches, place, original, entry, columns, after);
  }

  @Override
  public List<Table> occupied(List<Table> tables) {
    return tables.stream().filter(t -> count(t) > 0).toList();
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
  public Loading load(List<Load> loads) {
    return new FormatLoading(draft(), loads, false);
  }

  @Override
  public Loading lasting(List<Load> loads) {
    return new FormatLoading(draft(), loads, true);
  }

  @Override
  public List<String> creation(Catalog catalog, Map<String, Map<String, String>> comments) {
    return Change.making(catalog);
  }

  /** Without foreign keys and checks, which files do not hold their rows to. */
  @Override
  public Statements growth(Table table, Table grown) {
    List<Index> indexes = new ArrayList<>(table.indexes());
    indexes.addAll(grown.indexes());
    Table is = table.with(grown.columns()).with(table.primaryKey(), indexes);
    return new Statements(
        List.of(Change.defining(is)), List.of(), List.of(Change.defining(table)), List.of());
  }

  @Override
  public List<String> completion(Catalog catalog) {
    return List.of();
  }

  @Override
  public void execute(List<String> statements) {
    for (String statement : statements) {
      Contents before = draft().contents();
      Contents after = Change.apply(statement, before);
      draft().contents(after);
      Change.defined(statement)
          .flatMap(before::table)
          .ifPresent(e -> draft().reshape(e, after.table(e.name()).orElseThrow()));
    }
  }

  @Override
  public long fill(String table, String column, String value) {
    Table own = contents().table(table).orElseThrow().table();
    int cell = own.columns().stream().map(Column::name).toList().indexOf(column);
    ColumnType type = own.columns().get(cell).type();
    Row text = new Row(1);
    Row filled = new Row(1);
    text.setText(0, value);
    Coercion coercion = Coercions.of(ColumnType.of(Kind.ANY, ""), type, CoercionRules.DEFAULT);
    if (coercion.apply(text, 0, filled, 0).isMisfit()) {
      throw GodwitException.refused(
          "filling " + table + "." + column + ": the value is no " + type.name());
    }
    long[] rows = {0};
    draft()
        .rewrite(
            own,
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
    int[] places = Column.places(key, entry(table).table().columns());
    Row own = new Row(places.length);
    try (Lookup wanted = Lookup.ofValues(key.stream().map(Column::type).toList());
        Rows rows = keys.open()) {
      while (rows.next()) {
        wanted.add(rows.row(), 0);
      }
      wanted.sort();
      return draft().rewrite(table, (row, n) -> !wanted.take(own.take(row, places)));
    }
  }

  @Override
  public Lock lock(Holder holder) {
    LockFile lock = LockFile.take(Published.beside(place.path(), "lock"), holder, name());
    try {
      closeBatches();
      place.recover();
      refresh();
      return lock;
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  @Override
  public void close() {
    closeBatches();
  }
}
