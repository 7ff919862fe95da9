package dev.godwit.sqlite;

import static dev.godwit.sqlite.Reads.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Slack;
import dev.godwit.store.can.Checking;
import dev.godwit.store.can.Numbered;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteSourceTest {
  @TempDir Path folder;

  /** Name, size, time and content of every file in the folder. */
  private Map<String, String> state() throws IOException {
    Map<String, String> result = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        result.put(
            file.getFileName().toString(),
            Files.getLastModifiedTime(file)
                + " "
                + java.util.Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    result.put(".", Files.getLastModifiedTime(folder).toString());
    return result;
  }

  @Test
  void cellsKeepTheirStorageClassWhateverTheColumnDeclares() {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE t (i INTEGER, r REAL, t TEXT, b BLOB, n)",
            "INSERT INTO t VALUES ('x', 1, 2, 'text', 9007199254740993), (NULL, 0.1, '', x'', 1e999)");
    try (SqliteSource source = SqliteSource.open(file)) {
      assertThat(read(source, "t", Position.START))
          .containsExactly("'x' 1.0 '2' 'text' 9007199254740993", "NULL 0.1 '' x0 Infinity");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"c0 INTEGER PRIMARY KEY", "c0 INTEGER"})
  void rowsOfManyColumnsKeepTheirCellsInTheirPlaces(String first) {
    StringBuilder columns = new StringBuilder(first);
    StringBuilder values = new StringBuilder("7");
    StringBuilder expected = new StringBuilder("7");
    for (int i = 1; i < 600; i++) {
      columns.append(", c").append(i);
      values.append(i % 3 == 0 ? ", 'value number " + i + "'" : ", " + i);
      expected.append(i % 3 == 0 ? " 'value number " + i + "'" : " " + i);
    }
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE t (" + columns + ", last AS (c1 + 1))",
            "INSERT INTO t VALUES (" + values + ")");
    try (SqliteSource source = SqliteSource.open(file)) {
      assertThat(read(source, "t", Position.START)).containsExactly(expected + " 2");
      Table table = source.catalog().table("t").orElseThrow();
      try (Rows rows = source.read(table, table.columns(), Position.START)) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.position().values()).hasSize(1);
      }
    }
  }

  @Test
  void rowsEndOnceAndForAllAndGiveNoneOnceTheyAreClosed() {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"), "CREATE TABLE t (a)", "INSERT INTO t VALUES (1), (2), (3)");
    try (SqliteSource source = SqliteSource.open(file)) {
      Table table = source.catalog().table("t").orElseThrow();
      try (Rows rows = source.read(table, table.columns(), Position.START)) {
        for (int i = 0; i < 3; i++) {
          assertThat(rows.next()).isTrue();
        }
        assertThat(rows.position()).hasToString("rowid=3");
        assertThat(rows.next()).isFalse();
        assertThat(rows.next()).isFalse();
      }
      Rows closed = source.read(table, table.columns(), Position.START);
      assertThat(closed.next()).isTrue();
      closed.close();
      assertThatThrownBy(closed::next).hasMessageContaining("the rows are closed");
      assertThatThrownBy(closed::position).hasMessageContaining("the rows are closed");
    }
  }

  @Test
  void rowsThatAreOnlyInTheWalAreReadAndNothingInTheFolderChanges() throws Exception {
    Path live = folder.resolve("live.db");
    Path left = Files.createDirectory(folder.resolve("left"));
    try (Connection app = DriverManager.getConnection("jdbc:sqlite:" + live);
        Statement statement = app.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA wal_autocheckpoint=0");
      statement.executeUpdate("CREATE TABLE t (id INTEGER PRIMARY KEY)");
      statement.executeUpdate("INSERT INTO t VALUES (1), (2)");
      Files.copy(live, left.resolve("a.db"));
      Files.copy(folder.resolve("live.db-wal"), left.resolve("a.db-wal"));
      try (SqliteSource source = SqliteSource.open(live)) {
        assertThat(read(source, "t", Position.START)).containsExactly("1", "2");
      }
    }
    folder = left;
    Map<String, String> before = state();
    try (SqliteSource source = SqliteSource.open(left.resolve("a.db"))) {
      assertThat(read(source, "t", Position.START)).containsExactly("1", "2");
      assertThat(Checking.of(source).check(Slack.unlimited()).damage()).isEmpty();
    }
    assertThat(state()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "TRUNCATE", "PERSIST", "WAL"})
  void readingAFileAtRestChangesNothing(String journalMode) throws Exception {
    SqliteFiles.create(
        folder.resolve("a.db"),
        "PRAGMA journal_mode=" + journalMode,
        "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        "INSERT INTO t VALUES (1)");
    Map<String, String> before = state();
    try (SqliteSource source = SqliteSource.open(folder.resolve("a.db"))) {
      assertThat(read(source, "t", Position.START)).containsExactly("1");
      assertThat(Checking.of(source).check(Slack.unlimited()).damage()).isEmpty();
    }
    assertThat(state()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "WAL"})
  void oneSnapshotIsSeenWhileTheApplicationWrites(String journalMode) throws Exception {
    Path file = folder.resolve("a.db");
    try (Connection app = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = app.createStatement()) {
      statement.execute("PRAGMA journal_mode=" + journalMode);
      statement.executeUpdate("CREATE TABLE t (id INTEGER PRIMARY KEY)");
      statement.executeUpdate("INSERT INTO t VALUES (1)");
      try (SqliteSource source = SqliteSource.open(file)) {
        if (journalMode.equals("WAL")) {
          statement.executeUpdate("INSERT INTO t VALUES (2)");
        } else {
          // A reader of a rollback-journal database holds writers up, as every reader does.
          statement.execute("PRAGMA busy_timeout=50");
          assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO t VALUES (2)"))
              .isInstanceOf(SQLException.class);
        }
        assertThat(read(source, "t", Position.START)).containsExactly("1");
      }
      statement.executeUpdate("INSERT INTO t VALUES (3)");
    }
  }

  @Test
  void aHotJournalIsRolledBackInAPrivateCopyOnly() throws Exception {
    Path file = folder.resolve("a.db");
    Path left = Files.createDirectory(folder.resolve("left"));
    try (Connection app = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = app.createStatement()) {
      statement.executeUpdate("CREATE TABLE t (id INTEGER PRIMARY KEY, x)");
      statement.executeUpdate(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
              + " INSERT INTO t SELECT i, 'old' FROM n");
      statement.execute("PRAGMA cache_size=1");
      statement.execute("PRAGMA cache_spill=1");
      app.setAutoCommit(false);
      statement.executeUpdate("UPDATE t SET x = 'new' || hex(randomblob(200))");
      Files.copy(file, left.resolve("a.db"));
      Files.copy(folder.resolve("a.db-journal"), left.resolve("a.db-journal"));
      app.rollback();
    }
    folder = left;
    Map<String, String> before = state();
    try (SqliteSource source = SqliteSource.open(left.resolve("a.db"))) {
      assertThat(read(source, "t", Position.START))
          .hasSize(3000)
          .allMatch(r -> r.contains("'old'"));
    }
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void readingGoesOnAfterAPosition() {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE r (x)",
            "INSERT INTO r VALUES ('a'), ('b'), ('c')",
            "CREATE TABLE w (a, b, PRIMARY KEY (b, a)) WITHOUT ROWID",
            "INSERT INTO w VALUES (1, 1), (2, 1), (1, 2)");
    try (SqliteSource source = SqliteSource.open(file)) {
      assertThat(read(source, "r", new Position(List.of("rowid"), List.of(1L))))
          .containsExactly("'b'", "'c'");
      assertThat(read(source, "w", new Position(List.of("b", "a"), List.of(1L, 1L))))
          .containsExactly("2 1", "1 2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16le", "UTF-16be"})
  void textOfAUtf16DatabaseIsReadAsUtf8(String encoding) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "PRAGMA encoding='" + encoding + "'",
            "CREATE TABLE \"tä\" (x, y)",
            "INSERT INTO \"tä\" VALUES ('äöü 日本 😀', x'00ff')");
    try (SqliteSource source = SqliteSource.open(file)) {
      assertThat(read(source, "tä", Position.START)).containsExactly("'äöü 日本 😀' x2");
    }
  }

  @Test
  void whatIsNoReadableDatabaseIsRefusedSayingWhich() throws Exception {
    byte[] random = new byte[8192];
    new Random(1).nextBytes(random);
    Files.write(folder.resolve("random.db"), random);
    Files.writeString(folder.resolve("json.db"), "[]");
    Files.writeString(folder.resolve("text.db"), "hello");
    refused("random.db", "encrypted", GodwitException.Reason.REFUSED);
    refused("json.db", "JSON", GodwitException.Reason.REFUSED);
    refused("text.db", "not a SQLite database", GodwitException.Reason.REFUSED);
    refused("missing.db", "does not exist", GodwitException.Reason.USAGE);
    refused(".", "is a folder", GodwitException.Reason.REFUSED);
  }

  private void refused(String name, String why, GodwitException.Reason reason) {
    assertThatThrownBy(() -> SqliteSource.open(folder.resolve(name)).close())
        .isInstanceOf(GodwitException.class)
        .hasMessageContaining(why)
        .extracting(e -> ((GodwitException) e).reason())
        .isEqualTo(reason);
  }

  @Test
  void anEmptyFileIsAnEmptyDatabase() throws Exception {
    Path file = Files.createFile(folder.resolve("empty.db"));
    try (SqliteSource source = SqliteSource.open(file)) {
      assertThat(source.catalog().tables()).isEmpty();
    }
    assertThat(Files.size(file)).isZero();
  }

  @Test
  void shadowAndInternalTablesAreNotDataAndVirtualOnesAreNamed() {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, x)",
            "INSERT INTO t VALUES (41, 'x')",
            "DELETE FROM t",
            "CREATE VIRTUAL TABLE f USING fts5(x, content='t', content_rowid='id')");
    try (SqliteSource source = SqliteSource.open(file)) {
      assertThat(source.catalog().tables()).extracting(Table::name).containsExactly("t");
      assertThat(source.catalog().others()).anyMatch(o -> o.name().equals("f"));
      assertThat(Numbered.marks(source)).containsEntry("t", 41L);
    }
  }
}
