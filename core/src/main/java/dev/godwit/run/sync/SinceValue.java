package dev.godwit.run.sync;

import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.value.coerce.Coercions;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From where on a run is to read, as somebody wrote it: a date or moment in ISO's form, a number,
 * or how long ago, {@code 36h}.
 */
record SinceValue(String text) {
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?");
  private static final Pattern AGO = Pattern.compile("(\\d{1,9})(s|m|h|d|w)");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  private boolean isNumber() {
    return NUMBER.matcher(text).matches();
  }

  private boolean isMoment() {
    String iso = text.replace(' ', 'T');
    for (Runnable form :
        new Runnable[] {
          () -> LocalDate.parse(iso),
          () -> LocalDateTime.parse(iso),
          () -> OffsetDateTime.parse(iso)
        }) {
      try {
        form.run();
        return true;
      } catch (DateTimeException e) {
        // It may have the next form.
      }
    }
    return false;
  }

  /**
   * Checks what no column is there to check it by.
   *
   * @throws GodwitException where it is a value of none
   */
  void requireForm() {
    if (!isNumber() && !isMoment() && !AGO.matcher(text).matches()) {
      throw GodwitException.usage(
          "--since " + text + " is no value of any column: say " + MOMENTS + ", or a number");
    }
  }

  /**
   * The value as the column has it; {@code like} is one of the column's, or null.
   *
   * @throws GodwitException where it is no value of the column, saying what is
   */
  Object of(String table, ColumnCopy column, Object like, Clock clock) {
    ColumnType type = column.to().type();
    boolean numbers = isWhole(type) || hasAnyForm(type) && like instanceof Number;
    Matcher ago = AGO.matcher(text);
    if (ago.matches() && !numbers) {
      return value(table, column, moment(ago, like, clock));
    }
    if (numbers ? !isNumber() : !isMoment()) {
      throw refusal(table, column, numbers ? "a whole number, as the column has them" : MOMENTS);
    }
    return value(table, column, text);
  }

  private static final String MOMENTS =
      "a date or moment, 2026-01-31 or 2026-01-31T12:00:00Z, or how long ago, 36h";

  private static boolean isWhole(ColumnType type) {
    return switch (type.kind()) {
      case SMALLINT, INTEGER, BIGINT -> true;
      default -> false;
    };
  }

  /** Whether only the rows tell how moments are written in it. */
  private static boolean hasAnyForm(ColumnType type) {
    return switch (type.kind()) {
      case DATE, TIMESTAMP, TIMESTAMPTZ -> false;
      default -> true;
    };
  }

  /** In the column's own manner of writing moments as texts. */
  private static String moment(Matcher ago, Object like, Clock clock) {
    long count = Long.parseLong(ago.group(1));
    Duration past =
        ago.group(2).equals("w")
            ? Duration.ofDays(7 * count)
            : Duration.of(count, UNITS.get(ago.group(2)));
    Instant moment = clock.instant().minus(past).truncatedTo(ChronoUnit.SECONDS);
    String separator = like instanceof String s && s.indexOf('T') == 10 ? "T" : " ";
    String text =
        DateTimeFormatter.ofPattern("yyyy-MM-dd'" + separator + "'HH:mm:ss")
            .format(moment.atOffset(ZoneOffset.UTC));
    return like instanceof String s && s.length() == 10 ? text.substring(0, 10) : text;
  }

  private Object value(String table, ColumnCopy column, String written) {
    Row given = new Row(1);
    Row out = new Row(1);
    given.setText(0, written);
    ColumnType type = column.to().type();
    boolean misfit =
        Coercions.of(ColumnType.of(Kind.ANY, ""), type, column.rules().withoutConversions())
            .apply(given, 0, out, 0)
            .isMisfit();
    if (misfit) {
      throw refusal(table, column, isWhole(type) ? "a whole number" : MOMENTS);
    }
    return out.value(0);
  }

  private GodwitException refusal(String table, ColumnCopy column, String wanted) {
    return GodwitException.usage(
        "--since "
            + text
            + " is no value for "
            + table
            + "."
            + column.name()
            + ", which is of type "
            + column.to().type()
            + ": say "
            + wanted);
  }
}
