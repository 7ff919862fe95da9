package dev.godwit.model;

import java.util.Objects;

/**
 * A column's type: its common kind and what limits it. {@code length} is the greatest number of
 * characters or decimal digits, 0 where there is no limit; {@code scale} counts digits after the
 * point (of the second, for times; there any {@code length} but 0 says that it counts); {@code
 * name} is the engine's own spelling, used in statements and messages, never null.
 */
public record ColumnType(Kind kind, int length, int scale, String name) {
  public ColumnType {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(name);
  }

  /** A type without limits. */
  public static ColumnType of(Kind kind, String name) {
    return new ColumnType(kind, 0, 0, name);
  }

  @Override
  public String toString() {
    return name;
  }
}
