package dev.godwit.sqlite.write;

import dev.godwit.jdbc.Sql;
import dev.godwit.model.Row;
import dev.godwit.sqlite.schema.Utf16;
import dev.godwit.store.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Writes rows into one table, cell by cell in its storage class, texts byte by byte, several rows a
 * statement. Not thread-safe.
 */
final class SqliteInsert implements AutoCloseable {
  private static final int MOST_ROWS = 64;
  private static final int MOST_CELLS = 4096;
  private static final int MOST_BYTES = 1 << 18;
  private static final int MOST_STATEMENTS = 32;

  /** Is told of each row that SQLite did not take, and why. */
  @FunctionalInterface
  interface Refused {
    void refused(Row row, SQLException why) throws SQLException;
  }

  /** For rows that nothing may refuse. */
  static final Refused NEVER =
      (row, why) -> {
        throw why;
      };

  private final Connection connection;
  private final Utf16 utf16;
  private final String into;
  private final int size;
  private final Refused refused;
  private final Row[] waiting;
  private final Map<BitSet, PreparedStatement> each = new HashMap<>();
  private final Map<BitSet, PreparedStatement> several = new HashMap<>();
  private BitSet texts = new BitSet();
  private int count;
  private long bytes;

  /** {@code table} is a quoted name; {@code refused} may throw what it is given. */
  SqliteInsert(
      Connection connection, Utf16 utf16, String table, List<String> columns, Refused refused) {
    this.connection = connection;
    this.utf16 = utf16;
    this.size = columns.size();
    this.refused = refused;
    this.waiting = new Row[Math.max(1, Math.min(MOST_ROWS, MOST_CELLS / size))];
    for (int i = 0; i < waiting.length; i++) {
      waiting[i] = new Row(size);
    }
    // What a constraint says of conflicts may be to pass over the row without a word.
    this.into = "INSERT OR ABORT INTO " + table + " (" + Sql.SQLITE.names(columns) + ") VALUES ";
  }

  /** Takes one row, and writes it at once or with those that follow. */
  void write(Row row) throws SQLException {
    if (!fits(row)) {
      flush();
      expect(row);
    }
    Row copy = waiting[count++];
    for (int i = 0; i < size; i++) {
      copy.copy(i, row, i);
      bytes += row.bytes(i) == null ? 0 : row.bytes(i).length;
    }
    if (count == waiting.length || bytes > MOST_BYTES) {
      flush();
    }
  }

  /** Writes all of these rows, each shown before; returns how many there were. */
  long writeAll(Rows rows, Consumer<Row> seen) throws SQLException {
    long count = 0;
    for (; rows.next(); count++) {
      seen.accept(rows.row());
      write(rows.row());
    }
    flush();
    return count;
  }

  /**
   * JDBC binds texts as strings, which lose what is not valid; a cast makes a text of the bytes as
   * they are. So there is a statement for each pattern of texts, and mostly one pattern.
   */
  private boolean fits(Row row) {
    for (int i = 0; i < size; i++) {
      byte storageClass = row.storageClass(i);
      if (storageClass != Row.NULL && (storageClass == Row.TEXT) != texts.get(i)) {
        return false;
      }
    }
    return true;
  }

  private void expect(Row row) {
    BitSet wanted = (BitSet) texts.clone();
    for (int i = 0; i < size; i++) {
      if (!row.isNull(i)) {
        wanted.set(i, row.storageClass(i) == Row.TEXT);
      }
    }
    texts = wanted;
  }

  /** Writes what was taken so far. */
  void flush() throws SQLException {
    int rows = count;
    count = 0;
    bytes = 0;
    if (rows < waiting.length || rows == 1 || !writeWaiting()) {
      for (int i = 0; i < rows; i++) {
        write(i);
      }
    }
  }

  /** False, and nothing is written, where SQLite takes one of the rows not. */
  private boolean writeWaiting() throws SQLException {
    PreparedStatement statement = statement(several, waiting.length);
    for (int i = 0; i < waiting.length; i++) {
      bind(statement, waiting[i], i * size);
    }
    try {
      statement.executeUpdate();
      return true;
    } catch (SQLException e) {
      forget(several, e);
      return false;
    }
  }

  private void write(int i) throws SQLException {
    PreparedStatement statement = statement(each, 1);
    bind(statement, waiting[i], 0);
    try {
      statement.executeUpdate();
    } catch (SQLException e) {
      forget(each, e);
      refused.refused(waiting[i], e);
    }
  }

  /** After any error but a constraint's the driver has ended the statement. */
  private void forget(Map<BitSet, PreparedStatement> statements, SQLException why)
      throws SQLException {
    boolean constraint =
        why instanceof SQLiteException e
            && (e.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
    if (!constraint) {
      statements.remove(texts).close();
    }
  }

  private void bind(PreparedStatement statement, Row row, int before) throws SQLException {
    for (int i = 0; i < size; i++) {
      int place = before + i + 1;
      switch (row.storageClass(i)) {
        case Row.NULL -> statement.setNull(place, 0);
        case Row.INTEGER -> statement.setLong(place, row.integer(i));
        case Row.REAL -> statement.setDouble(place, row.real(i));
        case Row.TEXT ->
            statement.setBytes(place, utf16 == null ? row.bytes(i) : utf16.fromUtf8(row.bytes(i)));
        default -> statement.setBytes(place, row.bytes(i));
      }
    }
  }

  private PreparedStatement statement(Map<BitSet, PreparedStatement> statements, int rows)
      throws SQLException {
    PreparedStatement statement = statements.get(texts);
    if (statement == null) {
      if (statements.size() == MOST_STATEMENTS) {
        close(statements);
      }
      String tuples = String.join(", ", Collections.nCopies(rows, tuple()));
      statement = connection.prepareStatement(into + tuples);
      statements.put(texts, statement);
    }
    return statement;
  }

  private String tuple() {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      values.add(texts.get(i) ? "CAST(? AS TEXT)" : "?");
    }
    return "(" + String.join(", ", values) + ")";
  }

  /** Does not write what waits. */
  @Override
  public void close() throws SQLException {
    close(each);
    close(several);
  }

  private static void close(Map<BitSet, PreparedStatement> statements) throws SQLException {
    for (PreparedStatement open : statements.values()) {
      open.close();
    }
    statements.clear();
  }
}
