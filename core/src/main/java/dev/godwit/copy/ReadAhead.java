package dev.godwit.copy;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.store.Passage;
import dev.godwit.store.Position;
import dev.godwit.store.Ranges;
import dev.godwit.store.Rows;
import dev.godwit.store.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Rows that threads of their own read ahead, a block at a time, while the caller works on those
 * before. They come in their order, however many threads read. What a thread is ahead is bounded in
 * bytes: beside a row larger than that, it reads no other.
 */
final class ReadAhead implements Rows {
  private static final int BLOCK_ROWS = 256;
  private static final int BLOCK_BYTES = 1 << 18;
  private static final int BUDGET = 1 << 22;
  private static final int BLOCKS = 8;

  private final Ranges ranges;
  private final int size;
  private final List<Reader> readers = new ArrayList<>();
  private volatile boolean stopped;
  private long range;
  private Block current;
  private int at = -1;

  /** Rows in their order, each with its place; {@code last} of their range, or before a failure. */
  private static final class Block {
    private final List<Row> rows = new ArrayList<>();
    private final List<Position> positions = new ArrayList<>();
    private int count;
    private int weight;
    private boolean last;
    private Throwable failure;
  }

  /** All rows as one range. */
  private record Whole(Rows rows) implements Ranges {
    @Override
    public int readers() {
      return 1;
    }

    @Override
    public long count() {
      return 1;
    }

    @Override
    public Rows open(int reader, long range) {
      return rows;
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  /** {@code size} is the number of cells of a row. */
  ReadAhead(Rows rows, int size, String table) {
    this(new Whole(rows), size, table);
  }

  ReadAhead(Ranges ranges, int size, String table) {
    this.ranges = ranges;
    this.size = size;
    for (int i = 0; i < ranges.readers(); i++) {
      readers.add(new Reader(i, table));
    }
    readers.forEach(r -> r.thread.start());
  }

  /** Reads every so manyth range. */
  private final class Reader {
    private final int number;
    private final Thread thread;
    private final Passage<Block> filled = new Passage<>(BLOCKS, BUDGET);
    private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS);

    Reader(int number, String table) {
      this.number = number;
      this.thread = new Thread(this::read, "godwit-read " + table);
      thread.setDaemon(true);
    }

    private void read() {
      try {
        for (long next = number; next < ranges.count() && !stopped; next += ranges.readers()) {
          read(next);
        }
        filled.end();
      } catch (InterruptedException e) {
        filled.fail(GodwitException.failed("interrupted while reading", e));
      } catch (Throwable e) {
        // Whoever has gone does not hear it.
        filled.fail(e);
      }
    }

    private void read(long wanted) throws InterruptedException {
      Rows rows = null;
      boolean more = true;
      while (more && !stopped) {
        // A row that took the whole budget has to be done with before another is read.
        filled.awaitRoom(1);
        Block block = free.poll();
        block = block == null ? new Block() : block;
        try {
          rows = rows == null ? ranges.open(number, wanted) : rows;
          fill(block, rows);
          if (block.last && ranges.count() > 1) {
            rows.close();
          }
        } catch (RuntimeException | Error e) {
          block.failure = e;
          block.last = true;
        }
        more = !block.last;
        filled.put(block, block.weight);
      }
    }

    private Block take() {
      try {
        Block block = filled.take();
        if (block == null) {
          throw GodwitException.failed(
              "the rows ended too early; this is a defect of Godwit", null);
        }
        return block;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw GodwitException.failed("interrupted while reading", e);
      }
    }

    private void giveBack(Block block) {
      filled.release(block.weight);
      // Large values are not held on to by a block that waits.
      if (block.weight <= BLOCK_BYTES) {
        free.offer(block);
      }
    }
  }

  private void fill(Block block, Rows rows) {
    block.count = 0;
    block.weight = 0;
    block.last = false;
    long bytes = 0;
    try {
      while (block.count < BLOCK_ROWS && bytes < BLOCK_BYTES && !block.last) {
        block.last = !rows.next();
        if (!block.last) {
          bytes += add(block, rows);
        }
      }
    } finally {
      block.weight = (int) Math.min(bytes, BUDGET);
    }
  }

  private long add(Block block, Rows rows) {
    if (block.count == block.rows.size()) {
      block.rows.add(new Row(size));
      block.positions.add(Position.START);
    }
    Row row = rows.row();
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
        boolean last = current.last;
        if (last) {
          rethrow(current.failure);
          if (range + 1 == ranges.count()) {
            return false;
          }
        }
        reader().giveBack(current);
        range += last ? 1 : 0;
      }
      current = reader().take();
      at = -1;
    }
    at++;
    return true;
  }

  private Reader reader() {
    return readers.get((int) (range % readers.size()));
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

  /** Returns once the readers have stopped: what they read from may be closed then. */
  @Override
  public void close() {
    stopped = true;
    readers.forEach(r -> r.filled.abandon());
    readers.forEach(r -> Threads.join(r.thread));
    ranges.close();
  }
}
