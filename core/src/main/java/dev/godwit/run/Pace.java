package dev.godwit.run;

/**
 * How rows travel; none of it changes what arrives. {@code batchRows} is how many rows one
 * statement carries at most, 0 for no limit. {@code jobs} is how many threads read, coerce and
 * encode: 1 for all of it, from 2 on all but one read, at most four, 0 by the machine's cores.
 */
public record Pace(long batchRows, int jobs) {
  /** No limit, and as many threads as there are cores for. */
  public static final Pace USUAL = new Pace(0, 0);

  private static final int MOST_READERS = 4;

  /** As usual, but for at most so many rows a statement. */
  public static Pace ofBatches(long rows) {
    return new Pace(rows, USUAL.jobs);
  }

  /**
   * How many threads read ahead of the one that coerces and encodes: those that a core is left for.
   * {@code beside} that one a server may be at work.
   */
  public int readers(boolean beside) {
    int busy = beside ? 2 : 1;
    int left = jobs == 0 ? Runtime.getRuntime().availableProcessors() - busy : jobs - 1;
    return Math.max(0, Math.min(MOST_READERS, left));
  }
}
