package dev.godwit.value.coerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.Row;
import dev.godwit.value.Cell;
import dev.godwit.value.Coercion;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.Conversions;
import dev.godwit.value.Outcome;
import dev.godwit.value.TimeRules;
import dev.godwit.value.text.Spelling;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberCoercionTest {
  @ParameterizedTest(name = "{0}: {1} becomes {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          boolean  | null        | null
          boolean  | i:0         | i:0
          boolean  | i:1         | i:1
          boolean  | i:2         | !a number other than 0 and 1
          boolean  | i:-1        | !a number other than 0 and 1
          boolean  | r:1.0       | i:1
          boolean  | r:-0.0      | i:0
          boolean  | r:0.5       | !a number other than 0 and 1
          boolean  | t:true      | i:1
          boolean  | 't: FALSE ' | i:0
          boolean  | t:t         | i:1
          boolean  | t:No        | i:0
          boolean  | t:ON        | i:1
          boolean  | t:off       | i:0
          boolean  | t:Y         | i:1
          boolean  | t:maybe     | !text that is not a boolean
          boolean  | t:          | !empty text
          boolean  | b:01        | !blob in a boolean column
          """)
  void readsBooleansInWordsAndNumbers(String type, String from, String to) {
    assertThat(Cell.coerced(type, from)).isEqualTo(to);
  }

  @ParameterizedTest(name = "{0}: {1} becomes {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          smallint | null                     | null
          smallint | i:32767                  | i:32767
          smallint | i:32768                  | !out of range for smallint
          smallint | i:-32768                 | i:-32768
          smallint | i:-32769                 | !out of range for smallint
          integer  | i:2147483647             | i:2147483647
          integer  | i:2147483648             | !out of range for integer
          integer  | i:-2147483648            | i:-2147483648
          integer  | i:-2147483649            | !out of range for integer
          integer  | i:180303235924           | !out of range for integer
          integer  | t:lots-of-it             | !text that is not an integer
          integer  | t:                       | !empty text
          integer  | 't: +12 '                | i:12
          integer  | t:12.0                   | i:12
          integer  | t:12.                    | i:12
          integer  | t:1.25e2                 | i:125
          integer  | t:1200e-2                | i:12
          integer  | t:2.5                    | !not a whole number
          integer  | t:.                      | !text that is not an integer
          integer  | t:1e                     | !text that is not an integer
          integer  | t:0x10                   | !text that is not an integer
          integer  | t:2147483648             | !out of range for integer
          integer  | r:2.32                   | !not a whole number
          integer  | r:2.0                    | i:2
          integer  | r:NaN                    | !not a whole number
          integer  | r:Infinity               | !out of range for integer
          integer  | b:00                     | !blob in an integer column
          bigint   | i:9223372036854775807    | i:9223372036854775807
          bigint   | i:-9223372036854775808   | i:-9223372036854775808
          bigint   | t:9223372036854775807    | i:9223372036854775807
          bigint   | t:9223372036854775808    | !out of range for bigint
          bigint   | t:-9223372036854775808   | i:-9223372036854775808
          bigint   | t:-9223372036854775809   | !out of range for bigint
          bigint   | t:-922337203685477580.8e1 | i:-9223372036854775808
          bigint   | t:1e18                   | i:1000000000000000000
          bigint   | t:1e1000000000           | !out of range for bigint
          bigint   | t:0e1000000000           | i:0
          bigint   | r:9223372036854774784    | i:9223372036854774784
          bigint   | r:9223372036854775808    | !out of range for bigint
          bigint   | r:-9223372036854775808   | i:-9223372036854775808
          bigint   | i:9007199254740993       | i:9007199254740993
          """)
  void readsWholeNumbersWithinTheirRange(String type, String from, String to) {
    assertThat(Cell.coerced(type, from)).isEqualTo(to);
  }

  @ParameterizedTest(name = "{0}: {1} becomes {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          double | null                        | null
          double | r:1230.99                   | r:1230.99
          double | r:-0.0                      | r:-0.0
          double | r:NaN                       | r:NaN
          double | r:-Infinity                 | r:-Infinity
          double | i:9007199254740992          | r:9.007199254740992E15
          double | i:9007199254740993          | !not exact as double precision
          double | i:9223372036854775807       | !not exact as double precision
          double | i:-9223372036854775808      | r:-9.223372036854776E18
          double | t:1230.99                   | r:1230.99
          double | t:-0.0                      | r:-0.0
          double | 't: 1e3 '                   | r:1000.0
          double | t:0.30000000000000004       | r:0.30000000000000004
          double | t:0.3000000000000000444     | !not exact as double precision
          double | t:0.1000000000000000055511151231257827021181583404541015625 | r:0.1
          double | t:9007199254740993          | !not exact as double precision
          double | t:1e309                     | !not exact as double precision
          double | t:1e-400                    | !not exact as double precision
          double | t:0e-400                    | r:0.0
          double | t:4.9e-324                  | r:4.9E-324
          double | t:1e1000000000              | !not exact as double precision
          double | t:NaN                       | r:NaN
          double | t:-inf                      | r:-Infinity
          double | t:Infinity                  | r:Infinity
          double | t:1d                        | !text that is not a number
          double | t:                          | !empty text
          double | b:00                        | !blob in a number column
          real   | r:0.5                       | r:0.5
          real   | r:0.1                       | r:0.10000000149011612
          real   | r:0.10000000149011612       | r:0.10000000149011612
          real   | r:0.7945826814080209        | !not exact as real
          real   | r:1e300                     | !not exact as real
          real   | r:Infinity                  | r:Infinity
          real   | i:16777216                  | r:1.6777216E7
          real   | i:16777217                  | !not exact as real
          real   | t:0.1                       | r:0.10000000149011612
          real   | t:0.123456789               | !not exact as real
          """)
  void readsBinaryNumbersWithoutLoss(String type, String from, String to) {
    assertThat(Cell.coerced(type, from)).isEqualTo(to);
  }

  @ParameterizedTest(name = "{0}: {1} becomes {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          numeric      | null              | null
          numeric      | t:1.500           | t:1.500
          numeric      | 't: +001.50 '     | t:1.50
          numeric      | t:.5              | t:0.5
          numeric      | t:5.              | t:5
          numeric      | t:-0              | t:0
          numeric      | t:-0.00           | t:0.00
          numeric      | t:1.5e3           | t:1500
          numeric      | t:1.5e-3          | t:0.0015
          numeric      | i:-9223372036854775808 | t:-9223372036854775808
          numeric      | r:1230.99         | t:1230.99
          numeric      | r:0.7945826814080209 | t:0.7945826814080209
          numeric      | r:1e20            | t:100000000000000000000
          numeric      | r:NaN             | t:NaN
          numeric      | t:nan             | t:NaN
          numeric      | r:-Infinity       | t:-Infinity
          numeric      | t:inf             | t:Infinity
          numeric      | t:twelve          | !text that is not a number
          numeric      | t:                | !empty text
          numeric      | t:1e1000000000    | !out of range for numeric
          numeric      | t:1e131072        | !out of range for numeric
          numeric      | t:1e-16384        | !more than 16383 fractional digits
          numeric      | t:0e-1000000000   | !more than 16383 fractional digits
          numeric      | b:00              | !blob in a number column
          numeric(5,2) | t:999.99          | t:999.99
          numeric(5,2) | t:1000            | !out of range for numeric(5,2)
          numeric(5,2) | t:1.005           | !more than 2 fractional digits
          numeric(5,2) | t:1.500           | t:1.500
          numeric(5,2) | i:999             | t:999
          numeric(5,2) | i:1000            | !out of range for numeric(5,2)
          numeric(5,2) | r:1000.0          | !out of range for numeric(5,2)
          numeric(5,2) | r:0.125           | !more than 2 fractional digits
          numeric(5,2) | r:Infinity        | !infinity in a limited numeric
          numeric(5,2) | t:NaN             | t:NaN
          numeric(1,1) | t:0.9             | t:0.9
          numeric(1,1) | i:1               | !out of range for numeric(1,1)
          numeric(1,1) | i:0               | t:0
          numeric(3,-2) | i:99900          | t:99900
          numeric(3,-2) | i:99950          | !digits below numeric(3,-2)
          numeric(2,4) | t:0.0099          | t:0.0099
          numeric(2,4) | t:0.01            | !out of range for numeric(2,4)
          """)
  void readsDecimalsToTheLastDigit(String type, String from, String to) {
    assertThat(Cell.coerced(type, from)).isEqualTo(to);
  }

  @Test
  void tellsCopiedCellsFromChangedOnes() {
    var row = Cell.row("t:1.50", "t:+1.50", "i:1", "t:1");
    var to = new Row(1);
    Coercion numeric = Cell.coercion("numeric", CoercionRules.DEFAULT);
    Coercion integer = Cell.coercion("integer", CoercionRules.DEFAULT);
    assertThat(numeric.apply(row, 0, to, 0)).isSameAs(Outcome.SAME);
    assertThat(numeric.apply(row, 1, to, 0)).isSameAs(Outcome.CHANGED);
    assertThat(integer.apply(row, 2, to, 0)).isSameAs(Outcome.SAME);
    assertThat(integer.apply(row, 3, to, 0)).isSameAs(Outcome.CHANGED);
  }

  @Test
  void turnsEmptyTextIntoNullWhereAsked() {
    CoercionRules rules = new CoercionRules(TimeRules.DEFAULT, Conversions.NONE, true);
    assertThat(Cell.coerced(Cell.coercion("integer", rules), "t:")).isEqualTo("null");
    assertThat(Cell.coerced(Cell.coercion("timestamptz", rules), "t:")).isEqualTo("null");
    assertThat(Cell.coerced(Cell.coercion("text", rules), "t:")).isEqualTo("t:");
  }

  @Test
  void readsDecimalTextAsBigDecimalDoes() {
    Random random = new Random(7);
    Coercion numeric = Cell.coercion("numeric", CoercionRules.DEFAULT);
    Coercion bigint = Cell.coercion("bigint", CoercionRules.DEFAULT);
    for (int i = 0; i < 20_000; i++) {
      String text = decimal(random);
      BigDecimal value = new BigDecimal(text);
      String plain = Cell.coerced(numeric, "t:" + text).substring(2);
      assertThat(plain).as(text).matches("-?(0|[1-9][0-9]*)([.][0-9]+)?");
      assertThat(new BigDecimal(plain)).as(text).isEqualByComparingTo(value);
      assertThat(new BigDecimal(plain).scale()).as(text).isEqualTo(Math.max(0, value.scale()));
      assertThat(Cell.coerced(bigint, "t:" + text)).as(text).isEqualTo(asLong(value));
    }
  }

  private static String decimal(Random random) {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
    int digits = 1 + random.nextInt(22);
    int point = random.nextInt(digits + 1);
    for (int i = 0; i < digits; i++) {
      text.append(i == point ? "." : "").append(random.nextInt(3) == 0 ? 0 : random.nextInt(10));
    }
    return random.nextInt(3) == 0 ? text + "e" + (random.nextInt(40) - 20) : text.toString();
  }

  private static String asLong(BigDecimal value) {
    if (value.stripTrailingZeros().scale() > 0) {
      return "!not a whole number";
    }
    boolean fits =
        value.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0
            && value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
    return fits ? "i:" + value.longValueExact() : "!out of range for bigint";
  }

  @Test
  void readsBackEveryDoubleFromItsOwnSpelling() {
    Random random = new Random(8);
    Coercion real = Cell.coercion("double", CoercionRules.DEFAULT);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      assertThat(Cell.coerced(real, "t:" + value)).isEqualTo("r:" + value);
      if (Double.isFinite(value)) {
        String shortest = new String(Spelling.shortest(value), StandardCharsets.US_ASCII);
        assertThat(Cell.coerced(real, "t:" + shortest)).isEqualTo("r:" + value);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "numeric(5), t:1.5, !more than 0 fractional digits",
    "numeric, t:1e131072, !out of range for numeric",
    "numeric, t:1e-16384, !more than 16383 fractional digits"
  })
  void saysWhichLimitOfADecimalIsPassed(String type, String cell, String reason) {
    assertThat(Cell.coerced(type, cell)).isEqualTo(reason);
  }

  @Test
  void holdsTheGreatestAndTheFinestDecimals() {
    assertThat(Cell.coerced("numeric(5,2)", "t:1" + "0".repeat(131_072) + ".125"))
        .isEqualTo("!out of range for numeric(5,2)");
    assertThat(Cell.coerced("numeric", "t:1e131071")).isEqualTo("t:1" + "0".repeat(131_071));
    assertThat(Cell.coerced("numeric", "t:1e-16383")).isEqualTo("t:0." + "0".repeat(16_382) + "1");
  }
}
