package dev.godwit.value.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.Kind;
import dev.godwit.value.Outcome;
import dev.godwit.value.Precision;
import dev.godwit.value.Unit;
import dev.godwit.value.text.DecimalText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Numbers as moments, against arithmetic that has no limits. */
class EpochTest {
  private static final BigDecimal TO_2000 = BigDecimal.valueOf(Kind.EPOCH_MICROS);
  private static final List<Grain> GRAINS =
      List.of(
          Grain.MICROS,
          new Grain(6, Precision.CUT),
          new Grain(6, Precision.ROUND),
          new Grain(3, Precision.CUT),
          new Grain(0, Precision.ROUND));

  /** The moment in microseconds, or why there is none. */
  private static Object expected(Unit unit, BigDecimal number, Grain grain) {
    BigDecimal micros =
        number
            .multiply(BigDecimal.valueOf(unit.nanos()))
            .movePointLeft(3)
            .add(BigDecimal.valueOf(unit.origin()));
    BigDecimal kept = micros;
    if (!grain.isExact()) {
      BigDecimal step = BigDecimal.TEN.pow(6 - grain.digits());
      BigDecimal steps = micros.divide(step, 40, RoundingMode.FLOOR);
      boolean rounds = grain.precision() == Precision.ROUND;
      BigDecimal whole =
          rounds
              ? steps.add(new BigDecimal("0.5")).setScale(0, RoundingMode.FLOOR)
              : steps.setScale(0, RoundingMode.FLOOR);
      kept = whole.multiply(step);
    }
    if (kept.stripTrailingZeros().scale() > 0) {
      return TimeText.FRACTION;
    }
    BigDecimal moment = kept.subtract(TO_2000);
    return moment.toBigInteger().bitLength() > 63 ? Epoch.RANGE : (Object) moment.longValueExact();
  }

  /** Far beyond what a server holds it may be out of range already. */
  private static void assertRead(Epoch epoch, Outcome misfit, Object wanted, BigDecimal number) {
    Object got = misfit == null ? (Object) epoch.micros() : misfit;
    boolean far = wanted instanceof Long moment && Math.abs((double) moment) > 9.19e18;
    if (!(got.equals(Epoch.RANGE) && (far || number.precision() - number.scale() > 18))) {
      assertThat(got).as("%s", number).isEqualTo(wanted);
    }
  }

  /** .NET's DateTime is from the year 1 to 9999. */
  private static boolean isNoDateTime(Unit unit, BigDecimal number) {
    return unit == Unit.TICKS
        && (number.signum() < 0 || number.compareTo(new BigDecimal("3155378975999999999")) > 0);
  }

  private static boolean isPlain(Unit unit) {
    return unit.nanos() > 0;
  }

