package dev.godwit.inspect;

import java.util.List;
import java.util.Optional;

/** What a store holds. */
public record StoreProfile(String store, List<TableProfile> tables) {
  public StoreProfile {
    tables = List.copyOf(tables);
  }

  /** The table of exactly this name. */
  public Optional<TableProfile> table(String name) {
    return tables.stream().filter(t -> t.name().equals(name)).findFirst();
  }

  public long rows() {
    return tables.stream().mapToLong(TableProfile::rows).sum();
  }

  public long bytes() {
    return tables.stream().mapToLong(TableProfile::bytes).sum();
  }
}
