package dev.godwit.store.can;

import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.store.Source;
import java.util.List;

/** May keep rows from a user who may read the rest. */
@FunctionalInterface
public interface Restricted {
  /** What keeps rows of these tables from being read, as far as the catalog tells. */
  List<Problem> hindrances(List<Table> tables);

  /** The same of any store; none where it cannot tell. */
  static List<Problem> of(Source store, List<Table> tables) {
    return store.as(Restricted.class).map(r -> r.hindrances(tables)).orElse(List.of());
  }

  /** Whether nothing of these tables is kept from whoever connects. */
  static boolean open(Source store, Table table) {
    return of(store, List.of(table)).stream().allMatch(p -> p.is(ProblemKind.LARGE_OBJECT));
  }
}
