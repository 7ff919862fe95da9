package dev.godwit.directions;

import dev.godwit.copy.Progress;

/** Ends a run once so many rows have been read, after the phase whose words begin so. */
final class Interruption implements Progress {
  private final String phase;
  private long left;
  private boolean armed;

  Interruption(String phase, long rows) {
    this.phase = phase;
    this.left = rows;
    this.armed = phase.isEmpty();
  }

  /** What the run ends with. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("stopped by the test");
    }
  }

  @Override
  public void phase(String what) {
    armed |= what.startsWith(phase);
  }

  @Override
  public void rows(String table, long rows, long bytes) {
    left -= armed ? rows : 0;
    if (armed && left <= 0) {
      throw new Stopped();
    }
  }
}
