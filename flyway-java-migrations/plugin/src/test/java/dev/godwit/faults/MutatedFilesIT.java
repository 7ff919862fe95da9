package dev.godwit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * SQLite files with bytes that are not as they were: what arrives is what SQLite itself reads of
 * them, or nothing does. File number n is the same in every run.
 */
@Timeout(value = 12, unit = TimeUnit.HOURS)
class MutatedFilesIT {
  private static final int USUALLY = 300;
  private static final String ARRIVED = "arrived as SQLite reads them";
  private static final String REFUSED = "refused";
  private static final int LONG = 100_000;
  private static final long SEED = 0x60D317L;

  @TempDir Path folder;
  private byte[] sound;

  @BeforeEach
  void makeAFile() throws IOException {
    Path file =
        SqliteFiles.create(
            folder.resolve("sound.db"),
            "PRAGMA page_size = 512",
            "CREATE TABLE plain (id INTEGER PRIMARY KEY, a TEXT, b, c REAL)",
            "CREATE INDEX plain_a ON plain (a)",
            "CREATE TABLE keyed (k TEXT PRIMARY KEY, n INTEGER, x BLOB) WITHOUT ROWID",
            "CREATE TABLE wide (a TEXT, b BLOB)",
            SqliteFiles.numbers(60)
                + "INSERT INTO plain SELECT i, 'text ' || i, CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN"
                + " i * 99999999 WHEN 2 THEN zeroblob(i % 7) ELSE 'x' || i END, i / 3.0 FROM n",
            SqliteFiles.numbers(30) + "INSERT INTO keyed SELECT 'k' || i, i, zeroblob(i) FROM n",
            SqliteFiles.numbers(8)
                + "INSERT INTO wide SELECT printf('%0*d', i * 150, i), zeroblob(i * 200) FROM n",
            "DELETE FROM plain WHERE id % 9 = 0");
    sound = Files.readAllBytes(file);
  }

  /** The file with a few things done to it that a disk, a copy or an enemy may do. */
  private byte[] mutated(int number) {
    Random random = new Random(SEED + number);
    byte[] bytes = sound.clone();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(bytes.length);
      int page = at / 512 * 512;
      switch (random.nextInt(7)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        // Heads of pages and cells, where one byte means much.
        case 2 ->
            bytes[Math.min(page + random.nextInt(40), bytes.length - 1)] ^=
                (byte) (1 << random.nextInt(8));
        case 3 -> Arrays.fill(bytes, at, Math.min(at + random.nextInt(64), bytes.length), (byte) 0);
        case 4 -> {
          int other = random.nextInt(bytes.length / 512) * 512;
          if (page + 512 <= bytes.length) {
            System.arraycopy(bytes, other, bytes, page, 512);
          }
        }
        case 5 -> bytes = Arrays.copyOf(bytes, Math.max(512, bytes.length - random.nextInt(2048)));
        default -> bytes[random.nextInt(100)] ^= (byte) (1 << random.nextInt(8));
      }
    }
    return bytes;
  }

  @Test
  void whatArrivesIsWhatSqliteReads() throws IOException {
    if (Boolean.getBoolean("godwit.long")) {
      new Campaign("damaged SQLite files", LONG).run(this::tryOut);
      return;
    }
    Set<String> outcomes = new TreeSet<>();
    for (int number = 0; number < USUALLY; number++) {
      outcomes.add(tryOut(number));
    }
    assertThat(outcomes).containsExactly(ARRIVED, REFUSED);
  }

  private String tryOut(int number) throws IOException {
    Path file = folder.resolve("mutated.db");
    Path to = folder.resolve("to.db");
    Files.deleteIfExists(to);
    Files.write(file, mutated(number));
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(to.toString(), null)) {
      new Godwit(Progress.NONE).migrate(source, target, Options.DEFAULT);
    } catch (GodwitException e) {
      assertThat(to).as("number %s, refused", number).doesNotExist();
      return REFUSED;
    } catch (RuntimeException | Error e) {
      throw new AssertionError("number " + number, e);
    }
    try (Connection before = open(file);
        Connection after = open(to)) {
      List<String> tables = tables(before);
      assertThat(tables(after)).as("number %s", number).isEqualTo(tables);
      for (String table : tables) {
        assertThat(rows(after, table))
            .as("number %s, %s", number, table)
            .isEqualTo(rows(before, table));
      }
      return ARRIVED;
    } catch (SQLException e) {
      throw new AssertionError("number " + number + ": SQLite does not read it", e);
    }
  }

  private static Connection open(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  /** By the names that SQLite has read: those in the first column may be others. */
  private static List<String> tables(Connection file) throws SQLException {
    return ask(
        file,
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
            + " AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'godwit%' ORDER BY 1");
  }

  /** As SQLite reads them through no index, each cell with its type and every byte. */
  private static List<String> rows(Connection file, String table) throws SQLException {
    String name = '"' + table.replace("\"", "\"\"") + '"';
    List<String> columns =
        ask(file, "SELECT name FROM pragma_table_info('" + table.replace("'", "''") + "')");
    StringBuilder cells = new StringBuilder("''");
    for (String column : columns) {
      String c = '"' + column.replace("\"", "\"\"") + '"';
      cells.append(" || typeof(").append(c).append(") || ' ' || hex(CAST(").append(c);
      cells.append(" AS BLOB)) || ' '");
      cells.append(" || CASE WHEN typeof(").append(c).append(") = 'real' THEN quote(").append(c);
      cells.append(") ELSE '' END || '|'");
    }
    return ask(file, "SELECT " + cells + " FROM " + name + " NOT INDEXED ORDER BY 1");
  }

  private static List<String> ask(Connection file, String sql) throws SQLException {
    List<String> result = new ArrayList<>();
    try (Statement statement = file.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        result.add(rows.getString(1));
      }
    }
    return result;
  }
}
