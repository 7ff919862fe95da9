package dev.godwit.value.coerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Booleans that go to columns of text: words there, as PostgreSQL and JSON write them. */
class BooleanTextTest {
  private static Object coerced(Kind from, ColumnType to, Object value) {
    Row row = new Row(1);
    Row out = new Row(1);
    if (value == null) {
      row.setNull(0);
    } else {
      row.setInteger(0, (Long) value);
    }
    Outcome outcome =
        Coercions.of(ColumnType.of(from, ""), to, CoercionRules.DEFAULT).apply(row, 0, out, 0);
    return outcome.isMisfit() ? outcome.toString() : out.value(0);
  }

  @ParameterizedTest
  @CsvSource({"TEXT, text", "VARCHAR, varchar", "NATIVE, citext", "ANY, TEXT", "ANY, VARCHAR(9)"})
  void aBooleanIsAWordInAText(Kind kind, String type) {
    ColumnType to = ColumnType.of(kind, type);
    assertThat(coerced(Kind.BOOLEAN, to, 1L)).isEqualTo("true");
    assertThat(coerced(Kind.BOOLEAN, to, 0L)).isEqualTo("false");
    assertThat(coerced(Kind.BOOLEAN, to, null)).isNull();
  }

  @Test
  void itStaysANumberWhereNumbersAre() {
    assertThat(coerced(Kind.BOOLEAN, ColumnType.of(Kind.BIGINT, "bigint"), 1L)).isEqualTo(1L);
    assertThat(coerced(Kind.BOOLEAN, ColumnType.of(Kind.ANY, "BOOLEAN"), 1L)).isEqualTo(1L);
    assertThat(coerced(Kind.ANY, ColumnType.of(Kind.TEXT, "text"), 1L)).isEqualTo("1");
  }

  @Test
  void aWordThatIsTooLongDoesNotFit() {
    ColumnType four = new ColumnType(Kind.VARCHAR, 4, 0, "varchar(4)");
    assertThat(coerced(Kind.BOOLEAN, four, 1L)).isEqualTo("true");
    assertThat(coerced(Kind.BOOLEAN, four, 0L).toString()).contains("longer than 4 characters");
  }
}
