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

  private final Layout layout;
  private final Absent absent;
  private final Payload payload;
  private final TableTree tree;
  private final int[] cells;
  private final long[] types;

  /** Knows the cells that a record from before their columns were added does not have. */
  @FunctionalInterface
  public interface Absent {
    /** Sets a cell of the row with this rowid. */
    void set(Row row, int cell, long rowid);
  }

  /** The rows from one rowid to another, both included. */
  public TableScan(DatabaseFile file, Layout layout, Absent absent, long from, long to) {
    this.layout = layout;
    this.absent = absent;
    Pages pages = new Pages(file);
    payload = new Payload(file, pages);
    tree = new TableTree(file, pages, payload, layout.root(), from, to);
    cells = new int[Arrays.stream(layout.places()).max().orElse(NONE) + 1];
    types = new long[cells.length];
    Arrays.fill(cells, NONE);
    for (int i = 0; i < layout.places().length; i++) {
      if (layout.places()[i] != Layout.ROWID) {
        cells[layout.places()[i]] = i;
      }
    }
  }

  /** Moves to the next row and fills this one with it; false after the last. */
  public boolean next(Row row) {
    if (!tree.next()) {
      return false;
    }
    int stored = types();
    for (int place = 0; place < cells.length; place++) {
      int cell = cells[place];
      if (place < stored) {
        if (cell == NONE) {
          payload.skip(size(types[place]));
        } else {
          value(types[place], row, cell);
        }
      } else if (cell != NONE && layout.defaults()[cell]) {
        absent.set(row, cell, tree.rowid());
      } else if (cell != NONE) {
        row.setNull(cell);
      }
    }
    for (int i = 0; i < layout.places().length; i++) {
      if (layout.places()[i] == Layout.ROWID) {
        row.setInteger(i, tree.rowid());
      }
    }
    return true;
  }

  /** The number of the current row. */
  public long rowid() {
    return tree.rowid();
  }

  /** Reads the head of a record; returns how many values it has. */
  private int types() {
    long all = payload.remaining();
    long body = all - payload.varint();
    long size = 0;
    int count = 0;
    while (payload.remaining() > body) {
      long type = payload.varint();
      if (count < types.length) {
        types[count] = type;
      }
      count++;
      size += size(type);
      if (size > body) {
        throw new Malformed("a record whose values are longer than it");
      }
    }
    if (count == 0 || size != body || payload.remaining() != body) {
      throw new Malformed("a record that is longer than its values");
    }
    return Math.min(count, types.length);
  }

  /** How many bytes a value of this serial type takes. */
  private static long size(long type) {
    if (type >= 12) {
      return (type - 12) >> 1;
    } else if (type < 0 || type == 10 || type == 11) {
      throw new Malformed("a value of a reserved type");
    } else if (type <= 4) {
      return type;
    }
    return type == 5 ? 6 : type <= 7 ? 8 : 0;
  }

  private void value(long type, Row row, int cell) {
    if (type >= 12) {
      byte[] bytes = bytes((type - 12) >> 1);
      if ((type & 1) == 1) {
        row.setText(cell, bytes);
      } else {
        row.setBlob(cell, bytes);
      }
    } else if (type == 7) {
      real(row, cell, Double.longBitsToDouble(payload.integer(8)));
    } else if (type == 0) {
      row.setNull(cell);
    } else {
      long value = type >= 8 ? type - 8 : payload.integer((int) size(type));
      if (layout.real()[cell]) {
        row.setReal(cell, (double) value);
      } else {
        row.setInteger(cell, value);
      }
    }
  }

  /** There is no NaN in SQL: SQLite has NULL instead. */
  private static void real(Row row, int cell, double value) {
    if (Double.isNaN(value)) {
      row.setNull(cell);
    } else {
      row.setReal(cell, value);
    }
  }

  private byte[] bytes(long size) {
    if (size > Integer.MAX_VALUE - 8) {
      throw new Malformed("a value of " + size + " bytes");
    }
    return payload.take((int) size);
  }
}
