package dev.godwit.value;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * What a user decided about the dates, times and spans of one column: the zone of times without an
 * offset, and of the midnight of numbers that are dates; what numbers count (null: for moments told
 * from their size, for spans not known); what becomes of digits that the column does not keep;
 * whether a time may come with a date; which of both a local time is that came twice.
 */
public record TimeRules(
    ZoneId zone, Unit unit, Precision precision, boolean ignoreDate, Overlap overlap) {
  public static final TimeRules DEFAULT =
      new TimeRules(ZoneOffset.UTC, null, Precision.EXACT, false, Overlap.REFUSED);

  /** A local time that came twice, when clocks were put back. */
  public enum Overlap {
    REFUSED,
    EARLIER,
    LATER
  }

  public TimeRules {
    Objects.requireNonNull(zone);
    Objects.requireNonNull(precision);
    Objects.requireNonNull(overlap);
  }

  public TimeRules withZone(ZoneId other) {
    return new TimeRules(other, unit, precision, ignoreDate, overlap);
  }

  /** {@code other} may be null. */
  public TimeRules withUnit(Unit other) {
    return new TimeRules(zone, other, precision, ignoreDate, overlap);
  }

  public TimeRules withPrecision(Precision other) {
    return new TimeRules(zone, unit, other, ignoreDate, overlap);
  }

  public TimeRules ignoringDate() {
    return new TimeRules(zone, unit, precision, true, overlap);
  }

  public TimeRules withOverlap(Overlap other) {
    return new TimeRules(zone, unit, precision, ignoreDate, other);
  }
}
