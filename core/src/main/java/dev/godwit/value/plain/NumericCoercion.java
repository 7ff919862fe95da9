package dev.godwit.value.plain;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.Outcome;
import dev.godwit.value.text.DecimalText;
import dev.godwit.value.text.Spelling;

/** To NUMERIC: decimals to the last digit, within the type's precision and scale. */
public final class NumericCoercion implements Coercion {
  private static final Outcome TEXT = Outcome.misfit("text that is not a number");
  private static final Outcome BLOB = Outcome.misfit("blob in a number column");
  private static final Outcome INFINITE = Outcome.misfit("infinity in a limited numeric");
  // What PostgreSQL's format holds.
  public static final int GREATEST_DIGITS = 131_072;
  public static final int GREATEST_SCALE = 16_383;

  private final DecimalText decimal = new DecimalText();
  private final boolean limited;
  private final int scale;
  private final int whole;
  private final Outcome range;
  private final Outcome fraction;

  public NumericCoercion(ColumnType type) {
    limited = type.length() > 0;
    scale = limited ? type.scale() : GREATEST_SCALE;
    whole = limited ? type.length() - scale : GREATEST_DIGITS;
    range =
        Outcome.misfit(
            limited
                ? "out of range for numeric(" + type.length() + "," + scale + ")"
                : "out of range for numeric");
    fraction =
        Outcome.misfit(
            scale < 0
                ? "digits below numeric(" + type.length() + "," + scale + ")"
                : "more than " + scale + " fractional digits");
  }

  @Override
  public Outcome apply(Row from, int i, Row to, int j) {
    return switch (from.storageClass(i)) {
      case Row.TEXT ->
          decimal.scan(from.bytes(i))
              ? fit(from.bytes(i), to, j)
              : special(Spelling.special(from.bytes(i)), to, j);
      case Row.INTEGER -> number(Spelling.of(from.integer(i)), to, j);
      case Row.REAL -> {
        double value = from.real(i);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
          yield special(value, to, j);
        }
        yield number(Spelling.shortest(value), to, j);
      }
      case Row.NULL -> Coercion.nothing(to, j);
      default -> BLOB;
    };
  }

  private Outcome number(byte[] spelled, Row to, int j) {
    decimal.scan(spelled);
    Outcome outcome = fit(spelled, to, j);
    return outcome == Outcome.SAME ? Outcome.CHANGED : outcome;
  }

  private Outcome fit(byte[] text, Row to, int j) {
    if (decimal.scale() > GREATEST_SCALE || decimal.leading() >= GREATEST_DIGITS) {
      return decimal.leading() >= whole ? range : fraction;
    }
    if (!decimal.isZero() && -decimal.trailing() > scale) {
      return fraction;
    }
    if (!decimal.isZero() && decimal.leading() >= whole) {
      return range;
    }
    boolean plain = decimal.isPlain();
    to.setText(j, plain ? text : decimal.plain());
    return plain ? Outcome.SAME : Outcome.CHANGED;
  }

  /** Zero stands for no special value at all. */
  private Outcome special(double value, Row to, int j) {
    if (value == 0) {
      return TEXT;
    }
    to.setText(j, Spelling.ofSpecial(value));
    return limited && Double.isInfinite(value) ? INFINITE : Outcome.CHANGED;
  }
}
