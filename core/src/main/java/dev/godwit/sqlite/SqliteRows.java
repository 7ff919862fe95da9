package dev.godwit.sqlite;

import dev.godwit.model.Row;
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
 * driver's statement itself, one lock a row.
 */
final class SqliteRows implements Rows {
  private static final byte[] EMPTY = {};

  private final Path path;
  private final PreparedStatement statement;
  private final ResultSet result;
  private final SafeStmtPtr pointer;
  private final SafeStmtPtr.SafePtrConsumer<SQLException> fill = this::fill;
  private final SafeStmtPtr.SafePtrConsumer<SQLException> fillKeys = this::fillKeys;
  private final SafeStmtPtr.SafePtrConsumer<SQLException> advance = this::advance;
  private final Utf16 utf16;
  private final List<String> keyNames;
  private final int[] keyCells;
  private final int extra;
  private final Row keyRow;
  private final Row row;
  private final IndexSums.Watch watch;
  private boolean begun;
  private boolean ended;
  private boolean keysRead;

  /**
   * The statement selects the cells of the row, then the keys that are not among them. {@code
   * keyCells} says where each key is: a cell, or past them. {@code watch}, which may be null, sees
   * each row as it is in the file.
   */
  SqliteRows(
      Path path,
      PreparedStatement statement,
      List<String> keyNames,
      int[] keyCells,
      int size,
      Utf16 utf16,
      IndexSums.Watch watch)
      throws SQLException {
    this.path = path;
    this.statement = statement;
    this.keyNames = keyNames;
    this.keyCells = keyCells;
    this.utf16 = utf16;
    this.watch = watch;
    this.row = new Row(size);
    this.extra = (int) Arrays.stream(keyCells).filter(c -> c >= size).count();
    this.keyRow = new Row(extra);
    this.result = statement.executeQuery();
    this.pointer = ((CoreStatement) statement).pointer;
  }

  @Override
  public boolean next() {
    try {
      keysRead = false;
      if (!hasNext()) {
        if (watch != null) {
          watch.end();
        }
        return false;
      }
      if (watch != null) {
        readKeys();
        watch.add(row, keyRow);
      }
      return true;
    } catch (SQLException e) {
      throw SqliteErrors.reading(path, e);
    }
  }

  private boolean hasNext() throws SQLException {
    if (ended) {
      return false;
    }
    if (begun) {
      pointer.safeRunConsume(advance);
    } else {
      // The driver takes the first step itself, before anybody asks for a row.
      begun = true;
      ended = !result.next();
      if (!ended) {
        pointer.safeRunConsume(fill);
      }
    }
    return !ended;
  }

  private void advance(DB db, long ptr) throws SQLException {
    int code = db.step(ptr);
    if (code == Codes.SQLITE_ROW) {
      fill(db, ptr);
    } else if (code == Codes.SQLITE_DONE) {
      ended = true;
    } else {
      db.throwex(code);
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

  private void fill(DB db, long ptr) throws SQLException {
    int size = row.size();
    for (int i = 0; i < size; i++) {
      cell(db, ptr, i, row, i);
    }
  }

  /** Keys that are no cells of the row are read for whoever asks for them. */
  private void readKeys() throws SQLException {
    if (extra > 0 && !keysRead) {
      pointer.safeRunConsume(fillKeys);
      keysRead = true;
    }
  }

  private void fillKeys(DB db, long ptr) throws SQLException {
    int size = row.size();
    for (int i = 0; i < extra; i++) {
      cell(db, ptr, size + i, keyRow, i);
    }
  }

  private void cell(DB db, long ptr, int column, Row to, int i) throws SQLException {
    switch (db.column_type(ptr, column)) {
      case Codes.SQLITE_NULL -> to.setNull(i);
      case Codes.SQLITE_INTEGER -> to.setInteger(i, db.column_long(ptr, column));
      case Codes.SQLITE_FLOAT -> to.setReal(i, db.column_double(ptr, column));
      case Codes.SQLITE_TEXT -> {
        byte[] bytes = bytes(db, ptr, column);
        to.setText(i, utf16 == null ? bytes : utf16.toUtf8(bytes));
      }
      default -> to.setBlob(i, bytes(db, ptr, column));
    }
  }

  private static byte[] bytes(DB db, long ptr, int column) throws SQLException {
    byte[] bytes = db.column_blob(ptr, column);
    return bytes == null ? EMPTY : bytes;
  }
}
