package dev.godwit.store;

import dev.godwit.model.Row;
import java.util.List;

/** Computes expressions over rows, in the words and by the rules of an engine. Not thread-safe. */
public interface Computing extends AutoCloseable {
  /** What came of one row: the values, one an expression, or why there are none. */
  record Result(Row values, String refusal) {}

  /**
   * One result for each row, in their order, in the forms of the columns asked for.
   *
   * @throws dev.godwit.model.GodwitException where an expression is none
   */
  List<Result> of(List<Row> rows);

  @Override
  void close();
}
