package dev.godwit.store;

import java.util.concurrent.CountDownLatch;

/** Waiting for threads that use a store which is about to be closed. */
public final class Threads {
  private Threads() {}

  /** Something that is waited for. */
  @FunctionalInterface
  private interface Wait {
    void untilDone() throws InterruptedException;
  }

  /** Waits until the thread has ended; an interrupt is kept for later. */
  public static void join(Thread thread) {
    keepingInterrupts(thread::join);
  }

  /** Waits until the latch is down; an interrupt is kept for later. */
  public static void await(CountDownLatch latch) {
    keepingInterrupts(latch::await);
  }

  private static void keepingInterrupts(Wait wait) {
    boolean interrupted = Thread.interrupted();
    boolean waiting = true;
    while (waiting) {
      try {
        wait.untilDone();
        waiting = false;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
