package dev.godwit.value;

import java.util.Locale;
import java.util.Optional;

/** What a number counts where it stands for a moment or a span. The label is its name in rules. */
public enum Unit {
  SECONDS("s", "seconds", 1_000_000_000L, 0, true),
  MILLIS("ms", "milliseconds", 1_000_000, 0, true),
  MICROS("us", "microseconds", 1000, 0, true),
  NANOS("ns", "nanoseconds", 1, 0, true),
  MINUTES("min", "minutes", 60_000_000_000L, 0, true),
  HOURS("h", "hours", 3_600_000_000_000L, 0, true),
  DAYS("d", "days", 86_400_000_000_000L, 0, true),
  /** 100 nanoseconds; as moments since 0001-01-01, as .NET has them. */
  TICKS("ticks", "ticks", 100, -62_135_596_800_000_000L, true),
  /** Days since noon in Greenwich on 24 November 4714 BC, as SQLite's julianday() gives them. */
  JULIAN("julian", "Julian days", 0, 0, false),
  /** Seconds since 2001-01-01. */
  APPLE("apple", "Apple seconds", 1_000_000_000L, 978_307_200_000_000L, false),
  /** Nanoseconds since 2001-01-01. */
  APPLE_NANOS("apple_ns", "Apple nanoseconds", 1, 978_307_200_000_000L, false),
  /** Microseconds since 1601-01-01. */
  WEBKIT("webkit", "WebKit microseconds", 1000, -11_644_473_600_000_000L, false),
  /** 100 nanoseconds since 1601-01-01. */
  FILETIME("filetime", "FILETIME ticks", 100, -11_644_473_600_000_000L, false),
  /** The digits of a date. */
  YYYYMMDD("yyyymmdd", "dates as digits", 0, 0, false),
  /** No number: a moment that stands for the span since 1970-01-01. */
  SINCE_EPOCH("since_epoch", "moments since 1970", 0, 0, true);

  private final String label;
  private final String plural;
  private final long nanos;
  private final long origin;
  private final boolean span;

  Unit(String label, String plural, long nanos, long origin, boolean span) {
    this.label = label;
    this.plural = plural;
    this.nanos = nanos;
    this.origin = origin;
    this.span = span;
  }

  public String label() {
    return label;
  }

  /** For messages: {@code milliseconds}. */
  public String plural() {
    return plural;
  }

  /** Whether it can say how long something took. */
  public boolean isSpan() {
    return span;
  }

  /** Whether it can say when something was. */
  public boolean isMoment() {
    return this != SINCE_EPOCH;
  }

  /** Whether it counts days of a calendar, which are the same in every zone. */
  public boolean isCalendar() {
    return this == YYYYMMDD || this == DAYS;
  }

  /** Nanoseconds of one; 0 where it is no count. */
  public long nanos() {
    return nanos;
  }

  /** Microseconds from 1970-01-01 to where it counts from. */
  public long origin() {
    return origin;
  }

  /** The unit of this label or constant name, in any case. */
  public static Optional<Unit> parse(String text) {
    String wanted = text.trim().toLowerCase(Locale.ROOT);
    for (Unit unit : values()) {
      if (unit.label.equals(wanted) || unit.name().toLowerCase(Locale.ROOT).equals(wanted)) {
        return Optional.of(unit);
      }
    }
    return Optional.empty();
  }
}
