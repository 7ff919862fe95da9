package dev.godwit.plan;

/** What a differential run does about a row of the target that was changed since the last run. */
public enum Conflicts {
  /** Nothing is written, and the rows are named. */
  FAIL,
  /** It becomes what the source has, or goes. */
  SOURCE,
  /** It stays. */
  TARGET,
  /** The one whose watermark column is later; a row that only the target has stays. */
  NEWER
}
