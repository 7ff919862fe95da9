package dev.godwit.store;

import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import java.math.BigInteger;

/**
 * Where the sequence of a column ends, which counts upwards by {@code step} and has no number above
 * {@code last}.
 */
public record SequenceEnd(String table, String column, long last, long step) {
  /** What to do where there is none. */
  public static final String WAY_OUT =
      "give the column a wider type (bigint) in the target's schema";

  /** That a sequence which ends here has no such next value. */
  public static String says(BigInteger last, BigInteger next) {
    return "its sequence ends at " + last + ", and the next value would be " + next;
  }

  /** Whether there is a next number behind one in use. */
  public boolean goesOn(long used) {
    return used <= last - step;
  }

  /** What stands against a number in use, behind which there is none. */
  public Problem problem(long used) {
    BigInteger next = BigInteger.valueOf(used).add(BigInteger.valueOf(step));
    return Problem.of(ProblemKind.SEQUENCE)
        .at(table, column)
        .says(says(BigInteger.valueOf(last), next), WAY_OUT);
  }
}
