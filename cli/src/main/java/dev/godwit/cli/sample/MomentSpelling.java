package dev.godwit.cli.sample;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** The ways in which one moment has been written into TeleClaude's databases over time. */
final class MomentSpelling {
  /** Where the sample's machine stands; only the oldest rows depend on it. */
  static final ZoneId MACHINE = ZoneId.of("Europe/Amsterdam");

  static final Instant FIRST_OFFSETS = start(LocalDate.of(2026, 1, 9));
  static final Instant FIRST_ORM = start(LocalDate.of(2026, 1, 18));

  private static final DateTimeFormatter SECONDS = formatter("uuuu-MM-dd'T'HH:mm:ss");
  private static final DateTimeFormatter MICROS = formatter("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");
  private static final DateTimeFormatter MILLIS = formatter("uuuu-MM-dd'T'HH:mm:ss.SSS");

  private MomentSpelling() {}

  /** As the sessions table had it at that moment: local time, then with offset, then the ORM's. */
  static String ofItsDay(Instant at) {
    if (at.isBefore(FIRST_OFFSETS)) {
      return local(at);
    }
    return at.isBefore(FIRST_ORM) ? micros(at, ZoneOffset.UTC) + "+00:00" : orm(at);
  }

  /** {@code 2026-02-03 04:05:06.000007}, UTC. */
  static String orm(Instant at) {
    return micros(at, ZoneOffset.UTC).replace('T', ' ');
  }

  /** {@code 2026-01-02T03:04:05.000006}, the machine's local time; no fraction where it is zero. */
  static String local(Instant at) {
    return python(at, MACHINE);
  }

  /** {@code 2026-02-03T04:05:06.000007+00:00}; no fraction where it is zero. */
  static String iso(Instant at) {
    return python(at, ZoneOffset.UTC) + "+00:00";
  }

  /** {@code 2026-02-03T09:35:06+05:30}. */
  static String withOffset(Instant at, ZoneOffset offset) {
    return python(at, offset) + offset.getId();
  }

  /** {@code 2026-02-03 04:05:06}, UTC: SQLite's CURRENT_TIMESTAMP. */
  static String currentTimestamp(Instant at) {
    return SECONDS.withZone(ZoneOffset.UTC).format(at).replace('T', ' ');
  }

  /** {@code 2026-02-03T04:05:06.007Z}: JavaScript's toISOString. */
  static String javaScript(Instant at) {
    return MILLIS.withZone(ZoneOffset.UTC).format(at) + "Z";
  }

  private static String python(Instant at, ZoneId zone) {
    boolean whole = at.truncatedTo(ChronoUnit.SECONDS).equals(at);
    return whole ? SECONDS.withZone(zone).format(at) : micros(at, zone);
  }

  private static String micros(Instant at, ZoneId zone) {
    return MICROS.withZone(zone).format(at);
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
