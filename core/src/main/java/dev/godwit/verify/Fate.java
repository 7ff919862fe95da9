package dev.godwit.verify;

/** What becomes of a row that is not the same in source and target. */
public enum Fate {
  /** Both have it alike. */
  SAME,
  /** The target gets what the source has, or loses what the source lacks. */
  TAKE,
  /** The target's stays: that is settled, until one of the sides changes it again. */
  KEEP,
  /** Nothing is done this time, and nothing settled. */
  LEAVE,
  /** The later of the two, by the watermark column, once both are at hand. */
  LATER,
  /** The changes of both, column by column, once both are at hand. */
  MERGE,
  /** No rule has an answer. */
  CONFLICT
}
