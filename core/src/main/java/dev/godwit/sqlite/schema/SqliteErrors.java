package dev.godwit.sqlite.schema;

import dev.godwit.model.GodwitException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteJDBCLoader;

/** SQLite's result codes as messages that say what to do. */
public final class SqliteErrors {
  private SqliteErrors() {}

  public static GodwitException reading(Path path, SQLException e) {
    if (isWithoutLibrary(e)) {
      return withoutLibrary(e);
    }
    return switch (e.getErrorCode() & 0xff) {
      case 26 -> // NOTADB
          GodwitException.refused(
              path + " is not a SQLite database, or it is encrypted: decrypt it first");
      case 11 -> // CORRUPT
          GodwitException.refused(
              path
                  + " is damaged: SQLite says \""
                  + plain(e)
                  + "\"; repair it with sqlite3's .recover, or take what is readable with --salvage");
      case 5, 6 -> // BUSY, LOCKED
          GodwitException.refused(
              path + " is locked by another process; stop the application, then run again");
      default ->
          plain(e).equals("unsupported file format")
              ? GodwitException.refused(
                  path
                      + " is of a format that SQLite "
                      + SQLiteJDBCLoader.getVersion()
                      + " does not know: its header is damaged, or a newer SQLite wrote it")
              : GodwitException.failed(path + " cannot be read: " + plain(e), e);
    };
  }

  /** What asks SQLite for something. */
  @FunctionalInterface
  public interface Asking<T> {
    T ask() throws SQLException;
  }

  /** Asks about what this file holds. */
  public static <T> T asking(Path path, Asking<T> work) {
    try {
      return work.ask();
    } catch (SQLException e) {
      throw reading(path, e);
    }
  }

  /** Whether it is SQLite itself that is missing: its native library could not be loaded. */
  private static boolean isWithoutLibrary(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof NativeLibraryNotFoundException || cause instanceof LinkageError) {
        return true;
      }
    }
    return false;
  }

  private static GodwitException withoutLibrary(SQLException e) {
    String folder =
        System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir", ""));
    return GodwitException.failed(
        "SQLite's native library cannot be loaded from the temporary folder "
            + folder
            + ": it is full, may not be written, or is mounted noexec. -Dorg.sqlite.tmpdir=DIR"
            + " names another folder, -Dorg.sqlite.lib.path=DIR one that holds the library",
        e);
  }

  /** {@code doing} completes the sentence "… failed while". */
  public static GodwitException writing(Path path, String doing, SQLException e) {
    if (isWithoutLibrary(e)) {
      return withoutLibrary(e);
    }
    return switch (e.getErrorCode() & 0xff) {
      case 13 -> // FULL
          GodwitException.failed(
              path + ": the disk is full; nothing was kept. Make room, then run again", null);
      case 8, 14 -> // READONLY, CANTOPEN
          GodwitException.refused(
              path + " may not be written; give yourself the right to write it, and its folder");
      case 11, 26, 5, 6 -> reading(path, e);
      // No cause: a stack trace would print what the message leaves out.
      default -> GodwitException.failed("SQLite refused while " + doing + ": " + plain(e), null);
    };
  }

  /** SQLite's own words, without sqlite-jdbc's prefix. */
  public static String plain(SQLException e) {
    String message = String.valueOf(e.getMessage());
    int start = message.indexOf('(');
    return message.startsWith("[SQLITE") && start > 0 && message.endsWith(")")
        ? message.substring(start + 1, message.length() - 1)
        : message;
  }
}
