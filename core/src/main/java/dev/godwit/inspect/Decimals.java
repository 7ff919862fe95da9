package dev.godwit.inspect;

import java.math.BigDecimal;
import java.math.MathContext;

/** Counts the digits of a number in its shortest decimal spelling: 15 digits where they suffice. */
final class Decimals {
  private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

  private Decimals() {}

  /** Digits after the point. The number is finite. */
  static int scale(double value) {
    for (int scale = 0; scale < POWERS.length; scale++) {
      double shifted = Math.rint(value * POWERS[scale]);
      if (Math.abs(shifted) < 1e15 && shifted / POWERS[scale] == value) {
        return scale;
      }
    }
    return Math.max(0, spelled(value).stripTrailingZeros().scale());
  }

  /** Digits before the point, 0 for a number less than 1. The number is finite. */
  static int digits(double value) {
    double size = Math.abs(value);
    if (size < 1) {
      return 0;
    }
    return size < 1e15 ? digits((long) size) : digits(spelled(value));
  }

  static int digits(long value) {
    int digits = 0;
    for (long rest = value; rest != 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  static int digits(BigDecimal value) {
    return Math.max(0, value.precision() - value.scale());
  }

  /** SQLite's spelling: 15 significant digits, or 17 where those are not the same number. */
  static BigDecimal spelled(double value) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal shorter = exact.round(new MathContext(15));
    return shorter.doubleValue() == value ? shorter : exact.round(new MathContext(17));
  }
}
