package dev.godwit.store;

import java.util.List;

/** A store that rows go to. Not thread-safe. */
public interface Target extends Source {
  /** Runs the work in one transaction: all of it is kept, or, where it throws, nothing. */
  void atomically(Runnable work);

  /** Begins a load of these tables, inside the transaction of {@link #atomically}. */
  Loading load(List<Load> loads);

  /** Runs statements of the target's own language, one by one, inside the transaction. */
  void execute(List<String> statements);

  /**
   * Keeps other runs away from this target until it is closed or the process ends. Call it outside
   * {@link #atomically}, except on a borrowed connection, where it lasts as long as the
   * transaction.
   *
   * @throws dev.godwit.model.GodwitException where another run is at work, naming it
   */
  Lock lock(Holder holder);

  /** A target that is in use by this run alone. */
  interface Lock extends AutoCloseable {
    @Override
    void close();
  }
}
