package dev.godwit.store.can;

import dev.godwit.store.Source;
import java.util.Optional;

/** Has other types when it is read than those that were written. */
@FunctionalInterface
public interface Rereading {
  /**
   * The target as it will be read once the transaction is kept; nothing where that is not yet
   * known.
   */
  Optional<Source> asRead();
}
