package dev.godwit.copy;

import dev.godwit.model.GodwitException;
import java.util.concurrent.CancellationException;

/**
 * A caller's progress. After each word to it the run ends where it is no longer wanted: cancelled,
 * from whichever thread, or on a thread that was interrupted. Thread-safe.
 */
public final class Supervised implements Progress {
  private final Progress caller;
  private volatile boolean cancelled;

  public Supervised(Progress caller) {
    this.caller = caller;
  }

  /** Ends the run at its next word; once cancelled, it stays so. */
  public void cancel() {
    cancelled = true;
  }

  public boolean isCancelled() {
    return cancelled;
  }

  /**
   * Ends the run where it is no longer wanted.
   *
   * @throws CancellationException where it was cancelled
   * @throws GodwitException where its thread was interrupted; it stays so
   */
  public void requireWanted() {
    if (cancelled) {
      throw new CancellationException("the run was cancelled");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw GodwitException.failed("the run was interrupted", null);
    }
  }

  @Override
  public void phase(String what) {
    caller.phase(what);
    requireWanted();
  }

  @Override
  public void table(String table, long expectedRows) {
    caller.table(table, expectedRows);
    requireWanted();
  }

  @Override
  public void rows(String table, long rows, long bytes) {
    caller.rows(table, rows, bytes);
    requireWanted();
  }

  @Override
  public void done(String table) {
    caller.done(table);
    requireWanted();
  }
}
