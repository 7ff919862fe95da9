package dev.godwit.postgres.encode;

import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.Rows;
import dev.godwit.store.Threads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The rows of one COPY, read, coerced and encoded on another thread. */
public final class Encoding {
  /** To start a thread for each of hundreds of small tables would take longer than their rows. */
  private static final Executor THREADS =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), Encoding::thread);

  private final Rows rows;
  private final Arrivals arrivals;
  private final RowEncoder encoder;
  private final Chunks chunks;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopped;
  private long count;

  private Encoding(Rows rows, Arrivals arrivals, RowEncoder encoder, Chunks chunks) {
    this.rows = rows;
    this.arrivals = arrivals;
    this.encoder = encoder;
    this.chunks = chunks;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "godwit-encode");
    thread.setDaemon(true);
    return thread;
  }

  /** Begins; the chunks end with the rows, or where something went wrong. */
  public static Encoding start(Rows rows, Arrivals arrivals, RowEncoder encoder, Chunks chunks) {
    Encoding encoding = new Encoding(rows, arrivals, encoder, chunks);
    THREADS.execute(encoding::run);
    return encoding;
  }

  private void run() {
    try {
      arrivals.slack().pause();
      encode();
    } finally {
      arrivals.slack().begin();
      // The thread goes on with somebody else's rows, whom no interrupt of a listener may reach.
      Thread.interrupted();
      ended.countDown();
    }
  }

  private void encode() {
    try {
      chunks.append(encoder.header());
      while (!stopped && rows.next()) {
        arrivals.arrived(rows.row());
        encoder.encode(rows.row(), chunks);
        count++;
      }
      chunks.append(encoder.trailer());
      chunks.end();
    } catch (Throwable e) {
      // Whoever has gone does not hear it.
      chunks.fail(e);
    }
  }

  /** Asks for an early end. */
  public void stop() {
    stopped = true;
    chunks.abandon();
  }

  /** Waits for the end; an interrupt is kept for later. */
  public void await() {
    Threads.await(ended);
  }

  /** How many rows the chunks hold, once they have ended. */
  public long count() {
    return count;
  }
}
