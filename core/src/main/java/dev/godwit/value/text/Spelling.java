package dev.godwit.value.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How numbers are written as text. */
public final class Spelling {
  private static final byte[] NAN = ascii("NaN");
  private static final byte[] INFINITY = ascii("Infinity");
  private static final byte[] MINUS_INFINITY = ascii("-Infinity");
  private static final byte[] INF = ascii("inf");
  private static final byte[] MINUS_INF = ascii("-inf");
  private static final byte[] MINUS_ZERO = ascii("-0.0");
  private static final byte[] ZERO = ascii("0.0");
  private static final MathContext FIFTEEN = new MathContext(15, RoundingMode.HALF_EVEN);
  private static final MathContext SIXTEEN = new MathContext(16, RoundingMode.HALF_EVEN);
  private static final MathContext SEVENTEEN = new MathContext(17, RoundingMode.HALF_EVEN);

  private Spelling() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  public static byte[] of(long value) {
    byte[] digits = new byte[20];
    int i = digits.length;
    // Counted downwards: the least long has no positive counterpart.
    long rest = value < 0 ? value : -value;
    do {
      digits[--i] = (byte) ('0' - rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (value < 0) {
      digits[--i] = '-';
    }
    return Arrays.copyOfRange(digits, i, digits.length);
  }

  /**
   * As SQLite's CAST(x AS TEXT), 15 digits where they are enough, else 17; but -0.0 keeps its sign,
   * and infinity is spelled as C does.
   */
  public static byte[] sqlite(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? INF : MINUS_INF;
    }
    boolean minusZero = value == 0 && Double.doubleToRawLongBits(value) != 0;
    return minusZero ? MINUS_ZERO : Double.isNaN(value) ? NAN : finite(value, false);
  }

  /** As C's %.15g, or %.17g where 15 digits are not enough: whole numbers have no point. */
  public static byte[] c(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
      String text = new String(sqlite(value), StandardCharsets.US_ASCII);
      return ascii(text.replace(".0", ""));
    }
    BigDecimal digits = searched(value, false);
    int power = digits.precision() - digits.scale() - 1;
    boolean fifteen = new BigDecimal(value).round(FIFTEEN).doubleValue() == value;
    if (power >= -4 && power < (fifteen ? 15 : 17)) {
      return ascii(digits.toPlainString());
    }
    return ascii(scientific(digits, power).replace(".0e", "e"));
  }

  /** The same in as few digits as give the value back. For finite values. */
  public static byte[] shortest(double value) {
    return finite(value, true);
  }

  private static byte[] finite(double value, boolean sixteen) {
    if (value == 0) {
      return ZERO;
    }
    // Exact and cheap for most values, and never a digit short; but JDK 17 may give one too many.
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (digits.precision() > 15 || Math.abs(value) < 1e-290) {
      digits = searched(value, sixteen);
    }
    return layout(digits);
  }

  private static BigDecimal searched(double value, boolean sixteen) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal digits = exact.round(FIFTEEN);
    if (digits.doubleValue() != value && sixteen) {
      digits = exact.round(SIXTEEN);
    }
    if (digits.doubleValue() != value) {
      digits = exact.round(SEVENTEEN);
    }
    return digits.stripTrailingZeros();
  }

  private static byte[] layout(BigDecimal digits) {
    int power = digits.precision() - digits.scale() - 1;
    if (power >= -4 && power <= 16) {
      String plain = digits.toPlainString();
      return ascii(digits.scale() <= 0 ? plain + ".0" : plain);
    }
    return ascii(scientific(digits, power));
  }

  private static String scientific(BigDecimal digits, int power) {
    String all = digits.unscaledValue().abs().toString();
    String mantissa = all.charAt(0) + "." + (all.length() > 1 ? all.substring(1) : "0");
    int size = Math.abs(power);
    String exponent = (power < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
    return (digits.signum() < 0 ? "-" : "") + mantissa + exponent;
  }

  public static byte[] ofSpecial(double value) {
    if (Double.isNaN(value)) {
      return NAN;
    }
    return value > 0 ? INFINITY : MINUS_INFINITY;
  }

  /** The NaN or infinity that a text names, in any case and with blanks around, or 0. */
  public static double special(byte[] text) {
    if (text.length > 20) {
      return 0;
    }
    String word = new String(text, StandardCharsets.ISO_8859_1).trim();
    boolean minus = word.startsWith("-");
    if (minus || word.startsWith("+")) {
      word = word.substring(1);
    } else if (word.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    if (word.equalsIgnoreCase("inf") || word.equalsIgnoreCase("infinity")) {
      return minus ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return 0;
  }
}
