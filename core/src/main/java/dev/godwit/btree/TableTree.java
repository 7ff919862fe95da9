package dev.godwit.btree;

/** The cells of a table's tree in the order of their rowid. Not thread-safe. */
final class TableTree extends Tree {
  static final int INTERIOR = 0x05;
  static final int LEAF = 0x0d;

  private final Payload payload;
  private final long root;
  private final long from;
  private final long to;
  private boolean begun;
  private long rowid;

  /** Begins before the first rowid that is not less than {@code from}, ends after {@code to}. */
  TableTree(DatabaseFile file, Pages pages, Payload payload, long root, long from, long to) {
    super(file, pages, INTERIOR, LEAF);
    this.payload = payload;
    this.root = root;
    this.from = from;
    this.to = to;
  }

  /** Goes on to the next cell, which {@link Payload} then holds; false after the last. */
  boolean next() {
    boolean isFirst = !begun;
    begun = true;
    Level leaf = isFirst ? seek(root) : level();
    if (leaf != null && !isFirst) {
      leaf.at++;
    }
    while (leaf != null && leaf.at >= leaf.cells) {
      leaf = nextLeaf();
    }
    if (leaf == null) {
      return false;
    }
    payload.open(leaf.page, place(leaf, leaf.at));
    long size = payload.varint();
    long number = payload.varint();
    if (isFirst ? number < from : number <= rowid) {
      throw new Malformed("a rowid that is not in its order");
    }
    rowid = number;
    if (rowid > to) {
      while (up() != null) {
        // Out of the tree: nothing follows.
      }
      return false;
    }
    payload.begin(size, false);
    return true;
  }

  long rowid() {
    return rowid;
  }

  /** Null after the last. */
  private Level nextLeaf() {
    Level level = up();
    while (level != null && ++level.at > level.cells) {
      level = up();
    }
    while (level != null && !level.leaf) {
      level = down(child(level));
    }
    return level;
  }

  /** The leaf where the first rowid is that is not less than {@code from}. */
  private Level seek(long page) {
    Level level = down(page);
    while (!level.leaf) {
      level.at = find(level);
      level = down(child(level));
    }
    level.at = find(level);
    return level;
  }

  private int find(Level level) {
    int low = 0;
    int high = from == Long.MIN_VALUE ? 0 : level.cells;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (key(level, middle) < from) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The greatest rowid below a cell of an interior page, or that of a leaf's cell. */
  private long key(Level level, int cell) {
    payload.open(level.page, place(level, cell) + (level.leaf ? 0 : 4));
    if (level.leaf) {
      payload.varint();
    }
    return payload.varint();
  }
}
