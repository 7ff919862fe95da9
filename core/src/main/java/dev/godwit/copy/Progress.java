package dev.godwit.copy;

/**
 * Hears how far a run is. Called from whichever thread does the work, one call at a time for a
 * table; must return quickly. May throw to cancel the run, which is then rolled back.
 */
public interface Progress {
  /** Hears nothing. */
  Progress NONE = new Progress() {};

  /** What is being done now, for people: {@code verifying}, {@code building indexes}. */
  default void phase(String what) {}

  /** A table begins; {@code expectedRows} is a guess, -1 where there is none. */
  default void table(String table, long expectedRows) {}

  /** More rows of the table have passed, with this many bytes of text and blobs. */
  default void rows(String table, long rows, long bytes) {}

  /** All rows of the table have passed. */
  default void done(String table) {}
}
