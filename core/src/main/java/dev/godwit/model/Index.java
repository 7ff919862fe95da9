package dev.godwit.model;

import java.util.List;

/**
 * An index. {@code where} is the predicate of a partial index, or null. {@code definition} is the
 * engine's own statement, or what it says of the constraint that the index belongs to; may be null.
 * {@code method} is null for the engine's usual one, a B-tree. {@code constraint} is the name that
 * its constraint was given where the index has another; or null.
 */
public record Index(
    String name,
    List<Part> parts,
    boolean unique,
    String where,
    Origin origin,
    boolean nullsNotDistinct,
    String definition,
    String method,
    String constraint) {

  /** What an index came from. */
  public enum Origin {
    CREATED,
    UNIQUE,
    PRIMARY_KEY
  }

  /** A column or, where {@code column} is null, an expression. {@code collation} may be null. */
  public record Part(String column, String expression, boolean descending, String collation) {}

  public Index {
    parts = List.copyOf(parts);
  }

  /** An index of the engine's usual kind. */
  public Index(
      String name,
      List<Part> parts,
      boolean unique,
      String where,
      Origin origin,
      boolean nullsNotDistinct,
      String definition) {
    this(name, parts, unique, where, origin, nullsNotDistinct, definition, null, null);
  }

  /** The same, of a constraint that was given a name. */
  public Index named(String given) {
    return new Index(
        name, parts, unique, where, origin, nullsNotDistinct, definition, method, given);
  }

  /** The plain columns, or an empty list where an expression is among the parts. */
  public List<String> columns() {
    return parts.stream().anyMatch(p -> p.column() == null)
        ? List.of()
        : parts.stream().map(Part::column).toList();
  }
}
