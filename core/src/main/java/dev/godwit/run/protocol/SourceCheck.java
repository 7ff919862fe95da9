package dev.godwit.run.protocol;

import dev.godwit.model.GodwitException;
import dev.godwit.store.Slack;
import dev.godwit.store.Source;
import dev.godwit.store.Threads;
import dev.godwit.store.can.Checking;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What a source says of itself, asked on a thread of its own while rows are moved, in time that is
 * to spare. Not thread-safe itself.
 */
public final class SourceCheck {
  private final Slack slack = new Slack();
  private final FutureTask<Checking.Integrity> task;
  private boolean started;
  private Thread thread;

  public SourceCheck(Source source) {
    this(Checking.of(source));
  }

  private SourceCheck(Checking asked) {
    this.task = new FutureTask<>(() -> asked.check(slack));
  }

  /** Of a source that was asked already. */
  public static SourceCheck done() {
    return new SourceCheck(Checking.Trusted.IT);
  }

  /** Where it is said when there is time for the check; at first there is none. */
  public Slack slack() {
    return slack;
  }

  /** Begins, unless that was done before. */
  public void start() {
    if (!started) {
      started = true;
      thread = new Thread(task, "godwit-check");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Waits for the result, beginning now if need be; throws what the check threw. */
  public Checking.Integrity result() {
    slack.end();
    start();
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GodwitException.failed("interrupted while the source was checked", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw GodwitException.failed(String.valueOf(e.getCause()), e.getCause());
    }
  }

  /** Waits for an early end and forgets the result: what it reads must not be closed under it. */
  public void stop() {
    slack.cancel();
    if (thread != null) {
      Threads.join(thread);
    }
  }
}
