package dev.godwit.plan;

import java.util.Set;

/** Which source tables travel: those named, or all where none is; never the excluded ones. */
public record Scope(Set<String> tables, Set<String> exclude) {
  public static final Scope ALL = new Scope(Set.of(), Set.of());

  public Scope {
    tables = Set.copyOf(tables);
    exclude = Set.copyOf(exclude);
  }

  /** Whether a table of this name travels; case does not matter. */
  public boolean includes(String table) {
    return (tables.isEmpty() || tables.stream().anyMatch(table::equalsIgnoreCase))
        && exclude.stream().noneMatch(table::equalsIgnoreCase);
  }
}
