package dev.godwit.value.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.Misfit;
import dev.godwit.value.text.FloatText;
import dev.godwit.value.text.ServerText;
import dev.godwit.value.text.Spelling;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the spelling of a number, a moment or lexemes changes its shape. */
class SpellingTest {
  @ParameterizedTest
  @CsvSource({
    "1e-4, 0.0001",
    "9.9e-5, 9.9e-05",
    "1e-9, 1e-09",
    "1e-10, 1e-10",
    "1e14, 100000000000000",
    "1e15, 1e+15",
    "-1.5e15, -1.5e+15",
    "1e9, 1000000000",
    "123456789012345680, 1.2345678901234568e+17",
    "4.9e-324, 5e-324",
    "0, 0",
    "-0.0, -0",
    "1, 1",
    "-1.25, -1.25",
    "1e100, 1e+100",
    "9007199254740993, 9.007199254740992e+15",
    "1e-290, 1e-290",
    "1.7976931348623157e308, 1.7976931348623157e+308"
  })
  void aDoubleIsAsTheServerPrintsIt(double value, String printed) {
    assertThat(FloatText.of(value)).isEqualTo(printed);
  }

  @ParameterizedTest
  @CsvSource({
    "1e-4, 0.0001",
    "9.9e-5, 9.9e-05",
    "100000, 100000",
    "1e6, 1e+06",
    "1e9, 1e+09",
    "1e10, 1e+10",
    "16777216, 1.6777216e+07",
    "1.4e-45, 1e-45",
    "3.4028235e38, 3.4028235e+38",
    "1e-30, 1e-30",
    "-0.0, -0",
    "0.3, 0.3"
  })
  void aRealIsAsTheServerPrintsIt(float value, String printed) {
    assertThat(FloatText.of(value)).isEqualTo(printed);
  }

  @ParameterizedTest
  @CsvSource({
    "1e-4, 0.0001", "9.9e-5, 9.9e-05", "1e-9, 1.0e-09", "1e-10, 1.0e-10",
        "1e16, 10000000000000000.0",
    "1e17, 1.0e+17", "-1.5e17, -1.5e+17", "1, 1.0", "0.1, 0.1", "5e-324, 4.94065645841247e-324",
    "1e-290, 1.0e-290", "9.9e-291, 9.9e-291", "123456789012345680, 1.2345678901234568e+17"
  })
  void aDoubleIsATextAsSqliteMakesIt(double value, String text) {
    assertThat(new String(Spelling.sqlite(value), StandardCharsets.US_ASCII)).isEqualTo(text);
  }

  @Test
  void aDoubleIsATextAsCMakesIt() {
    Random random = new Random(3);
    for (int i = 0; i < 5000; i++) {
      double value = i < 100 ? Math.pow(10, i - 50) : Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        String text = new String(Spelling.c(value), StandardCharsets.US_ASCII);
        assertThat(Double.parseDouble(text)).isEqualTo(value);
        String fifteen = String.format(Locale.ROOT, "%.14e", value);
        boolean enough = Double.parseDouble(fifteen) == value;
        int exponent = Integer.parseInt(fifteen.substring(fifteen.indexOf('e') + 1));
        boolean plain = exponent >= -4 && exponent < (enough ? 15 : 17);
        assertThat(text.contains("e")).as(text).isEqualTo(!plain);
      }
    }
    assertThat(Spelling.c(0.0)).asString(StandardCharsets.US_ASCII).isEqualTo("0");
    assertThat(Spelling.c(Double.NEGATIVE_INFINITY))
        .asString(StandardCharsets.US_ASCII)
        .contains("-");
  }

  @Test
  void wholeNumbersAreTheirDigits() {
    for (long value : new long[] {0, 1, -1, 9, 10, -10, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(new String(Spelling.of(value), StandardCharsets.US_ASCII)).isEqualTo("" + value);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, 1.50",
    "1, 1.00",
    "-7, -7.00",
    "1.239, 1.23",
    "0.10, 0.10",
    "NaN, NaN",
    "Infinity, Infinity"
  })
  void aLimitedNumericHasTheDigitsOfItsType(String digits, String printed) {
    Row cell = new Row(1);
    cell.setText(0, digits.getBytes(StandardCharsets.US_ASCII));
    assertThat(ServerText.of(new ColumnType(Kind.NUMERIC, 5, 2, "numeric(5,2)"), cell, 0))
        .isEqualTo(printed);
    assertThat(ServerText.of(new ColumnType(Kind.NUMERIC, 0, 2, "numeric"), cell, 0))
        .isEqualTo(digits);
    assertThat(ServerText.of(new ColumnType(Kind.NUMERIC, 5, 0, "numeric(5)"), cell, 0))
        .isEqualTo(digits);
  }

  @ParameterizedTest
  @CsvSource({
    "0044-03-15 BC, -0043-03-15", "0001-01-01 BC, +0000-01-01", "4713-01-01 BC, -4712-01-01",
    "2024-01-01, 2024-01-01", "044-03-15 BC, 044-03-15 BC", "0000-03-15 BC, 0000-03-15 BC",
    "12345678-03-15 BC, 12345678-03-15 BC", "x BC, x BC"
  })
  void anEraIsASign(String printed, String iso) {
    assertThat(ServerText.iso(printed)).isEqualTo(iso);
  }

  @Test
  void lexemesTakeAMegabyteAtMost() throws Misfit {
    // A lexeme takes its bytes and one, its positions two each and two.
    String lexeme = "a".repeat(1023);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1020; i++) {
      text.append(lexeme, 0, 1018).append(String.format("%05d", i)).append(' ');
    }
    int room = (1 << 20) - 1 - 1020 * 1024;
    String last = "b".repeat(1000) + " " + "c".repeat(1000) + " " + "d".repeat(1000) + " ";
    int left = room - 3 * 1001;
    LexemesForm form = new LexemesForm();
    assertThat(form.of(text + last + "e".repeat(left - 1))).endsWith("e'");
    assertThat(form.of(text + last + "e".repeat(left - 5) + ":1")).endsWith("e':1");
    for (String more :
        new String[] {
          "e".repeat(left), "e".repeat(left - 4) + ":1", "e".repeat(left - 6) + ":1,2"
        }) {
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> form.of(text + last + more))
          .isInstanceOf(Misfit.class);
    }
  }

  @Test
  void aSpecialNumberHasTwentyLettersAtMost() {
    byte[] longest = (" ".repeat(12) + "infinity").getBytes(StandardCharsets.US_ASCII);
    assertThat(Spelling.special(longest)).isEqualTo(Double.POSITIVE_INFINITY);
    byte[] longer = (" ".repeat(13) + "infinity").getBytes(StandardCharsets.US_ASCII);
    assertThat(Spelling.special(longer)).isZero();
  }
}
