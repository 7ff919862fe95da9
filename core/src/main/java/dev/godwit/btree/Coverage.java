package dev.godwit.btree;

import java.util.Arrays;

/** What is used of one page after the other: each byte once, but for those said to be fragments. */
final class Coverage {
  /** What a cell or a free block takes at least. */
  static final int LEAST = 4;

  private final int usable;

  /** A bit for each byte that has a use. */
  private final long[] used;

  private int content;
  private int count;

  Coverage(int usable) {
    this.usable = usable;
    this.used = new long[usable / Long.SIZE + 1];
  }

  /**
   * Begins with what a page has free; {@code end} is where its list of cells ends. Returns where
   * cells may begin.
   */
  int begin(byte[] page, int head, int end) {
    int given = Payload.pair(page, head + 5);
    content = given == 0 ? 1 << 16 : given;
    if (content < end || content > usable) {
      throw new Malformed("a page whose content begins nowhere");
    }
    Arrays.fill(used, 0);
    count = 0;
    int least = content;
    for (int block = Payload.pair(page, head + 1); block != 0; block = Payload.pair(page, block)) {
      if (block < least || block > usable - LEAST) {
        throw new Malformed("free bytes outside a page");
      }
      int size = Payload.pair(page, block + 2);
      if (size < LEAST) {
        throw new Malformed("free bytes that are too few");
      }
      add(block, block + size);
      least = block + size + LEAST;
    }
    return content;
  }

  void add(int from, int to) {
    if (to > usable) {
      throw new Malformed("a cell that goes beyond its page");
    }
    count += to - from;
    for (int at = from, end; at < to; at = end) {
      int word = at / Long.SIZE;
      end = Math.min(to, (word + 1) * Long.SIZE);
      long bits = -1L >>> (Long.SIZE - (end - at)) << at;
      if ((used[word] & bits) != 0) {
        throw new Malformed("bytes of a page with two uses");
      }
      used[word] |= bits;
    }
  }

  /** Ends with the number of bytes that the page says are too few between others for anything. */
  void finish(int fragments) {
    if (usable - content - count != fragments) {
      throw new Malformed("bytes of a page without any use");
    }
  }
}
