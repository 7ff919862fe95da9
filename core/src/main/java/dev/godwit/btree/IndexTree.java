package dev.godwit.btree;

/** The cells of an index's tree in their order; those of interior pages lie between two pages. */
final class IndexTree extends Tree {
  static final int INTERIOR = 0x02;
  static final int LEAF = 0x0a;

  private final Payload payload;
  private final long root;
  private boolean begun;

  IndexTree(DatabaseFile file, Pages pages, Payload payload, long root) {
    super(file, pages, INTERIOR, LEAF);
    this.payload = payload;
    this.root = root;
  }

  /** Goes on to the next cell, which {@link Payload} then holds; false after the last. */
  boolean next() {
    Level level = begun ? level() : first(root);
    if (level != null && begun) {
      level.at++;
      level = level.leaf ? level : first(child(level));
    }
    begun = true;
    while (level != null && level.at >= level.cells) {
      level = up();
    }
    if (level == null) {
      return false;
    }
    payload.open(level.page, place(level, level.at) + (level.leaf ? 0 : 4));
    payload.begin(payload.varint(), true);
    return true;
  }

  private Level first(long page) {
    Level level = down(page);
    while (!level.leaf) {
      level = down(child(level));
    }
    return level;
  }
}
