package dev.godwit.copy;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * Rows that a thread of their own reads ahead, a block at a time, while the caller works on those
 * before. What is ahead is bounded in bytes: beside a row larger than that, no other is read.
 */
final class Ahead implements Rows {
  private static final int BLOCK_ROWS = 256;
  private static final int BLOCK_BYTES = 1 << 18;
  private static final int BUDGET = 1 << 22;
  private static final int BLOCKS = 8;

  private final Rows rows;
  private final int size;
  private final BlockingQueue<Block> filled = new ArrayBlockingQueue<>(BLOCKS);
  private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS);
  private final Semaphore budget = new Semaphore(BUDGET);
  private final Thread reader;
  private volatile boolean stopped;
  private Block current;
  private int at = -1;

  /** Rows in their order, each with its place. */
  private static final class Block {
    private final List<Row> rows = new ArrayList<>();
    private final List<Position> positions = new ArrayList<>();
    private int count;
    private int weight;
    private boolean last;
    private Throwable failure;
  }

  /** {@code size} is the number of cells of a row. */
  Ahead(Rows rows, int size, String table) {
    this.rows = rows;
    this.size = size;
    reader = new Thread(this::read, "godwit-read " + table);
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try {
      boolean more = true;
      while (more && !stopped) {
        // A row that took the whole budget has to be done with before another is read.
        budget.acquire();
        budget.release();
        Block block = free.poll();
        block = block == null ? new Block() : block;
        more = fill(block);
        budget.acquire(block.weight);
        filled.put(block);
      }
    } catch (InterruptedException e) {
      // The caller wants no more rows.
      return;
    }
  }

  /** False after the last row. */
  private boolean fill(Block block) {
    block.count = 0;
    long bytes = 0;
    try {
      while (block.count < BLOCK_ROWS && bytes < BLOCK_BYTES && !block.last) {
        block.last = !rows.next();
        if (!block.last) {
          bytes += add(block, rows.row());
        }
      }
    } catch (RuntimeException | Error e) {
      block.failure = e;
      block.last = true;
    }
    block.weight = (int) Math.min(bytes, BUDGET);
    return !block.last;
  }

  private long add(Block block, Row row) {
    if (block.count == block.rows.size()) {
      block.rows.add(new Row(size));
      block.positions.add(Position.START);
    }
    Row copy = block.rows.get(block.count);
    long bytes = 0;
    for (int i = 0; i < size; i++) {
      copy.copy(i, row, i);
      bytes += row.bytes(i) == null ? 0 : row.bytes(i).length;
    }
    block.positions.set(block.count++, rows.position());
    return bytes;
  }

  @Override
  public boolean next() {
    while (current == null || at + 1 == current.count) {
      if (current != null) {
        if (current.last) {
          rethrow(current.failure);
          return false;
        }
        giveBack(current);
      }
      current = take();
      at = -1;
    }
    at++;
    return true;
  }

  private Block take() {
    try {
      return filled.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GodwitException.failed("interrupted while reading", e);
    }
  }

  private void giveBack(Block block) {
    budget.release(block.weight);
    // Large values are not held on to by a block that waits.
    if (block.weight <= BLOCK_BYTES) {
      free.offer(block);
    }
  }

  private static void rethrow(Throwable failure) {
    if (failure instanceof RuntimeException e) {
      throw e;
    } else if (failure instanceof Error e) {
      throw e;
    }
  }

  @Override
  public Row row() {
    return current.rows.get(at);
  }

  @Override
  public Position position() {
    return current.positions.get(at);
  }

  /** Returns once the reader has stopped: what it reads from may be closed then. */
  @Override
  public void close() {
    stopped = true;
    reader.interrupt();
    boolean interrupted = false;
    while (reader.isAlive()) {
      try {
        reader.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    rows.close();
  }
}
