package dev.godwit.postgres.encode;

import java.nio.charset.StandardCharsets;

/**
 * PostgreSQL's binary numeric, digits in base 10 000 (src/backend/utils/adt/numeric.c,
 * numeric_send), from and to plain decimal text. Not thread-safe.
 */
public final class NumericCodec {
  private static final int NEGATIVE = 0x4000;
  private static final int NAN = 0xC000;
  private static final int INFINITY = 0xD000;
  private static final int MINUS_INFINITY = 0xF000;

  private short[] groups = new short[16];

  /** Writes length and value. */
  void encode(byte[] text, Chunks out) {
    switch (text[text[0] == '-' ? 1 : 0]) {
      case 'N' -> special(NAN, out);
      case 'I' -> special(text[0] == '-' ? MINUS_INFINITY : INFINITY, out);
      default -> number(text, out);
    }
  }

  private static void special(int sign, Chunks out) {
    put(out, 8, 0, 0, sign, 0);
  }

  private void number(byte[] text, Chunks out) {
    boolean negative = text[0] == '-';
    int start = negative || text[0] == '+' ? 1 : 0;
    int point = start;
    while (point < text.length && text[point] != '.') {
      point++;
    }
    int scale = Math.max(0, text.length - point - 1);
    int whole = point - start;
    int wholeGroups = (whole + 3) / 4;
    int count = wholeGroups + (scale + 3) / 4;
    if (groups.length < count) {
      groups = new short[count * 2];
    }
    for (int g = 0; g < count; g++) {
      groups[g] = (short) group(text, point, g - wholeGroups, start);
    }
    int first = 0;
    while (first < count && groups[first] == 0) {
      first++;
    }
    int last = count;
    while (last > first && groups[last - 1] == 0) {
      last--;
    }
    int digits = last - first;
    int weight = digits == 0 ? 0 : wholeGroups - 1 - first;
    put(out, 8 + 2 * digits, digits, weight, negative && digits > 0 ? NEGATIVE : 0, scale);
    byte[] tail = new byte[2 * digits];
    for (int i = 0; i < digits; i++) {
      tail[2 * i] = (byte) (groups[first + i] >> 8);
      tail[2 * i + 1] = (byte) groups[first + i];
    }
    out.append(tail);
  }

  /** The four digits of group {@code g}, counted from the decimal point. */
  private static int group(byte[] text, int point, int g, int start) {
    int value = 0;
    int from = g < 0 ? point + 4 * g : point + 1 + 4 * g;
    for (int i = from; i < from + 4; i++) {
      boolean digit = g < 0 ? i >= start && i < point : i < text.length;
      value = value * 10 + (digit ? text[i] - '0' : 0);
    }
    return value;
  }

  private static void put(Chunks out, int length, int digits, int weight, int sign, int scale) {
    byte[] b = out.room(12);
    int at = out.position();
    b[at] = (byte) (length >> 24);
    b[at + 1] = (byte) (length >> 16);
    b[at + 2] = (byte) (length >> 8);
    b[at + 3] = (byte) length;
    int[] words = {digits, weight, sign, scale};
    for (int i = 0; i < 4; i++) {
      b[at + 4 + 2 * i] = (byte) (words[i] >> 8);
      b[at + 5 + 2 * i] = (byte) words[i];
    }
    out.advance(12);
  }

  /** Reads a value of the given length. */
  public static byte[] decode(byte[] b, int at) {
    int digits = word(b, at);
    int weight = (short) word(b, at + 2);
    int sign = word(b, at + 4);
    int scale = word(b, at + 6) & 0x3fff;
    switch (sign) {
      case NAN:
        return "NaN".getBytes(StandardCharsets.US_ASCII);
      case INFINITY:
        return "Infinity".getBytes(StandardCharsets.US_ASCII);
      case MINUS_INFINITY:
        return "-Infinity".getBytes(StandardCharsets.US_ASCII);
      default:
    }
    StringBuilder text = new StringBuilder();
    if (sign == NEGATIVE) {
      text.append('-');
    }
    int wholeStart = text.length();
    for (int g = 0; g <= weight; g++) {
      int value = g < digits ? word(b, at + 8 + 2 * g) : 0;
      append(text, value, text.length() > wholeStart);
    }
    if (text.length() == wholeStart) {
      text.append('0');
    }
    if (scale > 0) {
      text.append('.');
      int from = text.length();
      for (int g = weight + 1; text.length() - from < scale; g++) {
        append(text, g >= 0 && g < digits ? word(b, at + 8 + 2 * g) : 0, true);
      }
      text.setLength(from + scale);
    }
    byte[] result = text.toString().getBytes(StandardCharsets.US_ASCII);
    return result;
  }

  private static void append(StringBuilder text, int value, boolean padded) {
    String digits = Integer.toString(value);
    if (padded) {
      text.append("0".repeat(4 - digits.length())).append(digits);
    } else if (value != 0) {
      text.append(digits);
    }
  }

  private static int word(byte[] b, int at) {
    return (b[at] & 0xff) << 8 | (b[at + 1] & 0xff);
  }
}
