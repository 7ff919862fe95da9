package dev.godwit.plan;

import java.util.Locale;

/** What a run does about a row of the target that was changed since the last run. */
public enum Conflicts {
  /** Nothing is written, and the rows are named. */
  FAIL,
  /** It becomes what the source has, or goes. */
  SOURCE,
  /** It stays. */
  TARGET,
  /** The one whose watermark column is later; a row that only the target has stays. */
  NEWER,
  /** The changes of both, column by column; nothing is written where both changed the same one. */
  MERGE;

  /** In lower case, as rules have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
