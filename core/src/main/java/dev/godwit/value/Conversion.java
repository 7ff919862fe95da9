package dev.godwit.value;

import java.util.Locale;

/** What a rule may do to a value, so that it counts as changed by that rule. */
public enum Conversion {
  UNIT,
  ZONE,
  PRECISION,
  TIME,
  DST,
  TRIM,
  LOWER,
  UPPER,
  REPLACE,
  MAP,
  ROUND,
  BYTES,
  DEFAULT,
  EXPRESSION,
  REPOINTED;

  /** Its key in a file of rules. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
