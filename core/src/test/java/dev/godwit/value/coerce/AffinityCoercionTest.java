package dev.godwit.value.coerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.Cell;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.Conversions;
import dev.godwit.value.Outcome;
import dev.godwit.value.TimeRules;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a column of SQLite makes of values, known before SQLite sees them. */
class AffinityCoercionTest {
  private static String coerced(ColumnType from, String to, CoercionRules rules, String cell) {
    Row out = new Row(1);
    ColumnType type = ColumnType.of(Kind.ANY, to);
    Outcome outcome = Coercions.of(from, type, rules).apply(Cell.row(cell), 0, out, 0);
    return outcome.isMisfit() ? outcome.reason() : Cell.show(out, 0) + " " + outcome;
  }

  @ParameterizedTest(name = "{1} into {0} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INTEGER | null                 | null same
          INTEGER | i:5                  | i:5 same
          INTEGER | r:5.0                | i:5 changed
          INTEGER | r:5.5                | not a whole number
          INTEGER | r:NaN                | a value that SQLite would store in another storage class
          INTEGER | t:7                  | i:7 changed
          INTEGER | t:x                  | text that is not an integer
          INTEGER | t:                   | empty text
          INTEGER | b:00                 | blob in an integer column
          REAL    | i:5                  | r:5.0 changed
          REAL    | r:5.5                | r:5.5 same
          REAL    | r:NaN                | t:NaN changed
          REAL    | t:NaN                | t:NaN changed
          REAL    | t:Infinity           | r:Infinity changed
          REAL    | t:0.5                | r:0.5 changed
          REAL    | t:x                  | text that is not a number
          REAL    | t:                   | empty text
          REAL    | i:9007199254740993   | not exact as double precision
          TEXT    | i:5                  | t:5 changed
          TEXT    | r:5.0                | t:5.0 changed
          TEXT    | r:NaN                | t:NaN changed
          TEXT    | t:a                  | t:a same
          TEXT    | t:                   | t: same
          TEXT    | b:00                 | blob in a text column
          NUMERIC | i:5                  | i:5 same
          NUMERIC | r:5.0                | i:5 changed
          NUMERIC | r:5.5                | r:5.5 same
          NUMERIC | r:9223372036854775808 | r:9.223372036854776E18 same
          NUMERIC | r:-9223372036854775808 | r:-9.223372036854776E18 same
          NUMERIC | t:7                  | i:7 changed
          NUMERIC | t:1e2                | i:100 changed
          NUMERIC | t:7.5                | r:7.5 changed
          NUMERIC | t:9223372036854775808 | r:9.223372036854776E18 changed
          NUMERIC | t:0.12345678901234567890123 | text of a number that SQLite would store as another
          NUMERIC | t:x                  | t:x same
          NUMERIC | t:                   | t: same
          NUMERIC | b:00                 | b:00 same
          BLOB    | i:5                  | i:5 same
          BLOB    | r:5.0                | r:5.0 same
          BLOB    | t:5                  | t:5 same
          BLOB    | r:NaN                | t:NaN changed
          """)
  void eachStorageClassIsWhatTheAffinityMakesOfIt(String to, String cell, String expected) {
    ColumnType text = ColumnType.of(Kind.ANY, to.equals("BLOB") ? "TEXT" : "BLOB");
    assertThat(coerced(text, to, CoercionRules.DEFAULT, cell)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{1} within {0} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INTEGER | i:5     | i:5 same
          INTEGER | r:5.5   | r:5.5 same
          INTEGER | r:5.0   | a value that SQLite would store in another storage class
          INTEGER | t:x     | t:x same
          INTEGER | t:5     | a value that SQLite would store in another storage class
          INTEGER | b:00    | b:00 same
          REAL    | i:5     | a value that SQLite would store in another storage class
          REAL    | r:5.0   | r:5.0 same
          REAL    | t:5     | a value that SQLite would store in another storage class
          TEXT    | t:5     | t:5 same
          TEXT    | i:5     | a value that SQLite would store in another storage class
          TEXT    | r:5.5   | a value that SQLite would store in another storage class
          TEXT    | b:00    | b:00 same
          NUMERIC | i:5     | i:5 same
          NUMERIC | r:5.0   | a value that SQLite would store in another storage class
          NUMERIC | r:1e300 | r:1.0E300 same
          NUMERIC | t:x     | t:x same
          BLOB    | t:5     | t:5 same
          BLOB    | i:5     | i:5 same
          BLOB    | r:5.0   | r:5.0 same
          """)
  void betweenColumnsOfOneAffinityNothingMayChange(String type, String cell, String expected) {
    ColumnType from = ColumnType.of(Kind.ANY, type);
    assertThat(coerced(from, type, CoercionRules.DEFAULT, cell)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "'''' into {0} by rule is {1}")
  @CsvSource({"INTEGER, null changed", "REAL, null changed", "NUMERIC, t: same", "TEXT, t: same"})
  void anEmptyTextBecomesNullWhereARuleSaysSoAndNothingElseHoldsIt(String to, String expected) {
    CoercionRules rules = new CoercionRules(TimeRules.DEFAULT, Conversions.NONE, true);
    assertThat(coerced(ColumnType.of(Kind.ANY, "BLOB"), to, rules, "t:")).isEqualTo(expected);
  }
}
