package dev.godwit.value.text;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Row;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The plain form of cells for engines that lack their kind: ISO 8601 text for dates and times, text
 * for uuids, 0 and 1 for booleans; other cells stay as they are. {@code Coercions} reads it back as
 * the same cell.
 */
public final class Forms {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private Forms() {}

  /** Writes the plain form of cell {@code i}, which is of the given type, to cell {@code j}. */
  public static void render(ColumnType type, Row from, int i, Row to, int j) {
    if (from.isNull(i)) {
      to.setNull(j);
      return;
    }
    switch (type.kind()) {
      case DATE, TIMESTAMP, TIMESTAMPTZ -> moment(type, from.integer(i), to, j);
      case TIME -> to.setText(j, time(from.integer(i)));
      case UUID -> to.setText(j, uuid(from.bytes(i)));
      default -> to.copy(j, from, i);
    }
  }

  /** The plain form as a Long, Double, String, byte[] or null: for people. */
  public static Object value(ColumnType type, Row row, int i) {
    Row plain = new Row(1);
    render(type, row, i, plain, 0);
    return plain.value(0);
  }

  private static void moment(ColumnType type, long value, Row to, int j) {
    if (value == Long.MAX_VALUE || value == Long.MIN_VALUE) {
      to.setText(j, value > 0 ? "infinity" : "-infinity");
      return;
    }
    switch (type.kind()) {
      case DATE -> to.setText(j, iso(value, -1, false));
      case TIMESTAMP -> to.setText(j, iso(day(value), Math.floorMod(value, Days.MICROS), false));
      default -> to.setText(j, iso(day(value), Math.floorMod(value, Days.MICROS), true));
    }
  }

  private static long day(long moment) {
    return Math.floorDiv(moment, Days.MICROS) + Days.EPOCH;
  }

  /** Negative microseconds stand for no time of day at all. */
  private static byte[] iso(long days, long micros, boolean zone) {
    byte[] out = new byte[40];
    long civil = Days.civil(days);
    long year = Math.floorDiv(civil, 512L);
    int at = 0;
    if (year < 1 || year > 9999) {
      out[at++] = (byte) (year < 0 ? '-' : '+');
      year = Math.abs(year);
    }
    at = digits(out, at, year, year > 999_999 ? 7 : year > 99_999 ? 6 : year > 9999 ? 5 : 4);
    out[at++] = '-';
    at = digits(out, at, Math.floorMod(civil, 512L) / 32, 2);
    out[at++] = '-';
    at = digits(out, at, Math.floorMod(civil, 32L), 2);
    if (micros >= 0) {
      out[at++] = 'T';
      at = time(out, at, micros);
    }
    if (zone) {
      out[at++] = '+';
      at = digits(out, at, 0, 2);
      out[at++] = ':';
      at = digits(out, at, 0, 2);
    }
    return Arrays.copyOf(out, at);
  }

  private static byte[] time(long micros) {
    byte[] out = new byte[15];
    return Arrays.copyOf(out, time(out, 0, micros));
  }

  private static int time(byte[] out, int start, long micros) {
    long seconds = micros / 1_000_000;
    int at = digits(out, start, seconds / 3600, 2);
    out[at++] = ':';
    at = digits(out, at, seconds / 60 % 60, 2);
    out[at++] = ':';
    at = digits(out, at, seconds % 60, 2);
    if (micros % 1_000_000 != 0) {
      out[at++] = '.';
      at = digits(out, at, micros % 1_000_000, 6);
    }
    return at;
  }

  private static int digits(byte[] out, int at, long value, int count) {
    long rest = value;
    for (int i = at + count - 1; i >= at; i--) {
      out[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return at + count;
  }

  private static byte[] uuid(byte[] bytes) {
    byte[] out = new byte[36];
    int at = 0;
    for (int i = 0; i < 16; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        out[at++] = '-';
      }
      out[at++] = HEX[bytes[i] >> 4 & 15];
      out[at++] = HEX[bytes[i] & 15];
    }
    return out;
  }
}
