package dev.godwit.value;

import dev.godwit.model.Row;

/**
 * Brings the cells of one column of one run into the target kind's one form. Single-threaded, and
 * may remember what it has seen. Never throws for a value.
 */
public interface Coercion {
  /**
   * Writes cell {@code j} of {@code to}, or returns a misfit and leaves that cell unspecified. NULL
   * becomes NULL. {@code from} and {@code to} are different rows.
   */
  Outcome apply(Row from, int i, Row to, int j);

  /** What NULL becomes. */
  static Outcome nothing(Row to, int j) {
    to.setNull(j);
    return Outcome.SAME;
  }

  /**
   * The unit that numbers were taken for so far ({@code ms}), or null where nothing was guessed.
   */
  default String guess() {
    return null;
  }
}
