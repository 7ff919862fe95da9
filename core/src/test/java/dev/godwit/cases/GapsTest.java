package dev.godwit.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.GodwitException;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Verdict;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no database in the wild happens to have, and some will. */
@ExtendWith(FreshDatabase.class)
class GapsTest {
  private static final int BLOB = 100_000_000;

  @TempDir Path folder;

  private Path source(String... statements) {
    return SqliteFiles.create(folder.resolve("a.db"), statements);
  }

  private static Report exact(Path file, Database database) {
    Report report = Moves.migrate(file, database, Options.DEFAULT);
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    Oracle.assertArrived(file, database, "public", report);
    return report;
  }

  private static String columns(int n, String each) {
    return IntStream.range(0, n)
        .mapToObj(i -> each.replace("#", String.valueOf(i)))
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 2048, 4096, 8192, 16384, 32768, 65536})
  void everyPageSizeIsRead(int size, Database database) {
    Path file =
        source(
            "PRAGMA page_size = " + size,
            "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT, b BLOB)",
            "CREATE INDEX i ON t (x)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
                + " INSERT INTO t SELECT i, 'x' || i, randomblob(i * 7) FROM n");
    assertThat(exact(file, database).copied()).isEqualTo(300);
  }

  @ParameterizedTest
  @CsvSource({"UTF-16le", "UTF-16be", "UTF-8"})
  void everyEncodingIsRead(String encoding, Database database) {
    Path file =
        source(
            "PRAGMA encoding = '" + encoding + "'",
            "CREATE TABLE \"tä\" (id INTEGER PRIMARY KEY, \"größe\" TEXT DEFAULT 'ß', n VARCHAR(2))",
            "INSERT INTO \"tä\" VALUES (1, 'äöü 日本 \uD83D\uDC26', '\uD83D\uDC26x'), (2, '', 'ab'),"
                + " (3, NULL, NULL)");
    exact(file, database);
    assertThat(database.rows("SELECT \"größe\", n FROM \"tä\" ORDER BY id"))
        .containsExactly("äöü 日本 \uD83D\uDC26|\uD83D\uDC26x", "|ab", "null|null");
    assertThat(database.value("INSERT INTO \"tä\" (id) VALUES (4) RETURNING \"größe\""))
        .isEqualTo("ß");
  }

  @Test
  void aBlobOf100MegabytesArrives(Database database) throws SQLException {
    Path file = source("CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB, x TEXT)");
    String md5;
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO t VALUES (1, ?, 'after')")) {
      byte[] bytes = new byte[BLOB];
      new java.util.Random(7).nextBytes(bytes);
      insert.setBytes(1, bytes);
      insert.executeUpdate();
      md5 = md5(bytes);
    }
    Report report = Moves.migrate(file, database, Options.DEFAULT);
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(database.value("SELECT length(b), md5(b), x FROM t"))
        .isEqualTo(BLOB + "|" + md5 + "|after");
  }

  private static String md5(byte[] bytes) {
    try {
      return java.util.HexFormat.of()
          .formatHex(java.security.MessageDigest.getInstance("MD5").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a1600ColumnsArrive(Database database) {
    Path file =
        source(
            "CREATE TABLE wide (" + columns(1600, "c# INTEGER") + ")",
            "INSERT INTO wide (c0, c799, c1599) VALUES (1, 2, 3), (4, NULL, 5)");
    exact(file, database);
    assertThat(database.rows("SELECT c0, c799, c1599 FROM wide ORDER BY c0"))
        .containsExactly("1|2|3", "4|null|5");
  }

  @Test
  void a2000ColumnsAreRefused(Database database) {
    Path file =
        source(
            "CREATE TABLE wide (" + columns(2000, "c#") + ")",
            "INSERT INTO wide (c1999) VALUES (1)");
    assertThatThrownBy(() -> Moves.migrate(file, database, Options.DEFAULT))
        .isInstanceOf(GodwitException.class)
        .hasMessageContaining(
            "wide  2000 columns, and PostgreSQL's tables have 1600 at most; rule: leave columns"
                + " out, or the table: wide: skip");
    assertThat(database.rows("SELECT 1 FROM pg_tables WHERE schemaname = 'public'")).isEmpty();
  }

  @Test
  void namesOf64KilobytesAreCutAndNamed(Database database) {
    String name = "n".repeat(65_536);
    Path file =
        source(
            "CREATE TABLE \"" + name + "\" (\"" + name + "\" TEXT, \"" + name + "2\" TEXT)",
            "CREATE INDEX \"" + name + "3\" ON \"" + name + "\" (\"" + name + "2\")",
            "INSERT INTO \"" + name + "\" VALUES ('a', 'b')");
    Report report = exact(file, database);
    assertThat(report.tables().get(0).target()).hasSizeLessThanOrEqualTo(63);
    assertThat(report.tables().get(0).renamed()).containsOnlyKeys(name, name + "2");
    assertThat(report.warnings()).anyMatch(w -> w.is(ProblemKind.RENAMED));
  }

  @Test
  void moreValuesThanAStatementHasParametersArrive(Database database) {
    Path file =
        source(
            "CREATE TABLE t (" + columns(200, "c# INTEGER") + ")",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
                + " INSERT INTO t SELECT "
                + columns(200, "i + #")
                + " FROM n");
    exact(file, database);
    assertThat(database.value("SELECT count(*), sum(c0), sum(c199) FROM t"))
        .isEqualTo("1000|500500|699500");
  }

  @Test
  void minusZeroKeepsItsSignWhereSqliteKeepsIt(Database database) throws SQLException {
    Path file = source("CREATE TABLE t (id INTEGER PRIMARY KEY, r REAL, a)");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
      double[] values = {-0.0, Double.NEGATIVE_INFINITY, Double.NaN, Double.MIN_VALUE};
      for (int i = 0; i < values.length; i++) {
        insert.setInt(1, i);
        insert.setDouble(2, values[i]);
        insert.setDouble(3, values[i]);
        insert.executeUpdate();
      }
    }
    exact(file, database);
    assertThat(database.rows("SELECT a::text, r::text FROM t ORDER BY id"))
        .containsExactly("-0|0", "-Infinity|-Infinity", "null|null", "5e-324|5e-324");
  }

  @Test
  void foreignKeysOverAFullCircleOfTablesAreBuiltAndHold(Database database) {
    int n = 12;
    String[] statements = new String[2 * n];
    for (int i = 0; i < n; i++) {
      int next = (i + 1) % n;
      statements[i] =
          "CREATE TABLE t"
              + i
              + " (id INTEGER PRIMARY KEY, next INTEGER NOT NULL REFERENCES t"
              + next
              + " ON DELETE CASCADE)";
      statements[n + i] = "INSERT INTO t" + i + " VALUES (1, 2), (2, 1)";
    }
    exact(source(statements), database);
    assertThat(database.value("SELECT count(*) FROM pg_constraint WHERE contype = 'f'"))
        .isEqualTo("12");
    database.run("DELETE FROM t5 WHERE id = 1");
    // Twelve steps of 1 to 2 and 2 to 1 lead back to the same row.
    assertThat(database.value("SELECT count(*) FROM t4")).isEqualTo("1");
  }

  @Test
  void aKeyOfExactlyTheLargestSizeIsKeptAndALargerOneNamed(Database database) throws SQLException {
    Path file =
        source(
            "CREATE TABLE fits (k TEXT PRIMARY KEY)",
            "CREATE TABLE large (k TEXT UNIQUE, n INTEGER)",
            "INSERT INTO fits VALUES (hex(randomblob(1300)))",
            "INSERT INTO large VALUES (hex(randomblob(1400)), 1), (hex(randomblob(100000)), 2)");
    Report report = exact(file, database);
    assertThat(report.warnings()).anyMatch(w -> "large".equals(w.table()));
    assertThat(report.warnings()).noneMatch(w -> "fits".equals(w.table()));
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet key =
            statement.executeQuery(
                "SELECT 1 FROM pg_constraint WHERE conrelid = 'fits'::regclass AND contype = 'p'")) {
      assertThat(key.next()).isTrue();
    }
  }
}
