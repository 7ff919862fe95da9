package dev.godwit.value.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.value.Outcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that end where something more could follow. */
class TimeTextTest {
  private static final Outcome GARBAGE = Outcome.misfit("garbage");

  private final TimeText time = new TimeText(GARBAGE, Grain.MICROS);

  private Outcome read(String text) {
    return time.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "   ",
        "1",
        "12",
        "123",
        "2024",
        "-",
        "+",
        "-2024",
        "2024-",
        "2024-01",
        "2024-01-",
        "2024-01-3",
        "12:",
        "12:3",
        "12:30:",
        "12:30:0",
        "12:30:00.",
        "2024-01-31T",
        "2024-01-31x",
        "12:30zz",
        "12:30z0",
        "12:30 UT",
        "12:30 UTCx",
        "12:30+",
        "12:30+1",
        "12:30+01:",
        "12:30+01:0",
        "12:30+01:00:",
        "12:30+01:00:0",
        "12:30+01:00:00x",
        "12:30+0100x"
      })
  void whatEndsTooEarlyOrTooLateIsNone(String text) {
    assertThat(read(text)).as(text).isSameAs(GARBAGE);
    // The text may be the beginning of a longer array that was read before.
    assertThat(read("2024-01-31 12:30:00")).isNull();
    assertThat(read(text)).as(text).isSameAs(GARBAGE);
  }

  @ParameterizedTest
  @CsvSource({
    "'12:30:00+01', 3600",
    "'12:30:00+01:30', 5400",
    "'12:30:00-0130', -5400",
    "'12:30:00+00:01', 60",
    "'12:30:00+01:00:30', 3630",
    "'12:30:00-00:00:01', -1",
    "'12:30:00+15:59:59', 57599",
    "'12:30:00z', 0",
    "'12:30:00Z ', 0",
    "' 12:30:00 UTC', 0",
    "'12:30+15', 54000"
  })
  void anOffsetIsReadToTheSecond(String text, int seconds) {
    assertThat(read(text)).isNull();
    assertThat(time.hasOffset()).isTrue();
    assertThat(time.offsetSeconds()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"12:30+16", "12:30+01:60", "12:30+01:00:60", "24:00:01", "12:60", "12:30:60"})
  void whatIsNoTimeOfADayIsThat(String text) {
    assertThat(read(text)).isNotNull().isNotSameAs(GARBAGE);
  }

  @ParameterizedTest
  @CsvSource({"'2024-01-31', 19753", "' 2024-01-31  ', 19753", "'+2024-01-31', 19753"})
  void aDateStandsAloneWithBlanksAround(String text, long days) {
    assertThat(read(text)).isNull();
    assertThat(time.hasDate()).isTrue();
    assertThat(time.hasTime()).isFalse();
    assertThat(time.days()).isEqualTo(days);
  }
}
