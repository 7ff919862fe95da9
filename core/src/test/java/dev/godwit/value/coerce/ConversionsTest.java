package dev.godwit.value.coerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.Cell;
import dev.godwit.value.Coercion;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.Conversion;
import dev.godwit.value.Conversions;
import dev.godwit.value.Conversions.Letters;
import dev.godwit.value.Conversions.Literal;
import dev.godwit.value.Conversions.Spelled;
import dev.godwit.value.Outcome;
import dev.godwit.value.Precision;
import dev.godwit.value.TimeRules;
import dev.godwit.value.Unit;
import dev.godwit.value.text.Forms;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionsTest {
  private static final Conversions NONE = Conversions.NONE;

  private static String converted(String type, Conversions conversions, String cell) {
    return Cell.coerced(Cell.coercion(type, CoercionRules.DEFAULT.with(conversions)), cell);
  }

  private static String timed(String type, TimeRules rules, String cell) {
    return Cell.coerced(Cell.coercion(type, CoercionRules.DEFAULT.with(rules)), cell);
  }

  private static Outcome outcome(String type, CoercionRules rules, String cell) {
    return Cell.coercion(type, rules).apply(Cell.row(cell), 0, new Row(1), 0);
  }

  private static Map<String, Literal> entries(String... pairs) {
    Map<String, Literal> result = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      result.put(pairs[i], pairs[i + 1] == null ? Literal.NULL : new Literal(pairs[i + 1], false));
    }
    return result;
  }

  @ParameterizedTest(name = "{1} to {2} digits in {0} is {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          numeric(6,2) | r:2.346    | 2  | t:2.35
          numeric(6,2) | r:1.25     | 2  | t:1.25
          numeric(6,2) | r:1.005    | 2  | t:1.01
          numeric(6,2) | r:-1.005   | 2  | t:-1.01
          numeric(6,2) | t:2.344999 | 2  | t:2.34
          numeric(6,2) | t:-2.345   | 2  | t:-2.35
          numeric(6,2) | t:1e-5     | 2  | t:0.00
          numeric(6,2) | t:9999.995 | 2  | !out of range for numeric(6,2)
          numeric      | t:1e1000000000 | 2 | !out of range for numeric
          numeric      | t:1e-1000000000 | 2 | !more than 16383 fractional digits
          text         | t:0e99999999999 | 2 | t:0e99999999999
          numeric      | r:NaN      | 2  | t:NaN
          integer      | r:2.5      | 0  | i:3
          integer      | r:-2.5     | 0  | i:-3
          integer      | t:2.4999   | 0  | i:2
          integer      | i:1250     | -2 | i:1300
          integer      | i:5        | 2  | i:5
          double       | r:0.125    | 2  | r:0.13
          text         | r:0.125    | 2  | t:0.13
          text         | t:abc      | 2  | t:abc
          numeric      | t:abc      | 2  | !text that is not a number
          numeric      | null       | 2  | null
          """)
  void roundsHalfAwayFromZeroOfTheDecimalAsWritten(
      String type, String cell, int digits, String result) {
    assertThat(converted(type, NONE.rounded(digits), cell)).isEqualTo(result);
  }

  @Test
  void changesTheCaseOfLettersAndTakesBlanksOff() {
    assertThat(converted("text", NONE.with(Letters.LOWER), "t:ÄÖ Straße İ"))
        .isEqualTo("t:äö straße i̇");
    assertThat(converted("text", NONE.with(Letters.UPPER), "t:straße")).isEqualTo("t:STRASSE");
    assertThat(converted("varchar(6)", NONE.with(Letters.UPPER), "t:straße"))
        .isEqualTo("!longer than 6 characters");
    assertThat(converted("text", NONE.trimmed(), "t:\t a b \n")).isEqualTo("t:a b");
    assertThat(converted("text", NONE.trimmed().with(Letters.LOWER), "t: A ")).isEqualTo("t:a");
    assertThat(converted("text", NONE.with(Letters.LOWER), "i:5")).isEqualTo("t:5");
    assertThat(converted("text", NONE.with(Letters.LOWER), "x:ff")).isEqualTo("!invalid UTF-8");
    assertThat(converted("text", NONE.with(Letters.LOWER), "b:41"))
        .isEqualTo("!blob in a text column");
  }

  @Test
  void replacesWhatIsNamedAndNothingElse() {
    Conversions zeros = NONE.replacing(entries("0000-00-00", null, "", "1970-01-01"));
    assertThat(converted("date", zeros, "t:0000-00-00")).isEqualTo("null");
    assertThat(converted("date", zeros, "t:")).isEqualTo("i:0");
    assertThat(converted("date", zeros, "t:1970-01-02")).isEqualTo("i:1");
    assertThat(converted("date", zeros, "t:0000-00-00 00:00:00"))
        .isEqualTo("!a date that does not exist");
    Conversions numbers = NONE.replacing(entries("-1", null, "9", "true"));
    assertThat(converted("boolean", numbers, "i:-1")).isEqualTo("null");
    assertThat(converted("boolean", numbers, "r:-1.0")).isEqualTo("null");
    assertThat(converted("boolean", numbers, "i:9")).isEqualTo("i:1");
    assertThat(converted("boolean", numbers, "i:0")).isEqualTo("i:0");
    assertThat(converted("text", numbers, "t:-1.0")).isEqualTo("t:-1.0");
  }

  @Test
  void mapsCodesAndNamesThoseThatHaveNoEntry() {
    Conversions codes = NONE.mapping(entries("0", "draft", "1", "live"));
    assertThat(converted("text", codes, "i:0")).isEqualTo("t:draft");
    assertThat(converted("text", codes, "t:1")).isEqualTo("t:live");
    assertThat(converted("text", codes, "t:live")).isEqualTo("t:live");
    assertThat(converted("text", codes, "i:2")).isEqualTo("!no entry for it in the rule map");
    assertThat(converted("text", codes, "b:00")).isEqualTo("!no entry for it in the rule map");
    assertThat(converted("text", codes, "null")).isEqualTo("null");
    assertThat(converted("integer", NONE.mapping(entries("0", "5")), "i:5")).isEqualTo("i:5");
    Conversions swapped = NONE.mapping(entries("0", "1", "1", "0"));
    assertThat(converted("integer", swapped, "i:0")).isEqualTo("i:1");
    assertThat(converted("integer", swapped, "i:1")).isEqualTo("i:0");
  }

  @Test
  void convertsWhatOtherEnginesHoldInTheirOwnKinds() {
    CoercionRules words =
        CoercionRules.DEFAULT.with(NONE.mapping(entries("true", "on", "false", "off")));
    Coercion flag = Coercions.of(Cell.type("boolean"), Cell.type("text"), words);
    assertThat(Cell.coerced(flag, "i:1")).isEqualTo("t:on");
    CoercionRules codes = CoercionRules.DEFAULT.with(NONE.mapping(entries("1.5", "x")));
    Coercion number = Coercions.of(Cell.type("numeric"), Cell.type("text"), codes);
    assertThat(Cell.coerced(number, "t:1.50")).isEqualTo("t:x");
    CoercionRules letters = CoercionRules.DEFAULT.with(NONE.replacing(entries("a", "x")));
    for (String type : new String[] {"char(3)", "varchar(3)"}) {
      Coercion padded = Coercions.of(Cell.type(type), Cell.type("text"), letters);
      assertThat(Cell.coerced(padded, "t:a  ")).isEqualTo(type.startsWith("c") ? "t:x" : "t:a  ");
    }
    CoercionRules days = CoercionRules.DEFAULT.with(NONE.replacing(entries("1970-01-01", null)));
    Coercion date = Coercions.of(Cell.type("date"), Cell.type("date"), days);
    assertThat(Cell.coerced(date, "i:0")).isEqualTo("null");
    assertThat(Cell.coerced(date, "i:1")).isEqualTo("i:1");
    Map<String, Literal> five = Map.of("x", new Literal("5", true));
    ColumnType any = ColumnType.of(Kind.ANY, "");
    Coercion stored = Coercions.of(any, any, CoercionRules.DEFAULT.with(NONE.replacing(five)));
    assertThat(Cell.coerced(stored, "t:x")).isEqualTo("i:5");
  }

  private static String stored(String type, Conversions conversions, String cell) {
    ColumnType column = ColumnType.of(Kind.ANY, type);
    CoercionRules rules = CoercionRules.DEFAULT.with(conversions);
    return Cell.coerced(Coercions.of(column, column, rules), cell);
  }

  @ParameterizedTest(name = "{1} to {2} digits in {0} is {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DECIMAL(10,2) | r:2.999 | 2  | i:3
          DECIMAL(10,2) | r:2.346 | 2  | r:2.35
          INTEGER       | i:1250  | -2 | i:1300
          INTEGER       | r:2.5   | 0  | i:3
          REAL          | r:2.6   | 0  | r:3.0
          REAL          | r:2.36  | 1  | r:2.4
          BLOB          | r:2.36  | 1  | r:2.4
          TEXT          | t:2.36  | 1  | t:2.4
          TEXT          | t:x     | 1  | t:x
          """)
  void aRoundedNumberIsStoredAsItsColumnStoresNumbers(
      String type, String cell, int digits, String result) {
    assertThat(stored(type, NONE.rounded(digits), cell)).isEqualTo(result);
  }

  @ParameterizedTest(name = "x as {1} in {0} is {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TEXT    | 5   | true  | t:5
          TEXT    | 5   | false | t:5
          INTEGER | 5   | false | i:5
          INTEGER | y   | false | t:y
          NUMERIC | 1e30 | true | r:1.0E30
          REAL    | 5   | true  | r:5.0
          REAL    | 5   | false | r:5.0
          REAL    | y   | false | t:y
          BLOB    | 2.5 | true  | r:2.5
          BLOB    | 2.5 | false | t:2.5
          """)
  void aReplacementIsStoredAsItsColumnStoresIt(
      String type, String literal, boolean number, String result) {
    Conversions x = NONE.replacing(Map.of("x", new Literal(literal, number)));
    assertThat(stored(type, x, "t:x")).isEqualTo(result);
    assertThat(stored(type, x, "t:z")).isEqualTo("t:z");
  }

  @ParameterizedTest(name = "{1} by {0} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BASE64 | t:aGk=     | b:6869
          BASE64 | t:aGk      | b:6869
          BASE64 | t:         | b:
          BASE64 | t:aGl=     | !text that is not Base64
          BASE64 | t:aGk*     | !text that is not Base64
          BASE64 | b:61       | b:61
          BASE64 | i:5        | b:35
          BASE64 | null       | null
          HEX    | t:00fF     | b:00ff
          HEX    | t:\\x00ff | b:00ff
          HEX    | t:0x00ff   | b:00ff
          HEX    | t:0        | !text that is not hexadecimal digits
          HEX    | t:x0       | !text that is not hexadecimal digits
          """)
  void bytesAreReadFromATextThatSpellsThem(Spelled how, String cell, String result) {
    assertThat(converted("bytes", NONE.spelling(how), cell)).isEqualTo(result);
    assertThat(stored("BLOB", NONE.spelling(how), cell))
        .isEqualTo(cell.startsWith("i") ? cell : result);
  }

  @ParameterizedTest
  @CsvSource({"BASE64, t:aGk=", "HEX, t:6869"})
  void bytesAreSpelledInColumnsOfTexts(Spelled how, String result) {
    CoercionRules rules = CoercionRules.DEFAULT.with(NONE.spelling(how));
    for (String type : new String[] {"text", "varchar(4)", "char(4)"}) {
      Coercion column = Coercions.of(Cell.type("bytes"), Cell.type(type), rules);
      assertThat(Cell.coerced(column, "b:6869")).as(type).isEqualTo(result);
      assertThat(column.apply(Cell.row("b:6869"), 0, new Row(1), 0).conversions())
          .containsExactly(Conversion.BYTES);
    }
    assertThat(stored("TEXT", NONE.spelling(how), "b:6869")).isEqualTo(result);
    assertThat(stored("TEXT", NONE.spelling(how), "t:a")).isEqualTo("t:a");
  }

  @Test
  void bytesAreReadBesideOtherConversions() {
    Conversions hex = NONE.spelling(Spelled.HEX);
    assertThat(converted("bytes", hex.trimmed(), "t: 61 ")).isEqualTo("b:61");
    assertThat(converted("bytes", hex.with(Letters.LOWER), "t:61")).isEqualTo("b:61");
    assertThat(converted("bytes", hex.rounded(0), "t:61")).isEqualTo("b:61");
    assertThat(converted("bytes", hex.replacing(entries("-", null)), "t:61")).isEqualTo("b:61");
    assertThat(converted("bytes", hex.replacing(entries("-", null)), "t:-")).isEqualTo("null");
  }

  @Test
  void aNumberOfARuleIsThatNumberInEveryColumn() {
    Conversions x = NONE.replacing(Map.of("x", new Literal("2.5", true)));
    assertThat(converted("numeric", x, "t:x")).isEqualTo("t:2.5");
    assertThat(converted("double", x, "t:x")).isEqualTo("r:2.5");
    assertThat(converted("text", x, "t:x")).isEqualTo("t:2.5");
  }

  @Test
  void whatHasMoreDigitsThanAnyNumericIsNotRounded() {
    assertThat(converted("text", NONE.rounded(2), "t:1e-131071")).isEqualTo("t:0.00");
    assertThat(converted("text", NONE.rounded(2), "t:1e-131072")).isEqualTo("t:1e-131072");
    assertThat(converted("text", NONE.rounded(-131_072), "t:6e131071"))
        .isEqualTo("t:1" + "0".repeat(131_072));
    assertThat(converted("text", NONE.rounded(-131_073), "t:6e131072")).isEqualTo("t:6e131072");
  }

  @Test
  void aKeyOfTheSourceIsThatOfTheSameRowInTheTarget() {
    Conversions keys = Conversions.repointing(entries("5", "7"));
    assertThat(converted("integer", keys, "i:5")).isEqualTo("i:7");
    assertThat(converted("integer", keys, "i:6")).isEqualTo("i:6");
    assertThat(outcome("integer", CoercionRules.DEFAULT.with(keys), "i:5").conversions())
        .containsExactly(Conversion.REPOINTED);
  }

  @Test
  void tellsTheUnitOfNumbersThatAreReplacedInPart() {
    CoercionRules rules =
        CoercionRules.DEFAULT.with(NONE.replacing(entries("now", "1700000000000")));
    for (String from : new String[] {"any", "text"}) {
      ColumnType type = from.equals("any") ? Cell.ANY : Cell.type(from);
      for (String cell : new String[] {"t:now", "t:1700000000000"}) {
        Coercion moment = Coercions.of(type, Cell.type("timestamptz"), rules);
        assertThat(moment.guess()).isNull();
        Cell.coerced(moment, cell);
        assertThat(moment.guess()).as(cell).isEqualTo("ms");
      }
    }
  }

  @Test
  void tellsWhichRulesMadeAValueAnother() {
    CoercionRules rules = CoercionRules.DEFAULT.with(NONE.trimmed().with(Letters.LOWER));
    assertThat(outcome("text", rules, "t: A").conversions())
        .containsExactly(Conversion.TRIM, Conversion.LOWER);
    assertThat(outcome("text", rules, "t:a").isConverted()).isFalse();
    assertThat(Conversion.TRIM.label()).isEqualTo("trim");
    assertThat(outcome("text", rules, "i:5")).isEqualTo(Outcome.CHANGED);
    TimeRules cut = TimeRules.DEFAULT.withPrecision(Precision.CUT);
    assertThat(
            outcome("timestamp", CoercionRules.DEFAULT.with(cut), "t:2024-01-01 00:00:00.1234567"))
        .isEqualTo(Outcome.by(Conversion.PRECISION));
    assertThat(
            outcome("timestamp", CoercionRules.DEFAULT.with(cut), "t:2024-01-01 00:00:00.1234560"))
        .isEqualTo(Outcome.CHANGED);
  }

  @ParameterizedTest(name = "{2} in {0} is {3} cut and {4} rounded")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          timestamptz  |    | t:1970-01-01 00:00:00.123456789Z | i:123456    | i:123457
          timestamptz  |    | t:1969-12-31 23:59:59.9999995Z   | i:-1        | i:0
          timestamp    |    | t:1970-01-01 00:00:00.1234564999 | i:123456    | i:123456
          timestamp(3) |    | t:1970-01-01 00:00:00.0004999999 | i:0         | i:0
          timestamp(3) |    | t:1970-01-01 00:00:00.0005       | i:0         | i:1000
          timestamp(0) |    | t:1970-01-01 00:00:00.9          | i:0         | i:1000000
          timestamptz  | ns | i:1999                           | i:1         | i:2
          timestamptz  | ns | i:-1999                          | i:-2        | i:-2
          timestamptz  | ns | i:-500                           | i:-1        | i:0
          timestamptz  | s  | t:0.0000015                      | i:1         | i:2
          timestamptz  | s  | r:0.0000015                      | i:1         | i:2
          timestamptz  | ticks | i:621355968000000005          | i:0         | i:1
          timestamp(3) | us | i:1500                           | i:1000      | i:2000
          time         |    | t:12:34:56.7654321               | i:45296765432 | i:45296765432
          time         |    | t:23:59:59.9999999               | i:86399999999 | i:86400000000
          time(2)      |    | t:12:00:00.005                   | i:43200000000 | i:43200010000
          """)
  void cutsOrRoundsWhatAColumnDoesNotKeep(
      String type, String unit, String cell, String cut, String rounded) {
    TimeRules rules =
        unit == null
            ? TimeRules.DEFAULT
            : TimeRules.DEFAULT.withUnit(Unit.parse(unit).orElseThrow());
    assertThat(timed(type, rules, cell)).startsWith("!");
    assertThat(timed(type, rules.withPrecision(Precision.CUT), cell)).isEqualTo(cut);
    assertThat(timed(type, rules.withPrecision(Precision.ROUND), cell)).isEqualTo(rounded);
  }

  @Test
  void narrowsMomentsOfAnotherColumnAsTheRuleSays() {
    TimeRules round = TimeRules.DEFAULT.withPrecision(Precision.ROUND);
    Coercion column =
        Coercions.of(
            Cell.type("timestamp"), Cell.type("timestamp(3)"), CoercionRules.DEFAULT.with(round));
    assertThat(Cell.coerced(column, "i:-1500")).isEqualTo("i:-1000");
    assertThat(Cell.coerced(column, "i:1499")).isEqualTo("i:1000");
    for (long endless : new long[] {Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(Cell.coerced(column, "i:" + endless)).isEqualTo("i:" + endless);
    }
  }

  @Test
  void takesATimeOutOfADateAndATimeWhereTheRuleSaysSo() {
    TimeRules rules = TimeRules.DEFAULT.ignoringDate();
    assertThat(timed("time", rules, "t:2000-01-01 12:34:56.5")).isEqualTo("i:45296500000");
    assertThat(timed("time", rules, "t:12:34:56.5")).isEqualTo("i:45296500000");
    assertThat(timed("time", rules, "t:2000-01-01")).isEqualTo("!a date in a time");
    assertThat(timed("time", rules, "t:2000-01-01 12:00:00Z")).isEqualTo("!an offset in a time");
    assertThat(timed("time", rules, "t:2000-02-30 12:00:00"))
        .isEqualTo("!a date that does not exist");
    assertThat(timed("timetz", rules, "t:2000-01-01 12:00:00+02")).isEqualTo("t:12:00:00+02");
  }

  @ParameterizedTest(name = "{0} in {1} is {2} or {3}")
  @CsvSource({
    "2024-10-27 02:30:00, Europe/Berlin, 2024-10-27T00:30:00Z, 2024-10-27T01:30:00Z",
    "2024-10-27 02:00:00, Europe/Berlin, 2024-10-27T00:00:00Z, 2024-10-27T01:00:00Z",
    "2024-11-03 01:59:59.999999, America/New_York, 2024-11-03T05:59:59.999999Z, 2024-11-03T06:59:59.999999Z"
  })
  void tellsWhichOfBothALocalTimeIsThatCameTwice(
      String text, String zone, String earlier, String later) {
    TimeRules rules = TimeRules.DEFAULT.withZone(ZoneId.of(zone));
    assertThat(timed("timestamptz", rules, "t:" + text))
        .isEqualTo("!a local time that came twice in the zone");
    assertThat(timed("timestamptz", rules.withOverlap(TimeRules.Overlap.EARLIER), "t:" + text))
        .isEqualTo(Cell.coerced("timestamptz", "t:" + earlier));
    assertThat(timed("timestamptz", rules.withOverlap(TimeRules.Overlap.LATER), "t:" + text))
        .isEqualTo(Cell.coerced("timestamptz", "t:" + later));
    assertThat(timed("timestamptz", rules, "t:2024-11-27 03:00:00")).startsWith("i:");
  }

  @ParameterizedTest(name = "{0} {2} in {1} is day {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ms       | Europe/Amsterdam  | i:946854000000    | i:10959
          ms       | Europe/Amsterdam  | i:946853999999    | !a time of day in a date
          ms       | Europe/Amsterdam  | i:946857600000    | !a time of day in a date
          ms       | UTC               | i:946857600000    | i:10959
          ms       | +05:30            | i:-19800000       | i:0
          s        | America/Sao_Paulo | i:1541300400      | i:17839
          s        | America/Sao_Paulo | i:1541296800      | !a time of day in a date
          yyyymmdd | Europe/Amsterdam  | i:20000103        | i:10959
          d        | Europe/Amsterdam  | i:10959           | i:10959
          s        | +05:30            | i:-210866803200   | !a time of day in a date
          s        | -05:30            | i:-210866783400   | i:-2440588
          """)
  void readsDaysFromNumbersThatAreAMidnightInTheZone(
      String unit, String zone, String cell, String day) {
    TimeRules rules =
        TimeRules.DEFAULT.withUnit(Unit.parse(unit).orElseThrow()).withZone(ZoneId.of(zone));
    assertThat(timed("date", rules, cell)).isEqualTo(day);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "+294247-01-10 04:00:54.775808, +294247-01-10T04:00:54.775808+00:00",
    "+294276-12-31 23:59:59.999999, +294276-12-31T23:59:59.999999+00:00",
    "+294277-01-01 00:59:59+01:00, +294276-12-31T23:59:59+00:00",
    "+294277-01-01 00:00:00, !out of range for timestamp",
    "+294276-12-31 23:59:59.999999-01:00, !out of range for timestamp",
    "-4713-11-24 00:00:00, -4713-11-24T00:00:00+00:00",
    "-4713-11-23 23:59:59, !out of range for timestamp"
  })
  void holdsTheFirstAndTheLastYearsOfPostgres(String text, String outcome) {
    Coercion column = Coercions.of(Cell.ANY, Cell.type("timestamptz"), CoercionRules.DEFAULT);
    Row to = new Row(1);
    Row plain = new Row(1);
    Outcome result = column.apply(Cell.row("t:" + text), 0, to, 0);
    if (!result.isMisfit()) {
      Forms.render(Cell.type("timestamptz"), to, 0, plain, 0);
    }
    assertThat(result.isMisfit() ? "!" + result.reason() : plain.text(0)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "boolean", "bigint", "double", "real", "numeric", "numeric(5,2)", "text", "varchar(3)",
        "bytes", "uuid", "date", "time", "timestamp", "timestamptz", "timestamp(3)", "json",
        "jsonb", "interval", "timetz", "integer[]", "inet", "point", "any"
      })
  void nullTakesThePlaceOfWhatTheRowHeld(String type) {
    Row to = Cell.row("i:7");
    Outcome outcome = Cell.coercion(type, CoercionRules.DEFAULT).apply(Cell.row("null"), 0, to, 0);
    assertThat(outcome).isSameAs(Outcome.SAME);
    assertThat(to.isNull(0)).isTrue();
  }

  @Test
  void aNarrowMomentTellsItsUnitToo() {
    Coercion coercion = Cell.coercion("timestamp(3)", CoercionRules.DEFAULT);
    Cell.coerced(coercion, "i:1700000000000");
    assertThat(coercion.guess()).isEqualTo("ms");
  }
}
