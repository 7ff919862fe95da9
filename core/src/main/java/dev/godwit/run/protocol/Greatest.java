package dev.godwit.run.protocol;

import dev.godwit.model.Row;

/**
 * The greatest value of one column among rows that pass by, in its kind's form; numbers come before
 * texts, as SQLite has it.
 */
public final class Greatest {
  private final int cell;
  private Object value;

  /** {@code cell} -1 is no column. */
  public Greatest(int cell) {
    this.cell = cell;
  }

  public void see(Row row) {
    if (cell < 0 || row.isNull(cell)) {
      return;
    }
    // Most rows have whole numbers here, and none is worth an object that is not the greatest.
    if (row.storageClass(cell) == Row.INTEGER && value instanceof Long number) {
      if (row.integer(cell) > number) {
        value = row.integer(cell);
      }
      return;
    }
    Object own = row.value(cell);
    if (value == null || order(own, value) > 0) {
      value = own;
    }
  }

  private static int order(Object a, Object b) {
    return Standing.haveOrder(a, b)
        ? Standing.order(a, b)
        : Boolean.compare(a instanceof String, b instanceof String);
  }

  /** Null where there was none. */
  public Object value() {
    return value;
  }
}
