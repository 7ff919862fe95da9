package dev.godwit.jdbc;

/** Waiting for threads that use a connection which is about to be closed. */
public final class Threads {
  private Threads() {}

  /** Waits until the thread has ended; an interrupt is kept for later. */
  public static void join(Thread thread) {
    boolean interrupted = Thread.interrupted();
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
