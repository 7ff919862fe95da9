package dev.godwit.cli.progress;

import java.io.PrintWriter;
import java.util.function.IntSupplier;

/** A plain line now and then: for files, pipes and build servers. */
final class Lines implements Display {
  private static final long INTERVAL_MS = 3000;

  private final PrintWriter err;
  private final IntSupplier window;

  Lines(PrintWriter err, IntSupplier window) {
    this.err = err;
    this.window = window;
  }

  @Override
  public long intervalMillis() {
    return INTERVAL_MS;
  }

  @Override
  public void show(Moment moment) {
    err.println(Columns.fit(moment.line(), window.getAsInt()));
  }

  @Override
  public void close() {
    err.flush();
  }
}
