package dev.godwit.report;

import java.util.Locale;

/** What comparing two tables by digest has told. */
public enum Match {
  EQUAL,
  DIFFERENT,
  /** Nothing was compared by digest. */
  SKIPPED;

  public static Match of(boolean equal) {
    return equal ? EQUAL : DIFFERENT;
  }

  /** In lower case, as the JSON report has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
