package dev.godwit.value.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {
  private final DecimalText number = new DecimalText();

  private boolean scan(String text) {
    return number.scan(text.getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\t5\r", "\r5\t", " 5 ", "\n5\u000b\u000c", "5."})
  void blanksAroundAreNoneOfIt(String text) {
    assertThat(scan(text)).isTrue();
    assertThat(number.isIntegral()).isTrue();
    assertThat(number.fitsLong()).isTrue();
    assertThat(number.integer()).isEqualTo(5);
    assertThat(number.value()).isEqualByComparingTo("5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\b5", "5\u000e", "1.2.3", "1..2", "..5", ".", "", "+", "-.", "1e", "1e+", "5 5"})
  void whatIsNoNumberIsNone(String text) {
    assertThat(scan(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "12, 2, true",
    "'12.', 2, false",
    "1.5, 2, false",
    ".5, 1, false",
    "+12, 2, false",
    "12e1, 2, false",
    "0012, 4, true"
  })
  void writtenDigitsAreThoseBeforeAnExponent(String text, int digits, boolean only) {
    assertThat(scan(text)).isTrue();
    assertThat(number.writtenDigits()).isEqualTo(digits);
    assertThat(number.isDigitsOnly()).isEqualTo(only);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.5", "100.5", "0.05", ".5", "5.", "50", "5.00", "1e5", "12.34e-7", "0.1050"})
  void significantDigitsAreThoseOfTheNumber(String text) {
    assertThat(scan(text)).isTrue();
    BigDecimal value = new BigDecimal(text).stripTrailingZeros();
    assertThat(number.significant()).isEqualTo(value.precision());
    assertThat(number.leading()).isEqualTo(value.precision() - value.scale() - 1);
    assertThat(number.trailing()).isEqualTo(-value.scale());
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 1",
    "1.50e1, 15",
    "120.0e-1, 12",
    "-1.0e2, -100",
    "-0.0, 0",
    "9223372036854775807.0, 9223372036854775807"
  })
  void aWholeNumberMayHaveAPoint(String text, long value) {
    assertThat(scan(text)).isTrue();
    assertThat(number.fitsLong()).isTrue();
    assertThat(number.integer()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "-0, 0",
    "-0.00, 0.00",
    "-1, -1",
    "007, 7",
    "+7, 7",
    ".5, 0.5",
    "-.5, -0.5",
    "1e2, 100",
    "'5.', 5",
    "0.5, 0.5",
    "' 1', 1"
  })
  void thePlainFormHasNothingNeedless(String text, String plain) {
    assertThat(scan(text)).isTrue();
    assertThat(number.isPlain()).isEqualTo(text.equals(plain));
    assertThat(new String(number.plain(), StandardCharsets.US_ASCII)).isEqualTo(plain);
  }
}
