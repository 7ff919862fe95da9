package dev.godwit.btree;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Accounts for every page of a file in UTF-8, as {@code PRAGMA quick_check} does: each has one use,
 * in a tree, in the overflow of a cell or in the list of free pages, and so has each byte of a
 * tree's page; rowids are in their order. All trees first, then {@link #rest}. Every method throws
 * {@link Malformed} where that is not so, or where only SQLite can tell; nothing can be asked
 * afterwards. Not thread-safe.
 */
public final class PageCheck {
  /** The file's own header, on the first page, before that of the schema's tree. */
  private static final int FILE_HEADER = 100;

  /** What is at this place in a file is no page's content: SQLite locks bytes of it. */
  private static final long PENDING_BYTE = 0x40000000;

  private final DatabaseFile file;
  private final Pages pages;
  private final Payload payload;
  private final Values values;
  private final int usable;
  private final byte[] first;
  private final List<byte[]> levels = new ArrayList<>();
  private final BitSet used = new BitSet();
  private final Coverage coverage;
  private boolean isTable;
  private RecordCheck records;
  private boolean begun;
  private long last;

  /** Looks at the file's header. */
  public PageCheck(DatabaseFile file) {
    this.file = file;
    pages = new Pages(file);
    payload = new Payload(file, pages);
    values = new Values(payload, 0);
    usable = file.usable();
    coverage = new Coverage(usable);
    first = new byte[file.pageSize()];
    file.read(1, first, 1);
    boolean plain =
        file.isWhole()
            && file.pages() == Payload.number(first, 28)
            && file.pages() < Integer.MAX_VALUE
            && Payload.number(first, 52) == 0 // auto_vacuum
            && Payload.number(first, 64) == 0 // the same, incremental
            && Payload.number(first, 56) == 1; // UTF-8
    if (!plain) {
      throw new Malformed("a file that only SQLite can check");
    }
    long pending = PENDING_BYTE / file.pageSize() + 1;
    if (pending <= file.pages()) {
      used.set((int) pending);
    }
  }

  /** Follows the tree of an index, or of a table WITHOUT ROWID. */
  public void index(long root) {
    follow(root, false, null);
  }

  /** Follows the tree of a table with rowids, whatever its records hold. */
  public void table(long root) {
    follow(root, true, null);
  }

  /**
   * The same; true where each record has as many values as there are demands, in their order, all
   * of them met.
   */
  public boolean table(long root, List<Demand> demands) {
    RecordCheck check = new RecordCheck(payload, demands);
    follow(root, true, check);
    return check.isMet();
  }

  /** The pages that are in no tree: each must be free, and said to be. */
  public void rest() {
    long left = Payload.number(first, 36);
    byte[] trunk = level(0);
    for (long page = Payload.number(first, 32); page != 0; page = Payload.number(trunk, 0)) {
      claim(page);
      pages.read(page, trunk);
      long leaves = Payload.number(trunk, 4);
      if (leaves > usable / 4 - 2) {
        throw new Malformed("free pages that are too many");
      }
      for (int i = 0; i < leaves; i++) {
        claim(Payload.number(trunk, 8 + 4 * i));
      }
      left -= leaves + 1;
    }
    if (left != 0 || used.cardinality() != file.pages()) {
      throw new Malformed("pages that are nowhere");
    }
  }

  private void claim(long page) {
    if (page < 1 || page > file.pages() || used.get((int) page)) {
      throw new Malformed("page " + page + " is not there, or has two uses");
    }
    used.set((int) page);
  }

  private void follow(long root, boolean table, RecordCheck check) {
    isTable = table;
    records = check;
    begun = false;
    descend(0, root, Long.MAX_VALUE);
  }

  private byte[] level(int depth) {
    while (depth >= levels.size()) {
      levels.add(new byte[file.pageSize()]);
    }
    return levels.get(depth);
  }

  /** Follows what is below a page, no rowid being greater than {@code most}; returns its height. */
  private int descend(int depth, long number, long most) {
    if (depth == Tree.DEPTH) {
      throw new Malformed("a tree that is too deep");
    }
    claim(number);
    byte[] page = number == 1 ? first : level(depth);
    int head = number == 1 ? FILE_HEADER : 0;
    if (number != 1) {
      pages.read(number, page);
    }
    boolean leaf = page[head] == (isTable ? TableTree.LEAF : IndexTree.LEAF);
    int cells = Payload.pair(page, head + 3);
    if (!leaf && page[head] != (isTable ? TableTree.INTERIOR : IndexTree.INTERIOR)
        || cells == 0 && !mayBeEmpty(leaf, depth, number)) {
      throw new Malformed("page " + number + " is none of this tree");
    }
    int places = head + (leaf ? 8 : 12);
    int content = coverage.begin(page, head, places + 2 * cells);
    for (int i = 0; i < cells; i++) {
      account(page, Payload.pair(page, places + 2 * i), content, leaf, most);
    }
    coverage.finish(page[head + 7] & 0xff);
    return leaf ? 0 : children(depth, page, head, cells, most);
  }

  private void account(byte[] page, int place, int content, boolean leaf, long most) {
    if (place < content || place > usable - Coverage.LEAST) {
      throw new Malformed("a cell outside its page");
    }
    int end = isTable && !leaf ? divider(page, place) : cell(page, place, leaf, most);
    coverage.add(place, Math.max(end, place + Coverage.LEAST));
  }

  /** Only a root; on the first page, where less fits, also one that leads to another page. */
  private static boolean mayBeEmpty(boolean leaf, int depth, long number) {
    return depth == 0 && (leaf || number == 1);
  }

  private int children(int depth, byte[] page, int head, int cells, long most) {
    int height = -1;
    for (int i = 0; i <= cells; i++) {
      int place = i == cells ? head + 8 : Payload.pair(page, head + 12 + 2 * i);
      long greatest = most;
      if (isTable && i < cells) {
        payload.open(page, place + 4);
        greatest = payload.varint();
        if (greatest > most) {
          throw new Malformed("a rowid that is not in its order");
        }
      }
      int below = descend(depth + 1, Payload.number(page, place), greatest);
      if (height >= 0 && below != height) {
        throw new Malformed("a tree of unequal heights");
      }
      height = below;
      if (isTable && i < cells) {
        last = greatest;
      }
    }
    return height + 1;
  }

  /** Where a cell ends that only tells two pages of a table apart. */
  private int divider(byte[] page, int place) {
    payload.open(page, place + 4);
    payload.varint();
    return payload.place();
  }

  /** Where a cell ends that holds a record, all of which is looked at. */
  private int cell(byte[] page, int place, boolean leaf, long most) {
    payload.open(page, leaf ? place : place + 4);
    long size = payload.varint();
    if (isTable) {
      long rowid = payload.varint();
      if (rowid > most || begun && rowid <= last) {
        throw new Malformed("a rowid that is not in its order");
      }
      begun = true;
      last = rowid;
    }
    payload.begin(size, !isTable);
    int end = payload.end();
    if (payload.left() > 0) {
      overflow(payload.next(), payload.left());
    }
    if (!isTable) {
      values.begin();
    } else if (records != null) {
      records.look();
    }
    return end;
  }

  private void overflow(long begin, long size) {
    long page = begin;
    for (long left = size; left > 0; left -= usable - 4) {
      claim(page);
      page = pages.number(page);
    }
    if (page != 0) {
      throw new Malformed("an overflow that is too long");
    }
  }
}
