package dev.godwit.store;

import dev.godwit.model.Row;
import java.util.List;

/** Computes expressions over rows, in the words and by the rules of an engine. Not thread-safe. */
public interface Computing extends AutoCloseable {
  /**
   * For each row, in their order, the values, one an expression, in the forms of the columns asked
   * for; null where the engine does not compute them of this row.
   *
   * @throws dev.godwit.model.GodwitException where an expression is none
   */
  List<Row> of(List<Row> rows);

  @Override
  void close();
}
