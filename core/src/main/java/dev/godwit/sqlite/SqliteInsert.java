package dev.godwit.sqlite;

import dev.godwit.jdbc.Sql;
import dev.godwit.model.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes rows into one table, cell by cell in its storage class, texts byte by byte. Not
 * thread-safe.
 */
final class SqliteInsert implements AutoCloseable {
  private static final int MOST_STATEMENTS = 32;

  private final Connection connection;
  private final Utf16 utf16;
  private final String into;
  private final int size;
  private final Map<BitSet, PreparedStatement> statements = new LinkedHashMap<>();
  private BitSet texts = new BitSet();
  private PreparedStatement statement;

  /** {@code table} is a quoted name. */
  SqliteInsert(Connection connection, Utf16 utf16, String table, List<String> columns) {
    this.connection = connection;
    this.utf16 = utf16;
    this.size = columns.size();
    this.into = "INSERT INTO " + table + " (" + Sql.SQLITE.names(columns) + ") VALUES (";
  }

  /** Writes one row. What SQLite says against it undoes this row alone. */
  void write(Row row) throws SQLException {
    choose(row);
    for (int i = 0; i < size; i++) {
      switch (row.storageClass(i)) {
        case Row.NULL -> statement.setNull(i + 1, 0);
        case Row.INTEGER -> statement.setLong(i + 1, row.integer(i));
        case Row.REAL -> statement.setDouble(i + 1, row.real(i));
        case Row.TEXT ->
            statement.setBytes(i + 1, utf16 == null ? row.bytes(i) : utf16.fromUtf8(row.bytes(i)));
        default -> statement.setBytes(i + 1, row.bytes(i));
      }
    }
    statement.executeUpdate();
  }

  /**
   * JDBC binds texts as strings, which lose what is not valid; a cast makes a text of the bytes as
   * they are. So there is a statement for each pattern of texts, and mostly one pattern.
   */
  private void choose(Row row) throws SQLException {
    boolean fits = statement != null;
    for (int i = 0; i < size && fits; i++) {
      byte storageClass = row.storageClass(i);
      fits = storageClass == Row.NULL || (storageClass == Row.TEXT) == texts.get(i);
    }
    if (fits) {
      return;
    }
    BitSet wanted = (BitSet) texts.clone();
    for (int i = 0; i < size; i++) {
      if (!row.isNull(i)) {
        wanted.set(i, row.storageClass(i) == Row.TEXT);
      }
    }
    texts = wanted;
    statement = statements.get(wanted);
    if (statement == null) {
      if (statements.size() == MOST_STATEMENTS) {
        close();
      }
      statement = connection.prepareStatement(sql());
      statements.put(wanted, statement);
    }
  }

  private String sql() {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      values.add(texts.get(i) ? "CAST(? AS TEXT)" : "?");
    }
    return into + String.join(", ", values) + ")";
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement open : statements.values()) {
      open.close();
    }
    statements.clear();
    statement = null;
  }
}
