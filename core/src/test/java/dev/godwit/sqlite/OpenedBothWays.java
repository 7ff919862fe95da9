package dev.godwit.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.sqlite.check.IntegrityCheck;
import dev.godwit.sqlite.file.Snapshot;
import dev.godwit.sqlite.file.SqliteFile;
import dev.godwit.sqlite.read.IndexSums;
import dev.godwit.sqlite.read.Selection;
import dev.godwit.sqlite.schema.SqliteCatalog;
import dev.godwit.sqlite.schema.Utf16;
import dev.godwit.store.Rows;
import dev.godwit.store.Slack;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A file whose rows are read from its pages and by SQLite. */
record OpenedBothWays(Snapshot snapshot, SqliteCatalog.Found found) implements AutoCloseable {
  static OpenedBothWays of(Path file) throws SQLException {
    Snapshot snapshot = Snapshot.open(SqliteFile.probe(file), false);
    try {
      Utf16 utf16 = Utf16.of(encoding(snapshot));
      return new OpenedBothWays(
          snapshot, SqliteCatalog.read(snapshot.original(), snapshot.connection(), utf16));
    } catch (SQLException | RuntimeException e) {
      snapshot.close();
      throw e;
    }
  }

  Selection selection(String name) {
    Table table = found.catalog().table(name).orElseThrow();
    return new Selection(
        snapshot,
        Utf16.of(encoding(snapshot)),
        new IndexSums(),
        found.reading(name),
        table,
        table.columns());
  }

  private static String encoding(Snapshot snapshot) {
    try {
      return Queries.one(snapshot.connection(), r -> r.getString(1), "PRAGMA encoding");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  boolean isReadFromPages(String table) {
    return selection(table).layout() != null;
  }

  List<String> fromPages(String table, long from, long to) {
    Selection selection = selection(table);
    assertThat(selection.layout()).isNotNull();
    return lines(
        selection.between(
            selection.on(snapshot.connection()),
            selection.layout(),
            new long[] {from, to},
            (s, k) -> null));
  }

  List<String> fromPages(String table) {
    return fromPages(table, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  List<String> fromSqlite(String table, long from, long to) {
    Selection selection = selection(table);
    return lines(
        selection.between(
            selection.on(snapshot.connection()), null, new long[] {from, to}, (s, k) -> null));
  }

  List<String> fromSqlite(String table) {
    return fromSqlite(table, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  @Override
  public void close() {
    snapshot.close();
  }

  boolean isSound() {
    return IntegrityCheck.run(snapshot, List.of(), new IndexSums(), Slack.unlimited())
        .damage()
        .isEmpty();
  }

  /** Each row with its position, every cell with its class and all of its bits. */
  static List<String> lines(Rows all) {
    List<String> result = new ArrayList<>();
    try (Rows rows = all) {
      while (rows.next()) {
        StringBuilder line = new StringBuilder(rows.position() + ":");
        Row row = rows.row();
        for (int i = 0; i < row.size(); i++) {
          line.append(' ').append(row.storageClass(i)).append('=');
          switch (row.storageClass(i)) {
            case Row.NULL -> line.append("NULL");
            case Row.INTEGER -> line.append(row.integer(i));
            case Row.REAL -> line.append(Double.doubleToRawLongBits(row.real(i)));
            default ->
                line.append(row.bytes(i).length).append('#').append(Arrays.hashCode(row.bytes(i)));
          }
        }
        result.add(line.toString());
      }
    }
    return result;
  }
}
