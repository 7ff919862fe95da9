package dev.godwit.btree;

import dev.godwit.model.Row;
import java.util.Arrays;

/**
 * Rows of a table in the order of their rowid, read from the pages of a file in UTF-8. Every method
 * throws {@link Malformed} where the file is not as its format says; nothing can be read
 * afterwards. Not thread-safe.
 */
public final class TableScan {
  private static final int NONE = -1;

  private final RowLayout layout;
  private final Absent absent;
  private final TableTree tree;
  private final Values values;
  private final int[] cells;

  /** Knows the cells that a record from before their columns were added does not have. */
  @FunctionalInterface
  public interface Absent {
    /** Sets a cell of the row with this rowid. */
    void set(Row row, int cell, long rowid);
  }

  /** The rows from one rowid to another, both included. */
  public TableScan(DatabaseFile file, RowLayout layout, Absent absent, long from, long to) {
    this.layout = layout;
    this.absent = absent;
    Pages pages = new Pages(file);
    Payload payload = new Payload(file, pages);
    tree = new TableTree(file, pages, payload, layout.root(), from, to);
    cells = new int[Arrays.stream(layout.places()).max().orElse(NONE) + 1];
    values = new Values(payload, cells.length);
    Arrays.fill(cells, NONE);
    for (int i = 0; i < layout.places().length; i++) {
      if (layout.places()[i] != RowLayout.ROWID) {
        cells[layout.places()[i]] = i;
      }
    }
  }

  /** Moves to the next row and fills this one with it; false after the last. */
  public boolean next(Row row) {
    if (!tree.next()) {
      return false;
    }
    int stored = values.begin();
    for (int place = 0; place < cells.length; place++) {
      int cell = cells[place];
      if (place < stored) {
        if (cell == NONE) {
          values.skip(place);
        } else {
          values.read(place, row, cell, layout.real()[cell]);
        }
      } else if (cell != NONE && layout.defaults()[cell]) {
        absent.set(row, cell, tree.rowid());
      } else if (cell != NONE) {
        row.setNull(cell);
      }
    }
    for (int i = 0; i < layout.places().length; i++) {
      if (layout.places()[i] == RowLayout.ROWID) {
        row.setInteger(i, tree.rowid());
      }
    }
    return true;
  }

  /** The number of the current row. */
  public long rowid() {
    return tree.rowid();
  }
}
