package dev.godwit.cli;

import dev.godwit.cli.progress.Watch;
import dev.godwit.model.GodwitException;
import dev.godwit.report.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a run waits for another on the same target to end. */
record Patience(Duration most) {
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(s|m|h|d)");
  private static final Duration STEP = Duration.ofSeconds(1);

  /** {@code text} is a number with s, m, h or d; null for no time at all. */
  static Patience of(String text) {
    if (text == null) {
      return new Patience(Duration.ZERO);
    }
    return new Patience(
        time(text)
            .orElseThrow(
                () ->
                    GodwitException.usage(
                        "--lock-wait "
                            + text
                            + ": a number and s, m, h or d is wanted, 10m for example")));
  }

  /** A number and s, m, h or d; nothing where it is another word. */
  static Optional<Duration> time(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(time.group(1));
    return Optional.of(
        switch (time.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        });
  }

  /** Tries, and tries again from the beginning while another run is at work. */
  Report until(Supplier<Report> work, Watch watch) {
    Instant end = Instant.now().plus(most);
    while (true) {
      try {
        return work.get();
      } catch (GodwitException e) {
        if (!e.isInUse() || Instant.now().isAfter(end)) {
          throw e;
        }
        watch.phase("waiting for another run to end");
        pause(e);
      }
    }
  }

  private static void pause(GodwitException reason) {
    try {
      Thread.sleep(STEP.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw reason;
    }
  }
}
