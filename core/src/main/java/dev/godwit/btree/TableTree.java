package dev.godwit.btree;

import java.util.ArrayList;
import java.util.List;

/** The cells of a table's tree in the order of their rowid. Not thread-safe. */
final class TableTree {
  private static final int INTERIOR = 0x05;
  private static final int LEAF = 0x0d;

  /** As SQLite has it: no sound tree is nearly as deep. */
  private static final int DEPTH = 20;

  /** What a cell takes of a page at least, its place in the list of cells included. */
  private static final int LEAST_CELL = 6;

  private final DatabaseFile file;
  private final Pages pages;
  private final Payload payload;
  private final long root;
  private final long to;
  private final List<Level> levels = new ArrayList<>();
  private int depth = -1;
  private boolean begun;
  private long rowid;

  /** A page between the root and a leaf, and the cell of it that is being read. */
  private static final class Level {
    private final byte[] page;
    private boolean leaf;
    private int cells;
    private int at;

    Level(int size) {
      page = new byte[size];
    }
  }

  /** Begins before the first rowid that is not less than {@code from}, ends after {@code to}. */
  TableTree(DatabaseFile file, Pages pages, Payload payload, long root, long from, long to) {
    this.file = file;
    this.pages = pages;
    this.payload = payload;
    this.root = root;
    this.rowid = from;
    this.to = to;
  }

  /** Goes on to the next cell, which {@link Payload} then holds; false after the last. */
  boolean next() {
    long least = rowid;
    if (begun) {
      if (depth < 0) {
        return false;
      }
      levels.get(depth).at++;
    } else {
      descend(root, least);
    }
    while (depth >= 0 && levels.get(depth).at >= levels.get(depth).cells) {
      ascend();
    }
    if (depth < 0) {
      begun = true;
      return false;
    }
    Level leaf = levels.get(depth);
    payload.open(leaf.page, place(leaf, leaf.at));
    long size = payload.varint();
    rowid = payload.varint();
    if (begun ? rowid <= least : rowid < least) {
      throw new Malformed("a rowid that is not in its order");
    }
    begun = true;
    if (rowid > to) {
      depth = -1;
      return false;
    }
    payload.begin(size);
    return true;
  }

  long rowid() {
    return rowid;
  }

  /** To the next leaf, or out of the tree. */
  private void ascend() {
    depth--;
    while (depth >= 0 && ++levels.get(depth).at > levels.get(depth).cells) {
      depth--;
    }
    if (depth >= 0) {
      descend(child(levels.get(depth)), Long.MIN_VALUE);
    }
  }

  /** Down to the leaf where the first rowid is that is not less than this. */
  private void descend(long page, long from) {
    Level level = load(page);
    while (!level.leaf) {
      seek(level, from);
      level = load(child(level));
    }
    seek(level, from);
  }

  private Level load(long page) {
    depth++;
    if (depth == DEPTH) {
      throw new Malformed("a tree that is too deep");
    }
    if (depth == levels.size()) {
      levels.add(new Level(file.pageSize()));
    }
    Level level = levels.get(depth);
    pages.read(page, level.page);
    int type = level.page[0];
    level.leaf = type == LEAF;
    level.cells = pair(level.page, 3);
    boolean isEmptyTable = level.leaf && depth == 0;
    if (type != LEAF && type != INTERIOR
        || level.cells > (file.pageSize() - 8) / LEAST_CELL
        || level.cells == 0 && !isEmptyTable) {
      throw new Malformed("page " + page + " is none of a table");
    }
    return level;
  }

  private void seek(Level level, long from) {
    level.at = 0;
    if (from == Long.MIN_VALUE) {
      return;
    }
    int high = level.cells;
    while (level.at < high) {
      int middle = (level.at + high) >>> 1;
      if (key(level, middle) < from) {
        level.at = middle + 1;
      } else {
        high = middle;
      }
    }
  }

  /** The greatest rowid below a cell of an interior page, or that of a leaf's cell. */
  private long key(Level level, int cell) {
    payload.open(level.page, place(level, cell) + (level.leaf ? 0 : 4));
    if (level.leaf) {
      payload.varint();
    }
    return payload.varint();
  }

  private long child(Level level) {
    return Payload.number(level.page, level.at == level.cells ? 8 : place(level, level.at));
  }

  private int place(Level level, int cell) {
    int place = pair(level.page, head(level) + 2 * cell);
    if (place < head(level) + 2 * level.cells || place > file.usable() - 4) {
      throw new Malformed("a cell outside its page");
    }
    return place;
  }

  private static int head(Level level) {
    return level.leaf ? 8 : 12;
  }

  private static int pair(byte[] page, int at) {
    return (page[at] & 0xff) << 8 | page[at + 1] & 0xff;
  }
}
