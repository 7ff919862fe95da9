package dev.godwit.postgres;

import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;

/** Cells, in their kinds' forms, as literals of SQL: for keys, which are few. */
final class Literals {
  private static final DateTimeFormatter DAY =
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.YEAR_OF_ERA, 4, 9, SignStyle.NOT_NEGATIVE)
          .appendPattern("-MM-dd")
          .toFormatter();
  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder().append(DAY).appendPattern(" HH:mm:ss.SSSSSS").toFormatter();

  private Literals() {}

  /** {@code ("a", "b") = ('1', 'x')} as it is written with NULLs in mind. */
  static String equal(List<Column> columns, Row at) {
    StringBuilder sql = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      sql.append(i == 0 ? "" : " AND ").append(Sql.POSTGRES.name(columns.get(i).name()));
      sql.append(at.isNull(i) ? " IS NULL" : " = " + of(columns.get(i).type().kind(), at.value(i)));
    }
    return sql.toString();
  }

  /** A value that {@link Row#value} or a position gave; never null. */
  static String of(Kind kind, Object value) {
    String text =
        switch (kind) {
          case DATE, TIMESTAMP, TIMESTAMPTZ -> moment(kind, (Long) value);
          case TIME -> time((Long) value);
          case BOOLEAN -> value.equals(0L) ? "false" : "true";
          case UUID -> HexFormat.of().formatHex((byte[]) value);
          case BYTES -> "\\x" + HexFormat.of().formatHex((byte[]) value);
          default -> String.valueOf(value);
        };
    return Sql.POSTGRES.literal(text);
  }

  private static String moment(Kind kind, long value) {
    if (value == Long.MAX_VALUE || value == Long.MIN_VALUE) {
      return value > 0 ? "infinity" : "-infinity";
    }
    if (kind == Kind.DATE) {
      LocalDate date = LocalDate.ofEpochDay(value);
      return DAY.format(date) + era(date.getYear());
    }
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
                Math.floorDiv(value, 1_000_000L) + Kind.EPOCH_MICROS / 1_000_000, 0, ZoneOffset.UTC)
            .plus(Math.floorMod(value, 1_000_000L), ChronoUnit.MICROS);
    return MOMENT.format(time) + (kind == Kind.TIMESTAMPTZ ? "+00" : "") + era(time.getYear());
  }

  private static String era(int year) {
    return year < 1 ? " BC" : "";
  }

  /** Also 24:00:00, which Java's times do not have. */
  private static String time(long micros) {
    return micros / 3_600_000_000L
        + ":"
        + micros / 60_000_000L % 60
        + ":"
        + micros / 1_000_000L % 60
        + String.format(".%06d", micros % 1_000_000L);
  }
}
