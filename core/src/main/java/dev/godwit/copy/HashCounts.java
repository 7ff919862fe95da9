package dev.godwit.copy;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How often each 128-bit hash was counted, with a small number (a tag) beside it. A hash table with
 * open addressing: small in memory, larger ones mapped from a temporary file, so that the heap does
 * not grow with the number of entries. Not thread-safe.
 */
final class HashCounts implements AutoCloseable {
  private static final int ENTRY = 24;
  private static final int TAG = 16;
  private static final int COUNT = 20;
  private static final int FIRST = 1 << 6;

  /** Up to here a table lies in the heap. */
  private static final int IN_HEAP = 1 << 15;

  /** Entries of one mapped piece: a piece must stay below two gigabytes. */
  private static final int PIECE = 1 << 20;

  private Path file;
  private ByteBuffer[] pieces = {ByteBuffer.allocate(FIRST * ENTRY)};
  private long capacity = FIRST;
  private long used;
  private long total;

  /** The sum of all counts. */
  long total() {
    return total;
  }

  /** Counts the hash with this tag once more. Tags are 0 and above. */
  void add(long[] hash, int tag) {
    total++;
    if (used * 2 >= capacity) {
      grow();
    }
    put(hash[0], hash[1], tag, 1);
  }

  /** Makes sure that the hash was counted with this tag. */
  void mark(long[] hash, int tag) {
    if (!has(hash, tag)) {
      add(hash, tag);
    }
  }

  /** Whether the hash was counted with this tag, and not taken since. */
  boolean has(long[] hash, int tag) {
    return count(hash, tag) > 0;
  }

  /** How often the hash was counted with this tag, and not taken since. */
  int count(long[] hash, int tag) {
    for (long slot = slot(hash[0]); ; slot = next(slot)) {
      ByteBuffer piece = piece(slot);
      int at = offset(slot);
      if (piece.getInt(at + TAG) == 0) {
        return 0;
      }
      if (is(piece, at, hash[0], hash[1]) && piece.getInt(at + TAG) == tag + 1) {
        return piece.getInt(at + COUNT);
      }
    }
  }

  /** Counts the hash once less, and gives a tag of it; -1 where there is none. */
  int take(long[] hash) {
    return take(hash, -1);
  }

  /** The same under the wanted tag only, or under any if that is -1. */
  int take(long[] hash, int wanted) {
    for (long slot = slot(hash[0]); ; slot = next(slot)) {
      ByteBuffer piece = piece(slot);
      int at = offset(slot);
      int tag = piece.getInt(at + TAG) - 1;
      if (tag < 0) {
        return -1;
      }
      int count = piece.getInt(at + COUNT);
      if (count > 0 && (wanted < 0 || tag == wanted) && is(piece, at, hash[0], hash[1])) {
        piece.putInt(at + COUNT, count - 1);
        total--;
        return tag;
      }
    }
  }

  private void put(long a, long b, int tag, int count) {
    long slot = slot(a);
    ByteBuffer piece = piece(slot);
    int at = offset(slot);
    while (piece.getInt(at + TAG) != 0
        && !(is(piece, at, a, b) && piece.getInt(at + TAG) == tag + 1)) {
      slot = next(slot);
      piece = piece(slot);
      at = offset(slot);
    }
    if (piece.getInt(at + TAG) == 0) {
      piece.putLong(at, a);
      piece.putLong(at + 8, b);
      piece.putInt(at + TAG, tag + 1);
      used++;
    }
    piece.putInt(at + COUNT, piece.getInt(at + COUNT) + count);
  }

  private static boolean is(ByteBuffer piece, int at, long a, long b) {
    return piece.getLong(at) == a && piece.getLong(at + 8) == b;
  }

  private long slot(long a) {
    return a & (capacity - 1);
  }

  private long next(long slot) {
    return (slot + 1) & (capacity - 1);
  }

  private ByteBuffer piece(long slot) {
    return pieces[(int) (slot / PIECE)];
  }

  private static int offset(long slot) {
    return (int) (slot % PIECE) * ENTRY;
  }

  private void grow() {
    ByteBuffer[] old = pieces;
    Path oldFile = file;
    long oldCapacity = capacity;
    capacity *= 2;
    used = 0;
    pieces = capacity <= IN_HEAP ? new ByteBuffer[] {heap()} : mapped();
    for (long slot = 0; slot < oldCapacity; slot++) {
      ByteBuffer piece = old[(int) (slot / PIECE)];
      int at = offset(slot);
      int tag = piece.getInt(at + TAG);
      if (tag != 0 && piece.getInt(at + COUNT) > 0) {
        put(piece.getLong(at), piece.getLong(at + 8), tag - 1, piece.getInt(at + COUNT));
      }
    }
    delete(oldFile);
  }

  private ByteBuffer heap() {
    return ByteBuffer.allocate((int) capacity * ENTRY);
  }

  private ByteBuffer[] mapped() {
    try {
      file = Files.createTempFile("godwit-", ".hashes");
      ByteBuffer[] result = new ByteBuffer[(int) ((capacity + PIECE - 1) / PIECE)];
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        for (int i = 0; i < result.length; i++) {
          long entries = Math.min(PIECE, capacity - (long) i * PIECE);
          result[i] =
              channel.map(
                  FileChannel.MapMode.READ_WRITE, (long) i * PIECE * ENTRY, entries * ENTRY);
        }
      }
      return result;
    } catch (IOException e) {
      throw GodwitException.failed(
          "hashes of rows could not be kept in the temporary folder: "
              + e.getMessage()
              + "; make room there, or name another with -Djava.io.tmpdir=DIR",
          e);
    }
  }

  private static void delete(Path file) {
    if (file != null && !file.toFile().delete()) {
      // Some systems keep a mapped file until the memory is given back.
      file.toFile().deleteOnExit();
    }
  }

  @Override
  public void close() {
    pieces = new ByteBuffer[0];
    delete(file);
    file = null;
  }
}
