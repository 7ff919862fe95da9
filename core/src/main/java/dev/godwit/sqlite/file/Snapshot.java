package dev.godwit.sqlite.file;

import dev.godwit.btree.DatabaseFile;
import dev.godwit.btree.Malformed;
import dev.godwit.jdbc.Queries;
import dev.godwit.model.GodwitException;
import dev.godwit.sqlite.schema.SqliteErrors;
import dev.godwit.store.FileIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * One unchanging view of a SQLite file, opened read-only. The file is read in place where that
 * leaves no trace; otherwise a private copy of the file and its {@code -wal} or {@code -journal} is
 * read, and deleted on close.
 */
public final class Snapshot implements AutoCloseable {
  private static final int ATTEMPTS = 5;
  private static final int BUSY_TIMEOUT_MS = 10_000;

  /** Off for the whole of a program, such as a run of the tests, by a property of it. */
  private static volatile boolean readsPages =
      !"off".equals(System.getProperty("godwit.read-pages"));

  private final Path original;
  private final Path copyFolder;
  private final Path file;
  private final boolean lenient;
  private final boolean wal;
  private final Connection connection;
  private final String fingerprint;
  private final SourceState state;
  private DatabaseFile pages;

  private Snapshot(
      SqliteFile source, Path copyFolder, Path file, boolean lenient, String fingerprint)
      throws SQLException, IOException {
    this.fingerprint = fingerprint;
    this.original = source.path();
    this.wal = source.wal();
    this.copyFolder = copyFolder;
    this.file = file;
    this.lenient = lenient;
    if (copyFolder != null) {
      this.connection = begin(file, lenient);
      this.state = null;
      return;
    }
    for (int attempt = 1; ; attempt++) {
      SourceState before = SourceState.of(file, wal);
      Connection begun = begin(file, lenient);
      SourceState since = SourceState.of(file, wal);
      if (since.hasFileOf(before) || attempt == ATTEMPTS) {
        // Whoever wrote in between may have done so after our first page was read.
        this.connection = begun;
        this.state = since.hasFileOf(before) ? since : before;
        return;
      }
      begun.close();
    }
  }

  /** What the file was like when it was opened, as far as its folder tells. */
  public String fingerprint() {
    return fingerprint;
  }

  /** Refuses where what was read may be of two states; a private copy is of one. */
  public void requireSame() {
    if (state != null) {
      state.requireSame();
    }
  }

  /**
   * Opens the file. Reading a WAL database in place would create its {@code -shm}, unless a process
   * that has it open made one already; and only rolling back a hot journal, a write, would make a
   * file in that state readable. Both are read from a copy. A {@code lenient} one opens a damaged
   * file too, without the definitions that cannot be read.
   */
  public static Snapshot open(SqliteFile source, boolean lenient) {
    Path path = source.path();
    boolean inPlace = isReadableInPlace(source);
    try {
      if (source.wal()) {
        SourceState.requireLog(path);
      }
      if (inPlace) {
        try {
          return new Snapshot(source, null, path, lenient, mark(path));
        } catch (SQLException e) {
          if (!cannotOpen(e)) {
            throw e;
          }
        }
      }
      return copy(source, lenient, !inPlace);
    } catch (SQLException e) {
      throw SqliteErrors.reading(path, e);
    } catch (IOException e) {
      throw GodwitException.failed(
          "no private copy of "
              + path
              + " could be made in the temporary folder: "
              + e.getMessage()
              + "; make room there, or name another with -Djava.io.tmpdir=DIR",
          e);
    }
  }

