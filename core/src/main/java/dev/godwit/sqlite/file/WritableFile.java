package dev.godwit.sqlite.file;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.GodwitException;
import dev.godwit.sqlite.schema.SqliteErrors;
import dev.godwit.store.OwnFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteOpenMode;

/**
 * A file that transactions write to. One that does not exist is written beside its place, and put
 * there by the first commit; until the first transaction nothing is on the disk at all.
 */
public final class WritableFile implements AutoCloseable {
  private static final String USUAL_CACHE = "PRAGMA cache_size = -65536";
  private static final int BUSY_TIMEOUT_MS = 10_000;
  private static final String UUID_FORM = "\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}";

  private final Path path;
  // Where a file that does not exist yet is written; else null.
  private Path draft;
  private boolean fresh;
  private Connection connection;

  private WritableFile(Path path, boolean fresh, Connection connection) {
    this.path = path;
    this.fresh = fresh;
    this.connection = connection;
  }

  /** Loads the driver, its native library, and what renders SQL for it. */
  public static void prepare() {
    try (Connection connection = connect(":memory:", SynchronousMode.OFF)) {
      Queries.text(connection, "SELECT " + Sql.SQLITE.literal(""));
    } catch (SQLException e) {
      throw SqliteErrors.reading(Path.of(":memory:"), e);
    }
  }

  public static WritableFile open(Path path) {
    OwnFile.requireNoLooseLink(path);
    SqliteFile.requirePlainBeside(path);
    try {
      if (Files.exists(path)) {
        SqliteFile.probe(path);
        return new WritableFile(path, false, connect(path.toString(), SynchronousMode.FULL));
      }
      Path folder = path.toAbsolutePath().getParent();
      if (!Files.isDirectory(folder)) {
        throw GodwitException.refused(path + ": there is no folder " + folder + "; make it first");
      }
      return new WritableFile(path, true, connect(":memory:", SynchronousMode.OFF));
    } catch (SQLException e) {
      throw SqliteErrors.reading(path, e);
    }
  }

  private static Connection connect(String file, SynchronousMode synchronous) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.setSynchronous(synchronous);
    if (synchronous == SynchronousMode.OFF) {
      // Nobody else knows the file, and a killed run leaves it behind unread.
      config.setJournalMode(JournalMode.MEMORY);
    }
    // Loads check them once, at their end.
    config.enforceForeignKeys(false);
    // Else the driver asks for the last rowid after each row.
    config.setGetGeneratedKeys(false);
    config.setOpenMode(SQLiteOpenMode.NOMUTEX);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    Queries.run(connection, USUAL_CACHE);
    return connection;
  }

  /** Runs a statement that sorts: a sort that fits the processor's own cache is the quicker one. */
  public static void sorting(Connection connection, String statement) throws SQLException {
    Queries.run(connection, "PRAGMA cache_size = -2048");
    Queries.run(connection, "PRAGMA threads = 2");
    try {
      Queries.run(connection, statement);
    } finally {
      Queries.run(connection, USUAL_CACHE);
    }
  }

  /** A second connection, which sees what is committed and writes nothing. */
  public static SQLiteConnection reader(Path path) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.setReadOnly(true);
    return (SQLiteConnection) config.createConnection("jdbc:sqlite:" + path);
  }

  public Path path() {
    return path;
  }

  public Connection connection() {
    return connection;
  }

  /** Takes away what a process left here that died; call it only under the target's lock. */
  public void sweep() {
    Path folder = path.toAbsolutePath().getParent();
    Pattern drafts =
        Pattern.compile(Pattern.quote("." + path.getFileName() + ".") + UUID_FORM + "(-journal)?");
    try (Stream<Path> all = Files.list(folder)) {
      for (Path each : all.toList()) {
        if (!each.equals(draft) && drafts.matcher(each.getFileName().toString()).matches()) {
          Files.deleteIfExists(each);
        }
      }
    } catch (IOException e) {
      throw GodwitException.failed(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  public void begin() {
    try {
      if (fresh && draft == null) {
        connection.close();
        String name = "." + path.getFileName() + "." + UUID.randomUUID();
        draft = path.toAbsolutePath().resolveSibling(name);
        OwnFile.create(draft);
        connection = connect(draft.toString(), SynchronousMode.OFF);
      }
      Queries.run(connection, "BEGIN IMMEDIATE");
    } catch (IOException e) {
      throw GodwitException.failed(path + " cannot be made: " + e, e);
    } catch (SQLException e) {
      throw SqliteErrors.writing(path, "beginning", e);
    }
  }

  public void commit() {
    try {
      Queries.run(connection, "COMMIT");
      if (fresh) {
        publish();
      }
    } catch (SQLException e) {
      throw SqliteErrors.writing(path, "committing", e);
    }
  }

  private void publish() throws SQLException {
    connection.close();
    try {
      OwnFile.sync(draft);
      // Unlike a move, a link never takes the place of what somebody else has put there.
      Files.createLink(path, draft);
      Files.delete(draft);
      OwnFile.sync(path.toAbsolutePath().getParent());
    } catch (FileAlreadyExistsException e) {
      throw GodwitException.refused(
          path + " has been made by somebody else meanwhile; nothing was kept");
    } catch (IOException | UnsupportedOperationException e) {
      throw GodwitException.failed(path + " cannot be made: " + e.getMessage(), e);
    }
    fresh = false;
    draft = null;
    connection = connect(path.toString(), SynchronousMode.FULL);
  }

  /** After a commit this does nothing. */
  public void rollback() {
    try {
      if (!connection.isClosed()) {
        Queries.run(connection, "ROLLBACK");
      }
    } catch (SQLException e) {
      // Either nothing is open, or SQLite has rolled back by itself.
      return;
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw SqliteErrors.reading(path, e);
    } finally {
      if (draft != null) {
        draft.toFile().delete();
        SqliteFile.sibling(draft, "-journal").toFile().delete();
      }
    }
  }
}
