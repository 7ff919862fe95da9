package dev.godwit.store;

import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;

/**
 * Where the sequence of a column ends, which counts upwards by {@code step} and has no number above
 * {@code last}.
 */
public record SequenceEnd(String table, String column, long last, long step) {
  /** Whether there is a next number behind one in use. */
  public boolean goesOn(long used) {
    return used <= last - step;
  }

  /** What stands against a number in use, behind which there is none. */
  public Problem problem(String next) {
    return Problem.of(ProblemKind.SEQUENCE)
        .at(table, column)
        .says(
            "its sequence ends at " + last + ", and the next value would be " + next,
            "give the column a wider type (bigint) in the target's schema");
  }
}
