package dev.godwit.history;

import java.util.Locale;

/** What a run that a history notes did. */
public enum Verb {
  MIGRATE,
  ROLLBACK;

  static Verb of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** In lower case, as reports and histories have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
