package dev.godwit.store;

import java.util.concurrent.CancellationException;

/**
 * Time that the thread which brings rows has to spare. Work that is done in it costs a run nothing,
 * even where that thread and the target take every processor there is. At first there is none.
 * Thread-safe.
 */
public final class Slack {
  private volatile boolean spare;
  private boolean ended;
  private volatile boolean cancelled;

  /** All time is to spare. */
  public static Slack unlimited() {
    Slack slack = new Slack();
    slack.end();
    return slack;
  }

  /** The thread will wait for the target. */
  public synchronized void begin() {
    spare = true;
    notifyAll();
  }

  /** The thread goes on. */
  public synchronized void pause() {
    spare = ended;
  }

  /** The thread brings no more rows: from now on all time is to spare. */
  public synchronized void end() {
    ended = true;
    begin();
  }

  /** Nobody wants any longer what is done in it. */
  public synchronized void cancel() {
    cancelled = true;
    end();
  }

  /**
   * Waits until there is time.
   *
   * @throws CancellationException where nobody wants the work any longer
   */
  public void await() {
    if (!spare || cancelled) {
      await(false);
    }
  }

  /**
   * Waits until the last row has been brought: for work that cannot pause, or that needs all rows.
   *
   * @throws CancellationException as {@link #await}
   */
  public void awaitEnd() {
    await(true);
  }

  private synchronized void await(boolean end) {
    try {
      while (!(end ? ended : spare)) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancelled = true;
    }
    if (cancelled) {
      throw new CancellationException();
    }
  }
}
