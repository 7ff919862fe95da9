package dev.godwit.json;

import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.Digest;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;

/**
 * Finds keys by their 128-bit hash in bounded memory: sorted runs on disk, merged into one file
 * that is searched where it lies. Fill it, then {@link #sort} it, then ask it. Not thread-safe.
 */
final class KeyIndex implements AutoCloseable {
  /** Entries kept in memory: 24 MB. */
  private static final int RUN = 1 << 20;

  private static final int LONGS = 3;

  /** A file is mapped in pieces of at most 1.5 GB. */
  private static final int PIECE = 1 << 26;

  private final Digest digest;
  private final long[] lanes = new long[2];
  private final int run;
  private long[] entries = new long[LONGS * 1024];
  private int count;
  private final List<Path> runs = new ArrayList<>();
  private Path sorted;
  private final List<LongBuffer> pieces = new ArrayList<>();
  private long size;

  /** For keys of so many cells; storage classes count, kinds do not. */
  KeyIndex(int cells) {
    this(cells, RUN);
  }

  KeyIndex(int cells, int run) {
    this.run = run;
    this.digest = new Digest(Collections.nCopies(cells, ColumnType.of(Kind.ANY, "")));
  }

  /** Adds a key; the value is anything but negative. A key with a NULL equals no other. */
  void add(Row key, long value) {
    if (hasNull(key)) {
      return;
    }
    if (count == run) {
      spill();
    }
    if (count * LONGS == entries.length) {
      entries = java.util.Arrays.copyOf(entries, entries.length * 2);
    }
    digest.hash(key, lanes);
    entries[count * LONGS] = lanes[0];
    entries[count * LONGS + 1] = lanes[1];
    entries[count * LONGS + 2] = value;
    count++;
  }

  static boolean hasNull(Row key) {
    for (int i = 0; i < key.size(); i++) {
      if (key.isNull(i)) {
        return true;
      }
    }
    return false;
  }

  private void spill() {
    sort(entries, 0, count - 1);
    try {
      Path file = Files.createTempFile("godwit-keys-", ".run");
      runs.add(file);
      try (DataOutputStream out = output(file)) {
        for (int i = 0; i < count * LONGS; i++) {
          out.writeLong(entries[i]);
        }
      }
      count = 0;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static DataOutputStream output(Path file) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
  }

  /** Ends the filling. */
  void sort() {
    if (runs.isEmpty()) {
      sort(entries, 0, count - 1);
      pieces.add(LongBuffer.wrap(entries, 0, count * LONGS).slice());
      size = count;
      return;
    }
    spill();
    entries = new long[0];
    try {
      merge();
      try (FileChannel channel = FileChannel.open(sorted, StandardOpenOption.READ)) {
        size = channel.size() / (LONGS * 8L);
        for (long from = 0; from < size; from += PIECE) {
          long length = Math.min(PIECE, size - from) * LONGS * 8;
          pieces.add(
              channel.map(FileChannel.MapMode.READ_ONLY, from * LONGS * 8, length).asLongBuffer());
        }
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private void merge() throws IOException {
    sorted = Files.createTempFile("godwit-keys-", ".sorted");
    List<Run> open = new ArrayList<>();
    try (DataOutputStream out = output(sorted)) {
      PriorityQueue<Run> queue =
          new PriorityQueue<>((x, y) -> compare(x.a, x.b, x.value, y.a, y.b, y.value));
      for (Path file : runs) {
        Run next = new Run(file);
        open.add(next);
        if (next.advance()) {
          queue.add(next);
        }
      }
      while (!queue.isEmpty()) {
        Run least = queue.poll();
        out.writeLong(least.a);
        out.writeLong(least.b);
        out.writeLong(least.value);
        if (least.advance()) {
          queue.add(least);
        }
      }
    } finally {
      for (Run each : open) {
        each.in.close();
      }
    }
  }

  private static final class Run {
    private final java.io.DataInputStream in;
    private long a;
    private long b;
    private long value;

    Run(Path file) throws IOException {
      in =
          new java.io.DataInputStream(
              new java.io.BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    boolean advance() throws IOException {
      try {
        a = in.readLong();
      } catch (java.io.EOFException e) {
        return false;
      }
      b = in.readLong();
      value = in.readLong();
      return true;
    }
  }

  /** How many keys were added, but for those with a NULL. */
  long size() {
    return size;
  }

  /** The least value that was added with this key, or -1. */
  long find(Row key) {
    if (hasNull(key)) {
      return -1;
    }
    long i = place(key);
    return i < size && at(i, 0) == lanes[0] && at(i, 1) == lanes[1] ? at(i, 2) : -1;
  }

  /** The greatest value that was added with this key, or -1. */
  long last(Row key) {
    if (hasNull(key)) {
      return -1;
    }
    long found = -1;
    for (long i = place(key); i < size && at(i, 0) == lanes[0] && at(i, 1) == lanes[1]; i++) {
      found = at(i, 2);
    }
    return found;
  }

  /** All values that were added with this key, the least first. */
  void each(Row key, LongConsumer value) {
    if (hasNull(key)) {
      return;
    }
    for (long i = place(key); i < size && at(i, 0) == lanes[0] && at(i, 1) == lanes[1]; i++) {
      value.accept(at(i, 2));
    }
  }

  /** Whether any key was added twice. */
  boolean hasDuplicates() {
    for (long i = 1; i < size; i++) {
      if (at(i, 0) == at(i - 1, 0) && at(i, 1) == at(i - 1, 1)) {
        return true;
      }
    }
    return false;
  }

  private long place(Row key) {
    digest.hash(key, lanes);
    long low = 0;
    long high = size;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (compare(at(middle, 0), at(middle, 1), 0, lanes[0], lanes[1], 0) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private long at(long entry, int part) {
    return pieces.get((int) (entry / PIECE)).get((int) (entry % PIECE) * LONGS + part);
  }

  private static int compare(long a, long b, long v, long c, long d, long w) {
    int first = Long.compare(a, c);
    int second = first != 0 ? first : Long.compare(b, d);
    return second != 0 ? second : Long.compare(v, w);
  }

  /** Quicksort: an array of objects would take three times the memory. */
  private static void sort(long[] e, int from, int to) {
    int low = from;
    int high = to;
    while (low < high) {
      int i = low;
      int j = high;
      int middle = (low + high) >>> 1;
      long a = e[middle * LONGS];
      long b = e[middle * LONGS + 1];
      long v = e[middle * LONGS + 2];
      while (i <= j) {
        while (compare(e[i * LONGS], e[i * LONGS + 1], e[i * LONGS + 2], a, b, v) < 0) {
          i++;
        }
        while (compare(e[j * LONGS], e[j * LONGS + 1], e[j * LONGS + 2], a, b, v) > 0) {
          j--;
        }
        if (i <= j) {
          swap(e, i++, j--);
        }
      }
      // The smaller side by recursion, so that the stack stays low.
      if (j - low < high - i) {
        sort(e, low, j);
        low = i;
      } else {
        sort(e, i, high);
        high = j;
      }
    }
  }

  private static void swap(long[] e, int i, int j) {
    for (int k = 0; k < LONGS; k++) {
      long kept = e[i * LONGS + k];
      e[i * LONGS + k] = e[j * LONGS + k];
      e[j * LONGS + k] = kept;
    }
  }

  private static GodwitException failure(IOException e) {
    return GodwitException.failed(
        "keys could not be kept in the temporary folder: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    pieces.clear();
    try {
      for (Path file : runs) {
        Files.deleteIfExists(file);
      }
      if (sorted != null) {
        Files.deleteIfExists(sorted);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }
}
