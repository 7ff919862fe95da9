package dev.godwit.value;

import java.util.Objects;

/**
 * What became of a cell: copied as it was, written in another representation, or a misfit with a
 * reason. A reason is a short lower-case phrase that never holds the value.
 */
public final class Outcome {
  /** The cell was copied as it is. */
  public static final Outcome SAME = new Outcome(null);

  /** The cell was written, in another representation of the same value. */
  public static final Outcome CHANGED = new Outcome(null);

  static final Outcome EMPTY_TEXT = misfit("empty text");
  static final Outcome NUL = misfit("NUL character in text");
  static final Outcome BAD_UTF8 = misfit("invalid UTF-8");

  private final String reason;

  private Outcome(String reason) {
    this.reason = reason;
  }

  /** A misfit: make it once and keep it, for it is returned once per cell that does not fit. */
  public static Outcome misfit(String reason) {
    return new Outcome(Objects.requireNonNull(reason));
  }

  public boolean isMisfit() {
    return reason != null;
  }

  /** Why the cell does not fit, or null where it does. */
  public String reason() {
    return reason;
  }

  @Override
  public String toString() {
    if (isMisfit()) {
      return reason;
    }
    return this == SAME ? "same" : "changed";
  }
}