  /** What a dump makes: a private file, under the dump's name. */
  public static Snapshot ofDump(Path dump) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("godwit-");
      Path file = folder.resolve("dump.db");
      List<FileIdentity> before = state(dump);
      SqlDump.run(dump, file);
      if (!before.equals(state(dump))) {
        throw GodwitException.refused(dump + " changed while it was read; run again");
      }
      SqliteFile source = new SqliteFile(dump, false, Files.size(dump));
      return new Snapshot(source, folder, file, false, mark(dump));
    } catch (SQLException e) {
      delete(folder);
      throw SqliteErrors.reading(dump, e);
    } catch (IOException e) {
      delete(folder);
      throw GodwitException.failed(dump + " cannot be read: " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      delete(folder);
      throw e;
    }
  }

  public Connection connection() {
    return connection;
  }

  public Path original() {
    return original;
  }

  /** The bytes that are read, for SQLite to attach. */
  public String uri() {
    return uri(file);
  }

  public boolean isCopy() {
    return copyFolder != null;
  }

  /**
   * Whether {@link #another} connection is certain to see the same: the file is ours alone, or the
   * lock of our transaction keeps writers from it, as it does without a WAL.
   */
  public boolean isStill() {
    return isCopy() || !wal;
  }

  /** As {@code SqliteSource.readPages}. */
  public static void readPages(boolean on) {
    readsPages = on;
  }

  /**
   * The file's own bytes, where they are what every reader sees: nothing is in a WAL, and nobody
   * may write. Else null.
   */
  public synchronized DatabaseFile pages() {
    if (pages == null
        && readsPages
        && isStill()
        && SqliteFile.sibling(file, "-wal").toFile().length() == 0) {
      try {
        pages = DatabaseFile.open(file);
      } catch (IOException | Malformed e) {
        // SQLite may know what to do; and if not, what to say.
        return null;
      }
    }
    return pages;
  }

  /** Another connection to the same bytes, for work beside the reading. */
  public Connection another() throws SQLException {
    return begin(file, lenient);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw SqliteErrors.reading(original, e);
    } finally {
      closePages();
      delete(copyFolder);
    }
  }

  /** After the connections, whose locks end with it. */
  private synchronized void closePages() {
    try {
      if (pages != null) {
        pages.close();
      }
    } catch (IOException e) {
      throw GodwitException.failed(original + " cannot be closed: " + e.getMessage(), e);
    }
  }

  private static Connection begin(Path file, boolean lenient) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setOpenMode(SQLiteOpenMode.OPEN_URI);
    // The driver lets one thread at a time in: SQLite's own lock, taken for every cell, is too
    // much.
    config.setOpenMode(SQLiteOpenMode.NOMUTEX);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    Connection connection = config.createConnection("jdbc:sqlite:" + uri(file));
    try {
      if (lenient) {
        // Nothing is written: this alone makes SQLite pass over definitions that it cannot read.
        Queries.run(connection, "PRAGMA writable_schema = ON");
      }
      Queries.run(connection, "BEGIN");
      // The read transaction starts with the first read, not with BEGIN.
      Queries.number(connection, "SELECT count(*) FROM sqlite_schema");
      return connection;
    } catch (SQLException e) {
      if (lenient && (e.getErrorCode() & 0xff) == 11 /* CORRUPT */) {
        return connection;
      }
      connection.close();
      throw e;
    }
  }

  private static String uri(Path file) {
    return file.toAbsolutePath().toUri().toString().replaceFirst("^file:/+", "file:/") + "?mode=ro";
  }

  private static boolean cannotOpen(SQLException e) {
    int code = e.getErrorCode() & 0xff;
    return code == 14 /* CANTOPEN */ || code == 8 /* READONLY */;
  }

  private static boolean isHot(Path journal) {
    try {
      // A journal whose header is zeroed (journal_mode=PERSIST) or that is empty is at rest.
      return Files.exists(journal) && Files.size(journal) > 0 && firstByte(journal) != 0;
    } catch (IOException e) {
      return true;
    }
  }

  private static int firstByte(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.read();
    }
  }

  private static boolean isReadableInPlace(SqliteFile source) {
    return source.wal()
        ? Files.exists(SqliteFile.sibling(source.path(), "-shm"))
        : !isHot(SqliteFile.sibling(source.path(), "-journal"));
  }

  /** {@code untried}: reading in place may yet be possible, once an application has opened it. */
  private static Snapshot copy(SqliteFile source, boolean lenient, boolean untried)
      throws IOException, SQLException {
    Path path = source.path();
    Path folder = Files.createTempDirectory("godwit-");
    try {
      Path file = folder.resolve("copy.db");
      String mark;
      for (int attempt = 1; ; attempt++) {
        List<FileIdentity> before = state(path);
        mark = mark(path);
        copyFile(path, file);
        copyFile(SqliteFile.sibling(path, "-wal"), SqliteFile.sibling(file, "-wal"));
        copyFile(SqliteFile.sibling(path, "-journal"), SqliteFile.sibling(file, "-journal"));
        if (before.equals(state(path))) {
          break;
        }
        if (untried && isReadableInPlace(source)) {
          delete(folder);
          return new Snapshot(source, null, path, lenient, mark(path));
        }
        if (attempt == ATTEMPTS) {
          throw GodwitException.refused(
              path + " kept changing while it was copied; stop the application, then run again");
        }
      }
      recover(file);
      return new Snapshot(source, folder, file, lenient, mark);
    } catch (IOException | SQLException | RuntimeException e) {
      delete(folder);
      throw e;
    }
  }

  /**
   * Our own copy may be written: a hot journal is rolled back there, as its owner would have, and
   * what is in a WAL is brought to the file's pages.
   */
  private static void recover(Path copy) throws SQLException {
    if (Files.exists(SqliteFile.sibling(copy, "-journal"))) {
      try (Connection writable = new SQLiteConfig().createConnection("jdbc:sqlite:" + copy)) {
        Queries.number(writable, "SELECT count(*) FROM sqlite_schema");
      }
    }
    if (Files.exists(SqliteFile.sibling(copy, "-wal"))) {
      try (Connection writable = new SQLiteConfig().createConnection("jdbc:sqlite:" + copy)) {
        Queries.number(writable, "PRAGMA wal_checkpoint(TRUNCATE)");
      } catch (SQLException e) {
        // Then it is read where it is.
        return;
      }
    }
  }

  private static void copyFile(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
      to.toFile().setWritable(true, true);
    } else {
      Files.deleteIfExists(to);
    }
  }

  private static List<FileIdentity> state(Path path) throws IOException {
    List<FileIdentity> state = new ArrayList<>();
    for (String suffix : List.of("", "-wal", "-journal")) {
      state.add(FileIdentity.of(SqliteFile.sibling(path, suffix)));
    }
    return state;
  }

  /** By which a later run knows whether the source has changed. */
  private static String mark(Path path) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String suffix : List.of("", "-wal")) {
      FileIdentity found = FileIdentity.of(SqliteFile.sibling(path, suffix));
      if (found.exists()) {
        text.append(' ').append(found.size()).append(' ').append(found.written());
      }
    }
    return text.toString();
  }

  public static void delete(Path folder) {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
    } catch (IOException e) {
      // A copy that stays in the temporary folder harms nobody; failing now would.
      folder.toFile().deleteOnExit();
    }
  }
}
