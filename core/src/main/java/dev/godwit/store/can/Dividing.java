package dev.godwit.store.can;

import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.store.Ranges;
import java.util.List;
import java.util.Optional;

/** Gives one table to several threads at once. */
@FunctionalInterface
public interface Dividing {
  /**
   * The rows that reading from the start would give, for at most so many threads; empty where that
   * would not pay, or where not all of them would be certain to see the same rows.
   */
  Optional<Ranges> ranges(Table table, List<Column> columns, int readers);
}
