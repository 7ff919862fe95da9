package dev.godwit.store.can;

import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import java.util.List;

/** Takes rows in several transactions of its own. */
@FunctionalInterface
public interface Lasting {
  /**
   * Begins or goes on with a load that lasts over several transactions: what it takes off the
   * tables stays off between them, noted in a journal, until a {@link Loading#settle}.
   */
  Loading lasting(List<Load> loads);
}
