package dev.godwit.sqlite.file;

import dev.godwit.model.GodwitException;
import dev.godwit.sqlite.schema.SqliteErrors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/**
 * SQL that makes a SQLite file, as {@code sqlite3 .dump} and {@code wrangler d1 export} write it:
 * told by how it begins. It is run in a private file, which is then read like any other.
 */
public final class SqlDump {
  private static final int HEAD = 4096;
  private static final Pattern BEGINNING =
      Pattern.compile(
          "(?is)\\uFEFF?(?:\\s++|--[^\\n]*+\\n|/\\*.*?\\*/)*+"
              + "(?:PRAGMA\\s+\\w+\\s*[=;(]|BEGIN(\\s+TRANSACTION)?\\s*;"
              + "|CREATE\\s+(TABLE|VIRTUAL\\s+TABLE)\\s|INSERT\\s+INTO\\s|DROP\\s+TABLE\\s).*");

  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"?");

  private final Path dump;

  private SqlDump(Path dump) {
    this.dump = dump;
  }

  /** Whether the file begins as a dump does. */
  public static boolean isOne(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      String head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
      return BEGINNING.matcher(head).matches();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Runs it in a file that is not there yet.
   *
   * @throws GodwitException where it is not complete, or SQLite does not understand it, naming the
   *     line
   */
  static void run(Path dump, Path file) throws IOException, SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
    config.setJournalMode(SQLiteConfig.JournalMode.OFF);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        Reader text = open(dump)) {
      // What it would attach, or write by VACUUM INTO, is no business of a dump's.
      ((SQLiteConnection) connection).setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
      statement.execute("BEGIN");
      new SqlDump(dump).all(statement, text);
      statement.execute("COMMIT");
    } catch (CharacterCodingException e) {
      throw GodwitException.refused(dump + " is a dump of SQL that is not UTF-8");
    }
  }

  private static Reader open(Path dump) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            Files.newInputStream(dump),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)),
        1 << 16);
  }

  private void all(Statement connection, Reader text) throws IOException {
    SqlStatement next = new SqlStatement();
    long line = 1;
    long begin = 1;
    for (int c = text.read(); c >= 0; c = text.read()) {
      line += c == '\n' ? 1 : 0;
      if (next.isBlank()) {
        begin = line;
      }
      if (next.add((char) c)) {
        run(connection, next, begin);
        next = new SqlStatement();
      }
    }
    if (!next.isBlank()) {
      throw GodwitException.refused(
          dump + ", line " + begin + ": the dump ends within a statement; it is not complete");
    }
  }

  private void run(Statement connection, SqlStatement next, long line) {
    String verb = next.words().split(" ", 2)[0];
    // All of it is one transaction, whatever it says.
    if (verb.equals("BEGIN") || verb.equals("COMMIT") || verb.equals("END")) {
      return;
    }
    if (verb.equals("ROLLBACK")) {
      throw GodwitException.refused(
          dump
              + ", line "
              + line
              + ": the dump takes itself back; whoever wrote it met damage in the database");
    }
    try {
      connection.executeUpdate(next.text());
    } catch (SQLException e) {
      // What SQLite quotes may be a value.
      String why = QUOTED.matcher(SqliteErrors.plain(e)).replaceAll("…");
      throw GodwitException.refused(
          dump + ", line " + line + ": SQLite does not take this statement of the dump: " + why);
    }
  }
}
