package dev.godwit.value.time;

import dev.godwit.model.Kind;
import dev.godwit.value.Outcome;
import dev.godwit.value.Unit;
import dev.godwit.value.text.Days;
import dev.godwit.value.text.DecimalText;
import dev.godwit.value.text.Spelling;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Moments written as numbers. The unit is given, or told from the first number's size; a number
 * that speaks for another unit is then a misfit. One instance serves one column.
 */
final class Epoch {
  static final Outcome RANGE = Outcome.misfit("out of range for a point in time");
  static final Outcome INEXACT = Outcome.misfit("not exact in microseconds");
  private static final Outcome NOT_A_DATE = Outcome.misfit("a number that is not a date");

  private static final Map<Unit, Map<Unit, Outcome>> MIXED = mixed();
  private static final List<Unit> OTHERS = List.of(Unit.WEBKIT, Unit.FILETIME, Unit.TICKS);
  private static final long FROM_1990 = 631_152_000_000_000L;
  private static final long UNTIL_2050 = 2_524_608_000_000_000L;
  private static final Map<Unit, Outcome> AMBIGUOUS =
      Map.of(
          Unit.WEBKIT, Outcome.misfit("microseconds, or WebKit's since 1601"),
          Unit.FILETIME, Outcome.misfit("nanoseconds, or FILETIME's ticks since 1601"),
          Unit.TICKS, Outcome.misfit("nanoseconds, or .NET's ticks since the year 1"));

  private static final Outcome KIND =
      Outcome.misfit("nanoseconds, or .NET's ticks with a kind or an offset");
  private static final Outcome OFFSET = Outcome.misfit(".NET's ticks with an offset in them");
  private static final long KIND_BITS = 3L << 62;
  private static final int OFFSET_BITS = 11;
  private static final long LAST_TICK = 3_155_378_975_999_999_999L;

  private static final double JULIAN_LEAST = 1_721_425.5;
  private static final double JULIAN_GREATEST = 5_373_484.5;
  private static final double JULIAN_1970 = 2_440_587.5;
  private static final long JULIAN_1970_MILLIS = 210_866_760_000_000L;

  private final Unit given;
  private final Grain grain;
  private Unit unit;
  private long micros;
  private boolean finer;

  /** {@code given} may be null. */
  Epoch(Unit given, Grain grain) {
    this.given = given;
    this.grain = grain;
    unit = given;
  }

  private static Map<Unit, Map<Unit, Outcome>> mixed() {
    Map<Unit, Map<Unit, Outcome>> result = new EnumMap<>(Unit.class);
    for (Unit a : Unit.values()) {
      result.put(a, new EnumMap<>(Unit.class));
      for (Unit b : Unit.values()) {
        boolean ordered = a.compareTo(b) <= 0;
        String names = (ordered ? a : b).plural() + " and " + (ordered ? b : a).plural();
        result.get(a).put(b, Outcome.misfit(names + " are mixed"));
      }
    }
    return result;
  }

  boolean isGiven() {
    return given != null;
  }

  /** The unit that was told from the numbers, or null. */
  String guess() {
    return given != null || unit == null ? null : unit.label();
  }

  /** Microseconds since 2000-01-01T00:00:00Z of the number just read. */
  long micros() {
    return micros;
  }

  /** Whether digits were cut off or rounded, as the rule says. */
  boolean isFiner() {
    return finer;
  }

  /** Whether the numbers are days of a calendar, which are the same in every zone. */
  boolean isCalendar() {
    return unit != null && unit.isCalendar();
  }

  /** Null where the number was understood, else why not. */
  Outcome read(long value) {
    finer = false;
    if (given == null && value == 0) {
      return plus(0, 0);
    }
    Outcome misfit = told(value, value == Long.MIN_VALUE ? Unit.NANOS : magnitude(Math.abs(value)));
    return misfit == null ? scaled(value) : misfit;
  }

  Outcome read(double value) {
    finer = false;
    if (given == null && value == 0) {
      return plus(0, 0);
    }
    if (Double.isNaN(value) || Math.abs(value) >= 0x1p63) {
      return RANGE;
    }
    boolean julian = value >= JULIAN_LEAST && value <= JULIAN_GREATEST;
    Outcome misfit = told((long) value, julian ? Unit.JULIAN : magnitude((long) Math.abs(value)));
    if (misfit != null) {
      return misfit;
    }
    // Doubles that are whole numbers of fine units lose nothing on the way through a long.
    if (value == Math.rint(value) && unit != Unit.JULIAN) {
      return scaled((long) value);
    }
    if (unit == Unit.JULIAN) {
      return julian(value);
    } else if (unit == Unit.YYYYMMDD) {
      return NOT_A_DATE;
    } else if (!grain.isExact()) {
      return rounded(
          new BigDecimal(new String(Spelling.shortest(value), StandardCharsets.US_ASCII)));
    }
    return fraction(value);
  }

  /** A number written in decimal, exactly. */
  Outcome read(DecimalText number) {
    if (number.isIntegral()) {
      return number.fitsLong() ? read(number.integer()) : RANGE;
    }
    if (number.leading() > 18) {
      return RANGE;
    }
    finer = false;
    if (grain.isExact() && number.trailing() < -40) {
      return TimeText.FRACTION;
    }
    BigDecimal value = number.value();
    double rounded = value.doubleValue();
    boolean julian = rounded >= JULIAN_LEAST && rounded <= JULIAN_GREATEST;
    if (unit == Unit.JULIAN || (given == null && julian)) {
      return read(rounded);
    }
    Outcome misfit = told((long) rounded, magnitude((long) Math.abs(rounded)));
    if (misfit != null) {
      return misfit;
    }
    return unit == Unit.YYYYMMDD ? NOT_A_DATE : rounded(value);
  }

