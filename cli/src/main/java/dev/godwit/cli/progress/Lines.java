package dev.godwit.cli.progress;

import java.io.PrintWriter;

/** A plain line now and then: for files, pipes and build servers. */
final class Lines implements Display {
  private static final long INTERVAL_MS = 3000;

  private final PrintWriter err;
  private final int width;

  Lines(PrintWriter err, int width) {
    this.err = err;
    this.width = width;
  }

  @Override
  public long intervalMillis() {
    return INTERVAL_MS;
  }

  @Override
  public void show(Standing standing) {
    err.println(Columns.fit(standing.line(), width));
  }

  @Override
  public void close() {
    err.flush();
  }
}
