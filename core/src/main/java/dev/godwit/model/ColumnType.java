package dev.godwit.model;

import java.util.List;
import java.util.Objects;

/**
 * A column's type: its common kind and what limits it. {@code length} is the greatest number of
 * characters or decimal digits, 0 where there is no limit; {@code scale} counts digits after the
 * point (of the second, for times; there any {@code length} but 0 says that it counts); {@code
 * name} is the engine's own spelling, used in statements and messages, never null. A domain is its
 * base type under the domain's name; {@code nature} says what else there is to know.
 */
public record ColumnType(Kind kind, int length, int scale, String name, Nature nature) {
  public ColumnType {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(name);
    Objects.requireNonNull(nature);
  }

  /** A type of which its kind, limits and name say all. */
  public ColumnType(Kind kind, int length, int scale, String name) {
    this(kind, length, scale, name, kind == Kind.NATIVE ? named(name) : Nature.PLAIN);
  }

  /** A type without limits. */
  public static ColumnType of(Kind kind, String name) {
    return new ColumnType(kind, 0, 0, name);
  }

  /** Where no catalog tells more than the name. */
  private static Nature named(String name) {
    ColumnType type = TypeNames.parse(name);
    return type == null || type.kind() != Kind.NATIVE
        ? new Nature(Family.OPAQUE, name, List.of(), List.of(), false)
        : type.nature();
  }

  /** The family, where the kind does not say it all. */
  public Family family() {
    return nature.family();
  }

  @Override
  public String toString() {
    return name;
  }
}
