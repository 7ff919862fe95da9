package dev.godwit.sqlite.file;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Shown;
import dev.godwit.store.FileIdentity;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that is read in place, as it was when its read transaction began. SQLite lets others
 * append to the WAL meanwhile, and bring to the file what its WAL held already; anything else was
 * done by somebody who does not keep SQLite's rules, and the rows may be of two states.
 */
final class SourceState {
  private static final int WAL_HEADER = 32;
  private static final int FRAME_HEADER = 24;
  private static final int WAL_INDEX = 136;
  private static final int PAGE_SIZE = 14;
  private static final int MOST_FRAME = 16;
  private static final int BACKFILLED = 96;
  private static final int BACKFILL_TRIED = 128;

  /**
   * By identity, and never closed: closing one would let go of every lock that this process has on
   * it, of other connections too.
   */
  private static final Map<Object, RandomAccessFile> INDEXES = new ConcurrentHashMap<>();

  private final Path path;
  private final FileIdentity file;
  private final FileIdentity wal;
  private final long salt;
  private final Progress progress;

  /** How many frames the WAL has, and how many of them are in the file, or are on their way. */
  private record Progress(int frames, int there, int tried, int pageSize) {
    static final Progress NONE = new Progress(0, 0, 0, 0);

    boolean isComplete() {
      return frames == there;
    }

    /** What the WAL takes at least. */
    long bytes() {
      return WAL_HEADER + (long) frames * (FRAME_HEADER + pageSize);
    }
  }

  private SourceState(
      Path path, FileIdentity file, FileIdentity wal, long salt, Progress progress) {
    this.path = path;
    this.file = file;
    this.wal = wal;
    this.salt = salt;
    this.progress = progress;
  }

  static SourceState of(Path path, boolean walMode) throws IOException {
    FileIdentity file = FileIdentity.of(path);
    if (!walMode) {
      return new SourceState(path, file, null, 0, Progress.NONE);
    }
    Path wal = SqliteFile.sibling(path, "-wal");
    return new SourceState(path, file, FileIdentity.of(wal), salt(wal), progress(path));
  }

  /**
   * Refuses a WAL that is gone, or cut, where its index tells of pages in it which the file lacks.
   *
   * @throws GodwitException saying what is missing
   */
  static void requireLog(Path path) throws IOException {
    Progress told = progress(path);
    long size = FileIdentity.of(SqliteFile.sibling(path, "-wal")).size();
    if (!told.isComplete() && size < told.bytes()) {
      throw GodwitException.refused(
          SqliteFile.sibling(path, "-wal")
              + (size <= 0 ? " is not there" : " is cut")
              + ": by "
              + SqliteFile.sibling(path, "-shm").getFileName()
              + " it holds "
              + Shown.count(told.frames(), "page")
              + ", some of which the file does not have, and their rows would be missing; nothing was"
              + " read. Bring it back; where it is lost, delete that index, then run again");
    }
  }

  /** Whether the file itself is as it was. */
  boolean hasFileOf(SourceState other) {
    return file.equals(other.file);
  }

  /**
   * Refuses what may have been read of two states.
   *
   * @throws GodwitException saying what has happened to the file
   */
  void requireSame() {
    try {
      FileIdentity now = FileIdentity.of(path);
      if (!file.equals(now) && !(file.isSameFile(now) && wal != null && isCheckpointed())) {
        throw refusal(path, file.changeTo(now));
      }
      // A reader of the WAL keeps it from being begun anew.
      if (wal != null && !progress.isComplete()) {
        Path place = SqliteFile.sibling(path, "-wal");
        FileIdentity log = FileIdentity.of(place);
        if (!wal.isSameFile(log) || log.size() < wal.size()) {
          throw refusal(place, wal.changeTo(log));
        }
        if (salt(place) != salt) {
          throw refusal(place, "was begun anew");
        }
      }
    } catch (IOException e) {
      throw GodwitException.failed(path + " cannot be looked at again: " + e.getMessage(), e);
    }
  }

  /** Whether what was written is what the WAL held when we began to read. */
  private boolean isCheckpointed() throws IOException {
    if (progress.isComplete()) {
      return false;
    }
    Progress now = progress(path);
    return now.there() != progress.there() || now.tried() != progress.tried();
  }

  private static GodwitException refusal(Path place, String what) {
    return GodwitException.refused(
        place
            + " "
            + what
            + " by another program while it was read, past SQLite's locks: what was read may be of"
            + " two states. Nothing of it was kept. Let that program end, then run again");
  }

  /** A WAL has no locks that closing it could let go of. */
  private static long salt(Path wal) throws IOException {
    if (!Files.exists(wal)) {
      return 0;
    }
    try (var in = Files.newInputStream(wal)) {
      byte[] header = in.readNBytes(WAL_HEADER);
      return header.length < WAL_HEADER ? 0 : ByteBuffer.wrap(header).getLong(16);
    }
  }

  private static Progress progress(Path path) throws IOException {
    Path index = SqliteFile.sibling(path, "-shm");
    FileIdentity identity = FileIdentity.of(index);
    if (!identity.exists()) {
      return Progress.NONE;
    }
    RandomAccessFile open = INDEXES.get(identity.key());
    if (open == null) {
      open = new RandomAccessFile(index.toFile(), "r");
      RandomAccessFile other = INDEXES.putIfAbsent(identity.key(), open);
      open = other == null ? open : other;
    }
    byte[] bytes = new byte[WAL_INDEX];
    synchronized (open) {
      open.seek(0);
      if (open.read(bytes) < WAL_INDEX) {
        return Progress.NONE;
      }
    }
    ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    int size = numbers.getShort(PAGE_SIZE) & 0xffff;
    return new Progress(
        numbers.getInt(MOST_FRAME),
        numbers.getInt(BACKFILLED),
        numbers.getInt(BACKFILL_TRIED),
        size == 1 ? 1 << 16 : size);
  }
}
