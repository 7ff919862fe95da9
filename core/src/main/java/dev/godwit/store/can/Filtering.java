package dev.godwit.store.can;

import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.store.Rows;
import java.util.List;

/** Reads those rows of a table that a condition in the engine's own SQL is true of. */
@FunctionalInterface
public interface Filtering {
  /**
   * The given columns of these rows, in key order; positions mean nothing.
   *
   * @throws dev.godwit.model.GodwitException where the engine does not understand the condition
   */
  Rows where(Table table, List<Column> columns, String condition);
}
