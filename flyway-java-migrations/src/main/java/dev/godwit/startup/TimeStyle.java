package dev.godwit.startup;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;

/** How a moment is spelt in a SQLite column whose text is compared, so that order stays right. */
public enum TimeStyle {
  /** {@code 2026-11-21 12:33:02.000000}, in UTC: what SQLAlchemy stores. */
  SPACE("yyyy-MM-dd HH:mm:ss.SSSSSS"),
  /**
   * {@code 2026-11-21T12:33:02.5+00:00} as Python's isoformat: 6 digits, or none where all are 0.
   */
  ISO("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'");

  private static final DateTimeFormatter WHOLE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'+00:00'");

  private final DateTimeFormatter format;

  TimeStyle(String pattern) {
    format = DateTimeFormatter.ofPattern(pattern);
  }

  String write(Instant moment) {
    boolean whole = this == ISO && moment.get(ChronoField.MICRO_OF_SECOND) == 0;
    return (whole ? WHOLE : format).format(moment.atOffset(ZoneOffset.UTC));
  }
}
