package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.plan.TableCopy;
import dev.godwit.scratch.Scratch;
import dev.godwit.scratch.Shelf;
import dev.godwit.store.Filtered;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.Rows;
import dev.godwit.store.Target;
import dev.godwit.store.Unheard;
import dev.godwit.store.can.Journal;
import dev.godwit.store.can.Journaling;
import dev.godwit.value.digest.Digest;
import java.util.Arrays;
import java.util.List;

/** Rows that did not arrive, kept whole until they can be written to the quarantine. */
final class Rejects implements AutoCloseable {
  static final String NAME = "quarantine";

  /** The quarantine's columns: fixed, because people and later versions read them. */
  static final List<Column> COLUMNS =
      List.of(
          Column.of("migration_id", ColumnType.of(Kind.TEXT, "text")),
          Column.of("source_table", ColumnType.of(Kind.TEXT, "text")),
          Column.of("target_table", ColumnType.of(Kind.TEXT, "text")),
          Column.of("row_key", ColumnType.of(Kind.TEXT, "text")),
          Column.of("column_name", ColumnType.of(Kind.TEXT, "text")),
          Column.of("reason", ColumnType.of(Kind.TEXT, "text")),
          Column.of("row_data", ColumnType.of(Kind.JSON, "json")));

  private final String migrationId;
  private final Target beside;
  private final HashCounts known = new HashCounts();
  private final long[] lanes = new long[2];
  // Made when it is needed: most runs reject nothing.
  private Scratch scratch;
  private Shelf shelf;
  private long rows;

  Rejects(String migrationId) {
    this(migrationId, null);
  }

  private Rejects(String migrationId, Target beside) {
    this.migrationId = migrationId;
    this.beside = beside;
  }

  /** Those that a target's quarantine holds already, with the same reason, are not kept again. */
  static Rejects beside(String migrationId, Target target) {
    Rejects result = new Rejects(migrationId, target);
    try (Rows there = Journal.of(target, NAME, COLUMNS).read(target)) {
      while (there.next()) {
        result.hash(there.row());
        result.known.add(result.lanes, 0);
      }
    }
    return result;
  }

  /** Of all but the run. */
  private void hash(Row row) {
    Row rest = row.copy();
    rest.setNull(0);
    writable(rest, Journal.at(beside));
    new Digest(COLUMNS.stream().map(Column::type).toList()).hash(rest, lanes);
  }

  private boolean isKnown(Row row) {
    if (beside == null) {
      return false;
    }
    hash(row);
    return known.take(lanes) >= 0;
  }

  /** Those of one table, from now on. */
  final class Part {
    private final TableCopy copy;
    private final long before = rows;

    private Part(TableCopy copy) {
      this.copy = copy;
    }

    void add(String key, String column, String reason, String json) {
      Rejects.this.add(
          Arrays.asList(
              migrationId, copy.from().name(), copy.to().displayName(), key, column, reason, json));
    }

    /** Forgets them: they come again. */
    void reset() {
      if (before < rows) {
        shelf.keepFirst(before);
        rows = before;
      }
    }
  }

  Part of(TableCopy copy) {
    return new Part(copy);
  }

  private void add(List<String> cells) {
    if (shelf == null) {
      scratch = Scratch.temporary();
      shelf = scratch.shelf("the quarantine", COLUMNS.size());
    }
    Row row = new Row(cells.size());
    for (int i = 0; i < cells.size(); i++) {
      if (cells.get(i) != null) {
        row.setText(i, cells.get(i));
      }
    }
    if (!isKnown(row)) {
      shelf.add(row);
      rows++;
    }
  }

  /** Writes them to the quarantine, if there are any. */
  void write(Target target) {
    if (rows == 0) {
      return;
    }
    Journaling place = Journal.at(target);
    Table quarantine = place.journal(NAME, COLUMNS);
    Load load = Load.of(quarantine, COLUMNS);
    Loading loading = target.load(List.of(load));
    loading.append(
        load,
        () -> new Filtered(shelf.read(), row -> writable(row, place)),
        Unheard.never("the quarantine holds only text"));
    loading.settle((l, v, rows) -> false);
  }

  private static boolean writable(Row row, Journaling place) {
    for (int i = 0; i < row.size(); i++) {
      if (!row.isNull(i)) {
        row.setText(i, place.writable(row.text(i)));
      }
    }
    return true;
  }

  @Override
  public void close() {
    known.close();
    if (scratch != null) {
      scratch.close();
    }
  }
}
