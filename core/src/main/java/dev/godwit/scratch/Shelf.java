package dev.godwit.scratch;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Rows of one table in a {@link Scratch}, in the order in which they came: many to a blob, so that
 * SQLite is asked once for thousands. Memory does not grow with them. Not thread-safe.
 */
public final class Shelf implements AutoCloseable {
  private static final int CHUNK = 1 << 18;

  /** SQLite's own limit for a blob. */
  private static final int MOST = 1_000_000_000;

  private final Scratch scratch;
  private final String of;
  private final long number;
  private final int cells;
  private final PackedRow waiting = new PackedRow();
  private PreparedStatement insert;
  private int count;

  Shelf(Scratch scratch, String of, long number, int cells) {
    this.scratch = scratch;
    this.of = of;
    this.number = number;
    this.cells = cells;
  }

  /** Names it within its file. */
  public long number() {
    return number;
  }

  /**
   * Adds a row, whose bytes are copied.
   *
   * @throws GodwitException where it takes more than a gigabyte
   */
  public void add(Row row) {
    long size = PackedRow.size(row);
    if (size > MOST) {
      throw GodwitException.refused(
          of
              + ": a row of "
              + size
              + " bytes: the most that can be set aside is "
              + MOST
              + "; leave the column that holds it out by a rule (skip)");
    }
    if (waiting.size() + size > CHUNK) {
      flush();
    }
    waiting.add(row, (int) size);
    count++;
  }

  /** Writes what waits; reading does this first. */
  public void flush() {
    if (count == 0) {
      return;
    }
    try {
      if (insert == null) {
        insert = scratch.prepare("INSERT INTO chunk (shelf, row_count, data) VALUES (?, ?, ?)");
      }
      insert.setLong(1, number);
      insert.setLong(2, count);
      insert.setBytes(3, waiting.taken());
      insert.executeUpdate();
      waiting.clear();
      count = 0;
    } catch (SQLException e) {
      throw scratch.failure(e);
    }
  }

  /** All rows, with the cells that {@code wanted} names by their places, after so many rows. */
  public Rows read(int[] wanted, long after) {
    flush();
    return new Reader(wanted, after);
  }

  /** All rows, whole. */
  public Rows read() {
    return readAfter(0);
  }

  /** The same after so many rows. */
  public Rows readAfter(long rows) {
    int[] all = new int[cells];
    Arrays.setAll(all, i -> i);
    return read(all, rows);
  }

  /** Takes out all but the first so many rows, wherever these were written. */
  public void keepFirst(long rows) {
    flush();
    long before = 0;
    long cut = -1;
    try (PreparedStatement all =
        scratch.prepare("SELECT row_count, id FROM chunk WHERE shelf = ? ORDER BY id")) {
      all.setLong(1, number);
      try (ResultSet chunks = all.executeQuery()) {
        while (cut < 0 && chunks.next()) {
          long end = before + chunks.getLong(1);
          cut = end > rows ? chunks.getLong(2) : -1;
          before = cut < 0 ? end : before;
        }
      }
    } catch (SQLException e) {
      throw scratch.failure(e);
    }
    if (cut >= 0) {
      // Of a chunk that is cut, the first rows wait to be written again.
      try (Rows kept = readAfter(before)) {
        for (; before < rows && kept.next(); before++) {
          add(kept.row());
        }
      }
      scratch.run("DELETE FROM chunk WHERE shelf = " + number + " AND id >= " + cut);
    }
  }

  /** Takes all rows out. */
  public void clear() {
    waiting.clear();
    count = 0;
    scratch.run("DELETE FROM chunk WHERE shelf = " + number);
  }

  /** Writes what waits; the rows stay. */
  @Override
  public void close() {
    flush();
    try {
      if (insert != null) {
        insert.close();
        insert = null;
      }
    } catch (SQLException e) {
      throw scratch.failure(e);
    }
  }

  private final class Reader implements Rows {
    private final PreparedStatement statement;
    private final ResultSet chunks;
    private final int[] places = new int[cells];
    private final Row row;
    private byte[] chunk = {};
    private int at;
    private long left;
    private long read;

    Reader(int[] wanted, long after) {
      Arrays.fill(places, -1);
      for (int i = 0; i < wanted.length; i++) {
        places[wanted[i]] = i;
      }
      row = new Row(wanted.length);
      try {
        statement = scratch.prepare("SELECT row_count, id FROM chunk WHERE shelf = ? ORDER BY id");
        statement.setLong(1, number);
        chunks = statement.executeQuery();
        skip(after);
      } catch (SQLException e) {
        throw scratch.failure(e);
      }
    }

    private void skip(long after) throws SQLException {
      while (read < after && chunks.next()) {
        long rows = chunks.getLong(1);
        if (read + rows <= after) {
          read += rows;
          continue;
        }
        open();
        while (read < after && next()) {
          // Up to the position.
        }
      }
    }

    private void open() throws SQLException {
      left = chunks.getLong(1);
      at = 0;
      try (PreparedStatement one = scratch.prepare("SELECT data FROM chunk WHERE id = ?")) {
        one.setLong(1, chunks.getLong(2));
        try (ResultSet data = one.executeQuery()) {
          chunk = data.getBytes(1);
        }
      }
    }

    @Override
    public boolean next() {
      try {
        while (left == 0) {
          if (!chunks.next()) {
            return false;
          }
          open();
        }
      } catch (SQLException e) {
        throw scratch.failure(e);
      }
      at = PackedRow.read(chunk, at, places, row);
      left--;
      read++;
      return true;
    }

    @Override
    public Row row() {
      return row;
    }

    @Override
    public Position position() {
      return Position.row(read);
    }

    @Override
    public void close() {
      try {
        statement.close();
      } catch (SQLException e) {
        throw scratch.failure(e);
      }
    }
  }
}
