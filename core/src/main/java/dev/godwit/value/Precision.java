package dev.godwit.value;

/** What becomes of digits that a column does not keep. */
public enum Precision {
  /** They are a misfit. */
  EXACT,
  /** They go: to the earlier moment, to the shorter span. */
  CUT,
  /** To the nearest; from half on to the later moment, away from zero for a span. */
  ROUND
}
