package dev.godwit.store.can;

import dev.godwit.model.Column;
import dev.godwit.store.Computing;
import java.util.List;

/** Computes expressions in the words of its engine. */
@FunctionalInterface
public interface Calculating {
  /**
   * Computes expressions over rows of the columns {@code given}, which are called so in them: one
   * for each column {@code wanted}, that has it where it would have its default.
   */
  Computing computing(List<Column> given, List<Column> wanted);
}
