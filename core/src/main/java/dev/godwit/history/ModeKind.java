package dev.godwit.history;

import java.util.Locale;

/** How a run moves rows. */
public enum ModeKind {
  /** Everything, in one transaction. */
  FULL,
  /** What is new or changed since the last run; nothing is deleted. */
  INCREMENTAL,
  /** Whatever makes both sides equal. */
  DIFFERENTIAL,
  /** Everything, in batches that are each kept. */
  RESUMABLE;

  /** As a note has it. */
  static ModeKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** In lower case, as reports and histories have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
