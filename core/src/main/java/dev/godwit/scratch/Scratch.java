package dev.godwit.scratch;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * A SQLite file for rows that have no place yet. One that lasts keeps what was committed, whatever
 * happens; any other is for this process alone, and to be deleted after it. Not thread-safe.
 */
public final class Scratch implements AutoCloseable {
  private static final int BUSY_TIMEOUT_MS = 10_000;

  private final Path file;
  private final Connection connection;
  private boolean temporary;
  private long shelves;

  private Scratch(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /** Makes a file that nobody needs after this process. */
  public static Scratch passing(Path file) {
    return open(file, false);
  }

  /** Opens a file, or makes one, whose commits are on the disk when they return. */
  public static Scratch lasting(Path file) {
    return open(file, true);
  }

  /** Makes a file in the temporary folder, which goes when this is closed. */
  public static Scratch temporary() {
    try {
      Scratch scratch = passing(Files.createTempFile("godwit-", ".scratch"));
      scratch.temporary = true;
      return scratch;
    } catch (IOException e) {
      throw GodwitException.failed(
          "no file can be made in the temporary folder: "
              + e.getMessage()
              + "; make room there, or name another with -Djava.io.tmpdir=DIR",
          e);
    }
  }

  private static Scratch open(Path file, boolean lasts) {
    Properties settings = new Properties();
    settings.setProperty("jdbc.get_generated_keys", "false");
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file, settings);
      Scratch scratch = new Scratch(file, connection);
      scratch.run("PRAGMA busy_timeout = " + BUSY_TIMEOUT_MS);
      scratch.run("PRAGMA page_size = 65536");
      scratch.run("PRAGMA synchronous = " + (lasts ? "FULL" : "OFF"));
      scratch.run("PRAGMA journal_mode = " + (lasts ? "DELETE" : "OFF"));
      scratch.run("CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value BLOB)");
      scratch.run(
          "CREATE TABLE IF NOT EXISTS chunk"
              + " (id INTEGER PRIMARY KEY, shelf INTEGER, row_count INTEGER, data BLOB)");
      scratch.run("CREATE INDEX IF NOT EXISTS shelf ON chunk (shelf, id, row_count)");
      scratch.shelves = scratch.number("SELECT coalesce(max(shelf), 0) FROM chunk");
      return scratch;
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  static GodwitException failure(Path file, SQLException e) {
    boolean full = String.valueOf(e.getMessage()).contains("SQLITE_FULL");
    return GodwitException.failed(
        file + " cannot be used: " + (full ? "the disk is full" : e.getMessage()), e);
  }

  GodwitException failure(SQLException e) {
    return failure(file, e);
  }

  PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** Begins a transaction. */
  public void begin() {
    run("BEGIN IMMEDIATE");
  }

  public void commit() {
    run("COMMIT");
  }

  /** Undoes what was not committed, of a file that lasts; nothing where nothing is open. */
  public void rollback() {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      // Nothing is open, or SQLite has rolled back by itself.
      return;
    }
  }

  /** A place for rows of so many cells; {@code of} says for people whose they are. */
  public Shelf shelf(String of, int cells) {
    return new Shelf(this, of, ++shelves, cells);
  }

  /** A place for rows of this table. */
  public Shelf shelf(Table table) {
    return shelf(table.name(), table.columns().size());
  }

  /** One of this table's that {@link Shelf#number} names. */
  public Shelf shelf(Table table, long number) {
    shelves = Math.max(shelves, number);
    return new Shelf(this, table.name(), number, table.columns().size());
  }

  /** Keeps bytes under a name, in place of others. */
  public void note(String name, byte[] value) {
    try (PreparedStatement statement = prepare("INSERT OR REPLACE INTO note VALUES (?, ?)")) {
      statement.setString(1, name);
      statement.setBytes(2, value);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** What is kept under a name; null where nothing is. */
  public byte[] note(String name) {
    try (PreparedStatement statement = prepare("SELECT value FROM note WHERE name = ?")) {
      statement.setString(1, name);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? result.getBytes(1) : null;
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    }
    if (temporary && !file.toFile().delete()) {
      file.toFile().deleteOnExit();
    }
  }
}
