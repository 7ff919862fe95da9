package dev.godwit.btree;

import java.util.ArrayList;
import java.util.List;

/** The way from the root of a tree to the cell that is being read. Not thread-safe. */
abstract class Tree {
  /** As SQLite has it: no sound tree is nearly as deep. */
  static final int DEPTH = 20;

  /** What a cell takes of a page at least, its place in the list of cells included. */
  private static final int LEAST_CELL = 6;

  private final DatabaseFile file;
  private final Pages pages;
  private final int interior;
  private final int leaf;
  private final List<Level> levels = new ArrayList<>();
  private int depth = -1;

  /** A page between the root and a leaf, and the cell of it that is being read. */
  static final class Level {
    final byte[] page;
    boolean leaf;
    int cells;
    int at;

    Level(int size) {
      page = new byte[size];
    }
  }

  /** The last two tell the pages of this sort of tree from others. */
  Tree(DatabaseFile file, Pages pages, int interior, int leaf) {
    this.file = file;
    this.pages = pages;
    this.interior = interior;
    this.leaf = leaf;
  }

  /** The page that is being read, or null before the root and after the last cell. */
  final Level level() {
    return depth < 0 ? null : levels.get(depth);
  }

  /** Goes up to the page that names the current one; returns as {@link #level}. */
  final Level up() {
    depth--;
    return level();
  }

  /** Goes down to a page, whose first cell is the current one then. */
  final Level down(long page) {
    depth++;
    if (depth == DEPTH) {
      throw new Malformed("a tree that is too deep");
    }
    if (depth == levels.size()) {
      levels.add(new Level(file.pageSize()));
    }
    Level level = levels.get(depth);
    pages.read(page, level.page);
    level.leaf = level.page[0] == leaf;
    level.cells = Payload.pair(level.page, 3);
    level.at = 0;
    boolean isEmptyTree = level.leaf && depth == 0;
    if (!level.leaf && level.page[0] != interior
        || level.cells > (file.pageSize() - 8) / LEAST_CELL
        || level.cells == 0 && !isEmptyTree) {
      throw new Malformed("page " + page + " is none of this tree");
    }
    return level;
  }

  /** The page before the current cell of an interior one, or after its last. */
  final long child(Level level) {
    return Payload.number(level.page, level.at == level.cells ? 8 : place(level, level.at));
  }

  /** Where a cell begins. */
  final int place(Level level, int cell) {
    int head = level.leaf ? 8 : 12;
    int place = Payload.pair(level.page, head + 2 * cell);
    if (place < head + 2 * level.cells || place > file.usable() - 4) {
      throw new Malformed("a cell outside its page");
    }
    return place;
  }
}
