package dev.godwit.value;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * What became of a cell: copied as it was, written in another representation, made another value by
 * rules, or a misfit with a reason. A reason is a short lower-case phrase that never holds the
 * value.
 */
@SuppressWarnings("EnumOrdinal") // A set of conversions is a word of bits: one per cell is made.
public final class Outcome {
  /** The cell was copied as it is. */
  public static final Outcome SAME = new Outcome(null);

  /** The cell was written, in another representation of the same value. */
  public static final Outcome CHANGED = new Outcome(null);

  public static final Outcome EMPTY_TEXT = misfit("empty text");
  public static final Outcome NUL = misfit("NUL character in text");
  public static final Outcome BAD_UTF8 = misfit("invalid UTF-8");

  /** By the bits of the conversions that took part. */
  private static final Outcome[] CONVERTED = new Outcome[1 << Conversion.values().length];

  static {
    for (int i = 1; i < CONVERTED.length; i++) {
      CONVERTED[i] = new Outcome(null, i);
    }
  }

  private final String reason;
  private final int conversions;

  private Outcome(String reason) {
    this(reason, 0);
  }

  private Outcome(String reason, int conversions) {
    this.reason = reason;
    this.conversions = conversions;
  }

  /** The cell was written, and is another value because a rule says so. */
  public static Outcome by(Conversion conversion) {
    return CONVERTED[1 << conversion.ordinal()];
  }

  /** This, and then that. */
  public Outcome and(Outcome next) {
    if (next.isMisfit() || this == SAME) {
      return next;
    }
    int both = conversions | next.conversions;
    return both == 0 ? CHANGED : CONVERTED[both];
  }

  /** Whether a rule made it another value. */
  public boolean isConverted() {
    return conversions != 0;
  }

  /** The rules that made it another value. */
  public Set<Conversion> conversions() {
    Set<Conversion> result = EnumSet.noneOf(Conversion.class);
    for (Conversion conversion : Conversion.values()) {
      if ((conversions & 1 << conversion.ordinal()) != 0) {
        result.add(conversion);
      }
    }
    return result;
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
