package dev.godwit.store.can;

import dev.godwit.model.Table;
import dev.godwit.store.Source;
import java.util.Collections;
import java.util.List;

/** Counts rows that break the constraints of their own table, where the engine lets them. */
@FunctionalInterface
public interface Auditing {
  /** How many rows break the table's own constraints. Takes about as long as reading the table. */
  Violations violations(Table table);

  /** Of any store: unknown where it does not count. */
  static Auditing of(Source store) {
    return store.as(Auditing.class).orElse(Violations::unknown);
  }

  /**
   * Counts of rows, in the order of the table's foreign keys and checks; -1 where nobody knows. A
   * row breaks a foreign key where no row of the target table has exactly its values.
   */
  record Violations(List<Long> foreignKeys, List<Long> checks) {
    public Violations {
      foreignKeys = List.copyOf(foreignKeys);
      checks = List.copyOf(checks);
    }

    /** Nothing counted. */
    public static Violations unknown(Table table) {
      return new Violations(
          Collections.nCopies(table.foreignKeys().size(), -1L),
          Collections.nCopies(table.checks().size(), -1L));
    }
  }
}
