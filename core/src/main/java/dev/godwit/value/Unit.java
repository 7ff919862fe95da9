package dev.godwit.value;

import java.util.Locale;
import java.util.Optional;

/** What a number counts where it stands for a moment. The label is its name in rules. */
public enum Unit {
  SECONDS("s", "seconds"),
  MILLIS("ms", "milliseconds"),
  MICROS("us", "microseconds"),
  NANOS("ns", "nanoseconds"),
  /** Days since noon in Greenwich on 24 November 4714 BC, as SQLite's julianday() gives them. */
  JULIAN("julian", "Julian days"),
  /** Seconds since 2001-01-01. */
  APPLE("apple", "Apple seconds"),
  /** Nanoseconds since 2001-01-01. */
  APPLE_NANOS("apple_ns", "Apple nanoseconds"),
  /** Microseconds since 1601-01-01. */
  WEBKIT("webkit", "WebKit microseconds"),
  /** 100 nanoseconds since 1601-01-01. */
  FILETIME("filetime", "FILETIME ticks"),
  /** The digits of a date. */
  YYYYMMDD("yyyymmdd", "dates as digits");

  private final String label;
  private final String plural;

  Unit(String label, String plural) {
    this.label = label;
    this.plural = plural;
  }

  public String label() {
    return label;
  }

  /** For messages: {@code milliseconds}. */
  public String plural() {
    return plural;
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
