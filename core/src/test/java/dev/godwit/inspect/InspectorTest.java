package dev.godwit.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.sqlite.SqliteSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectorTest {
  @TempDir Path folder;

  @Test
  void countsStorageClassesWithTheFirstKeyOfEach() {
    ColumnProfile c =
        column(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, c INTEGER)",
            "INSERT INTO t VALUES (3, NULL), (5, 7), (6, -9), (8, 2.5), (9, 'x'), (11, x'00')");
    assertThat(c.seen())
        .containsEntry(Mark.NULL, new Seen(1, "id=3"))
        .containsEntry(Mark.INTEGER, new Seen(2, "id=5"))
        .containsEntry(Mark.REAL, new Seen(1, "id=8"))
        .containsEntry(Mark.TEXT, new Seen(1, "id=9"))
        .containsEntry(Mark.BLOB, new Seen(1, "id=11"));
    assertThat(c.minInteger()).isEqualTo(-9);
    assertThat(c.maxInteger()).isEqualTo(7);
    assertThat(c.minReal()).isEqualTo(2.5);
    assertThat(c.values()).isEqualTo(5);
    assertThat(c.all(Mark.INTEGER)).isFalse();
  }

  @Test
  void measuresText() {
    ColumnProfile c =
        column(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, c VARCHAR(3))",
            "INSERT INTO t VALUES (1, ''), (2, 'äöü'), (3, 'abcd'), (4, CAST(x'6996' AS TEXT)),"
                + " (5, 'a' || char(0)), (6, CAST(x'eda080' AS TEXT))");
    assertThat(c.count(Mark.EMPTY)).isEqualTo(1);
    assertThat(c.longestCharacters()).isEqualTo(4);
    assertThat(c.longestBytes()).isEqualTo(6);
    assertThat(c.seen())
        .containsEntry(Mark.TOO_LONG, new Seen(1, "id=3"))
        .containsEntry(Mark.BAD_UTF8, new Seen(2, "id=4"))
        .containsEntry(Mark.NUL, new Seen(1, "id=5"));
  }

  @ParameterizedTest
  @CsvSource({
    "1700000000, EPOCH_S",
    "1700000000123, EPOCH_MS",
    "1700000000123456, EPOCH_US",
    "1700000000123456789, EPOCH_NS",
    "13344473600000000, WEBKIT",
    "133444736000000000, FILETIME",
    "721692800, APPLE",
    "20260131, YYYYMMDD",
    "20260132, NOT_DATE",
    "0, ZERO",
    "-1, NOT_DATE",
    "2460000.5, JULIAN",
    "1700000000.25, EPOCH_S",
    "721692800.5, APPLE",
    "'''2026-01-31''', DATE",
    "'''2026-02-29''', NOT_DATE",
    "'''0000-00-00''', NOT_DATE",
    "'''2026-01-31 12:34''', DATETIME",
    "'''2026-01-31 12:34:56.123456''', DATETIME",
    "'''2026-01-31 12:34:56.123456000''', DATETIME",
    "'''2026-01-31 12:34:56.1234567''', NOT_DATE",
    "'''2026-01-31 24:00:00''', NOT_DATE",
    "'''2026-01-31T12:34:56Z''', DATETIME_ZONED",
    "'''2026-01-31 12:34:56.5+02:00''', DATETIME_ZONED",
    "'''2026-01-31 12:34:56-0230''', DATETIME_ZONED",
    "'''2026-01-31 12:34:56 +02''', NOT_DATE",
    "'''12:34:56''', TIME",
    "'''''', NOT_DATE",
    "'''soon''', NOT_DATE",
  })
  void tellsEncodingsOfDatesApart(String value, Mark expected) {
    ColumnProfile c =
        column(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, c DATETIME)",
            "INSERT INTO t VALUES (1, " + value + ")");
    assertThat(c.seen()).containsEntry(expected, new Seen(1, "id=1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\": [1, 2.5e3, null]} | JSON",
        "\"x\"                     | JSON",
        "{\"a\": 1, \"a\": 2}      | LOOSE_JSON",
        "[\"\\u0000\"]             | LOOSE_JSON",
        "[\"\\\\u0000\"]           | JSON",
        "[\"\\ud800\"]             | LOOSE_JSON",
        "1e99999                   | LOOSE_JSON",
        "{\"a\": NaN}              | NOT_JSON",
        "{\"a\": 1} {}             | NOT_JSON",
        "{'a': 1}                  | NOT_JSON",
        "[1,]                      | NOT_JSON",
      })
  void tellsJsonThatAnEngineWouldChange(String json, Mark expected) {
    assertThat(JsonShape.of(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(expected);
  }

  @Test
  void countsDigitsOfDecimalsInTheirShortestSpelling() {
    ColumnProfile c =
        column(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, c DECIMAL(6,2))",
            "INSERT INTO t VALUES (1, 1230.99), (2, 0.1), (3, 12), (4, 1.005), (5, 'x')");
    assertThat(c.digits()).isEqualTo(4);
    assertThat(c.scale()).isEqualTo(3);
    assertThat(c.seen()).containsEntry(Mark.NOT_DECIMAL, new Seen(2, "id=4"));
  }

  @Test
  void knowsBooleansAndUuidsBySpelling() {
    ColumnProfile bool =
        column(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, c BOOL)",
            "INSERT INTO t VALUES (1, 0), (2, 'TRUE'), (3, 'maybe'), (4, 2)");
    assertThat(bool.seen()).containsEntry(Mark.BOOLEAN, new Seen(2, "id=1"));
    assertThat(bool.seen()).containsEntry(Mark.NOT_BOOLEAN, new Seen(2, "id=3"));
    ColumnProfile uuid =
        column(
            "CREATE TABLE u (id INTEGER PRIMARY KEY, c GUID)",
            "INSERT INTO u VALUES (1, '123e4567-e89b-12d3-a456-426614174000'),"
                + " (2, '123E4567-e89b-12d3-a456-426614174000')");
    assertThat(uuid.seen()).containsEntry(Mark.UUID, new Seen(1, "id=1"));
    assertThat(uuid.seen()).containsEntry(Mark.NOT_UUID, new Seen(1, "id=2"));
  }

  @Test
  void seesNumbersThatDoublesCannotHold() {
    ColumnProfile c =
        column(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, c)",
            "INSERT INTO t VALUES (1, 9007199254740993), (2, 9007199254740992), (3, 9e999),"
                + " (4, -0.0), (5, 9223372036854775807)");
    assertThat(c.seen()).containsEntry(Mark.NOT_A_DOUBLE, new Seen(2, "id=1"));
    assertThat(c.seen()).containsEntry(Mark.INFINITE, new Seen(1, "id=3"));
  }

  @Test
  void countsRowsThatBreakConstraintsAndKnowsHistoryTables() {
    Path file = folder.resolve("s.db");
    run(
        file,
        "CREATE TABLE alembic_version (v TEXT)",
        "CREATE TABLE p (a INT, b TEXT COLLATE NOCASE, PRIMARY KEY (b, a)) WITHOUT ROWID",
        "CREATE TABLE c (x INT, y TEXT, n INT CHECK (n > 0), FOREIGN KEY (y, x) REFERENCES p)",
        "PRAGMA ignore_check_constraints = 1",
        "INSERT INTO p VALUES (1, 'k')",
        "INSERT INTO c VALUES (1, 'k', 1), (1, 'K', -1), (2, 'k', 0), (NULL, 'z', NULL)");
    try (SqliteSource source = SqliteSource.open(file)) {
      StoreProfile profile = Inspector.profile(source);
      TableProfile c = profile.table("c").orElseThrow();
      assertThat(c.rows()).isEqualTo(4);
      assertThat(c.orphans()).containsExactly(2L);
      assertThat(c.broken()).containsExactly(2L);
      assertThat(profile.table("alembic_version").orElseThrow().history()).isEqualTo("Alembic");
      assertThat(profile.table("p").orElseThrow().longestPrimaryKey()).isEqualTo(24 + 9);
    }
  }

  private ColumnProfile column(String... statements) {
    Path file = folder.resolve("one" + System.nanoTime() + ".db");
    run(file, statements);
    try (SqliteSource source = SqliteSource.open(file)) {
      return Inspector.profile(source).tables().get(0).column("c").orElseThrow();
    }
  }

  private static void run(Path file, String... statements) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
