package dev.godwit.sqlite.read;

import dev.godwit.btree.RowLayout;
import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.sqlite.file.Snapshot;
import dev.godwit.sqlite.schema.Reading;
import dev.godwit.sqlite.schema.SqliteErrors;
import dev.godwit.sqlite.schema.SqliteKeys;
import dev.godwit.sqlite.schema.Utf16;
import dev.godwit.store.Rows;
import java.sql.Connection;
import java.util.List;
import java.util.function.Supplier;

/** Columns of a table of an open file, about to be read. */
public record Selection(
    Snapshot snapshot,
    Utf16 utf16,
    IndexSums sums,
    Reading reading,
    Table table,
    List<Column> columns) {

  /** The name of the rowid, where that is what rows are read by; else null. */
  public String rowid() {
    List<String> keys = SqliteKeys.of(table);
    boolean isRowid = !table.traits().withoutRowid() && keys.size() == 1;
    return isRowid && !reading.virtual() && reading.ordered() ? keys.get(0) : null;
  }

  /** Where the columns lie in the file, or null where only SQLite itself can read them. */
  public RowLayout layout() {
    if (rowid() == null || utf16 != null || columns.isEmpty() || snapshot.pages() == null) {
      return null;
    }
    return SqliteErrors.asking(
        snapshot.original(), () -> Explained.layout(snapshot.connection(), reading, columns));
  }

  /** The rows whose rowid is one of these, from the file's pages if {@code layout} is not null. */
  public Rows between(
      SqliteRead sqlite, RowLayout layout, long[] ends, SqliteRead.Watching watching) {
    if (layout == null) {
      return sqlite.between(reading, table, columns, ends, watching);
    }
    return SqliteErrors.asking(
        snapshot.original(),
        () -> new PageRows(this, sqlite, snapshot.pages(), layout, ends, watching));
  }

  public SqliteRead on(Connection connection) {
    return new SqliteRead(snapshot.original(), connection, utf16);
  }

  /** Of so many readings that together are one of all rows; as {@link IndexSums#watches}. */
  public Supplier<IndexSums.Watch> watches(List<String> selected, int[] keyCells, long readings) {
    return utf16 == null && rowid() != null
        ? sums.watches(table, selected, keyCells[0], readings)
        : () -> null;
  }
}
