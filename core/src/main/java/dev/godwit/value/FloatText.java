package dev.godwit.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Binary numbers as PostgreSQL prints them: the fewest digits that give the value back, and never a
 * decimal exactly between two values.
 */
final class FloatText {
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private FloatText() {}

  static String of(double value) {
    return special(value) ? word(value) : layout(shortest(value), 15);
  }

  static String of(float value) {
    return special(value) ? word(value) : layout(shortest(value), 6);
  }

  private static boolean special(double value) {
    return value == 0 || Double.isNaN(value) || Double.isInfinite(value);
  }

  private static String word(double value) {
    if (value == 0) {
      return Double.doubleToRawLongBits(value) == 0 ? "0" : "-0";
    }
    return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
  }

  private static BigDecimal shortest(double value) {
    double size = Math.abs(value);
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    // So few digits stand for one value only, and there is no value half-way to another.
    if (digits.precision() <= 15 && size < 0x1p53 && size > 1e-290) {
      return digits;
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal below = exact.add(new BigDecimal(Math.nextDown(value)), MathContext.UNLIMITED);
    for (int p = 1; p < 17; p++) {
      BigDecimal best = null;
      for (RoundingMode mode : new RoundingMode[] {RoundingMode.FLOOR, RoundingMode.CEILING}) {
        BigDecimal candidate = exact.round(new MathContext(p, mode));
        boolean between =
            isBetween(candidate, below)
                || !Double.isInfinite(Math.nextUp(value))
                    && isBetween(candidate, exact.add(new BigDecimal(Math.nextUp(value))));
        if (candidate.doubleValue() == value && !between) {
          best = nearer(exact, best, candidate);
        }
      }
      if (best != null) {
        return best.stripTrailingZeros();
      }
    }
    return exact.round(new MathContext(17)).stripTrailingZeros();
  }

  private static BigDecimal shortest(float value) {
    float size = Math.abs(value);
    BigDecimal digits = new BigDecimal(Float.toString(value)).stripTrailingZeros();
    if (digits.precision() <= 6 && size < 0x1p24 && size > 1e-30) {
      return digits;
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal below = exact.add(new BigDecimal(Math.nextDown(value)));
    for (int p = 1; p < 9; p++) {
      BigDecimal best = null;
      for (RoundingMode mode : new RoundingMode[] {RoundingMode.FLOOR, RoundingMode.CEILING}) {
        BigDecimal candidate = exact.round(new MathContext(p, mode));
        boolean between =
            isBetween(candidate, below)
                || !Float.isInfinite(Math.nextUp(value))
                    && isBetween(candidate, exact.add(new BigDecimal(Math.nextUp(value))));
        if (candidate.floatValue() == value && !between) {
          best = nearer(exact, best, candidate);
        }
      }
      if (best != null) {
        return best.stripTrailingZeros();
      }
    }
    return exact.round(new MathContext(9)).stripTrailingZeros();
  }

  /** Whether a decimal is half of the sum of two neighbours. */
  private static boolean isBetween(BigDecimal candidate, BigDecimal sum) {
    return candidate.multiply(TWO).compareTo(sum) == 0;
  }

  private static BigDecimal nearer(BigDecimal exact, BigDecimal a, BigDecimal b) {
    return a == null || b.subtract(exact).abs().compareTo(a.subtract(exact).abs()) < 0 ? b : a;
  }

  private static String layout(BigDecimal digits, int greatest) {
    int power = digits.precision() - digits.scale() - 1;
    if (power >= -4 && power < greatest) {
      return digits.toPlainString();
    }
    String all = digits.unscaledValue().abs().toString();
    String sign = digits.signum() < 0 ? "-" : "";
    int size = Math.abs(power);
    return sign
        + all.charAt(0)
        + (all.length() > 1 ? "." + all.substring(1) : "")
        + (power < 0 ? "e-" : "e+")
        + (size < 10 ? "0" : "")
        + size;
  }
}
