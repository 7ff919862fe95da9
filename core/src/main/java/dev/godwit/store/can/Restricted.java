package dev.godwit.store.can;

import dev.godwit.model.Problem;
import dev.godwit.model.Table;
import java.util.List;

/** May keep rows from a user who may read the rest. */
@FunctionalInterface
public interface Restricted {
  /** What keeps rows of these tables from being read, as far as the catalog tells. */
  List<Problem> hindrances(List<Table> tables);
}
