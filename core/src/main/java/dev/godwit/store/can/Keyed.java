package dev.godwit.store.can;

import dev.godwit.model.Column;
import dev.godwit.model.Index;
import dev.godwit.model.Table;
import dev.godwit.store.KeyForm;
import java.util.List;
import java.util.Optional;

/** Has unique indexes that compare keys in ways of its own. */
@FunctionalInterface
public interface Keyed {
  /**
   * How this engine compares the keys of a unique index, for rows of these columns. Nothing where
   * keys are equal if their cells are equal by value, and where NULL equals nothing, unless the
   * index says so.
   */
  Optional<KeyForm> keyForm(Table table, Index key, List<Column> columns);
}
