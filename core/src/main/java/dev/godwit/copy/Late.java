package dev.godwit.copy;

import dev.godwit.model.Row;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Loading.Violation;
import dev.godwit.store.Rows;

/**
 * Hears of rows that the target refuses where they would have gone over others: these stay only if
 * the run is undone, and done again without the rows that were refused.
 */
public interface Late {
  /** The table's rows that are left out. */
  Declined of(TableCopy copy);

  /** Whether a rule sets such a row aside: then the run is to be done again without it. */
  boolean take(TableCopy copy, Row row, Violation why);

  /** The same for all that are in the way of a constraint; nothing is read where it is false. */
  boolean take(TableCopy copy, Violation why, Rows rows);
}
