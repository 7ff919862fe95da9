package dev.godwit.model;

/**
 * A CHECK constraint; {@code name} may be null, {@code expression} is the engine's own SQL. One
 * that is not {@code validated} holds for new rows only, one that is {@code alone} not for tables
 * that inherit from its own (NO INHERIT).
 */
public record Check(String name, String expression, boolean validated, boolean alone) {
  /** A constraint of all tables that inherit from its own. */
  public Check(String name, String expression, boolean validated) {
    this(name, expression, validated, false);
  }

  /** A constraint that every row satisfies. */
  public Check(String name, String expression) {
    this(name, expression, true);
  }
}
