package dev.godwit.cli.progress;

/** Where a person sees how a run stands. Called by one thread. */
interface Display extends AutoCloseable {
  /** How long to wait between two calls. */
  long intervalMillis();

  void show(Moment moment);

  /** Leaves the place clean for what is printed next. */
  @Override
  void close();
}
