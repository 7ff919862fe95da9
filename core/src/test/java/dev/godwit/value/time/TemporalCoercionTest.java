package dev.godwit.value.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.Row;
import dev.godwit.value.Cell;
import dev.godwit.value.Coercion;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.TimeRules;
import dev.godwit.value.Unit;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemporalCoercionTest {
  private static CoercionRules unit(String unit) {
    return CoercionRules.DEFAULT.with(TimeRules.DEFAULT.withUnit(Unit.parse(unit).orElseThrow()));
  }

  private static CoercionRules zone(String zone) {
    return CoercionRules.DEFAULT.with(TimeRules.DEFAULT.withZone(ZoneId.of(zone)));
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2024-02-29                            | 2024-02-29T00:00:00Z
          2024-02-29 12:34                      | 2024-02-29T12:34:00Z
          2024-02-29 12:34:56                   | 2024-02-29T12:34:56Z
          2024-02-29T12:34:56                   | 2024-02-29T12:34:56Z
          2024-02-29t12:34:56z                  | 2024-02-29T12:34:56Z
          2024-02-29T12:34:56.7                 | 2024-02-29T12:34:56.7Z
          2024-02-29T12:34:56,789012            | 2024-02-29T12:34:56.789012Z
          2024-02-29T12:34:56.789012000         | 2024-02-29T12:34:56.789012Z
          2024-02-29 12:34:56.789 Z             | 2024-02-29T12:34:56.789Z
          2024-02-29 12:34:56+02                | 2024-02-29T10:34:56Z
          2024-02-29 12:34:56 -0330             | 2024-02-29T16:04:56Z
          2024-02-29 12:34:56.5+05:45           | 2024-02-29T06:49:56.5Z
          2024-02-29 12:34:56 UTC               | 2024-02-29T12:34:56Z
          '  2024-02-29  12:34:56  '            | 2024-02-29T12:34:56Z
          0001-01-01 00:00:00                   | 0001-01-01T00:00:00Z
          9999-12-31 23:59:59.999999            | 9999-12-31T23:59:59.999999Z
          +10000-01-01T00:00:00                 | +10000-01-01T00:00:00Z
          -4713-11-24                           | -4713-11-24T00:00:00Z
          +0000-02-29                           | 0000-02-29T00:00:00Z
          """)
  void readsEverySpellingOfAMoment(String text, String instant) {
    long micros = micros(Instant.parse(instant));
    assertThat(Cell.coerced("timestamptz", "t:" + text)).isEqualTo("i:" + micros);
    assertThat(Cell.coerced("timestamp", "t:" + text)).isEqualTo("i:" + micros);
  }

  @ParameterizedTest(name = "{0}: {1} becomes {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          timestamptz | null                          | null
          timestamptz | t:                            | !empty text
          timestamptz | t:yesterday                   | !text that is not a timestamp
          timestamptz | t:12:00:00                    | !text that is not a timestamp
          timestamptz | t:2024-1-1                    | !text that is not a timestamp
          timestamptz | t:2024-01-31x12:00            | !text that is not a timestamp
          timestamptz | t:2024-01-31 12               | !text that is not a timestamp
          timestamptz | t:2024-01-31 12:00:00.        | !text that is not a timestamp
          timestamptz | t:2024-01-31 12:00:00+1       | !text that is not a timestamp
          timestamptz | t:2024-01-31 12:00:00 CET     | !text that is not a timestamp
          timestamptz | t:2023-02-29                  | !a date that does not exist
          timestamptz | t:1900-02-29                  | !a date that does not exist
          timestamptz | t:2024-13-01                  | !a date that does not exist
          timestamptz | t:2024-00-01                  | !a date that does not exist
          timestamptz | t:2024-04-31                  | !a date that does not exist
          timestamptz | t:0000-00-00 00:00:00         | !a date that does not exist
          timestamptz | t:0000-01-01                  | !a date that does not exist
          timestamptz | t:2024-01-31 24:00:00         | !a time that does not exist
          timestamptz | t:2024-01-31 23:60:00         | !a time that does not exist
          timestamptz | t:2024-01-31 23:59:60         | !a time that does not exist
          timestamptz | t:2024-01-31 12:00:00+16:00   | !a time that does not exist
          timestamptz | t:2024-01-31 12:00:00.0000001 | !more than 6 fractional digits
          timestamptz | t:-4713-11-23                 | !out of range for timestamp
          timestamptz | t:-4713-11-24 00:00:00+01     | !out of range for timestamp
          timestamptz | t:+294277-01-01               | !out of range for timestamp
          timestamptz | t:infinity                    | i:9223372036854775807
          timestamptz | t:-infinity                   | i:-9223372036854775808
          timestamptz | t:nan                         | !text that is not a timestamp
          timestamptz | b:00                          | !blob in a date or time column
          timestamptz | t:1e9                         | !text that is not a timestamp
          timestamptz | t:20240131                    | !ambiguous date
          timestamptz | t:2024                        | !ambiguous date
          timestamptz | t:20240131120000              | !ambiguous date
          timestamptz | t:1706702400                  | i:1706702400000000
          timestamptz | t:1706702400.123456           | i:1706702400123456
          timestamptz | t:1706702400.1234567          | !more than 6 fractional digits
          timestamptz | t:-1.5                        | i:-1500000
          timestamptz | i:0                           | i:0
          timestamptz | i:1706702400                  | i:1706702400000000
          timestamptz | i:-86400                      | i:-86400000000
          timestamptz | i:99999999999                 | i:99999999999000000
          timestamptz | i:100000000000                | i:100000000000000
          timestamptz | i:1627303906122               | i:1627303906122000
          timestamptz | i:100000000000000             | i:100000000000000
          timestamptz | i:100000000000000000          | i:100000000000000
          timestamptz | i:1706702400123456789         | !more than 6 fractional digits
          timestamptz | i:9223372036854775807         | !more than 6 fractional digits
          timestamptz | i:-9223372036854775808        | !more than 6 fractional digits
          timestamptz | r:1706702400.25               | i:1706702400250000
          timestamptz | r:1706702400.123456           | i:1706702400123456
          timestamptz | r:1706702400.1234564          | !not exact in microseconds
          timestamptz | r:1627303906122.5             | i:1627303906122500
          timestamptz | r:NaN                         | !out of range for a point in time
          timestamptz | r:2460000.5                   | i:1677283200000000
          timestamptz | r:2460341.0208333335          | i:1706704200000000
          timestamp   | t:2024-01-31 12:00:00+02:00   | i:1706695200000000
          timestamp   | i:1706702400                  | i:1706702400000000
          date        | null                          | null
          date        | t:1970-01-02                  | i:1
          date        | t:1969-12-31                  | i:-1
          date        | t:1970-01-02 00:00:00.000     | i:1
          date        | t:1970-01-02T00:00:00Z        | i:1
          date        | t:1970-01-02T00:00:01         | !a time of day in a date
          date        | t:1970-01-02T00:00:00+02:00   | !a time of day in a date
          date        | t:-4713-11-24                 | i:-2440588
          date        | t:-4713-11-23                 | !out of range for date
          date        | t:+5874897-12-31              | i:2145042905
          date        | t:+5874898-01-01              | !out of range for date
          date        | t:infinity                    | i:9223372036854775807
          date        | i:86400                       | i:1
          date        | i:86401                       | !a time of day in a date
          date        | r:2460000.5                   | i:19413
          date        | t:soon                        | !text that is not a date
          time        | null                          | null
          time        | t:00:00                       | i:0
          time        | t:23:59:59.999999             | i:86399999999
          time        | t:24:00:00                    | i:86400000000
          time        | t:24:00:01                    | !a time that does not exist
          time        | t:23:59:60                    | !a time that does not exist
          time        | t:12:00:00+01                 | !an offset in a time
          time        | t:2024-01-31 12:00:00         | !a date in a time
          time        | t:noon                        | !text that is not a time
          time        | t:120000                      | !text that is not a time
          time        | i:43200                       | !a number in a time column
          """)
  void readsTimesOrSaysWhyNot(String type, String from, String to) {
    assertThat(Cell.coerced(type, from)).isEqualTo(to);
  }

  @ParameterizedTest(name = "{1} in {0} becomes {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          s        | i:1706702400000      | i:1706702400000000000
          s        | i:9223372036855      | !out of range for a point in time
          s        | t:20240131           | i:20240131000000
          ms       | i:5000               | i:5000000
          ms       | i:9223372036854776   | !out of range for a point in time
          us       | i:5000               | i:5000
          ns       | i:5000               | i:5
          ns       | i:5001               | !more than 6 fractional digits
          julian   | i:2440588            | i:43200000000
          julian   | r:0.0                | i:-210866760000000000
          julian   | r:-0.51              | !out of range for timestamp
          apple    | i:0                  | i:978307200000000
          apple    | r:0.5                | i:978307200500000
          apple    | t:0.25               | i:978307200250000
          apple_ns | i:1000               | i:978307200000001
          webkit   | i:11644473600000001  | i:1
          filetime | i:116444736000000010 | i:1
          filetime | i:116444736000000011 | !more than 6 fractional digits
          yyyymmdd | i:19700102           | i:86400000000
          yyyymmdd | t:19700102           | i:86400000000
          yyyymmdd | i:19700230           | !a number that is not a date
          yyyymmdd | r:19700102.5         | !a number that is not a date
          """)
  void countsInTheUnitThatARuleNames(String unit, String from, String to) {
    assertThat(Cell.coerced(Cell.coercion("timestamptz", unit(unit)), from)).isEqualTo(to);
  }

  @Test
  void refusesASecondUnitInOneColumn() {
    Coercion column = Cell.coercion("timestamptz", CoercionRules.DEFAULT);
    assertThat(column.guess()).isNull();
    assertThat(Cell.coerced(column, "i:0")).isEqualTo("i:0");
    assertThat(column.guess()).isNull();
    assertThat(Cell.coerced(column, "i:1627303906122")).isEqualTo("i:1627303906122000");
    assertThat(column.guess()).isEqualTo("ms");
    assertThat(Cell.coerced(column, "i:1627303906"))
        .isEqualTo("!seconds and milliseconds are mixed");
    assertThat(Cell.coerced(column, "r:2460000.5"))
        .isEqualTo("!milliseconds and Julian days are mixed");
    assertThat(Cell.coerced(column, "i:0")).isEqualTo("i:0");
    assertThat(Cell.coerced(column, "t:1970-01-01")).isEqualTo("i:0");
  }

  @Test
  void readsLocalTimesInTheirZone() {
    Coercion berlin = Cell.coercion("timestamptz", zone("Europe/Berlin"));
    assertThat(Cell.coerced(berlin, "t:2024-01-31 12:00:00")).isEqualTo("i:1706698800000000");
    assertThat(Cell.coerced(berlin, "t:2024-03-31 02:30:00"))
        .isEqualTo("!a local time that does not exist in the zone");
    assertThat(Cell.coerced(berlin, "t:2024-10-27 02:30:00"))
        .isEqualTo("!a local time that came twice in the zone");
    assertThat(Cell.coerced(berlin, "t:2024-03-31 02:30:00Z")).isEqualTo("i:1711852200000000");
    Coercion fixed = Cell.coercion("timestamptz", zone("+05:30"));
    assertThat(Cell.coerced(fixed, "t:1970-01-01 05:30:00")).isEqualTo("i:0");
    Coercion naive = Cell.coercion("timestamp", zone("Europe/Berlin"));
    assertThat(Cell.coerced(naive, "t:2024-03-31 02:30:00")).isEqualTo("i:1711852200000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "America/New_York", "Asia/Kathmandu", "+09:00"})
  void agreesWithJavaTimeOnRandomMoments(String name) {
    Random random = new Random(4);
    ZoneId zone = ZoneId.of(name);
    TimeRules rules =
        TimeRules.DEFAULT.withZone(ZoneId.of(name)).withOverlap(TimeRules.Overlap.EARLIER);
    Coercion column = Cell.coercion("timestamptz", CoercionRules.DEFAULT.with(rules));
    for (int i = 0; i < 20_000; i++) {
      long micros = random.nextLong(-62_135_596_800_000_000L, 253_402_214_400_000_000L);
      Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
      LocalDateTime wall = LocalDateTime.ofInstant(instant, zone);
      Instant expected = wall.atZone(zone).toInstant();
      assertThat(Cell.coerced(column, "t:" + wall))
          .as("%s", wall)
          .isEqualTo("i:" + micros(expected));
      OffsetDateTime offset = instant.atOffset(ZoneOffset.ofTotalSeconds(random.nextInt(840) * 60));
      if (offset.getYear() <= 9999) {
        assertThat(Cell.coerced(column, "t:" + offset)).as("%s", offset).isEqualTo("i:" + micros);
      }
    }
  }

  @Test
  void agreesWithJavaTimeOnRandomDaysAndTimes() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      LocalDate date = LocalDate.ofEpochDay(random.nextInt(-719_162, 2_932_896));
      assertThat(Cell.coerced("date", "t:" + date)).isEqualTo("i:" + date.toEpochDay());
      LocalTime time = LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000L) * 1000);
      assertThat(Cell.coerced("time", "t:" + time)).isEqualTo("i:" + time.toNanoOfDay() / 1000);
    }
  }

  @Test
  void readsJulianDaysAsSqliteWritesThem() {
    Random random = new Random(6);
    Coercion column = Cell.coercion("timestamptz", unit("julian"));
    for (int i = 0; i < 20_000; i++) {
      long millis = random.nextLong(-62_135_596_800_000L, 253_402_214_400_000L);
      double julian = (millis + 210_866_760_000_000L) / 86_400_000.0;
      assertThat(Cell.coerced(column, "r:" + julian)).isEqualTo("i:" + millis * 1000);
    }
  }

  @Test
  void readsBackMicrosecondsThatWereWrittenAsDoubles() {
    Random random = new Random(9);
    Coercion column = Cell.coercion("timestamptz", unit("s"));
    for (int i = 0; i < 20_000; i++) {
      long micros = random.nextLong(0, 4_000_000_000_000_000L);
      assertThat(Cell.coerced(column, "r:" + micros / 1e6)).isEqualTo("i:" + micros);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "timestamptz, t:-4713-11-23 23:00:00-02, true",
    "timestamptz, t:294277-01-01 01:00:00+02, true",
    "timestamptz, t:300000-01-01, false",
    "timestamptz, t:294277-01-02 23:00:00+02, false",
    "date, t:1900-02-29, false",
    "date, t:2000-02-29, true",
    "date, t:2100-02-29, false",
    "date, t:2024-02-29, true",
    "date, t:2023-02-29, false"
  })
  void daysThatAreThereFit(String type, String cell, boolean fits) {
    assertThat(Cell.coerced(type, cell).startsWith("!")).isEqualTo(!fits);
  }

  @Test
  void aDayBeforeEveryDayIsToldFromATimeOfDay() {
    Coercion days = Cell.coercion("date", unit("days"));
    assertThat(Cell.coerced(days, "i:-3000000")).startsWith("!out of range");
    assertThat(Cell.coerced(days, "r:-3000000.5")).isEqualTo("!a time of day in a date");
  }

  @Test
  void aDayOfAZoneIsTheRulesDoing() {
    Row to = new Row(1);
    Coercion berlin = Cell.coercion("date", zone("Europe/Berlin"));
    assertThat(berlin.apply(Cell.row("i:1706655600"), 0, to, 0).isConverted()).isTrue();
    Coercion utc = Cell.coercion("date", zone("UTC"));
    assertThat(utc.apply(Cell.row("i:1706659200"), 0, to, 0).isConverted()).isFalse();
    Coercion time = Cell.coercion("time", CoercionRules.DEFAULT);
    assertThat(time.apply(Cell.row("t:12:30:00"), 0, to, 0).isConverted()).isFalse();
  }
}
