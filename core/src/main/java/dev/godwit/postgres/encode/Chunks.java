package dev.godwit.postgres.encode;

import dev.godwit.model.GodwitException;
import dev.godwit.store.Passage;
import dev.godwit.store.Slack;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Bytes on their way from the encoding thread to the writing one: filled buffers in a queue that
 * holds a bounded number of bytes. Large values pass without being copied. Whatever happens, the
 * writing thread gets an end.
 */
public final class Chunks {
  /** A piece of the stream; the last one has no bytes. */
  public record Chunk(byte[] bytes, int length, boolean reusable) {}

  private static final int SIZE = 1 << 17;
  private static final int LARGE = 1 << 15;
  private static final int BUDGET = 1 << 22;
  private static final int PIECES = 256;

  private static final Chunk END = new Chunk(null, 0, false);

  private final Passage<Chunk> filled = new Passage<>(PIECES, BUDGET);
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUDGET / SIZE);
  private final Slack slack;
  private byte[] buffer = new byte[SIZE];
  private int position;

  /** {@code slack} is told when the encoding thread waits. */
  public Chunks(Slack slack) {
    this.slack = slack;
  }

  /** The buffer, with at least {@code bytes} free from {@link #position()} on. */
  byte[] room(int bytes) {
    if (position + bytes > SIZE) {
      flush();
    }
    return buffer;
  }

  int position() {
    return position;
  }

  void advance(int bytes) {
    position += bytes;
  }

  /** Adds bytes of any length. */
  void append(byte[] bytes) {
    if (bytes.length >= LARGE) {
      flush();
      put(new Chunk(bytes, bytes.length, false));
    } else {
      System.arraycopy(bytes, 0, room(bytes.length), position, bytes.length);
      position += bytes.length;
    }
  }

  /** Passes on what is in the buffer. */
  void flush() {
    if (position > 0) {
      put(new Chunk(buffer, position, true));
      byte[] next = free.poll();
      buffer = next == null ? new byte[SIZE] : next;
      position = 0;
    }
  }

  /** Tells the writing thread that nothing more will come. */
  void end() {
    flush();
    filled.end();
  }

  /** Tells the writing thread what went wrong. Needs no memory. */
  void fail(Throwable why) {
    filled.fail(why);
  }

  /** Tells the encoding thread that nobody is waiting for more. */
  void abandon() {
    filled.abandon();
  }

  /**
   * The next piece, waiting for it; give it back with {@link #release}. Throws what went wrong on
   * the encoding thread.
   */
  public Chunk take() throws InterruptedException {
    Chunk chunk = filled.take();
    return chunk == null ? END : chunk;
  }

  public void release(Chunk chunk) {
    filled.release(weight(chunk));
    if (chunk.reusable()) {
      free.offer(chunk.bytes());
    }
  }

  private void put(Chunk chunk) {
    if (!filled.offer(chunk, weight(chunk))) {
      slack.begin();
      try {
        filled.put(chunk, weight(chunk));
      } catch (InterruptedException e) {
        throw GodwitException.failed("interrupted while loading", e);
      }
      slack.pause();
    }
  }

  private static int weight(Chunk chunk) {
    return Math.min(chunk.length(), BUDGET);
  }
}
