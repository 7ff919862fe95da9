package dev.godwit.btree;

import java.util.BitSet;

/** What is used of one page after the other: each byte once, but for those said to be fragments. */
final class Coverage {
  /** What a cell or a free block takes at least. */
  static final int LEAST = 4;

  private final int usable;

  /** A bit for each byte that has a use. */
  private final BitSet used;

  private int content;

  Coverage(int usable) {
    this.usable = usable;
    this.used = new BitSet(usable);
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
    used.clear();
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
    int next = used.nextSetBit(from);
    if (next >= 0 && next < to) {
      throw new Malformed("bytes of a page with two uses");
    }
    used.set(from, to);
  }

  /** Ends with the number of bytes that the page says are too few between others for anything. */
  void finish(int fragments) {
    if (usable - content - used.cardinality() != fragments) {
      throw new Malformed("bytes of a page without any use");
    }
  }
}
