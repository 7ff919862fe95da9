package dev.godwit.model;

/**
 * A CHECK constraint; {@code name} may be null, {@code expression} is the engine's own SQL. One
 * that is not {@code validated} holds for new rows only.
 */
public record Check(String name, String expression, boolean validated) {
  /** A constraint that every row satisfies. */
  public Check(String name, String expression) {
    this(name, expression, true);
  }
}
