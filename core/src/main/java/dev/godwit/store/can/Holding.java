package dev.godwit.store.can;

import dev.godwit.model.Table;
import dev.godwit.store.Target;
import java.util.List;

/** Is written by others at the same time, unless it is kept from that. */
@FunctionalInterface
public interface Holding {
  /** Keeps others from changing these tables until the transaction ends. */
  void hold(List<Table> tables);

  /** On any target: nothing where the run's transaction is the only one that writes. */
  static void of(Target target, List<Table> tables) {
    target.as(Holding.class).ifPresent(h -> h.hold(tables));
  }
}
