package dev.godwit.sqlite.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.Table;
import dev.godwit.sqlite.SqliteSource;
import dev.godwit.sqlite.file.Snapshot;
import dev.godwit.sqlite.file.SqliteFile;
import dev.godwit.sqlite.read.IndexSums;
import dev.godwit.sqlite.schema.SqliteCatalog;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Slack;
import dev.godwit.store.can.Checking.Integrity;
import dev.godwit.testing.NeedsPages;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsPages
class IndexCheckTest {
  private static final Map<String, String> INDEXES =
      Map.of(
          "number", "CREATE INDEX number ON t (n DESC, r)",
          "word", "CREATE UNIQUE INDEX word ON t (s, n)",
          "trimmed", "CREATE INDEX trimmed ON t (b COLLATE RTRIM)",
          "part", "CREATE INDEX part ON u (v) WHERE v > 5",
          "computed", "CREATE INDEX computed ON u (v + 1)");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void create() {
    file = folder.resolve("a.db");
    SqliteFiles.create(
        file,
        "CREATE TABLE t (id INTEGER PRIMARY KEY, n, r REAL, s TEXT COLLATE NOCASE, b BLOB)",
        "CREATE TABLE u (name TEXT PRIMARY KEY, v)",
        "CREATE TABLE w (k TEXT PRIMARY KEY, v UNIQUE) WITHOUT ROWID",
        "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 400)"
            + " INSERT INTO t SELECT i, CASE i % 6 WHEN 0 THEN NULL WHEN 1 THEN i WHEN 2 THEN i + 0.5"
            + " WHEN 3 THEN 'x' || i WHEN 4 THEN CAST('y' || i AS BLOB) ELSE -i * 1e15 END, i % 7,"
            + " iif(i % 2, 'Word', 'wORD') || i, 'b  ' || iif(i % 3, '', ' ') FROM c",
        "INSERT INTO u SELECT 'n' || id, id FROM t",
        "INSERT INTO w SELECT 'n' || id, id FROM t");
    SqliteFiles.create(file, INDEXES.values().toArray(new String[0]));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void findsNothingInASoundFile(boolean readBefore) throws SQLException {
    assertThat(quickly(readBefore)).isEqualTo(Integrity.SOUND);
  }

  @Test
  void entriesOfEveryLengthAreReadFromThePagesAndBySqliteAlike() throws SQLException {
    for (int page : new int[] {512, 4096}) {
      file = folder.resolve("long" + page + ".db");
      SqliteFiles.create(
          file,
          "PRAGMA page_size = " + page,
          "CREATE TABLE t (a TEXT, b, c REAL)",
          "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 3000)"
              + " INSERT INTO t SELECT hex(randomblob(i % 700)), i * i * i, i / 4.0 FROM c",
          "CREATE INDEX i ON t (a, c, b DESC)",
          "DELETE FROM t WHERE b % 11 = 3");
      assertThat(quickly(true)).isEqualTo(Integrity.SOUND);
      try (Connection app = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = app.createStatement()) {
        // A WAL that somebody has open is left to SQLite.
        statement.execute("PRAGMA journal_mode = WAL");
        statement.executeUpdate("INSERT INTO t VALUES ('x', 1, 2)");
        assertThat(quickly(true)).isEqualTo(Integrity.SOUND);
      }
    }
  }

  /** The index is told another definition than its entries were made by. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "number: CREATE INDEX number ON t (n DESC, r) WHERE id <> 77",
        "number: CREATE INDEX number ON t (n, r)",
        "word: CREATE INDEX word ON t (s COLLATE BINARY, n)",
        "word: CREATE UNIQUE INDEX word ON t (s, b)",
        "trimmed: CREATE INDEX trimmed ON t (s)",
        "part: CREATE INDEX part ON u (v) WHERE v > 6",
        "computed: CREATE INDEX computed ON u (v + 2)"
      })
  void leavesToIntegrityCheckWhateverIsNotAsItShouldBe(String change) throws SQLException {
    String name = change.substring(0, change.indexOf(':'));
    String other = change.substring(name.length() + 2);
    define(name, other);
    SqliteFiles.create(file, "REINDEX " + name, "UPDATE t SET n = 1000 WHERE id = 77");
    define(name, INDEXES.get(name));
    assertThat(quickly(true)).isNull();
    assertThat(quickly(false)).isNull();
  }

  @Test
  void leavesDuplicatesOfAUniqueIndexToIntegrityCheck() throws SQLException {
    define("number", "CREATE INDEX number ON t (r)");
    SqliteFiles.create(file, "REINDEX number");
    define("number", "CREATE UNIQUE INDEX number ON t (r)");
    assertThat(quickly(true)).isNull();
  }

  private void define(String name, String sql) {
    SqliteFiles.create(
        file,
        "PRAGMA writable_schema=1; UPDATE sqlite_schema SET sql = '"
            + sql
            + "' WHERE name = '"
            + name
            + "'; PRAGMA writable_schema=RESET");
  }

  private Integrity quickly(boolean readBefore) throws SQLException {
    IndexSums sums = new IndexSums();
    try (Snapshot snapshot = Snapshot.open(probe(), false)) {
      List<Table> tables =
          SqliteCatalog.read(snapshot.original(), snapshot.connection(), null).catalog().tables();
      if (readBefore) {
        try (SqliteSource source = SqliteSource.open(file)) {
          for (Table table : source.catalog().tables()) {
            read(source, table);
          }
          sums = source.sums();
        }
      }
      try (Connection another = snapshot.another()) {
        return new IntegrityCheck(another, Slack.unlimited()).quick(snapshot, tables, sums);
      }
    }
  }

  private static void read(SqliteSource source, Table table) {
    try (Rows rows = source.read(table, table.columns(), Position.START)) {
      while (rows.next()) {
        assertThat(rows.row().size()).isEqualTo(table.columns().size());
      }
    }
  }

  private SqliteFile probe() {
    return SqliteFile.probe(file);
  }
}
