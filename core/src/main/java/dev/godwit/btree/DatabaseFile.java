package dev.godwit.btree;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * The bytes of a database file that nobody may change while it is open. Thread-safe.
 *
 * <p>Closing it lets go of every POSIX lock that this process holds on the file, SQLite's too: do
 * it once SQLite's own connections are closed.
 */
public final class DatabaseFile implements AutoCloseable {
  private static final int HEADER = 100;
  private static final int LEAST_USABLE = 480;

  // A channel would be closed by the interrupt of any thread that reads from it.
  private final RandomAccessFile file;
  private final Runnable turn;
  private final int pageSize;
  private final int usable;
  private final long pages;
  private final boolean whole;

  private DatabaseFile(RandomAccessFile file) throws IOException {
    this.file = file;
    this.turn = () -> {};
    byte[] header = new byte[HEADER];
    file.readFully(header);
    int size = (header[16] & 0xff) << 8 | header[17] & 0xff;
    pageSize = size == 1 ? 1 << 16 : size;
    usable = pageSize - (header[20] & 0xff);
    if (Integer.bitCount(pageSize) != 1 || usable < LEAST_USABLE) {
      throw new Malformed("pages of " + pageSize + " bytes, of which " + usable + " are used");
    }
    pages = file.length() / pageSize;
    whole = file.length() % pageSize == 0;
  }

  private DatabaseFile(DatabaseFile other, Runnable turn) {
    this.file = other.file;
    this.turn = turn;
    this.pageSize = other.pageSize;
    this.usable = other.usable;
    this.pages = other.pages;
    this.whole = other.whole;
  }

  /**
   * Opens a file.
   *
   * @throws IOException where it cannot be read
   * @throws Malformed where it does not begin as a database does
   */
  public static DatabaseFile open(Path path) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
    try {
      return new DatabaseFile(file);
    } catch (IOException | Malformed e) {
      file.close();
      throw e;
    }
  }

  /**
   * The same file for readers that await their turn before each reading, of 64 kB at most. Open as
   * long as this one.
   */
  public DatabaseFile inTurn(Runnable turn) {
    return new DatabaseFile(this, turn);
  }

  int pageSize() {
    return pageSize;
  }

  /** How many bytes of a page hold what is stored; the others are some extension's. */
  int usable() {
    return usable;
  }

  /** How many pages there are. */
  long pages() {
    return pages;
  }

  /** Whether the last page is a whole one. */
  boolean isWhole() {
    return whole;
  }

  /** Whether there is a page of this number that can be a tree's. */
  boolean has(long page) {
    return page > 1 && page <= pages;
  }

  /** Whether a value could be as long as this at all. */
  boolean holds(long bytes) {
    return bytes >= 0 && bytes <= pages * usable;
  }

  /** Reads pages from this one on, as many as there are; returns how many. */
  int read(long page, byte[] into, int most) {
    turn.run();
    int count = (int) Math.min(most, pages - page + 1);
    try {
      synchronized (file) {
        file.seek((page - 1) * pageSize);
        file.readFully(into, 0, count * pageSize);
      }
      return count;
    } catch (IOException e) {
      throw new Malformed("page " + page + " cannot be read");
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
