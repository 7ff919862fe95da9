package dev.godwit.sqlite.read;

import dev.godwit.btree.DatabaseFile;
import dev.godwit.btree.Malformed;
import dev.godwit.btree.RowLayout;
import dev.godwit.btree.TableScan;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The rows of a table, read from the file's pages. From the first page on that is not as the format
 * says, SQLite reads, so that whatever is wrong is told in its words.
 */
final class PageRows implements Rows {
  /** SQLite reads one row of 4096 too, to be compared: whatever part of a table is read here. */
  private static final int JUDGED_BITS = 12;

  /** Of the golden ratio: spreads the numbers of rows, whatever their steps. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final Selection selection;
  private final SqliteRead sqlite;
  private final TableScan scan;
  private final long from;
  private final long to;
  private final List<String> keyNames;
  private final Row row;
  private final Row absent;
  private final boolean[] knownAbsent;
  private final Row keyRow = new Row(1);
  private final IndexSums.Watch watch;

  /** SQLite's own reading of what is left; null as long as pages do. */
  private Rows rest;

  private long count;
  private boolean ended;
  private boolean closed;

  /** The rows from {@code ends[0]} to {@code ends[1]}, both included. */
  PageRows(
      Selection selection,
      SqliteRead sqlite,
      DatabaseFile file,
      RowLayout layout,
      long[] ends,
      SqliteRead.Watching watching)
      throws SQLException {
    this.selection = selection;
    this.sqlite = sqlite;
    this.from = ends[0];
    this.to = ends[1];
    this.keyNames = List.of(selection.rowid());
    int size = selection.columns().size();
    this.row = new Row(size);
    this.absent = new Row(size);
    this.knownAbsent = new boolean[size];
    List<String> selected = new ArrayList<>();
    selection.columns().forEach(c -> selected.add(c.name()));
    int key = selected.indexOf(selection.rowid());
    if (key < 0) {
      selected.add(selection.rowid());
    }
    this.watch = watching.of(selected, new int[] {key < 0 ? size : key});
    this.scan = new TableScan(file, layout, this::setAbsent, ends[0], ends[1]);
  }

  @Override
  public boolean next() {
    requireOpen();
    if (ended) {
      return false;
    }
    ended = !read();
    watch();
    return !ended;
  }

  private boolean read() {
    if (rest == null) {
      try {
        if (!scan.next(row)) {
          return false;
        }
        if (scan.rowid() * SPREAD >>> (64 - JUDGED_BITS) == 0) {
          bySqlite(scan.rowid(), this::judge);
        }
        count++;
        return true;
      } catch (OutOfMemoryError e) {
        // SQLite comes as far, and then tells of which column and key it is.
        bySqlite(scan.rowid(), r -> {});
        throw e;
      } catch (Malformed e) {
        rest = between(from, to);
        skip();
      }
    }
    return rest.next();
  }

  /** What the layout says is wrong for all rows or for none: a row here and there would show it. */
  private void judge(Row bySqlite) {
    for (int i = 0; i < row.size(); i++) {
      if (!row.same(i, bySqlite, i)) {
        throw GodwitException.failed(
            selection.table().name()
                + ": what the file's pages hold at "
                + position()
                + " is not what SQLite reads there; this is a defect of Godwit, and nothing was"
                + " written",
            null);
      }
    }
  }

  /** Not by a seek: who knows what order the numbers are in. */
  private void skip() {
    for (long i = 0; i < count && rest.next(); i++) {
      // Has been read already.
    }
  }

  /** Shows the row of this number, which pages have, as SQLite reads it. */
  private void bySqlite(long rowid, Consumer<Row> see) {
    try (Rows one = between(rowid, rowid)) {
      if (!one.next()) {
        // The way to a row may be damaged though the row itself is not.
        throw new Malformed("a row that SQLite does not find");
      }
      see.accept(one.row());
    }
  }

  private Rows between(long first, long last) {
    return sqlite.between(
        selection.reading(),
        selection.table(),
        selection.columns(),
        new long[] {first, last},
        (selected, keyCells) -> null);
  }

  private void setAbsent(Row to, int cell, long rowid) {
    if (!knownAbsent[cell]) {
      bySqlite(rowid, r -> absent.copy(cell, r, cell));
      knownAbsent[cell] = true;
    }
    to.copy(cell, absent, cell);
  }

  private void watch() {
    if (watch != null && ended) {
      watch.end();
    } else if (watch != null) {
      keyRow.setInteger(0, rowid());
      watch.add(row(), keyRow);
    }
  }

  private long rowid() {
    return rest == null ? scan.rowid() : (Long) rest.position().values().get(0);
  }

  @Override
  public Row row() {
    return rest == null ? row : rest.row();
  }

  @Override
  public Position position() {
    requireOpen();
    return new Position(keyNames, List.of(rowid()));
  }

  private void requireOpen() {
    if (closed) {
      throw GodwitException.failed("the rows are closed", null);
    }
  }

  @Override
  public void close() {
    closed = true;
    if (rest != null) {
      rest.close();
    }
  }
}
