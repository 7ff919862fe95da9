package dev.godwit.run;

import dev.godwit.model.GodwitException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Work on a thread of its own whose result is wanted later. Not thread-safe itself. */
final class Background<T> {
  private final String name;
  private final FutureTask<T> task;
  private boolean started;

  Background(String name, Supplier<T> work) {
    this.name = name;
    this.task = new FutureTask<>(work::get);
  }

  /** Begins, unless that was done before. */
  void start() {
    if (!started) {
      started = true;
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Waits for the result, beginning now if need be; throws what the work threw. */
  T result() {
    start();
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GodwitException.failed("interrupted", null);
    } catch (CancellationException e) {
      throw GodwitException.failed("cancelled", null);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw GodwitException.failed(String.valueOf(e.getCause()), e.getCause());
    }
  }

  /** Waits for the end and forgets the result: what it reads must not be closed under it. */
  void stop() {
    if (!started) {
      return;
    }
    try {
      task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | CancellationException e) {
      // Whoever wanted the result has asked for it.
      return;
    }
  }
}
