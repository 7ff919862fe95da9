package dev.godwit.value.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.Cell;
import dev.godwit.value.Coercion;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.Outcome;
import dev.godwit.value.Unit;
import dev.godwit.value.coerce.Coercions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormsTest {
  @ParameterizedTest(name = "{0}: {1} is written {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          boolean     | i:1                    | i:1
          boolean     | null                   | null
          bigint      | i:5                    | i:5
          double      | r:0.5                  | r:0.5
          numeric     | t:1.50                 | t:1.50
          bytes       | b:00ff                 | b:00ff
          json        | t:[1]                  | t:[1]
          uuid        | b:6f9619ff8b86d011b42d00cf4fc964ff | t:6f9619ff-8b86-d011-b42d-00cf4fc964ff
          date        | i:0                    | t:1970-01-01
          date        | i:-1                   | t:1969-12-31
          date        | i:19782                | t:2024-02-29
          date        | i:11016                | t:2000-02-29
          date        | i:-719162              | t:0001-01-01
          date        | i:2932896              | t:9999-12-31
          date        | i:2932897              | t:+10000-01-01
          date        | i:35804721             | t:+99999-12-31
          date        | i:35804722             | t:+100000-01-01
          date        | i:364522971            | t:+999999-12-31
          date        | i:364522972            | t:+1000000-01-01
          date        | i:-25508               | t:1900-03-01
          date        | i:2932897              | t:+10000-01-01
          date        | i:2145042905           | t:+5874897-12-31
          date        | i:-719529              | t:-0001-12-31
          date        | i:-719528              | t:+0000-01-01
          date        | i:-2440588             | t:-4713-11-24
          date        | i:9223372036854775807  | t:infinity
          date        | i:-9223372036854775808 | t:-infinity
          time        | i:0                    | t:00:00:00
          time        | i:43200000001          | t:12:00:00.000001
          time        | i:86400000000          | t:24:00:00
          timestamp   | i:760017600000000     | t:2024-01-31T12:00:00
          timestamp   | i:-946684800000001                   | t:1969-12-31T23:59:59.999999
          timestamp   | i:-211813488000000000  | t:-4713-11-24T00:00:00
          timestamptz | i:760017600120000     | t:2024-01-31T12:00:00.120000+00:00
          timestamptz | i:9223372036854775807  | t:infinity
          timestamptz | i:-9223372036854775808 | t:-infinity
          """)
  void writesThePlainFormThatReadsBackAsTheSameCell(String type, String cell, String plain) {
    Row to = new Row(1);
    Forms.render(Cell.type(type), Cell.row(cell), 0, to, 0);
    assertThat(Cell.show(to, 0)).isEqualTo(plain);
    Coercion back = Coercions.of(Cell.ANY, Cell.type(type), CoercionRules.DEFAULT);
    assertThat(Cell.coerced(back, plain)).isEqualTo(cell);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "boolean",
        "smallint",
        "integer",
        "bigint",
        "real",
        "double",
        "numeric",
        "numeric(30,9)",
        "bytes",
        "uuid",
        "date",
        "time",
        "timestamp",
        "timestamptz"
      })
  void readsBackRandomCellsOfEveryKind(String type) {
    Random random = new Random(10);
    Coercion back = Coercions.of(Cell.ANY, Cell.type(type), CoercionRules.DEFAULT);
    for (int i = 0; i < 10_000; i++) {
      String cell = random(Cell.type(type).kind(), random);
      Row plain = new Row(1);
      Forms.render(Cell.type(type), Cell.row(cell), 0, plain, 0);
      assertThat(Cell.coerced(back, Cell.show(plain, 0))).isEqualTo(cell);
    }
  }

  private static String random(Kind kind, Random random) {
    return switch (kind) {
      case BOOLEAN -> "i:" + random.nextInt(2);
      case SMALLINT -> "i:" + (short) random.nextInt();
      case INTEGER -> "i:" + random.nextInt();
      case BIGINT -> "i:" + random.nextLong();
      case REAL -> "r:" + (double) Float.intBitsToFloat(random.nextInt());
      case DOUBLE -> "r:" + Double.longBitsToDouble(random.nextLong());
      case NUMERIC ->
          "t:" + new BigDecimal(new BigInteger(60, random), random.nextInt(10)).toPlainString();
      case DATE -> "i:" + random.nextLong(Days.FIRST, Days.LAST + 1);
      case TIME -> "i:" + random.nextLong(86_400_000_001L);
      case TIMESTAMP, TIMESTAMPTZ ->
          "i:"
              + random.nextLong(
                  Days.FIRST * Days.MICROS - Kind.EPOCH_MICROS,
                  (Days.LAST_OF_MICROS - Days.EPOCH) * Days.MICROS);
      default -> {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        yield "b:" + HexFormat.of().formatHex(bytes);
      }
    };
  }

  @ParameterizedTest(name = "{0} to {1}: {2} becomes {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bigint        | bigint       | i:5                  | i:5
          bigint        | integer      | i:2147483648         | !out of range for integer
          boolean       | bigint       | i:1                  | i:1
          boolean       | text         | i:1                  | t:true
          varchar(5)    | varchar(3)   | t:abcd               | !longer than 3 characters
          varchar(5)    | varchar(5)   | t:abcd               | t:abcd
          text          | varchar(3)   | t:abcd               | !longer than 3 characters
          numeric       | numeric(3,1) | t:10.25              | !more than 1 fractional digits
          numeric(9,4)  | numeric      | t:1.5000             | t:1.5000
          timestamp     | timestamptz  | i:760017600000000   | i:760017600000000
          timestamptz   | timestamp    | i:760017600000000   | i:760017600000000
          timestamptz   | text         | i:-946684800000000                  | t:1970-01-01T00:00:00+00:00
          timestamp     | date         | i:-946598400000000        | i:1
          timestamp     | date         | i:-946684799999999                  | !a time of day in a date
          date          | timestamptz  | i:1                  | i:-946598400000000
          date          | any          | i:1                  | t:1970-01-02
          timestamp(3)  | timestamp(6) | i:5                  | i:5
          timestamp     | timestamp(3) | i:5000               | i:5000
          timestamp     | timestamp(3) | i:5                  | !more than 3 fractional digits
          uuid          | text         | b:00000000000000000000000000000001 | t:00000000-0000-0000-0000-000000000001
          bytes         | text         | b:61                 | !blob in a text column
          jsonb         | json         | t:[1]                | t:[1]
          json          | jsonb        | 't:{"a":1,"a":2}'    | !duplicate key in JSON
          date          | text         | null                 | null
          """)
  void goesFromOneTypedKindToAnother(String from, String to, String cell, String result) {
    Coercion coercion = Coercions.of(Cell.type(from), Cell.type(to), CoercionRules.DEFAULT);
    assertThat(Cell.coerced(coercion, cell)).isEqualTo(result);
  }

  @Test
  void callsACellChangedWhenItsPlainFormDiffersFromIt() {
    Coercion coercion = Coercions.of(Cell.type("uuid"), Cell.type("text"), CoercionRules.DEFAULT);
    Row uuid = Cell.row("b:00000000000000000000000000000001");
    assertThat(coercion.apply(uuid, 0, new Row(1), 0)).isSameAs(Outcome.CHANGED);
    Coercion copy = Coercions.of(Cell.type("json"), Cell.type("text"), CoercionRules.DEFAULT);
    assertThat(copy.apply(Cell.row("t:[1]"), 0, new Row(1), 0)).isSameAs(Outcome.SAME);
  }

  @Test
  void knowsUnitsByTheirLabels() {
    for (Unit unit : Unit.values()) {
      assertThat(Unit.parse(unit.label())).contains(unit);
      assertThat(Unit.parse(" " + unit.name() + " ")).contains(unit);
    }
    assertThat(Unit.parse("fortnights")).isEmpty();
    assertThat(Unit.values()).extracting(Unit::plural).doesNotHaveDuplicates();
  }

  @Test
  void nothingTakesThePlaceOfWhatTheRowHeld() {
    Row to = Cell.row("i:7");
    Forms.render(Cell.type("date"), Cell.row("null"), 0, to, 0);
    assertThat(to.isNull(0)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "61, 1",
    "6100, 2",
    "00, 1",
    "0000, 2",
    "c3a9, 1",
    "61c3a900, 3",
    "7f, 1",
    "c3, -1",
    "6180, -1",
    "00c3, -1"
  })
  void charactersAreCountedWithTheirNuls(String hex, int count) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThat(Utf8.charactersAndNuls(bytes)).isEqualTo(count < 0 ? Utf8.INVALID : count);
  }
}