  private static List<Long> longs(Unit unit) {
    List<Long> all = new ArrayList<>(List.of(0L, 1L, -1L, 999L, -1000L, 1234567890123L));
    BigInteger greatest = BigInteger.valueOf(Long.MAX_VALUE).multiply(BigInteger.valueOf(1000));
    for (int sign : new int[] {1, -1}) {
      long edge =
          greatest
              .multiply(BigInteger.valueOf(sign))
              .divide(BigInteger.valueOf(unit.nanos()))
              .min(BigInteger.valueOf(Long.MAX_VALUE - 5))
              .max(BigInteger.valueOf(Long.MIN_VALUE + 5))
              .longValue();
      long from2000 = edge + sign * Kind.EPOCH_MICROS * 1000 / unit.nanos();
      for (long near = -3; near <= 3; near++) {
        all.add(edge + near);
        all.add(from2000 + near);
        all.add(edge - unit.origin() / Math.max(1, unit.nanos() / 1000) + near);
      }
    }
    all.add(Long.MIN_VALUE);
    Random random = new Random(unit.nanos());
    for (int i = 0; i < 200; i++) {
      all.add(random.nextLong() >> random.nextInt(60));
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void wholeNumbersAreMomentsOrNamed(Unit unit) {
    if (!isPlain(unit)) {
      return;
    }
    for (Grain grain : GRAINS) {
      Epoch epoch = new Epoch(unit, grain);
      for (long number : longs(unit)) {
        Object wanted = expected(unit, BigDecimal.valueOf(number), grain);
        Outcome misfit = epoch.read(number);
        if (isNoDateTime(unit, BigDecimal.valueOf(number))) {
          assertThat(misfit).as("%s", number).isIn(Epoch.RANGE, TimeText.FRACTION);
          continue;
        }
        assertRead(epoch, misfit, wanted, BigDecimal.valueOf(number).setScale(1));
        if (misfit == null) {
          Object exact = expected(unit, BigDecimal.valueOf(number), Grain.MICROS);
          assertThat(epoch.isFiner()).as("%s %s", number, unit).isEqualTo(!wanted.equals(exact));
        }
      }
      assertThat(epoch.isGiven()).isTrue();
      assertThat(epoch.guess()).isNull();
      assertThat(epoch.isCalendar()).isEqualTo(unit == Unit.DAYS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void decimalsAreMomentsOrNamed(Unit unit) {
    if (!isPlain(unit)) {
      return;
    }
    Random random = new Random(unit.nanos());
    for (Grain grain : GRAINS) {
      Epoch epoch = new Epoch(unit, grain);
      for (int i = 0; i < 300; i++) {
        BigDecimal number =
            new BigDecimal(new BigInteger(5 + random.nextInt(58), random), random.nextInt(14))
                .multiply(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1));
        byte[] digits = number.toPlainString().getBytes(StandardCharsets.US_ASCII);
        DecimalText scanned = new DecimalText();
        assertThat(scanned.scan(digits)).isTrue();
        Object wanted = expected(unit, number, grain);
        Outcome misfit = epoch.read(scanned);
        boolean beyond = wanted.equals(Epoch.RANGE) || wanted.equals(TimeText.FRACTION);
        if (isNoDateTime(unit, number) && number.abs().compareTo(BigDecimal.ONE) >= 0) {
          assertThat(misfit).as("%s", number).isIn(Epoch.RANGE, TimeText.FRACTION);
          continue;
        }
        // What is out of range and has a fraction too may be named for either.
        if (beyond) {
          assertThat(misfit).isIn(Epoch.RANGE, TimeText.FRACTION);
        } else {
          assertRead(epoch, misfit, wanted, number);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SECONDS", "MILLIS", "APPLE", "MINUTES", "DAYS"})
  void binaryFractionsAreTheMomentThatTheyStandForOrNamed(Unit unit) {
    Epoch epoch = new Epoch(unit, Grain.MICROS);
    double scale = unit.nanos() / 1000.0;
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      long micros = random.nextLong() >> 13 + random.nextInt(40);
      double number = micros / scale;
      if (number == Math.rint(number)) {
        continue;
      }
      Outcome misfit = epoch.read(number);
      if (misfit == null) {
        long got = epoch.micros() + Kind.EPOCH_MICROS - unit.origin();
        assertThat(got / scale).as("%s %s", number, unit).isEqualTo(number);
      } else {
        assertThat(misfit).isEqualTo(Epoch.INEXACT);
        assertThat(Math.rint(number * scale) / scale).isNotEqualTo(number);
      }
    }
    assertThat(epoch.read(1e-13)).isEqualTo(Epoch.INEXACT);
    assertThat(epoch.read(Double.NaN)).isEqualTo(Epoch.RANGE);
    assertThat(epoch.read(0x1p63)).isEqualTo(Epoch.RANGE);
    assertThat(epoch.read(-0x1p63)).isEqualTo(Epoch.RANGE);
    assertThat(epoch.read(0x1p62 * 1.9)).isEqualTo(Epoch.RANGE);
  }

  @Test
  void binaryFractionsOfFineUnitsAreRoundedByRuleOnly() {
    assertThat(new Epoch(Unit.MICROS, Grain.MICROS).read(0.5)).isEqualTo(Epoch.INEXACT);
    Epoch rounded = new Epoch(Unit.SECONDS, new Grain(0, Precision.ROUND));
    assertThat(rounded.read(1.5)).isNull();
    assertThat(rounded.micros()).isEqualTo(2_000_000 - Kind.EPOCH_MICROS);
    assertThat(rounded.isFiner()).isTrue();
    assertThat(rounded.read(2.0)).isNull();
    assertThat(rounded.isFiner()).isFalse();
    assertThat(rounded.read(9.3e17)).isEqualTo(Epoch.RANGE);
  }

  @ParameterizedTest
  @CsvSource({
    "0, s",
    "1, s",
    "-99999999999, s",
    "99999999999, s",
    "100000000000, ms",
    "-100000000000, ms",
    "99999999999999, ms",
    "100000000000000, us",
    "99999999999999999, us",
    "100000000000000000, ns",
    "-9223372036854775808, ns"
  })
  void aNumberTellsItsUnitByItsSize(long number, String unit) {
    Epoch epoch = new Epoch(null, new Grain(6, Precision.CUT));
    assertThat(epoch.guess()).isNull();
    assertThat(epoch.isCalendar()).isFalse();
    epoch.read(number);
    assertThat(epoch.guess()).isEqualTo(number == 0 ? null : unit);
    assertThat(epoch.isGiven()).isFalse();
    Epoch binary = new Epoch(null, Grain.MICROS);
    if (Math.abs((double) number) < 0x1p53) {
      binary.read((double) number);
      assertThat(binary.guess()).isEqualTo(number == 0 ? null : unit);
    }
  }

  @Test
  void numbersOfTwoUnitsAreNotTakenForOne() {
    Epoch epoch = new Epoch(null, Grain.MICROS);
    assertThat(epoch.read(1_700_000_000L)).isNull();
    assertThat(epoch.read(0L)).isNull();
    assertThat(epoch.micros()).isEqualTo(-Kind.EPOCH_MICROS);
    assertThat(epoch.read(0.0)).isNull();
    assertThat(epoch.micros()).isEqualTo(-Kind.EPOCH_MICROS);
    assertThat(epoch.read(1_700_000_000_000L).reason())
        .isEqualTo("seconds and milliseconds are mixed");
    assertThat(epoch.read(2_460_000.5).reason()).isEqualTo("seconds and Julian days are mixed");
    assertThat(epoch.read(1_700_000_000_000.5).reason())
        .isEqualTo("seconds and milliseconds are mixed");
    DecimalText text = new DecimalText();
    byte[] digits = "1700000000000.25".getBytes(StandardCharsets.US_ASCII);
    text.scan(digits);
    assertThat(epoch.read(text).reason()).isEqualTo("seconds and milliseconds are mixed");
    assertThat(new Epoch(Unit.SINCE_EPOCH, Grain.MICROS).read(1).reason())
        .isEqualTo("a number that is not a date");
  }

  @ParameterizedTest
  @CsvSource({
    "13344473600000000, 'microseconds, or WebKit''s since 1601'",
    "133444736000000000, 'nanoseconds, or FILETIME''s ticks since 1601'",
    "638423136000000000, 'nanoseconds, or .NET''s ticks since the year 1'"
  })
  void aNumberThatIsAMomentOfOurTimeInAnotherCountIsNotGuessed(long number, String why) {
    assertThat(new Epoch(null, Grain.MICROS).read(number).reason()).isEqualTo(why);
    assertThat(new Epoch(null, Grain.MICROS).read((double) number).reason()).isEqualTo(why);
    assertThat(new Epoch(Unit.MICROS, Grain.MICROS).read(number)).isNull();
    assertThat(new Epoch(null, Grain.MICROS).read(-number)).isNull();
    for (long near : new long[] {1_700_000_000_000_000L, 1_700_000_000_000_000_000L}) {
      assertThat(new Epoch(null, Grain.MICROS).read(near)).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1307490287616000000, '.NET''s ticks with an offset in them'",
    "1307490287616000120, '.NET''s ticks with an offset in them'",
    "1307490287616000840, '.NET''s ticks with an offset in them'",
    "1307490287616001568, '.NET''s ticks with an offset in them'",
    "5250109010427387904, 'out of range for a point in time'",
    "-8584949044854775808, 'out of range for a point in time'"
  })
  void aMomentOfDotNetWithAKindOrAnOffsetIsNotGuessed(long number, String asTicks) {
    for (Grain grain : GRAINS) {
      assertThat(new Epoch(null, grain).read(number).reason())
          .isEqualTo("nanoseconds, or .NET's ticks with a kind or an offset");
      assertThat(new Epoch(Unit.TICKS, grain).read(number).reason()).isEqualTo(asTicks);
    }
    assertThat(new Epoch(Unit.NANOS, new Grain(6, Precision.CUT)).read(number)).isNull();
    assertThat(new Epoch(null, Grain.MICROS).read(1_307_490_287_616_124_000L)).isNull();
  }

  @Test
  void julianDaysAreRecognisedBetweenTheYears1And9999() {
    for (double day : new double[] {1_721_425.5, 2_440_587.5, 2_460_000.75, 5_373_484.5}) {
      Epoch epoch = new Epoch(null, Grain.MICROS);
      assertThat(epoch.read(day)).isNull();
      assertThat(epoch.guess()).isEqualTo("julian");
      BigDecimal micros =
          BigDecimal.valueOf(day)
              .subtract(new BigDecimal("2440587.5"))
              .multiply(BigDecimal.valueOf(86_400_000_000L));
      assertThat(epoch.micros()).isEqualTo(micros.subtract(TO_2000).longValueExact());
      Epoch text = new Epoch(null, Grain.MICROS);
      byte[] digits =
          String.valueOf(new BigDecimal(day).toPlainString()).getBytes(StandardCharsets.US_ASCII);
      DecimalText scanned = new DecimalText();
      scanned.scan(digits);
      assertThat(text.read(scanned)).isNull();
      assertThat(text.guess()).isEqualTo("julian");
      assertThat(text.micros()).isEqualTo(epoch.micros());
    }
    for (double day : new double[] {Math.nextDown(1_721_425.5), Math.nextUp(5_373_484.5)}) {
      Epoch epoch = new Epoch(null, Grain.MICROS);
      epoch.read(day);
      assertThat(epoch.guess()).isEqualTo("s");
    }
  }

  @Test
  void aJulianDayIsToTheMillisecondUnlessItSaysMore() {
    Epoch epoch = new Epoch(Unit.JULIAN, Grain.MICROS);
    // 2023-02-25 00:00:00.123 as SQLite's julianday() gives it.
    assertThat(epoch.read(2460000.5 + 0.123 / 86_400)).isNull();
    assertThat((epoch.micros() + Kind.EPOCH_MICROS) % 1_000_000).isEqualTo(123_000);
    assertThat(epoch.read(10.000001)).isNull();
    long exact = Math.round((10.000001 - 2_440_587.5) * 86_400e6);
    assertThat(epoch.micros() + Kind.EPOCH_MICROS).isEqualTo(exact);
    assertThat(epoch.read(2_440_588L)).isNull();
    assertThat(epoch.micros() + Kind.EPOCH_MICROS).isEqualTo(43_200_000_000L);
    assertThat(epoch.read(200_000_001L)).isEqualTo(Epoch.RANGE);
    assertThat(epoch.read(-200_000_001L)).isEqualTo(Epoch.RANGE);
    assertThat(epoch.read(2.1e8)).isEqualTo(Epoch.RANGE);
  }

  @Test
  void aJulianDayIsOneStepOfItsDoubleOffAtMost() {
    Epoch epoch = new Epoch(Unit.JULIAN, Grain.MICROS);
    for (long millis = 212_000_000_000_123L; millis < 212_000_000_003_000L; millis += 97) {
      double day = millis / 86_400_000.0;
      for (double near : new double[] {day, Math.nextUp(day), Math.nextDown(day)}) {
        assertThat(epoch.read(near)).isNull();
        assertThat(epoch.micros() + Kind.EPOCH_MICROS)
            .isEqualTo((millis - 210_866_760_000_000L) * 1000);
      }
      assertThat(epoch.read(Math.nextUp(Math.nextUp(day)))).isNull();
      assertThat(epoch.micros() % 1000).isNotZero();
    }
  }

  @Test
  void aJulianDayBeyondEveryMomentIsNoOther() {
    Epoch epoch = new Epoch(Unit.JULIAN, Grain.MICROS);
    for (long day = 110_000_000; day < 200_000_000; day += 9_999_999) {
      assertThat(epoch.read(day)).isSameAs(Epoch.RANGE);
      assertThat(epoch.read(-day)).isSameAs(Epoch.RANGE);
      assertThat(epoch.read(-day - 0.5)).isSameAs(Epoch.RANGE);
    }
  }

  @Test
  void ticksAreOfTheYears1To9999() {
    Epoch ticks = new Epoch(Unit.TICKS, new Grain(6, Precision.CUT));
    assertThat(ticks.read(0L)).isNull();
    assertThat(ticks.read(-1L)).isSameAs(Epoch.RANGE);
    assertThat(ticks.read(3_155_378_975_999_999_999L)).isNull();
    assertThat(ticks.read(3_155_378_976_000_000_000L)).isSameAs(Epoch.RANGE);
  }

  @Test
  void digitsOfADateAreThatDate() {
    Epoch epoch = new Epoch(Unit.YYYYMMDD, Grain.MICROS);
    for (long number = 9_000; number < 100_200_000; number += 1009 + number % 977) {
      Object wanted;
      try {
        LocalDate date =
            LocalDate.of((int) (number / 10_000), (int) (number / 100 % 100), (int) (number % 100));
        boolean four = number >= 10_000 && number <= 99_991_231;
        wanted =
            four
                ? (Object)
                    (date.atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000
                        - Kind.EPOCH_MICROS)
                : "a number that is not a date";
      } catch (DateTimeException e) {
        wanted = "a number that is not a date";
      }
      Outcome misfit = epoch.read(number);
      assertThat(misfit == null ? (Object) epoch.micros() : misfit.reason())
          .as("%d", number)
          .isEqualTo(wanted);
    }
    for (long edge : new long[] {99_991_231, 10_101}) {
      assertThat(epoch.read(edge)).isNull();
    }
    for (long edge : new long[] {99_991_232, 100_000_101, 0, -20_240_101}) {
      assertThat(epoch.read(edge).reason()).isEqualTo("a number that is not a date");
    }
    assertThat(epoch.read(20_240_101.5).reason()).isEqualTo("a number that is not a date");
    assertThat(epoch.isCalendar()).isTrue();
    byte[] digits = "20240101.5".getBytes(StandardCharsets.US_ASCII);
    DecimalText text = new DecimalText();
    text.scan(digits);
    assertThat(epoch.read(text).reason()).isEqualTo("a number that is not a date");
  }

  @Test
  void endlessDigitsAreNamedAndNotWorkedThrough() {
    Epoch epoch = new Epoch(Unit.SECONDS, Grain.MICROS);
    assertThat(text(epoch, "0." + "0".repeat(45) + "1")).isEqualTo(TimeText.FRACTION);
    assertThat(text(epoch, "1" + "0".repeat(19) + ".5")).isEqualTo(Epoch.RANGE);
    assertThat(text(epoch, "123456789012345678901234")).isEqualTo(Epoch.RANGE);
    assertThat(text(epoch, "99999999999999.5")).isEqualTo(Epoch.RANGE);
    assertThat(text(epoch, "1.0000001")).isEqualTo(TimeText.FRACTION);
    assertThat(text(epoch, "1.250")).isNull();
    Epoch cut = new Epoch(Unit.SECONDS, new Grain(6, Precision.CUT));
    assertThat(text(cut, "1.25" + "0".repeat(45) + "1")).isNull();
    assertThat(cut.micros() + Kind.EPOCH_MICROS).isEqualTo(1_250_000);
    assertThat(cut.isFiner()).isTrue();
    Epoch julian = new Epoch(Unit.JULIAN, Grain.MICROS);
    assertThat(text(julian, "2440587.5" + "0".repeat(38) + "1")).isNull();
    assertThat(text(julian, "2440587.5" + "0".repeat(39) + "1")).isEqualTo(TimeText.FRACTION);
  }

  private static Outcome text(Epoch epoch, String number) {
    byte[] digits = number.getBytes(StandardCharsets.US_ASCII);
    DecimalText scanned = new DecimalText();
    assertThat(scanned.scan(digits)).isTrue();
    return epoch.read(scanned);
  }

  private static Outcome read(Unit unit, Grain grain, String text) {
    DecimalText number = new DecimalText();
    byte[] digits = text.getBytes(StandardCharsets.US_ASCII);
    assertThat(number.scan(digits)).isTrue();
    return new Epoch(unit, grain).read(number);
  }

  @Test
  void whatIsBeyondEveryMomentIsOutOfRange() {
    Grain cut = new Grain(6, Precision.CUT);
    assertThat(new Epoch(Unit.DAYS, cut).read(15_000_000_000_000.5)).isSameAs(Epoch.RANGE);
    assertThat(new Epoch(Unit.DAYS, Grain.MICROS).read(15_000_000_000_000.5)).isSameAs(Epoch.RANGE);
    assertThat(new Epoch(Unit.SECONDS, Grain.MICROS).read(9_223_372_036_854.775))
        .isSameAs(Epoch.RANGE);
    assertThat(new Epoch(Unit.NANOS, Grain.MICROS).read(0x1p63)).isSameAs(Epoch.RANGE);
    assertThat(new Epoch(Unit.JULIAN, Grain.MICROS).read(109_192_579.5)).isSameAs(Epoch.RANGE);
    assertThat(read(Unit.JULIAN, Grain.MICROS, "300000000.5")).isSameAs(Epoch.RANGE);
    assertThat(read(Unit.NANOS, cut, "1234567890123456789.5")).isNull();
    assertThat(read(Unit.NANOS, cut, "12345678901234567890.5")).isSameAs(Epoch.RANGE);
  }

  @Test
  void doublesThatAreWholeAreReadAsWholeNumbers() {
    Epoch micros = new Epoch(Unit.MICROS, Grain.MICROS);
    assertThat(micros.read(5.0)).isNull();
    assertThat(micros.micros()).isEqualTo(5 - Kind.EPOCH_MICROS);
    Epoch days = new Epoch(Unit.YYYYMMDD, Grain.MICROS);
    assertThat(days.read(20240131.0)).isNull();
    assertThat(days.read(20240131.5)).isNotNull();
    assertThat(days.read(99_991_231L)).isNull();
    assertThat(days.read(99_991_232L)).isNotNull();
    assertThat(days.read(10_101L)).isNull();
    assertThat(days.read(10_100L)).isNotNull();
  }

  @Test
  void onlyMomentsBetween1990And2050AreAmbiguous() {
    long origin = 11_644_473_600_000_000L;
    long from = 631_152_000_000_000L + origin;
    long until = 2_524_608_000_000_000L + origin;
    assertThat(new Epoch(null, Grain.MICROS).read(from)).isNull();
    assertThat(new Epoch(null, Grain.MICROS).read(from + 1000)).isNotNull();
    assertThat(new Epoch(null, Grain.MICROS).read(until - 1000)).isNotNull();
    assertThat(new Epoch(null, Grain.MICROS).read(until)).isNull();
  }
}
