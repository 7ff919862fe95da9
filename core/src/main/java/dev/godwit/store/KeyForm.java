package dev.godwit.store;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import java.util.List;

/**
 * How an engine compares the keys of one unique index, where it takes more than comparing cells by
 * value: expressions, collations, types of its own, predicates.
 */
public interface KeyForm {
  /**
   * A text for each row of the columns that were asked for. Equal texts stand for equal keys; null
   * for a row that is in nobody's way. Writes nothing.
   *
   * @throws GodwitException where the engine cannot tell
   */
  List<String> of(List<Row> rows);
}
