package dev.godwit.value.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;

/**
 * Binary numbers as PostgreSQL prints them: the fewest digits that give the value back, and never a
 * decimal exactly between two values.
 */
public final class FloatText {
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private FloatText() {}

  public static String of(double value) {
    return special(value) ? word(value) : layout(shortest(value), 15);
  }

  public static String of(float value) {
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
    return shortest(
        new BigDecimal(value),
        neighbours(Math.nextDown(value), Math.nextUp(value)),
        17,
        d -> d.doubleValue() == value);
  }

  private static BigDecimal shortest(float value) {
    float size = Math.abs(value);
    BigDecimal digits = new BigDecimal(Float.toString(value)).stripTrailingZeros();
    if (digits.precision() <= 6 && size < 0x1p24 && size > 1e-30) {
      return digits;
    }
    return shortest(
        new BigDecimal(value),
        neighbours(Math.nextDown(value), Math.nextUp(value)),
        9,
        d -> d.floatValue() == value);
  }

  private static List<BigDecimal> neighbours(double below, double above) {
    return DoubleStream.of(below, above)
        .filter(Double::isFinite)
        .mapToObj(BigDecimal::new)
        .toList();
  }

  private static BigDecimal shortest(
      BigDecimal exact, List<BigDecimal> neighbours, int most, Predicate<BigDecimal> same) {
    for (int digits = 1; digits < most; digits++) {
      // The nearest first; where values lie denser on its side, the one on the other side may do.
      for (RoundingMode mode :
          List.of(RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP)) {
        BigDecimal candidate = exact.round(new MathContext(digits, mode));
        BigDecimal twice = candidate.multiply(TWO);
        boolean between = neighbours.stream().anyMatch(n -> twice.compareTo(exact.add(n)) == 0);
        if (!between && same.test(candidate)) {
          return candidate.stripTrailingZeros();
        }
      }
    }
    return exact.round(new MathContext(most, RoundingMode.HALF_EVEN)).stripTrailingZeros();
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
