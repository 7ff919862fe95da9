package dev.godwit.sqlite;

import static dev.godwit.testing.SqliteFiles.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.godwit.btree.RowLayout;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import dev.godwit.sqlite.read.Selection;
import dev.godwit.sqlite.read.SqliteRead;
import dev.godwit.store.Position;
import dev.godwit.testing.NeedsPages;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from a file's pages is what SQLite reads of it. */
@NeedsPages
class PageRowsTest {
  @TempDir Path folder;

  private Path file(String... statements) {
    return SqliteFiles.create(folder.resolve("a.db"), statements);
  }

  private static void same(Path file, String table, int rows) throws SQLException {
    try (OpenedBothWays opened = OpenedBothWays.of(file)) {
      assertThat(opened.fromPages(table)).hasSize(rows).isEqualTo(opened.fromSqlite(table));
    }
  }

  @Test
  void everyKindOfValueIsReadAsItIsStored() throws SQLException {
    StringBuilder values = new StringBuilder();
    for (int bits : new int[] {0, 1, 7, 8, 15, 16, 23, 24, 31, 32, 47, 48, 62}) {
      for (long value : new long[] {1L << bits, (1L << bits) - 1, -(1L << bits), ~(1L << bits)}) {
        values.append("(%d, %d, %d, %d, %d), ".formatted(value, value, value, value, value));
      }
    }
    Path file =
        file(
            "CREATE TABLE t (i INTEGER, r REAL, t TEXT, b BLOB, n)",
            "INSERT INTO t VALUES "
                + values
                + "(9223372036854775807, 9223372036854775807, '', x'', NULL),"
                + " (-9223372036854775808, -9223372036854775808, NULL, NULL, NULL),"
                + " (0.1, -0.0, 'ä', x'00', 9e999), (5e-324, -9e999, 'a' || char(0) || 'b', 'x', 'é'),"
                + " ('x', 'y', 1, 1.5, 'z'), (1e300, 3.0, x'80', zeroblob(3), CAST(x'ff' AS TEXT))");
    same(file, "t", 58);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id INTEGER PRIMARY KEY, a, b",
        "a, b, id INTEGER PRIMARY KEY AUTOINCREMENT",
        "a, id INTEGER, b, PRIMARY KEY (id DESC)",
        "a, id INTEGER PRIMARY KEY DESC, b",
        "a, id INT PRIMARY KEY, b",
        "rowid, id INTEGER PRIMARY KEY, a, b",
        "id, a, b"
      })
  void theNumberOfARowIsFoundWhereverItIs(String columns) throws SQLException {
    Path file =
        file(
            "CREATE TABLE t (" + columns + ")",
            numbers(3000)
                + "INSERT INTO t (id, a, b) SELECT i * i * (i % 3 - 1), 'a' || i, i / 2.0 FROM n"
                + " WHERE i % 3 <> 1");
    same(file, "t", 2000);
  }

  @ParameterizedTest
  @CsvSource({"512, 0", "1024, 0", "4096, 0", "65536, 0", "4096, 1", "512, 2"})
  void valuesOfEveryLengthAreReadWhateverTheSizeOfAPage(int page, int vacuum) throws SQLException {
    int longest = Math.min(3 * page, 70_000);
    Path file =
        file(
            "PRAGMA page_size = " + page,
            "PRAGMA auto_vacuum = " + vacuum,
            "CREATE TABLE t (a TEXT, b BLOB, c)",
            numbers(400)
                + "INSERT INTO t SELECT hex(randomblob(i * "
                + longest
                + " / 800)), randomblob(i % 7 * "
                + longest
                + " / 60), i FROM n",
            // All lengths around those at which a page is full.
            numbers(120)
                + "INSERT INTO t SELECT NULL, zeroblob(max(0, "
                + page
                + " - 100 + i)), i FROM n",
            "DELETE FROM t WHERE c % 5 = 0");
    same(file, "t", 416);
  }

  @Test
  void aHeadThatIsLongerThanAPageIsRead() throws SQLException {
    StringBuilder columns = new StringBuilder("c0");
    StringBuilder values = new StringBuilder("i");
    for (int i = 1; i < 1500; i++) {
      columns.append(", c").append(i);
      values.append(i % 3 == 0 ? ", hex(zeroblob(60)) || i" : i % 3 == 1 ? ", i * " + i : ", NULL");
    }
    Path file =
        file(
            "PRAGMA page_size = 512",
            "CREATE TABLE t (" + columns + ")",
            numbers(20) + "INSERT INTO t SELECT " + values + " FROM n");
    same(file, "t", 20);
  }

  @Test
  void rowsFromBeforeAColumnWasAddedHaveItsDefault() throws SQLException {
    Path file =
        file(
            "CREATE TABLE t (a)",
            "INSERT INTO t VALUES (1), (NULL)",
            "ALTER TABLE t ADD COLUMN b DEFAULT 'it''s'",
            "INSERT INTO t VALUES (2, 'own'), (3, NULL)",
            "ALTER TABLE t ADD COLUMN c REAL DEFAULT 3",
            "ALTER TABLE t ADD COLUMN d BLOB DEFAULT x'00ff'",
            "ALTER TABLE t ADD COLUMN e INTEGER NOT NULL DEFAULT -7",
            "INSERT INTO t VALUES (4, 'own', 1, x'01', 2)",
            "ALTER TABLE t ADD COLUMN f",
            "ALTER TABLE t ADD COLUMN g TEXT DEFAULT (1.50)");
    same(file, "t", 5);
  }

  @Test
  void aPartOfTheColumnsIsReadInAnyOrder() throws SQLException {
    Path file =
        file(
            "CREATE TABLE t (a, b, id INTEGER PRIMARY KEY, c)",
            "INSERT INTO t VALUES ('x', zeroblob(9000), 5, 1.5), (NULL, 7, 6, 'y')");
    try (OpenedBothWays opened = OpenedBothWays.of(file)) {
      Selection all = opened.selection("t");
      Table table = all.table();
      for (String names : List.of("c a", "id", "b", "a id c", "c")) {
        Selection some =
            new Selection(
                all.snapshot(),
                null,
                all.sums(),
                all.reading(),
                table,
                Arrays.stream(names.split(" ")).map(n -> table.column(n).orElseThrow()).toList());
        SqliteRead sqlite = some.on(opened.snapshot().connection());
        long[] ends = {Long.MIN_VALUE, Long.MAX_VALUE};
        assertThat(some.layout()).isNotNull();
        assertThat(OpenedBothWays.lines(some.between(sqlite, some.layout(), ends, (s, k) -> null)))
            .as(names)
            .isEqualTo(OpenedBothWays.lines(some.between(sqlite, null, ends, (s, k) -> null)));
      }
    }
  }

  @Test
  void readingBeginsAndEndsAtAnyNumber() throws SQLException {
    Path file =
        file(
            "PRAGMA page_size = 512",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a)",
            numbers(2000) + "INSERT INTO t SELECT i * 3 - 1000, hex(i) FROM n",
            "INSERT INTO t VALUES (-9223372036854775808, 'least'), (9223372036854775807, 'most')");
    Random random = new Random(1);
    try (OpenedBothWays opened = OpenedBothWays.of(file)) {
      for (int i = 0; i < 150; i++) {
        long from = random.nextInt(8000) - 2000L;
        long to = i % 2 == 0 ? from + random.nextInt(300) : Long.MAX_VALUE;
        assertThat(opened.fromPages("t", from, to))
            .as("from %d to %d", from, to)
            .isEqualTo(opened.fromSqlite("t", from, to));
      }
      assertThat(opened.fromPages("t", Long.MAX_VALUE, Long.MAX_VALUE)).hasSize(1);
      assertThat(opened.fromPages("t", Long.MIN_VALUE, Long.MIN_VALUE)).hasSize(1);
      assertThat(opened.fromPages("t", 5, 4)).isEmpty();
    }
    try (SqliteSource source = SqliteSource.open(file)) {
      Position last = new Position(List.of("id"), List.of(Long.MAX_VALUE));
      assertThat(Reads.read(source, "t", last)).isEmpty();
    }
  }

  /** Such a layout would be a defect; that it is seen is what this is about. */
  @Test
  void readingThatIsNotAsSqlitesStops() throws SQLException {
    Path file = file("CREATE TABLE t (a, b)", numbers(5000) + "INSERT INTO t SELECT i, -i FROM n");
    try (OpenedBothWays opened = OpenedBothWays.of(file)) {
      Selection selection = opened.selection("t");
      RowLayout right = selection.layout();
      RowLayout wrong =
          new RowLayout(right.root(), new int[] {1, 0}, right.real(), right.defaults());
      SqliteRead sqlite = selection.on(opened.snapshot().connection());
      // Also of a part as short as several readers take.
      for (long from : new long[] {Long.MIN_VALUE, 4000}) {
        long[] ends = {from, Long.MAX_VALUE};
        assertThatThrownBy(
                () -> OpenedBothWays.lines(selection.between(sqlite, wrong, ends, (s, k) -> null)))
            .hasMessageContaining("t: what the file's pages hold at rowid=4181 is not what SQLite");
      }
    }
  }

  @Test
  void emptyTablesAndThoseThatWereEmptiedHaveNoRows() throws SQLException {
    Path file =
        file(
            "CREATE TABLE never (a)",
            "CREATE TABLE emptied (a)",
            numbers(5000) + "INSERT INTO emptied SELECT hex(i) FROM n",
            "DELETE FROM emptied");
    same(file, "never", 0);
    same(file, "emptied", 0);
  }

  @Test
  void whatIsNotSimplyStoredIsReadBySqlite() throws SQLException {
    Path file =
        file(
            "CREATE TABLE computed (a, b AS (a + 1))",
            "CREATE TABLE kept (a, b AS (a + 1) STORED, c)",
            "CREATE TABLE keyed (a PRIMARY KEY, b) WITHOUT ROWID",
            "CREATE VIRTUAL TABLE search USING fts5(a)",
            "INSERT INTO computed VALUES (1)",
            "INSERT INTO kept VALUES (1, 3)",
            "INSERT INTO keyed VALUES (1, 2)",
            "INSERT INTO search VALUES ('x')");
    try (OpenedBothWays opened = OpenedBothWays.of(file)) {
      assertThat(opened.isReadFromPages("computed")).isFalse();
      assertThat(opened.isReadFromPages("keyed")).isFalse();
      assertThat(opened.isReadFromPages("search")).isFalse();
      assertThat(opened.fromPages("kept")).hasSize(1).isEqualTo(opened.fromSqlite("kept"));
    }
    file =
        SqliteFiles.create(
            folder.resolve("wide.db"), "PRAGMA encoding = 'UTF-16le'", "CREATE TABLE t (a)");
    try (OpenedBothWays opened = OpenedBothWays.of(file)) {
      assertThat(opened.isReadFromPages("t")).isFalse();
    }
  }

  @Test
  void aWalThatOthersHaveOpenIsReadBySqliteAndACopyOfItFromItsPages() throws Exception {
    Path live = file("PRAGMA journal_mode = WAL", "CREATE TABLE t (a)");
    Path left = Files.createDirectory(folder.resolve("left")).resolve("a.db");
    try (Connection app = DriverManager.getConnection("jdbc:sqlite:" + live);
        Statement statement = app.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = 0");
      statement.executeUpdate(numbers(3000) + "INSERT INTO t SELECT hex(i) FROM n");
      try (OpenedBothWays opened = OpenedBothWays.of(live)) {
        assertThat(opened.isReadFromPages("t")).isFalse();
        assertThat(opened.fromSqlite("t")).hasSize(3000);
      }
      Files.copy(live, left);
      Files.copy(folder.resolve("a.db-wal"), left.resolveSibling("a.db-wal"));
    }
    same(left, "t", 3000);
    assertThat(left.resolveSibling("a.db-wal")).isNotEmptyFile();
  }

  @Test
  void nobodyCanWriteWhatIsReadUntilItIsClosed() throws SQLException {
    Path file = file("CREATE TABLE t (a)", "INSERT INTO t VALUES (1)");
    try (SqliteSource source = SqliteSource.open(file)) {
      assertThat(Reads.read(source, "t", Position.START)).containsExactly("1");
      try (Connection app = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = app.createStatement()) {
        statement.execute("PRAGMA busy_timeout = 0");
        assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO t VALUES (2)"))
            .hasMessageContaining("SQLITE_BUSY");
      }
      assertThat(Reads.read(source, "t", Position.START)).containsExactly("1");
    }
    SqliteFiles.create(file, "INSERT INTO t VALUES (2)");
  }

  @Test
  void anInterruptedReaderLeavesTheFileToOthers() throws SQLException {
    Path file = file("CREATE TABLE t (a)", numbers(5000) + "INSERT INTO t SELECT i FROM n");
    try (OpenedBothWays opened = OpenedBothWays.of(file)) {
      Thread.currentThread().interrupt();
      assertThat(opened.fromPages("t")).hasSize(5000);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(opened.fromPages("t")).hasSize(5000);
    }
  }

  @Test
  void everyTableOfTheCorpusIsReadAsSqliteReadsIt() throws IOException {
    String corpus = System.getProperty("godwit.corpus", "");
    assumeFalse(corpus.isBlank(), "real databases are named by -Dgodwit.corpus=DIR");
    int tables = 0;
    int fromPages = 0;
    int unreadable = 0;
    try (Stream<Path> files = Files.list(Path.of(corpus))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".db")).sorted().toList()) {
        try (OpenedBothWays opened = OpenedBothWays.of(file)) {
          if (!opened.isSound()) {
            continue;
          }
          for (Table table : opened.found().catalog().tables()) {
            tables++;
            if (opened.isReadFromPages(table.name())) {
              fromPages++;
              assertThat(opened.fromPages(table.name()))
                  .as("%s, %s", file.getFileName(), table.name())
                  .isEqualTo(opened.fromSqlite(table.name()));
            }
          }
        } catch (SQLException | GodwitException e) {
          unreadable++;
        }
      }
    }
    assertThat(unreadable).isLessThan(10);
    assertThat(tables).isPositive();
    assertThat(fromPages).isGreaterThan(tables / 2);
  }
}
