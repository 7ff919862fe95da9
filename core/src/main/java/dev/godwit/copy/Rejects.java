package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Table;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.Target;
import dev.godwit.store.Unheard;
import dev.godwit.store.can.Journal;
import dev.godwit.store.can.Journaling;
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
  private final Spool spool = new Spool(COLUMNS.size());

  Rejects(String migrationId) {
    this.migrationId = migrationId;
  }

  void add(String table, String target, String key, String column, String reason, String json) {
    spool.add(migrationId, table, target, key, column, reason, json);
  }

  long[] mark() {
    return spool.mark();
  }

  void reset(long[] mark) {
    spool.reset(mark);
  }

  /** Writes them to the quarantine, if there are any. */
  void write(Target target) {
    if (spool.rows() == 0) {
      return;
    }
    Journaling place = Journal.at(target);
    Table quarantine = place.journal(NAME, COLUMNS);
    Load load = new Load(quarantine, COLUMNS, false, false, true, 0, List.of());
    Loading loading = target.load(List.of(load));
    loading.append(
        load, () -> spool.read(place::writable), Unheard.never("the quarantine holds only text"));
    loading.settle((l, v, rows) -> false);
  }

  @Override
  public void close() {
    spool.close();
  }
}
