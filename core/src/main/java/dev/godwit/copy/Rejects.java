package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Table;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.Target;
import java.util.List;

/** Rows that did not arrive, kept whole until they can be written to the quarantine. */
final class Rejects implements AutoCloseable {
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
    Table quarantine = target.journal("quarantine", COLUMNS);
    Load load = new Load(quarantine, COLUMNS, false, false, true, 0, List.of());
    Loading loading = target.load(List.of(load));
    loading.append(load, () -> spool.read(target::writable), Quiet.ARRIVALS);
    loading.settle((l, v, rows) -> false);
  }

  @Override
  public void close() {
    spool.close();
  }

  /** Nobody counts these. */
  private enum Quiet implements Loading.Arrivals {
    ARRIVALS;

    @Override
    public void begin() {
      // Nothing to forget.
    }

    @Override
    public void arrived(dev.godwit.model.Row row) {
      // Counted when rejected.
    }

    @Override
    public void stored(dev.godwit.model.Row row) {
      throw new IllegalStateException("the quarantine has no keys");
    }

    @Override
    public void refused(dev.godwit.model.Row row, Loading.Violation why) {
      throw new IllegalStateException("the quarantine holds only text: " + why.message());
    }
  }
}
