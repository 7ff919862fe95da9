package dev.godwit.store.can;

/** Can do a run's writing where nobody sees it, and throw it away. */
@FunctionalInterface
public interface Drafting {
  /**
   * Runs work as a transaction that is written in a place of its own, read back as it would be, and
   * not kept. The store is neither written to nor locked.
   *
   * @throws dev.godwit.model.GodwitException where it could not be kept, saying why
   */
  void drafting(Runnable work);
}
