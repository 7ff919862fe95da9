package dev.godwit.sqlite;

import static dev.godwit.sqlite.Reads.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.Column;
import dev.godwit.model.Index;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Slack;
import dev.godwit.store.can.Auditing;
import dev.godwit.store.can.Checking;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.Collation;
import org.sqlite.Function;

/** Databases of applications that bring collations and functions which nobody else has. */
class MissingPartsTest {
  @TempDir Path folder;

  private Path make(String... statements) throws SQLException {
    Path file = folder.resolve("a.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      Collation.create(connection, "backwards", new Backwards());
      Function.create(connection, "twice", new Twice(), 1, Function.FLAG_DETERMINISTIC);
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    }
    return file;
  }

  private static final class Backwards extends Collation {
    @Override
    protected int xCompare(String a, String b) {
      return b.compareTo(a);
    }
  }

  private static final class Twice extends Function {
    @Override
    protected void xFunc() throws SQLException {
      result(2 * value_long(0));
    }
  }

  private static List<String> columns(Table table) {
    return table.columns().stream().map(Column::name).toList();
  }

  @Test
  void tablesAreReadWhoseIndexesNeedTheApplication() throws SQLException {
    Path file =
        make(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, n TEXT COLLATE backwards UNIQUE, i CHECK (twice(i) > 0))",
            "CREATE INDEX expression ON t (twice(i))",
            "CREATE INDEX partial ON t (i) WHERE twice(i) > 2",
            "CREATE INDEX covering ON t (n COLLATE backwards, i)",
            "CREATE VIEW v AS SELECT twice(i) FROM t",
            "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT twice(1); END",
            "INSERT INTO t VALUES (1, 'a', 1), (2, 'C', 2), (3, 'b', 3)");
    try (SqliteSource source = SqliteSource.open(file)) {
      Table table = source.catalog().table("t").orElseThrow();
      assertThat(read(source, "t", Position.START))
          .containsExactly("1 'a' 1", "2 'C' 2", "3 'b' 3");
      assertThat(table.indexes())
          .extracting(Index::name)
          .contains("expression", "partial", "covering");
      assertThat(Auditing.of(source).violations(table).checks()).containsExactly(-1L);
      Checking.Integrity integrity = Checking.of(source).check(Slack.unlimited());
      assertThat(integrity.damage()).isEmpty();
      assertThat(integrity.remarks()).anyMatch(r -> r.contains("index expression (or not"));
    }
  }

  @Test
  void aKeyInAnUnknownOrderIsReadInThatOrderAndResumedWithoutSeeking() throws SQLException {
    Path file =
        make(
            "CREATE TABLE w (n TEXT, v, PRIMARY KEY (v, n COLLATE backwards)) WITHOUT ROWID",
            "CREATE TABLE x (n TEXT COLLATE backwards PRIMARY KEY) WITHOUT ROWID",
            "INSERT INTO w VALUES ('a', 1), ('b', 1), ('c', 1), ('a', 0)",
            "INSERT INTO x VALUES ('a'), ('b')");
    try (SqliteSource source = SqliteSource.open(file)) {
      assertThat(read(source, "w", Position.START))
          .containsExactly("'a' 0", "'c' 1", "'b' 1", "'a' 1");
      assertThat(read(source, "x", Position.START)).containsExactly("'b'", "'a'");
      Table table = source.catalog().table("w").orElseThrow();
      try (Rows rows = source.read(table, table.columns(), Position.START)) {
        rows.next();
        rows.next();
        assertThat(read(source, "w", rows.position())).containsExactly("'b' 1", "'a' 1");
      }
      assertThat(Checking.of(source).check(Slack.unlimited()).damage()).isEmpty();
      assertThat(Checking.of(source).check(Slack.unlimited()).remarks())
          .anyMatch(r -> r.contains("or not"));
    }
  }

  @Test
  void aComputedColumnWhoseFunctionIsMissingIsNamedAndLeftOutUnlessItIsStored()
      throws SQLException {
    Path file =
        make(
            "CREATE TABLE t (a, v AS (twice(a)), s AS (twice(a)) STORED, u AS (a + 1))",
            "CREATE INDEX onMissing ON t (v)",
            "CREATE INDEX onStored ON t (s)",
            "INSERT INTO t VALUES (1), (2)");
    try (SqliteSource source = SqliteSource.open(file)) {
      Table table = source.catalog().table("t").orElseThrow();
      assertThat(columns(table)).containsExactly("a", "s", "u");
      assertThat(table.indexes()).extracting(Index::name).containsExactly("onStored");
      assertThat(read(source, "t", Position.START)).containsExactly("1 2 2", "2 4 3");
      assertThat(source.catalog().remarks())
          .containsExactly(
              "t.v is left out: it is computed, and the function twice belongs to the application");
      assertThat(Checking.of(source).check(Slack.unlimited()).damage()).isEmpty();
    }
  }
}
