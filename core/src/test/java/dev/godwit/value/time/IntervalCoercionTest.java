package dev.godwit.value.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Family;
import dev.godwit.model.Kind;
import dev.godwit.model.Nature;
import dev.godwit.model.Row;
import dev.godwit.value.Cell;
import dev.godwit.value.Coercion;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.Conversion;
import dev.godwit.value.Precision;
import dev.godwit.value.TimeRules;
import dev.godwit.value.Unit;
import dev.godwit.value.coerce.Coercions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalCoercionTest {
  private static Coercion unit(String unit) {
    return rules(TimeRules.DEFAULT.withUnit(Unit.parse(unit).orElseThrow()));
  }

  private static Coercion rules(TimeRules rules) {
    return Cell.coercion("interval", CoercionRules.DEFAULT.with(rules));
  }

  private static ColumnType keeping(String... fields) {
    Nature nature = new Nature(Family.INTERVAL, "interval", List.of(fields), List.of(), false);
    return new ColumnType(Kind.NATIVE, 0, 0, "interval", nature);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          02:03:04                      | 02:03:04
          00:00:00                      | 00:00:00
          -00:00:01.5                   | -00:00:01.5
          100:00:00.000001              | 100:00:00.000001
          1:02:03                       | 01:02:03
          02:03:04.5670000              | 02:03:04.567
          1 day                         | 1 day
          -1 days                       | -1 days
          1 mon                         | 1 mon
          1 year 2 mons -3 days +04:05:06.789 | 1 year 2 mons -3 days +04:05:06.789
          -1 years -2 mons +3 days -04:05:06 | -1 years -2 mons +3 days -04:05:06
          -1 days +23:59:59             | -1 days +23:59:59
          14 mons                       | 1 year 2 mons
          @ 1 year 2 mons 3 days 4 hours 5 mins 6.789 secs ago | -1 years -2 mons -3 days -04:05:06.789
          @ 0                           | !
          @                             | !
          P1Y2M3DT4H5M6.789S            | 1 year 2 mons 3 days 04:05:06.789
          P1Y2M-3DT4H5M6.789S           | 1 year 2 mons -3 days +04:05:06.789
          -P1DT2H                       | -1 days -02:00:00
          PT-0.5S                       | -00:00:00.5
          PT26H3M4.567S                 | 26:03:04.567
          P2W                           | 14 days
          P0.5D                         | 12:00:00
          P1.5W                         | 10 days 12:00:00
          P0.5Y                         | 6 mons
          PT0S                          | 00:00:00
          P1DT02H03M04,5S               | 1 day 02:03:04.5
          P1.5M                         | !
          P                             | !
          PT                            | !
          P1DT                          | !
          1.02:03:04.5670000            | 1 day 02:03:04.567
          -1.02:03:04.5                 | -1 days -02:03:04.5
          10675199.02:48:05.4775800     | 10675199 days 02:48:05.47758
          1.24:00:00                    | !
          1 day, 2:03:04.567000         | 1 day 02:03:04.567
          -1 day, 23:59:59              | -1 days +23:59:59
          -106751992 days, 19:59:05.224192 | -106751992 days +19:59:05.224192
          1 02:03:04                    | 1 day 02:03:04
          1 -02:03:04                   | 1 day -02:03:04
          -1 -02:03:04                  | -1 days -02:03:04
          -1 02:03:04                   | !
          1-2                           | 1 year 2 mons
          +1-2 -3 +4:05:06              | 1 year 2 mons -3 days +04:05:06
          1h30m0.5s                     | 01:30:00.5
          1.5ms                         | 00:00:00.0015
          1 hour 1 hour                 | !
          1y 2m                         | !
          1.5 days                      | 1 day 12:00:00
          1.5 months                    | !
          01:30                         | !
          00:60:00                      | !
          00:00:60                      | !
          2024-01-31                    | !
          2024-01                       | !
          1970-04-01 00:00:00.000000    | !
          soon                          | !
          1 fortnight                   | !
          infinity                      | infinity
          2562047788:00:54.775807       | 2562047788:00:54.775807
          -2562047788:00:54.775808      | -2562047788:00:54.775808
          178956970 years 7 mons        | 178956970 years 7 mons
          2147483647 days               | 2147483647 days
          """)
  void readsEverySpellingOfASpan(String text, String printed) {
    String wanted = printed.equals("!") ? "!text that is not an interval" : "t:" + printed;
    assertThat(Cell.coerced("interval", "t:" + text)).isEqualTo(wanted);
  }

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          null                              | null
          t:                                | !empty text
          i:3600                            | !a number in an interval column, and no rule says what it counts
          t:3600                            | !a number in an interval column, and no rule says what it counts
          t:1e40                            | !a number in an interval column, and no rule says what it counts
          r:1.5                             | !a number in an interval column, and no rule says what it counts
          r:NaN                             | !a number in an interval column, and no rule says what it counts
          b:00                              | !blob in an interval column
          x:ff                              | !invalid UTF-8
          t:10675199.02:48:05.4775807       | !more than 6 fractional digits
          t:PT0.0000001S                    | !more than 6 fractional digits
          t:2562047788:00:54.775808         | !out of range for interval
          t:-2562047788:00:54.775809        | !out of range for interval
          t:178956970 years 8 mons          | !out of range for interval
          t:2147483648 days                 | !out of range for interval
          """)
  void namesWhatIsNoSpan(String cell, String outcome) {
    assertThat(Cell.coerced("interval", cell)).isEqualTo(outcome);
  }

  @ParameterizedTest(name = "{1} in {0} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          us          | i:3600000000             | t:01:00:00
          us          | i:-1500000               | t:-00:00:01.5
          us          | t:51408000000            | t:14:16:48
          us          | i:9223372036854775807    | t:2562047788:00:54.775807
          us          | i:-9223372036854775808   | t:-2562047788:00:54.775808
          us          | r:0.5                    | !more than 6 fractional digits
          us          | t:01:00:00               | t:01:00:00
          ns          | i:1500                   | t:00:00:00.0000015
          ms          | r:1.5                    | t:00:00:00.0015
          s           | r:0.1                    | t:00:00:00.1
          s           | t:1e40                   | !out of range for interval
          s           | t:0e99999999999          | t:00:00:00
          d           | t:0e-99999999999         | t:00:00:00
          apple       | i:5                      | !a number in an interval column, and no rule says what it counts
          s           | t:1e-1000000000          | !more than 6 fractional digits
          s           | i:9223372036854775807    | !out of range for interval
          min         | i:90                     | t:01:30:00
          h           | r:1.5                    | t:01:30:00
          d           | i:90                     | t:90 days
          d           | r:-1.5                   | t:-1 days -12:00:00
          ticks       | i:937845670000           | t:26:03:04.567
          since_epoch | t:1970-04-01 00:00:00.000000 | t:90 days
          since_epoch | t:1970-01-01 00:00:01.500000 | t:00:00:01.5
          since_epoch | t:1969-12-31 23:59:59    | t:-00:00:01
          since_epoch | t:1969-12-30 12:00:00    | t:-1 days -12:00:00
          since_epoch | t:1970-01-01             | t:00:00:00
          since_epoch | t:1970-01-01T01:00:00+01:00 | t:00:00:00
          since_epoch | t:1970-02-30 00:00:00    | !a date that does not exist
          since_epoch | t:1 day                  | !no moment that stands for a span
          since_epoch | t:12:00:00               | !no moment that stands for a span
          since_epoch | i:5                      | !a number in an interval column, and no rule says what it counts
          """)
  void countsWhatARuleSaysThatNumbersCount(String unit, String cell, String outcome) {
    String wanted = unit.equals("ns") ? "!more than 6 fractional digits" : outcome;
    assertThat(Cell.coerced(unit(unit), cell)).isEqualTo(wanted);
  }

  @Test
  void cutsOrRoundsDigitsAsTheRuleSays() {
    Coercion cut = rules(TimeRules.DEFAULT.withPrecision(Precision.CUT));
    Coercion round = rules(TimeRules.DEFAULT.withPrecision(Precision.ROUND));
    assertThat(Cell.coerced(cut, "t:10675199.02:48:05.4775807"))
        .isEqualTo("t:10675199 days 02:48:05.47758");
    assertThat(Cell.coerced(round, "t:10675199.02:48:05.4775807"))
        .isEqualTo("t:10675199 days 02:48:05.477581");
    assertThat(Cell.coerced(cut, "t:-00:00:00.0000019")).isEqualTo("t:-00:00:00.000001");
    assertThat(Cell.coerced(round, "t:-00:00:00.0000015")).isEqualTo("t:-00:00:00.000002");
    TimeRules since = TimeRules.DEFAULT.withUnit(Unit.SINCE_EPOCH).withPrecision(Precision.CUT);
    assertThat(conversions(since, "t:1970-01-01 00:00:01.5000007"))
        .containsExactly(Conversion.UNIT, Conversion.PRECISION);
    assertThat(conversions(since, "t:1970-01-01 00:00:01.5")).containsExactly(Conversion.UNIT);
    Coercion seconds = rules(TimeRules.DEFAULT.withUnit(Unit.SECONDS).withPrecision(Precision.CUT));
    assertThat(Cell.coerced(seconds, "t:1e-40")).isEqualTo("t:00:00:00");
    Coercion limited =
        Cell.coercion(
            "interval(2)",
            CoercionRules.DEFAULT.with(TimeRules.DEFAULT.withPrecision(Precision.ROUND)));
    assertThat(Cell.coerced(limited, "t:00:00:01.2349999999")).isEqualTo("t:00:00:01.23");
    assertThat(Cell.coerced(limited, "t:00:00:01.235")).isEqualTo("t:00:00:01.24");
    assertThat(Cell.coerced("interval(2)", "t:00:00:01.23")).isEqualTo("t:00:00:01.23");
    assertThat(Cell.coerced("interval(2)", "t:00:00:01.234"))
        .isEqualTo("!more than 2 fractional digits");
  }

  private static Set<Conversion> conversions(TimeRules rules, String cell) {
    return rules(rules).apply(Cell.row(cell), 0, new Row(1), 0).conversions();
  }

  @ParameterizedTest(name = "down to {0}: {1}")
  @CsvSource({
    "year, 3 years, t:3 years",
    "year, 14 mons, !a part finer than its year",
    "month, 14 mons, t:1 year 2 mons",
    "month, 1 day, !a part finer than its month",
    "day, 1 day, t:1 day",
    "day, 1 day 01:00:00, !a part finer than its day",
    "hour, 25:00:00, t:25:00:00",
    "hour, 00:30:00, !a part finer than its hour",
    "minute, 00:30:00, t:00:30:00",
    "minute, 00:00:01, !a part finer than its minute",
    "second, 00:00:01.5, t:00:00:01.5"
  })
  void keepsOutWhatItsFieldsWouldCut(String finest, String text, String outcome) {
    Coercion column = Coercions.of(Cell.ANY, keeping("year", finest), CoercionRules.DEFAULT);
    assertThat(Cell.coerced(column, "t:" + text)).isEqualTo(outcome);
  }

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          t:12:34:56+00           | t:12:34:56+00
          t:12:34:56Z             | t:12:34:56+00
          t:12:34                 | t:12:34:00+00
          t:12:34:56.500+02:00    | t:12:34:56.5+02
          t:12:34:56-0330         | t:12:34:56-03:30
          t:12:34:56+05:41:16     | t:12:34:56+05:41:16
          t:24:00:00+00           | t:24:00:00+00
          t:12:34:56.1234567+00   | !more than 6 fractional digits
          t:2000-01-01 12:34:56   | !a date in a time
          t:25:00:00+00           | !a time that does not exist
          t:12:00:00+16           | !a time that does not exist
          t:noon                  | !text that is not a time
          t:                      | !empty text
          i:5                     | !a number in a time column
          b:00                    | !blob in a time column
          null                    | null
          """)
  void readsTimesWithAnOffset(String cell, String outcome) {
    assertThat(Cell.coerced("timetz", cell)).isEqualTo(outcome);
  }

  @Test
  void asksForTheOffsetOfATimeWhereItsZoneHasSeveral() {
    TimeRules berlin = TimeRules.DEFAULT.withZone(java.time.ZoneId.of("Europe/Berlin"));
    assertThat(
            Cell.coerced(Cell.coercion("timetz", CoercionRules.DEFAULT.with(berlin)), "t:12:00:00"))
        .isEqualTo("!a time without an offset, and its zone has several");
    TimeRules fixed = TimeRules.DEFAULT.withZone(java.time.ZoneId.of("+05:30"));
    assertThat(
            Cell.coerced(Cell.coercion("timetz", CoercionRules.DEFAULT.with(fixed)), "t:12:00:00"))
        .isEqualTo("t:12:00:00+05:30");
  }

  @Test
  void aSpanHasNothingOfTheOneBefore() {
    Coercion seconds = unit("s");
    assertThat(Cell.coerced(seconds, "t:1 mon")).isEqualTo("t:1 mon");
    assertThat(Cell.coerced(seconds, "i:5")).isEqualTo("t:00:00:05");
  }

  @Test
  void aTextOfTwoHundredLettersIsTheLongest() {
    String longest = "0".repeat(194) + "1 days";
    assertThat(Cell.coerced("interval", "t:" + longest)).isEqualTo("t:1 day");
    assertThat(Cell.coerced("interval", "t:0" + longest)).startsWith("!");
    assertThat(Cell.coerced("interval", "t: " + longest + " ")).isEqualTo("t:1 day");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1-2 1-2", "1 1 02:03:04", "1 day 1 02:03:04", "02:03:04 02:03:04", "1 day 1 day"})
  void noPartComesTwice(String text) {
    assertThat(Cell.coerced("interval", "t:" + text)).startsWith("!");
  }

  @Test
  void whatHasNoEndIsNoNumberOfUnits() {
    assertThat(Cell.coerced(unit("s"), "r:Infinity")).contains("out of range");
    assertThat(Cell.coerced("interval", "r:Infinity")).contains("no rule says what it counts");
    Coercion days = Coercions.of(Cell.ANY, keeping("day"), CoercionRules.DEFAULT);
    assertThat(Cell.coerced(days, "t:infinity")).startsWith("!");
    assertThat(Cell.coerced("interval", "t:infinity")).isEqualTo("t:infinity");
  }
}
