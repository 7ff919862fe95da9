package dev.godwit.sqlite.read;

import dev.godwit.model.Heap;
import dev.godwit.model.Row;
import dev.godwit.sqlite.schema.SqliteErrors;
import dev.godwit.sqlite.schema.Utf16;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;
import org.sqlite.core.SafeStmtPtr;

/**
 * The rows of one SELECT, cells by storage class. JDBC's getters would convert; this reads the
 * driver's statement itself. The driver locks each of its calls. Holding that lock over a row would
 * cost more than it saves: where Java drops compiled code it makes a monitor of every lock that is
 * held, and each call then waits for that monitor.
 */
public final class SqliteRows implements Rows {
  private static final byte[] EMPTY = {};

  private final Path path;
  private final PreparedStatement statement;
  private final int before;
  private final SafeStmtPtr pointer;
  private final Utf16 utf16;
  private final List<String> keyNames;
  private final int[] keyCells;
  private final Row keyRow;
  private final Row row;
  private final IndexSums.Watch watch;

  /** The driver takes the first step itself, before anybody asks for a row; null after that. */
  private ResultSet first;

  private DB db;
  private long ptr;
  private boolean ended;
  private boolean keysRead;

  /**
   * The statement selects {@code before} cells that nobody wants, the cells of the row, then the
   * keys that are not among them. {@code keyCells} says where each key is: a cell, or past them.
   * {@code watch}, which may be null, sees each row as it is in the file.
   */
  public SqliteRows(
      Path path,
      PreparedStatement statement,
      int before,
      List<String> keyNames,
      int[] keyCells,
      int size,
      Utf16 utf16,
      IndexSums.Watch watch)
      throws SQLException {
    this.path = path;
    this.statement = statement;
    this.before = before;
    this.keyNames = keyNames;
    this.keyCells = keyCells;
    this.utf16 = utf16;
    this.watch = watch;
    this.row = new Row(size);
    this.keyRow = new Row((int) Arrays.stream(keyCells).filter(c -> c >= size).count());
    this.first = statement.executeQuery();
    this.pointer = ((CoreStatement) statement).pointer;
    pointer.safeRunConsume(
        (driver, address) -> {
          db = driver;
          ptr = address;
        });
  }

  @Override
  public boolean next() {
    if (ended) {
      return false;
    }
    try {
      keysRead = false;
      ended = first == null ? !step() : !first.next();
      first = null;
      if (!ended) {
        fill(row, before);
      }
      watch();
      return !ended;
    } catch (SQLException e) {
      throw SqliteErrors.reading(path, e);
    }
  }

  private void watch() throws SQLException {
    if (watch != null && ended) {
      watch.end();
    } else if (watch != null) {
      readKeys();
      watch.add(row, keyRow);
    }
  }

  private boolean step() throws SQLException {
    requireOpen();
    int code = db.step(ptr);
    if (code != Codes.SQLITE_ROW && code != Codes.SQLITE_DONE) {
      db.throwex(code);
    }
    return code == Codes.SQLITE_ROW;
  }

  /** The driver would follow an address that is no statement any more. */
  private void requireOpen() throws SQLException {
    if (pointer.isClosed()) {
      throw new SQLException("the rows are closed");
    }
  }

  @Override
  public Row row() {
    return row;
  }

  @Override
  public Position position() {
    try {
      readKeys();
    } catch (SQLException e) {
      throw SqliteErrors.reading(path, e);
    }
    List<Object> values = new ArrayList<>(keyCells.length);
    for (int cell : keyCells) {
      values.add(cell < row.size() ? row.value(cell) : keyRow.value(cell - row.size()));
    }
    return new Position(keyNames, values);
  }

  @Override
  public void close() {
    try {
      statement.close();
    } catch (SQLException e) {
      throw SqliteErrors.reading(path, e);
    }
  }

  /** Keys that are no cells of the row are read for whoever asks for them. */
  private void readKeys() throws SQLException {
    if (keyRow.size() > 0 && !keysRead) {
      requireOpen();
      fill(keyRow, before + row.size());
      keysRead = true;
    }
  }

  private void fill(Row to, int from) throws SQLException {
    int size = to.size();
    for (int i = 0; i < size; i++) {
      cell(from + i, to, i);
    }
  }

  private void cell(int column, Row to, int i) throws SQLException {
    switch (db.column_type(ptr, column)) {
      case Codes.SQLITE_NULL -> to.setNull(i);
      case Codes.SQLITE_INTEGER -> to.setInteger(i, db.column_long(ptr, column));
      case Codes.SQLITE_FLOAT -> to.setReal(i, db.column_double(ptr, column));
      case Codes.SQLITE_TEXT -> {
        byte[] bytes = bytes(column);
        to.setText(i, utf16 == null ? bytes : utf16.toUtf8(bytes));
      }
      default -> to.setBlob(i, bytes(column));
    }
  }

  private byte[] bytes(int column) throws SQLException {
    try {
      byte[] bytes = db.column_blob(ptr, column);
      if (bytes != null && !Heap.holds(bytes.length)) {
        throw Heap.refusal(place(column), bytes.length);
      }
      return bytes == null ? EMPTY : bytes;
    } catch (OutOfMemoryError e) {
      throw Heap.refusal(place(column), e);
    }
  }

  /** Table, column and key of a cell of the current row, whatever of it has been read. */
  private String place(int column) throws SQLException {
    List<Object> keys = new ArrayList<>();
    for (int cell : keyCells) {
      int key = before + cell;
      boolean text = db.column_type(ptr, key) == Codes.SQLITE_TEXT;
      keys.add(text ? db.column_text(ptr, key) : (Object) db.column_long(ptr, key));
    }
    String name = db.column_table_name(ptr, column) + "." + db.column_name(ptr, column);
    return keys.isEmpty() ? name : name + " at " + new Position(keyNames, keys);
  }
}
