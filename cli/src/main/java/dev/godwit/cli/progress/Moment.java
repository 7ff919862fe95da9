package dev.godwit.cli.progress;

import java.util.Locale;

/**
 * How a run stands at one moment. Expected numbers are guesses, -1 where there is none; {@code
 * seconds} is how long it took to come to so many rows.
 */
record Moment(
    String phase,
    String table,
    long tableRows,
    long tableExpected,
    long rows,
    long bytes,
    long expected,
    double seconds) {

  /** What is done per second, and how long it may still take. */
  String pace() {
    double time = Math.max(seconds, 0.001);
    String text = String.format(Locale.ROOT, "%.1f MB/s", bytes / time / 1e6);
    if (expected > rows && rows > 0) {
      text += ", " + duration(time * (expected - rows) / rows) + " left";
    }
    return text;
  }

  /** One line for logs. */
  String line() {
    String share =
        expected > 0
            ? String.format(
                Locale.ROOT,
                " of about %,d (%d %%)",
                Math.max(expected, rows),
                Math.min(100, rows * 100 / expected))
            : "";
    if (rows == 0) {
      return phase + (table == null ? "" : " " + table);
    }
    String where = table == null ? phase : phase + " " + table;
    return String.format(Locale.ROOT, "%s: %,d rows%s, %s", where, rows, share, pace());
  }

  private static String duration(double seconds) {
    long s = Math.round(seconds);
    return s < 60
        ? s + " s"
        : s < 3600
            ? String.format(Locale.ROOT, "%d:%02d min", s / 60, s % 60)
            : String.format(Locale.ROOT, "%d:%02d h", s / 3600, s / 60 % 60);
  }
}
