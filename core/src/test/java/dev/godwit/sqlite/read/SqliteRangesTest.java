package dev.godwit.sqlite.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.Table;
import dev.godwit.sqlite.Reads;
import dev.godwit.sqlite.SqliteSource;
import dev.godwit.store.Position;
import dev.godwit.store.Ranges;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteRangesTest {
  private static final String NUMBERS =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120000) ";

  @TempDir Path folder;

  private Path file(String... statements) {
    return SqliteFiles.create(folder.resolve("a.db"), statements);
  }

  private static Optional<Ranges> ranges(SqliteSource source, int readers) {
    Table table = source.catalog().table("t").orElseThrow();
    return source.ranges(table, table.columns(), readers);
  }

  private static List<String> all(Ranges ranges) {
    List<String> result = new ArrayList<>();
    for (long i = 0; i < ranges.count(); i++) {
      result.addAll(Reads.lines(ranges.open((int) (i % ranges.readers()), i)));
    }
    return result;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id INTEGER PRIMARY KEY, a, b",
        "id, a TEXT, b",
        "id INTEGER PRIMARY KEY DESC, rowid, b"
      })
  void rangesTogetherAreTheTableInItsOrder(String columns) {
    Path file =
        file(
            "CREATE TABLE t (" + columns + ")",
            NUMBERS + "INSERT INTO t SELECT i * i - 70000, 'x' || i, i % 7 / 2.0 FROM n",
            "DELETE FROM t WHERE id BETWEEN 5000 AND 900000");
    try (SqliteSource source = SqliteSource.open(file);
        Ranges ranges = ranges(source, 3).orElseThrow()) {
      assertThat(ranges.readers()).isEqualTo(3);
      assertThat(ranges.count()).isGreaterThan(40);
      assertThat(all(ranges)).isEqualTo(Reads.read(source, "t", Position.START));
    }
  }

  @Test
  void oneReaderIsEnoughForASmallTable() {
    Path file = file("CREATE TABLE t (a)", "INSERT INTO t VALUES (1), (2)");
    try (SqliteSource source = SqliteSource.open(file)) {
      assertThat(ranges(source, 3)).isEmpty();
    }
  }

  @Test
  void tablesWithoutARowidAndThoseWithoutMeasureHaveNoRanges() {
    Path file =
        file(
            "CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID",
            NUMBERS + "INSERT INTO t SELECT i FROM n");
    try (SqliteSource source = SqliteSource.open(file)) {
      assertThat(ranges(source, 3)).isEmpty();
    }
    SqliteFiles.create(
        file,
        "DROP TABLE t",
        "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        NUMBERS + "INSERT INTO t SELECT i FROM n",
        "INSERT INTO t VALUES (-9223372036854775808), (9223372036854775807)");
    try (SqliteSource source = SqliteSource.open(file)) {
      assertThat(ranges(source, 3)).isEmpty();
    }
  }

  @Test
  void aWalThatTheApplicationHasOpenIsReadByOneReaderAndACopyOfItByMany() throws Exception {
    Path file = file("PRAGMA journal_mode=WAL", "CREATE TABLE t (a)");
    try (Connection app = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = app.createStatement()) {
      statement.executeUpdate(NUMBERS + "INSERT INTO t SELECT i FROM n");
      try (SqliteSource source = SqliteSource.open(file)) {
        assertThat(ranges(source, 3)).isEmpty();
      }
    }
    try (SqliteSource source = SqliteSource.open(file);
        Ranges ranges = ranges(source, 3).orElseThrow()) {
      assertThat(all(ranges)).hasSize(120_000);
    }
  }

  @Test
  void whileRangesAreReadNobodyCanWrite() throws Exception {
    Path file = file("CREATE TABLE t (a)", NUMBERS + "INSERT INTO t SELECT i FROM n");
    try (SqliteSource source = SqliteSource.open(file);
        Connection app = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = app.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 0");
      assertThat(refused(statement)).contains("SQLITE_BUSY");
      try (Ranges ranges = ranges(source, 2).orElseThrow()) {
        assertThat(refused(statement)).contains("SQLITE_BUSY");
        assertThat(all(ranges)).hasSize(120_000);
      }
      assertThat(refused(statement)).contains("SQLITE_BUSY");
    }
  }

  private static String refused(Statement statement) {
    try {
      statement.executeUpdate("INSERT INTO t VALUES (0)");
      return "written";
    } catch (java.sql.SQLException e) {
      return e.getMessage();
    }
  }

  @Test
  void indexesAreSummedUpOverAllRangesTogether() {
    Path file =
        file(
            "CREATE TABLE t (a TEXT, b REAL)",
            NUMBERS + "INSERT INTO t SELECT 'x' || i, i FROM n",
            "CREATE INDEX t_b ON t (b, a)");
    try (SqliteSource source = SqliteSource.open(file)) {
      Table table = source.catalog().table("t").orElseThrow();
      IndexSums whole = new IndexSums();
      IndexSums parts = new IndexSums();
      sum(source, table, whole, 1);
      sum(source, table, parts, 3);
      assertThat(parts.of(table.indexes().get(0))).isEqualTo(whole.of(table.indexes().get(0)));
      assertThat(whole.of(table.indexes().get(0)).entries()).isEqualTo(120_000);
    }
  }

  /** Reads the table, its rows dealt to so many watches. */
  private static void sum(SqliteSource source, Table table, IndexSums sums, int readings) {
    var watches = sums.watches(table, List.of("a", "b", "rowid"), 2, readings);
    List<IndexSums.Watch> each = new ArrayList<>();
    for (int i = 0; i < readings; i++) {
      each.add(watches.get());
    }
    dev.godwit.model.Row key = new dev.godwit.model.Row(1);
    try (var rows = source.read(table, table.columns(), Position.START)) {
      for (int i = 1; rows.next(); i++) {
        key.setInteger(0, i);
        each.get(i % readings).add(rows.row(), key);
      }
    }
    for (IndexSums.Watch watch : each) {
      assertThat(sums.of(table.indexes().get(0))).isNull();
      watch.end();
    }
  }
}
