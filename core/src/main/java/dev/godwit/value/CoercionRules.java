package dev.godwit.value;

import java.util.Objects;

/**
 * What a user decided about one column: about times, about values before they are coerced, and
 * whether '' becomes NULL where the kind has no empty value.
 */
public record CoercionRules(TimeRules time, Conversions conversions, boolean emptyAsNull) {
  public static final CoercionRules DEFAULT =
      new CoercionRules(TimeRules.DEFAULT, Conversions.NONE, false);

  public CoercionRules {
    Objects.requireNonNull(time);
    Objects.requireNonNull(conversions);
  }

  /** The same, with other rules of times. */
  public CoercionRules with(TimeRules other) {
    return new CoercionRules(other, conversions, emptyAsNull);
  }

  /** The same, with other conversions. */
  public CoercionRules with(Conversions other) {
    return new CoercionRules(time, other, emptyAsNull);
  }

  /** What is left for a value that is as the target wants it. */
  public CoercionRules withoutConversions() {
    return with(Conversions.NONE);
  }
}
