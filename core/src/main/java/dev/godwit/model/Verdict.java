package dev.godwit.model;

import java.util.Locale;

/** How a run ended, and the exit code that says so. */
public enum Verdict {
  /** The target holds just what the source does. */
  EXACT(0),
  /** By a rule, rows of the target stayed beside the source's, or were written over. */
  MERGED(0),
  /** Only part of the source was looked at, as asked for. */
  PARTIAL(0),
  PLANNED(0),
  /** Rows did not fit and are set aside, or were lost with the damaged part of the source. */
  QUARANTINED(3),
  DIFFERENT(3),
  REFUSED(3),
  FAILED(1);

  private static final int NOT_WHAT_WAS_ASKED_FOR = 3;

  private final int exitCode;

  Verdict(int exitCode) {
    this.exitCode = exitCode;
  }

  /**
   * As a note has it.
   *
   * @throws IllegalArgumentException where no verdict is called so
   */
  public static Verdict of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** The program's; {@code exactly}: anything less than exact is not what was asked for. */
  public int exitCode(boolean exactly) {
    return exactly && (this == MERGED || this == PARTIAL) ? NOT_WHAT_WAS_ASKED_FOR : exitCode;
  }

  /** Whether a run that ended so was kept. */
  public boolean isKept() {
    return this == EXACT || this == MERGED || this == PARTIAL || this == QUARANTINED;
  }

  /** In lower case, as the JSON report has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
