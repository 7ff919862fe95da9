package dev.godwit.btree;

import dev.godwit.model.Heap;

/**
 * The bytes of one cell of a tree, from the first to the last: those on the tree's own page, then
 * those of overflow pages. Not thread-safe.
 */
final class Payload {
  private static final byte[] EMPTY = {};

  private final DatabaseFile file;
  private final Pages pages;
  private final byte[] overflow;
  private byte[] bytes;
  private int at;
  private int limit;

  /** How many bytes follow on overflow pages, and on which the next of them are. */
  private long left;

  private long next;

  Payload(DatabaseFile file, Pages pages) {
    this.file = file;
    this.pages = pages;
    this.overflow = new byte[file.pageSize()];
  }

  /** Goes to a place on a page, with all that is behind it there. */
  void open(byte[] page, int place) {
    bytes = page;
    at = place;
    limit = file.usable();
    left = 0;
  }

  /** What is behind this place on the page is a cell's payload of so many bytes in all. */
  void begin(long size, boolean index) {
    if (!file.holds(size)) {
      throw new Malformed("a cell of " + size + " bytes");
    }
    int usable = file.usable();
    int local = local(size, usable, index ? (usable - 12) * 64 / 255 - 23 : usable - 35);
    if (at + local + (local < size ? 4 : 0) > usable) {
      throw new Malformed("a cell that goes beyond its page");
    }
    limit = at + local;
    left = size - local;
    next = left == 0 ? 0 : number(bytes, limit);
  }

  /** Where on the page the next byte is. */
  int place() {
    return at;
  }

  /** Where the cell ends on the tree's own page, as long as nothing of an overflow was read. */
  int end() {
    return limit + (left > 0 ? 4 : 0);
  }

  /** How many bytes are still on overflow pages. */
  long left() {
    return left;
  }

  /** The page where {@link #left} begins. */
  long next() {
    return next;
  }

  /** How many bytes of a payload are on the tree's own page, {@code most} at most. */
  private static int local(long size, int usable, int most) {
    if (size <= most) {
      return (int) size;
    }
    int least = (usable - 12) * 32 / 255 - 23;
    int local = least + (int) ((size - least) % (usable - 4));
    return local <= most ? local : least;
  }

  long remaining() {
    return limit - at + left;
  }

  /** A number of one to nine bytes, big-endian, seven bits of each but the ninth. */
  long varint() {
    if (at < limit && bytes[at] >= 0) {
      return bytes[at++];
    }
    long result = 0;
    for (int i = 0; i < 8; i++) {
      int b = unsigned();
      result = result << 7 | b & 0x7f;
      if (b < 0x80) {
        return result;
      }
    }
    return result << 8 | unsigned();
  }

  /** A big-endian number in two's complement of one to eight bytes. */
  long integer(int size) {
    long result;
    if (limit - at >= size) {
      result = bytes[at];
      for (int i = 1; i < size; i++) {
        result = result << 8 | bytes[at + i] & 0xff;
      }
      at += size;
    } else {
      result = (byte) unsigned();
      for (int i = 1; i < size; i++) {
        result = result << 8 | unsigned();
      }
    }
    return result;
  }

  private int unsigned() {
    if (at == limit) {
      turn();
    }
    return bytes[at++] & 0xff;
  }

  /** So many bytes, in an array of their own. */
  byte[] take(int size) {
    if (size == 0) {
      return EMPTY;
    }
    if (!Heap.holds(size)) {
      throw new OutOfMemoryError("a value of " + size + " bytes");
    }
    byte[] result = new byte[size];
    int taken = 0;
    while (size - taken > limit - at) {
      System.arraycopy(bytes, at, result, taken, limit - at);
      taken += limit - at;
      turn();
    }
    System.arraycopy(bytes, at, result, taken, size - taken);
    at += size - taken;
    return result;
  }

  void skip(long size) {
    long skipped = 0;
    while (size - skipped > limit - at) {
      skipped += limit - at;
      turn();
    }
    at += (int) (size - skipped);
  }

  private void turn() {
    if (left == 0) {
      throw new Malformed("a cell that ends too early");
    }
    pages.read(next, overflow);
    bytes = overflow;
    next = number(overflow, 0);
    at = 4;
    limit = (int) Math.min(left + 4, file.usable());
    left -= limit - 4;
  }

  /** A number of two bytes. */
  static int pair(byte[] page, int at) {
    return (page[at] & 0xff) << 8 | page[at + 1] & 0xff;
  }

  /** The number of a page. */
  static long number(byte[] page, int at) {
    return (page[at] & 0xffL) << 24
        | (page[at + 1] & 0xff) << 16
        | (page[at + 2] & 0xff) << 8
        | page[at + 3] & 0xff;
  }
}
