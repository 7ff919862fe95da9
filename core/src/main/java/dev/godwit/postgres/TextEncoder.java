package dev.godwit.postgres;

import dev.godwit.model.Column;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Encodes rows as lines of COPY's text format, for tables with a column that only the server can
 * read.
 */
final class TextEncoder implements RowEncoder {
  private static final byte[] NULL = {'\\', 'N'};

  private final Kind[] kinds;

  TextEncoder(List<Column> columns) {
    kinds = columns.stream().map(c -> c.type().kind()).toArray(Kind[]::new);
  }

  @Override
  public byte[] header() {
    return new byte[0];
  }

  @Override
  public byte[] trailer() {
    return new byte[0];
  }

  @Override
  public void encode(Row row, Chunks out) {
    for (int i = 0; i < kinds.length; i++) {
      if (i > 0) {
        put(out, '\t');
      }
      if (row.isNull(i)) {
        out.append(NULL);
      } else {
        out.append(escape(text(row, i, kinds[i])));
      }
    }
    put(out, '\n');
  }

  private static void put(Chunks out, char c) {
    out.room(1)[out.position()] = (byte) c;
    out.advance(1);
  }

  /** The value as PostgreSQL's own input functions read it. */
  static byte[] text(Row row, int i, Kind kind) {
    return switch (kind) {
      case BOOLEAN -> ascii(row.integer(i) == 0 ? "f" : "t");
      case SMALLINT, INTEGER, BIGINT -> ascii(Long.toString(row.integer(i)));
      case REAL -> ascii(Float.toString((float) row.real(i)));
      case DOUBLE -> ascii(Double.toString(row.real(i)));
      case BYTES -> ascii("\\x" + HexFormat.of().formatHex(row.bytes(i)));
      case UUID -> ascii(uuid(row.bytes(i)));
      case DATE ->
          ascii(infinite(row.integer(i)) ? infinity(row.integer(i)) : date(row.integer(i)));
      case TIME -> ascii(time(row.integer(i)));
      case TIMESTAMP, TIMESTAMPTZ ->
          ascii(
              infinite(row.integer(i))
                  ? infinity(row.integer(i))
                  : timestamp(row.integer(i), kind == Kind.TIMESTAMPTZ));
      default -> row.bytes(i);
    };
  }

  private static boolean infinite(long value) {
    return value == Long.MAX_VALUE || value == Long.MIN_VALUE;
  }

  private static String infinity(long value) {
    return value == Long.MAX_VALUE ? "infinity" : "-infinity";
  }

  private static String date(long days) {
    return era(LocalDate.ofEpochDay(days).getYear(), LocalDate.ofEpochDay(days).toString());
  }

  private static String time(long micros) {
    return micros == 86_400_000_000L ? "24:00:00" : LocalTime.ofNanoOfDay(micros * 1000).toString();
  }

  private static String timestamp(long micros, boolean zone) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L) + Kind.EPOCH_MICROS / 1_000_000,
            (int) Math.floorMod(micros, 1_000_000L) * 1000,
            ZoneOffset.UTC);
    return era(time.getYear(), time + (zone ? "+00" : ""));
  }

  /** PostgreSQL writes years before 1 as BC, ISO 8601 as 0 and below. */
  private static String era(int year, String iso) {
    if (year > 0) {
      return iso.startsWith("+") ? iso.substring(1) : iso;
    }
    String rest = iso.substring(iso.indexOf('-', 1));
    return String.format("%04d", 1 - year) + rest + " BC";
  }

  private static String uuid(byte[] b) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < 8; i++) {
      high = high << 8 | b[i] & 0xff;
      low = low << 8 | b[i + 8] & 0xff;
    }
    return new UUID(high, low).toString();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] escape(byte[] text) {
    int extra = 0;
    for (byte b : text) {
      if (b == '\\' || b == '\n' || b == '\r' || b == '\t') {
        extra++;
      }
    }
    if (extra == 0) {
      return text;
    }
    byte[] result = new byte[text.length + extra];
    int at = 0;
    for (byte b : text) {
      switch (b) {
        case '\\' -> at = pair(result, at, '\\');
        case '\n' -> at = pair(result, at, 'n');
        case '\r' -> at = pair(result, at, 'r');
        case '\t' -> at = pair(result, at, 't');
        default -> result[at++] = b;
      }
    }
    return result;
  }

  private static int pair(byte[] to, int at, char c) {
    to[at] = '\\';
    to[at + 1] = (byte) c;
    return at + 2;
  }
}
