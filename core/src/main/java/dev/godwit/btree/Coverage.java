package dev.godwit.btree;

import java.util.Arrays;

/** What is used of one page after the other: each byte once, but for those said to be fragments. */
final class Coverage {
  static final int LEAST_CELL = 4;

  private final int usable;

  /** Where each use begins and, in the lower half, where it ends; from the last to the first. */
  private final long[] spans;

  private int count;
  private int content;

  Coverage(int usable) {
    this.usable = usable;
    this.spans = new long[usable];
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
    count = 0;
    int least = content;
    for (int block = Payload.pair(page, head + 1); block != 0; block = Payload.pair(page, block)) {
      if (block < least || block > usable - LEAST_CELL) {
        throw new Malformed("free bytes outside a page");
      }
      int size = Payload.pair(page, block + 2);
      add(block, block + size);
      least = block + Math.max(size, LEAST_CELL);
    }
    return content;
  }

  void add(int from, int to) {
    if (to > usable || count == spans.length) {
      throw new Malformed("a cell that goes beyond its page");
    }
    // Cells are put in front of each other as they come: so they are in their order already.
    count++;
    spans[spans.length - count] = (long) from << 32 | to;
  }

  /** Ends with the number of bytes that the page says are too few between others for anything. */
  void finish(int fragments) {
    if (!isComplete(fragments)) {
      Arrays.sort(spans, spans.length - count, spans.length);
      if (!isComplete(fragments)) {
        throw new Malformed("bytes of a page with two uses, or none");
      }
    }
  }

  private boolean isComplete(int fragments) {
    int between = 0;
    int end = content;
    for (int i = spans.length - count; i < spans.length; i++) {
      int from = (int) (spans[i] >>> 32);
      if (from < end) {
        return false;
      }
      between += from - end;
      end = (int) spans[i];
    }
    return between + usable - end == fragments;
  }
}
