package dev.godwit.store;

import java.util.Objects;

/**
 * The note that another tool keeps, in a table of the target, of a run of ours: Flyway's history
 * row of the version that an import ran as.
 */
public record Ledger(String schema, String table, String version) {
  public Ledger {
    Objects.requireNonNull(schema);
    Objects.requireNonNull(table);
    Objects.requireNonNull(version);
  }
}
