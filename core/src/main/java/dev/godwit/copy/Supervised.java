package dev.godwit.copy;

import dev.godwit.model.GodwitException;
import java.lang.reflect.UndeclaredThrowableException;
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

  /**
   * Lets a caller's own code run. A checked exception, which Java rules out here and other
   * languages do not, and a want of memory come as the cause of an unchecked exception: nothing
   * takes them for ours.
   */
  public static void call(Runnable own) {
    try {
      own.run();
    } catch (OutOfMemoryError e) {
      throw new UndeclaredThrowableException(e, e.getMessage());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new UndeclaredThrowableException(e, e.getMessage());
    }
  }

  private void tell(Runnable word) {
    call(word);
    requireWanted();
  }

  @Override
  public void phase(String what) {
    tell(() -> caller.phase(what));
  }

  @Override
  public void table(String table, long expectedRows) {
    tell(() -> caller.table(table, expectedRows));
  }

  @Override
  public void rows(String table, long rows, long bytes) {
    tell(() -> caller.rows(table, rows, bytes));
  }

  @Override
  public void done(String table) {
    tell(() -> caller.done(table));
  }
}
