package dev.godwit.cli;

import dev.godwit.Godwit;
import dev.godwit.copy.Progress;
import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What becomes of a verb whose process is asked to end, by INT, TERM or HUP: its run is cancelled,
 * what it has to undo is undone, temporary files and locks go, and only then the process ends, with
 * 128 and the signal's number. Thread-safe.
 */
final class Ending {
  private static final int PATIENCE_SECONDS = 30;
  private static final int NUDGE_SECONDS = 2;

  private final Set<Godwit> running = ConcurrentHashMap.newKeySet();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean asked;
  private volatile boolean left;

  /** The engine, which a signal cancels. */
  Godwit engine(Progress progress) {
    Godwit godwit = new Godwit(progress);
    mind(godwit);
    return godwit;
  }

  /** One that somebody else made: a signal cancels it, too. */
  void mind(Godwit godwit) {
    running.add(godwit);
    if (asked) {
      godwit.cancel();
    }
  }

  /** Whether the process is on its way out: what fails from now on fails for that. */
  boolean isAsked() {
    return asked;
  }

  /** Leaves the end to somebody else, who has a hook of its own. */
  void leave() {
    left = true;
  }

  /** Of the process that this thread is the main one of. */
  void watch(PrintWriter err) {
    Thread work = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(work, err), "godwit-end"));
  }

  /** The verb has returned; whatever comes now, it is too late for it to matter. */
  void over() {
    over.countDown();
  }

  private void end(Thread work, PrintWriter err) {
    if (left || over.getCount() == 0) {
      return;
    }
    asked = true;
    running.forEach(Godwit::cancel);
    try {
      if (!over.await(NUDGE_SECONDS, TimeUnit.SECONDS)) {
        // It may wait for something that no store knows of.
        work.interrupt();
        if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          err.println(
              "godwit: ended by a signal before everything was put in order; a server undoes what"
                  + " was not committed, and the next run takes away what lies beside a file");
          err.flush();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
