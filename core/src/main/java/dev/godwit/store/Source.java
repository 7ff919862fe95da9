package dev.godwit.store;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Table;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A store that rows come from. All reads see one snapshot. What only some stores can is asked for
 * by type, see {@code dev.godwit.store.can}. Not thread-safe.
 */
public interface Source extends AutoCloseable {
  /** What the store is called in messages: its path or URL, without any password. */
  String name();

  /** What tells the store apart from every other: two stores that share one are the same. */
  Set<String> places();

  /** Its tables, as they were when it was opened, or last changed through it. */
  Catalog catalog();

  /**
   * The given columns of a table's rows, in key order, starting just after the given position. The
   * row is reused: copy what you keep.
   */
  Rows read(Table table, List<Column> columns, Position after);

  /**
   * What this store can do beside, or nothing where it cannot. The same for as long as it is open.
   */
  default <T> Optional<T> as(Class<T> capability) {
    return capability.isInstance(this) ? Optional.of(capability.cast(this)) : Optional.empty();
  }

  @Override
  void close();
}
