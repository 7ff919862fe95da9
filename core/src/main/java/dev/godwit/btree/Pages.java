package dev.godwit.btree;

/**
 * The pages of a file for one reader. Where they are asked for in their order, more of them are
 * read at once. Not thread-safe.
 */
final class Pages {
  private static final int BYTES = 1 << 16;

  private final DatabaseFile file;
  private final int most;
  private byte[] ahead;
  private long first;
  private int count;
  private int wanted = 1;

  Pages(DatabaseFile file) {
    this.file = file;
    this.most = Math.max(1, BYTES / file.pageSize());
    this.ahead = new byte[file.pageSize()];
  }

  /** Copies a page. */
  void read(long page, byte[] into) {
    if (page < first || page >= first + count) {
      load(page);
    }
    System.arraycopy(ahead, (int) (page - first) * into.length, into, 0, into.length);
  }

  /** The number that a page begins with. */
  long number(long page) {
    if (page < first || page >= first + count) {
      load(page);
    }
    return Payload.number(ahead, (int) (page - first) * file.pageSize());
  }

  private void load(long page) {
    if (!file.has(page)) {
      throw new Malformed("there is no page " + page);
    }
    wanted = page == first + count ? Math.min(most, wanted * 2) : 1;
    if (ahead.length < wanted * file.pageSize()) {
      ahead = new byte[most * file.pageSize()];
    }
    count = 0;
    count = file.read(page, ahead, wanted);
    first = page;
  }
}
