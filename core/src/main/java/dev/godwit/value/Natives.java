package dev.godwit.value;

import dev.godwit.model.ColumnType;

/** The part of {@link Coercions}' table for PostgreSQL's types that no common kind holds. */
final class Natives {
  private Natives() {}

  /** To the server's own text of such a type, exactly as it prints it. */
  static Coercion of(ColumnType to, CoercionRules rules) {
    return switch (to.family()) {
      case INTERVAL -> new Guarded(new IntervalCoercion(to, rules.time()), rules.emptyAsNull());
      case TIMETZ -> new Guarded(new TimetzCoercion(to, rules.time()), rules.emptyAsNull());
      default -> new TextCoercion(to);
    };
  }
}
