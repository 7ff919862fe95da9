package dev.godwit.value.text;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Reads a decimal number from bytes without allocating: blanks around, a sign, digits with at most
 * one point, an exponent. One instance is reused; what it tells is about the last text scanned.
 */
public final class DecimalText {
  /** Beyond any number that fits anywhere, and far from overflowing a long. */
  private static final long GREATEST_EXPONENT = 1_000_000_000_000L;

  private byte[] text;
  private int from;
  private int to;
  private boolean signed;
  private boolean negative;
  private int digitsFrom;
  private int digitsTo;
  private int point;
  private int first;
  private int last;
  private long exponent;
  private boolean exponential;
  private long integer;

  public boolean scan(byte[] bytes) {
    return scan(bytes, bytes.length);
  }

  /** Whether the first {@code length} bytes are a decimal number. */
  public boolean scan(byte[] bytes, int length) {
    return scan(bytes, 0, length);
  }

  /** Whether the bytes from {@code start} to before {@code end} are a decimal number. */
  public boolean scan(byte[] bytes, int start, int end) {
    text = bytes;
    from = start;
    to = end;
    while (from < to && isBlank(bytes[from])) {
      from++;
    }
    while (from < to && isBlank(bytes[to - 1])) {
      to--;
    }
    signed = from < to && (bytes[from] == '-' || bytes[from] == '+');
    negative = signed && bytes[from] == '-';
    digitsFrom = signed ? from + 1 : from;
    return digits() && exponent();
  }

  public static boolean isBlank(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  private boolean digits() {
    first = -1;
    last = -1;
    point = -1;
    int i = digitsFrom;
    for (; i < to; i++) {
      byte c = text[i];
      if (c >= '1' && c <= '9') {
        first = first < 0 ? i : first;
        last = i;
      } else if (c == '.' && point < 0) {
        point = i;
      } else if (c != '0') {
        break;
      }
    }
    digitsTo = i;
    if (point < 0) {
      point = i;
      return i > digitsFrom;
    }
    return i > digitsFrom + 1;
  }

  private boolean exponent() {
    exponent = 0;
    exponential = digitsTo < to && (text[digitsTo] | 0x20) == 'e';
    if (!exponential) {
      return digitsTo == to;
    }
    int i = digitsTo + 1;
    boolean minus = i < to && text[i] == '-';
    if (i < to && (minus || text[i] == '+')) {
      i++;
    }
    int start = i;
    for (; i < to && text[i] >= '0' && text[i] <= '9'; i++) {
      exponent = Math.min(exponent * 10 + text[i] - '0', GREATEST_EXPONENT);
    }
    exponent = minus ? -exponent : exponent;
    return i == to && i > start;
  }

  public boolean isZero() {
    return first < 0;
  }

  /** Whether nothing but digits stands between the blanks. */
  public boolean isDigitsOnly() {
    return !signed && !exponential && point == to;
  }

  public boolean isExponential() {
    return exponential;
  }

  /** The number of digits written before any exponent. */
  public int writtenDigits() {
    return digitsTo - digitsFrom - (point < digitsTo ? 1 : 0);
  }

  /** The power of ten of the first digit that is not zero; 0 for zero. */
  public long leading() {
    return isZero() ? 0 : order(first);
  }

  /** The power of ten of the last digit that is not zero; 0 for zero. */
  public long trailing() {
    return isZero() ? 0 : order(last);
  }

  /** How many digits lie between the first and the last that are not zero, both counted. */
  public int significant() {
    return isZero() ? 0 : last - first + 1 - (first < point && point < last ? 1 : 0);
  }

  /** Digits after the point once the exponent is worked in. */
  public long scale() {
    return Math.max(0, Math.max(0, digitsTo - point - 1) - exponent);
  }

  private long order(int index) {
    return (index < point ? point - 1 - index : point - index) + exponent;
  }

  public boolean isIntegral() {
    return isZero() || trailing() >= 0;
  }

  /** Whether an integral number is within 64 bits; if so {@link #integer()} is its value. */
  public boolean fitsLong() {
    integer = 0;
    if (isZero()) {
      return true;
    }
    if (leading() > 18) {
      return false;
    }
    // Counted downwards: the least long has no positive counterpart.
    long value = 0;
    long zeros = trailing();
    for (int i = first; i <= last || zeros > 0; i++) {
      if (i == point && i <= last) {
        continue;
      }
      int digit = i <= last ? text[i] - '0' : 0;
      zeros -= i <= last ? 0 : 1;
      long least = Long.MIN_VALUE / 10;
      if (value < least || (value == least && digit > 8)) {
        return false;
      }
      value = value * 10 - digit;
    }
    integer = negative ? value : -value;
    return negative || value != Long.MIN_VALUE;
  }

  public long integer() {
    return integer;
  }

  /**
   * The number, whose {@link #leading} and {@link #trailing} digits the caller knows to be near.
   */
  public BigDecimal value() {
    return isZero()
        ? BigDecimal.ZERO
        : new BigDecimal(new String(text, from, to - from, StandardCharsets.US_ASCII));
  }

  /** Whether the text is already what {@link #plain()} would make of it. */
  public boolean isPlain() {
    return from == 0
        && to == text.length
        && !exponential
        && signed == negative
        && !(negative && isZero())
        && point > digitsFrom
        && (text[digitsFrom] != '0' || point == digitsFrom + 1)
        && point + 1 != digitsTo;
  }

  /** The digits without blanks, plus sign, exponent or needless zeros in front. */
  public byte[] plain() {
    int sign = negative && !isZero() ? 1 : 0;
    int whole = (int) Math.max(1, leading() + 1);
    int scale = (int) scale();
    byte[] out = new byte[sign + whole + (scale > 0 ? scale + 1 : 0)];
    Arrays.fill(out, (byte) '0');
    if (sign > 0) {
      out[0] = '-';
    }
    if (scale > 0) {
      out[sign + whole] = '.';
    }
    for (int i = Math.max(0, first); i <= last; i++) {
      if (i != point) {
        int order = (int) order(i);
        out[sign + whole - order - (order >= 0 ? 1 : 0)] = text[i];
      }
    }
    return out;
  }

  /** Feeds what the number is, not how it was written. */
  public void feed(LongConsumer hash) {
    hash.accept(isZero() ? 0 : negative ? -1 : 1);
    hash.accept(leading());
    long chunk = 0;
    int count = 0;
    for (int i = Math.max(0, first); i <= last; i++) {
      if (i == point) {
        continue;
      }
      chunk = chunk * 10 + text[i] - '0';
      if (++count == 18 || i == last) {
        // A last chunk of 5 and one of 50 must differ from each other, as 0.5 does from 0.05.
        hash.accept(i == last ? chunk * POWERS[18 - count] : chunk);
        chunk = 0;
        count = 0;
      }
    }
  }

  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }
}
