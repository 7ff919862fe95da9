package dev.godwit.startup;

import dev.godwit.model.GodwitException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to be the only instance of an application on its database. Ends with {@link #close},
 * and with the process, however that ends. On SQLite a file of its own beside the database is
 * locked, on PostgreSQL an advisory lock on a connection of its own. Thread-safe.
 */
public final class InstanceLock implements AutoCloseable {
  private final Backend.Hold hold;
  private final AtomicBoolean closed = new AtomicBoolean();
  private ScheduledExecutorService watch;

  private InstanceLock(Backend.Hold hold) {
    this.hold = hold;
  }

  /**
   * Takes the lock without waiting.
   *
   * @throws GodwitException where another instance has it, saying who: pid, host, since when
   */
  public static InstanceLock acquire(DatabaseConfig config) {
    return new InstanceLock(config.engine().backend().acquire(config));
  }

  /** Who has the lock, without taking it. */
  public static Optional<Holder> holder(DatabaseConfig config) {
    return config.engine().backend().holder(config);
  }

  static GodwitException taken(DatabaseConfig config, Holder holder) {
    return GodwitException.refused(
        config.application().name()
            + " runs on "
            + config
            + " already: "
            + holder
            + "; stop that instance first");
  }

  /** Whether it is still ours: asks the operating system or the server. */
  public boolean isHeld() {
    return !closed.get() && hold.isHeld();
  }

  /**
   * Looks again and again, on a thread of its own, and runs {@code lost} once when the lock is no
   * longer ours: the server ended the connection, or somebody removed the file.
   */
  public synchronized void watch(Duration every, Runnable lost) {
    if (watch != null || closed.get()) {
      throw new IllegalStateException("watched already, or closed");
    }
    watch =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "instance-lock");
              thread.setDaemon(true);
              return thread;
            });
    AtomicBoolean told = new AtomicBoolean();
    var unused =
        watch.scheduleWithFixedDelay(
            () -> {
              if (!closed.get() && !hold.isHeld() && !closed.get() && !told.getAndSet(true)) {
                lost.run();
              }
            },
            every.toMillis(),
            every.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Gives the lock back. A second call does nothing. */
  @Override
  public synchronized void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    if (watch != null) {
      watch.shutdownNow();
    }
    hold.release();
  }
}
