package dev.godwit.store.can;

/** Does things that take long at a time, and can be told to stop. */
@FunctionalInterface
public interface Stopping {
  /**
   * Ends what another thread has the store do, as far as that can be ended; that thread gets an
   * exception. May be called from any thread.
   */
  void cancel();
}
