package dev.godwit.value.text;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Cells, in their kinds' forms, as PostgreSQL prints them: UTC, ISO, bytes in hexadecimal. */
public final class ServerText {
  private ServerText() {}

  /** The text of cell {@code i}, which is of this type and not NULL. */
  public static String of(ColumnType type, Row row, int i) {
    return switch (type.kind()) {
      case BOOLEAN -> row.integer(i) == 0 ? "f" : "t";
      case SMALLINT, INTEGER, BIGINT -> Long.toString(row.integer(i));
      case REAL -> FloatText.of((float) row.real(i));
      case DOUBLE -> FloatText.of(row.real(i));
      case NUMERIC -> numeric(type, row.text(i));
      case CHAR -> padded(row.text(i), type.length());
      case BYTES -> "\\x" + HexFormat.of().formatHex(row.bytes(i));
      case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> moment(type, row, i);
      case UUID -> Forms.value(type, row, i).toString();
      case JSONB -> JsonbForm.of(row.bytes(i));
      default -> row.text(i);
    };
  }

  /** A limited numeric has as many digits behind the point as its type says. */
  private static String numeric(ColumnType type, String digits) {
    if (type.length() == 0 || type.scale() <= 0 || digits.endsWith("N") || digits.endsWith("y")) {
      return digits;
    }
    int point = digits.indexOf('.');
    int written = point < 0 ? 0 : digits.length() - point - 1;
    return written > type.scale()
        ? digits.substring(0, digits.length() - written + type.scale())
        : digits + (point < 0 ? "." : "") + "0".repeat(type.scale() - written);
  }

  private static String padded(String text, int length) {
    int missing = length - text.codePointCount(0, text.length());
    return missing > 0 ? text + " ".repeat(missing) : text;
  }

  /** From ISO 8601: a blank for the T, no zeros at the end, eras for signs. */
  private static String moment(ColumnType type, Row row, int i) {
    String iso = Forms.value(type, row, i).toString();
    if (iso.endsWith("infinity")) {
      return iso;
    }
    boolean zoned = type.kind() == Kind.TIMESTAMPTZ;
    String text = zoned ? iso.substring(0, iso.length() - "+00:00".length()) : iso;
    if (text.contains(".")) {
      int end = text.length();
      while (text.charAt(end - 1) == '0') {
        end--;
      }
      text = text.substring(0, end);
    }
    text = text.replace('T', ' ') + (zoned ? "+00" : "");
    boolean ancient = text.startsWith("-") || text.startsWith("+0000-");
    if (type.kind() == Kind.TIME || !ancient) {
      return text.startsWith("+") ? text.substring(1) : text;
    }
    int dash = text.indexOf('-', 1);
    int year = 1 - Integer.parseInt(text.substring(0, dash));
    return String.format("%04d", year) + text.substring(dash) + " BC";
  }

  /** What {@link #of} makes of moments, as ISO 8601 again; other texts as they are. */
  public static String iso(String text) {
    if (!text.endsWith(" BC")) {
      return text;
    }
    int dash = text.indexOf('-');
    String year = dash < 1 ? "" : text.substring(0, dash);
    if (!year.matches("\\d{4,7}") || year.matches("0+")) {
      return text;
    }
    int before = Integer.parseInt(year) - 1;
    String rest = text.substring(dash, text.length() - " BC".length());
    return String.format(before == 0 ? "+%04d" : "-%04d", before) + rest;
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
