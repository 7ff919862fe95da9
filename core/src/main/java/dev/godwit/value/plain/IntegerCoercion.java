package dev.godwit.value.plain;

import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.Outcome;
import dev.godwit.value.text.DecimalText;

/** To SMALLINT, INTEGER or BIGINT: whole numbers in range, however they are stored. */
public final class IntegerCoercion implements Coercion {
  private static final Outcome TEXT = Outcome.misfit("text that is not an integer");
  private static final Outcome FRACTION = Outcome.misfit("not a whole number");
  private static final Outcome BLOB = Outcome.misfit("blob in an integer column");
  private static final Outcome[] RANGES = {
    Outcome.misfit("out of range for smallint"),
    Outcome.misfit("out of range for integer"),
    Outcome.misfit("out of range for bigint")
  };

  private final DecimalText decimal = new DecimalText();
  private final long least;
  private final long greatest;
  private final Outcome range;

  public IntegerCoercion(Kind kind) {
    switch (kind) {
      case SMALLINT -> {
        greatest = Short.MAX_VALUE;
        range = RANGES[0];
      }
      case INTEGER -> {
        greatest = Integer.MAX_VALUE;
        range = RANGES[1];
      }
      default -> {
        greatest = Long.MAX_VALUE;
        range = RANGES[2];
      }
    }
    least = -greatest - 1;
  }

  @Override
  public Outcome apply(Row from, int i, Row to, int j) {
    return switch (from.storageClass(i)) {
      case Row.INTEGER -> {
        long value = from.integer(i);
        to.copy(j, from, i);
        yield value >= least && value <= greatest ? Outcome.SAME : range;
      }
      case Row.REAL -> real(from.real(i), to, j);
      case Row.TEXT -> text(from.bytes(i), to, j);
      case Row.NULL -> Coercion.nothing(to, j);
      default -> BLOB;
    };
  }

  private Outcome real(double value, Row to, int j) {
    if (Double.isNaN(value) || (value != Math.rint(value) && !Double.isInfinite(value))) {
      return FRACTION;
    }
    // 2^63 as a double is one more than the greatest long.
    return value >= -0x1p63 && value < 0x1p63 ? set((long) value, to, j) : range;
  }

  private Outcome text(byte[] text, Row to, int j) {
    if (!decimal.scan(text)) {
      return TEXT;
    }
    if (!decimal.isIntegral()) {
      return FRACTION;
    }
    return decimal.fitsLong() ? set(decimal.integer(), to, j) : range;
  }

  private Outcome set(long value, Row to, int j) {
    to.setInteger(j, value);
    return value >= least && value <= greatest ? Outcome.CHANGED : range;
  }
}
