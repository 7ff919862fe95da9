package dev.godwit.inspect;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** The least and the greatest of a column's texts. */
final class TextRange {
  /** Characters of a text that tell where a range begins and ends. */
  private static final int SHOWN = 40;

  private final Comparator<byte[]> order;
  private byte[] least;
  private byte[] greatest;

  /** {@code numbers}: the texts are decimal numbers. */
  TextRange(boolean numbers) {
    order = numbers ? Comparator.comparing(TextRange::number) : Arrays::compareUnsigned;
  }

  void add(byte[] text) {
    if (least == null) {
      least = text;
      greatest = text;
    } else if (order.compare(text, least) < 0) {
      least = text;
    } else if (order.compare(text, greatest) > 0) {
      greatest = text;
    }
  }

  /** Both, for people; null where there was no text. */
  ColumnProfile.Texts profile() {
    return least == null ? null : new ColumnProfile.Texts(shown(least), shown(greatest));
  }

  /** NaN is greater than all, as in PostgreSQL. */
  private static Double special(String text) {
    return switch (text) {
      case "NaN", "Infinity" -> Double.MAX_VALUE;
      case "-Infinity" -> -Double.MAX_VALUE;
      default -> null;
    };
  }

  private static BigDecimal number(byte[] text) {
    String plain = new String(text, StandardCharsets.ISO_8859_1);
    Double special = special(plain);
    return special != null
        ? new BigDecimal(special).scaleByPowerOfTen(1000)
        : new BigDecimal(plain);
  }

  private static String shown(byte[] text) {
    String all = new String(text, 0, Math.min(text.length, 4 * SHOWN), StandardCharsets.UTF_8);
    int end = all.codePointCount(0, all.length()) > SHOWN ? all.offsetByCodePoints(0, SHOWN) : -1;
    String some = end < 0 ? all : all.substring(0, end) + "\u2026";
    return some.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }
}
