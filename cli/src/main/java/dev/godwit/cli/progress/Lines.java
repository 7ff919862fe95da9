package dev.godwit.cli.progress;

import java.io.PrintWriter;

/** A plain line now and then: for files, pipes and build servers. */
final class Lines implements Display {
  private static final long INTERVAL_MS = 3000;

  private final PrintWriter err;

  Lines(PrintWriter err) {
    this.err = err;
  }

  @Override
  public long intervalMillis() {
    return INTERVAL_MS;
  }

  @Override
  public void show(Standing standing) {
    err.println(standing.line());
  }

  @Override
  public void close() {
    err.flush();
  }
}