  /** Of a number in decimal, which may be finer than microseconds. */
  private Outcome rounded(BigDecimal value) {
    BigDecimal exact =
        value
            .multiply(BigDecimal.valueOf(unit.nanos()))
            .movePointLeft(3)
            .add(BigDecimal.valueOf(unit.origin()));
    BigDecimal kept = grain.isExact() ? exact : grain.moment(exact);
    finer = kept.compareTo(exact) != 0;
    if (kept.precision() - kept.scale() > 19) {
      return RANGE;
    }
    try {
      return plus(kept.longValueExact(), 0);
    } catch (ArithmeticException e) {
      return kept.stripTrailingZeros().scale() > 0 ? TimeText.FRACTION : RANGE;
    }
  }

  private static Unit magnitude(long size) {
    if (size < 100_000_000_000L) {
      return Unit.SECONDS;
    }
    if (size < 100_000_000_000_000L) {
      return Unit.MILLIS;
    }
    return size < 100_000_000_000_000_000L ? Unit.MICROS : Unit.NANOS;
  }

  /** A number that is a moment of these years in another count as well tells nothing. */
  private Outcome told(long value, Unit seen) {
    if (given == null) {
      for (Unit other : OTHERS) {
        if (seen.nanos() == (other == Unit.WEBKIT ? 1000 : 1) && isRecent(value, other)) {
          return AMBIGUOUS.get(other);
        }
      }
      if (seen == Unit.NANOS
          && (isRecent(value & ~KIND_BITS, Unit.TICKS) || isTicksWithOffset(value))) {
        return KIND;
      }
    } else if (given == Unit.TICKS) {
      if (value < 0 || value > LAST_TICK) {
        return RANGE;
      }
      return isTicksWithOffset(value) ? OFFSET : null;
    }
    return agree(seen);
  }

  private static boolean isRecent(long value, Unit counted) {
    long since1970 = value / 1000 * counted.nanos() + counted.origin();
    return since1970 > FROM_1990 && since1970 < UNTIL_2050;
  }

  /**
   * As EF Core binds a DateTimeOffset: thousands of ticks, and the minutes of its offset behind.
   */
  private static boolean isTicksWithOffset(long value) {
    long minutes = value << Long.SIZE - OFFSET_BITS >> Long.SIZE - OFFSET_BITS;
    return minutes % 15 == 0
        && Math.abs(minutes) <= 14 * 60
        && isRecent((value >> OFFSET_BITS) * 1000, Unit.TICKS);
  }

  private Outcome agree(Unit seen) {
    if (unit == null) {
      unit = seen;
    } else if (!unit.isMoment()) {
      return NOT_A_DATE;
    }
    return given != null || unit == seen ? null : MIXED.get(unit).get(seen);
  }

  private Outcome scaled(long value) {
    if (unit == Unit.JULIAN) {
      return julian((double) value);
    } else if (unit == Unit.YYYYMMDD) {
      return digits(value);
    } else if (!grain.isExact()) {
      return rounded(BigDecimal.valueOf(value));
    }
    return unit.nanos() >= 1000
        ? times(value, unit.nanos() / 1000, unit.origin())
        : divided(value, 1000 / unit.nanos(), unit.origin());
  }

  private Outcome times(long value, long factor, long origin) {
    long product = value * factor;
    return Math.multiplyHigh(value, factor) != product >> 63 ? RANGE : plus(product, origin);
  }

  private Outcome divided(long value, long divisor, long origin) {
    return value % divisor != 0 ? TimeText.FRACTION : plus(value / divisor, origin);
  }

  /** {@code origin} counts from 1970. */
  private Outcome plus(long value, long origin) {
    long offset = origin - Kind.EPOCH_MICROS;
    micros = value + offset;
    return ((value ^ micros) & (offset ^ micros)) < 0 ? RANGE : null;
  }

  private Outcome fraction(double value) {
    double scale = unit.nanos() / 1000.0;
    double scaled = Math.rint(value * scale);
    if (Math.abs(scaled) >= 0x1p63) {
      return RANGE;
    }
    return scaled / scale == value ? plus((long) scaled, unit.origin()) : INEXACT;
  }

  /** To the millisecond as SQLite does, unless the double says more than that. */
  private Outcome julian(double value) {
    if (Math.abs(value) > 2e8) {
      return RANGE;
    }
    long millis = (long) Math.floor(value * 86_400_000.0 + 0.5);
    if (Math.abs(millis / 86_400_000.0 - value) <= Math.ulp(value)) {
      return times(millis - JULIAN_1970_MILLIS, 1000, 0);
    }
    return plus(Math.round((value - JULIAN_1970) * 86_400e6), 0);
  }

  private Outcome digits(long value) {
    int month = (int) (value / 100 % 100);
    int day = (int) (value % 100);
    if (value < 10_101 || value > 99_991_231 || !Days.exists(value / 10_000, month, day)) {
      return NOT_A_DATE;
    }
    return plus(Days.of(value / 10_000, month, day) * Days.MICROS, 0);
  }
}
