package dev.godwit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.copy.Progress;
import dev.godwit.history.ModeKind;
import dev.godwit.model.Verdict;
import dev.godwit.report.Report;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Unique values that move between rows: one by one none of these rows could be written. */
@ExtendWith(FreshDatabase.class)
class CrossingRowsTest {
  @TempDir Path folder;

  private void source(String... statements) {
    SqliteFiles.create(folder.resolve("s.db"), statements);
  }

  private void target(String... statements) {
    SqliteFiles.create(folder.resolve("t.db"), statements);
  }

  private Report run(String target, ModeKind mode) {
    return Moves.migrate(
        folder.resolve("s.db").toString(),
        target,
        Options.DEFAULT,
        new Mode(mode, null),
        Progress.NONE);
  }

  private String file() {
    return folder.resolve("t.db").toString();
  }

  private String rows(String query) {
    return SqliteFiles.text(folder.resolve("t.db"), query);
  }

  /** 1 and 2 swap, 3 to 5 go round, 6 takes what 7 had, 9 what 8 had; the pairs all turn. */
  private void everyValueMoves() {
    source(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, slot TEXT UNIQUE, at INT NOT NULL, room TEXT NOT"
            + " NULL, updated_at TEXT, UNIQUE (at, room))",
        SqliteFiles.numbers(9) + "INSERT INTO t SELECT i, 's' || i, i, 'r', '2026-01-01' FROM n");
  }

  private void move() {
    source(
        "UPDATE t SET slot = NULL, at = at + 100, updated_at = '2026-02-01'",
        "UPDATE t SET slot = CASE id WHEN 1 THEN 's2' WHEN 2 THEN 's1' WHEN 3 THEN 's4' WHEN 4"
            + " THEN 's5' WHEN 5 THEN 's3' WHEN 6 THEN 's7' WHEN 7 THEN 'new' WHEN 9 THEN 's8' END",
        "UPDATE t SET at = 110 - at");
  }

  @ParameterizedTest
  @ValueSource(strings = {"t.db", "json:t", "csv:t", "postgresql"})
  void swapsCyclesAndChainsArrive(String kind, Database database) {
    String target =
        kind.equals("postgresql")
            ? database.url()
            : kind.replaceFirst("t(\\.db)?$", folder.resolve("t") + "$1");
    for (ModeKind mode : new ModeKind[] {ModeKind.DIFFERENTIAL, ModeKind.INCREMENTAL}) {
      SqliteFiles.create(folder.resolve("s.db"), "DROP TABLE IF EXISTS t");
      everyValueMoves();
      run(target, ModeKind.DIFFERENTIAL);
      move();
      assertThat(run(target, mode).verdict()).as(mode.toString()).isEqualTo(Verdict.EXACT);
    }
  }

  @Test
  void aKeyThatChangesTakesItsValueAlong() {
    everyValueMoves();
    run(file(), ModeKind.FULL);
    source(
        "DELETE FROM t WHERE id IN (1, 5)",
        "UPDATE t SET slot = 's1', at = 1 WHERE id = 2",
        "INSERT INTO t VALUES (15, 's5', 5, 'r', NULL), (16, 's2', 2, 'r', NULL)");
    assertThat(run(file(), ModeKind.DIFFERENTIAL).verdict()).isEqualTo(Verdict.EXACT);
  }

  @Test
  void whatTheTargetHasBesideTheRowsStaysInSqlite() {
    source(
        "CREATE TABLE t (k TEXT PRIMARY KEY, slot TEXT)",
        "INSERT INTO t VALUES ('a', '1'), ('b', '2')");
    target(
        "CREATE TABLE t (k TEXT PRIMARY KEY, slot TEXT UNIQUE ON CONFLICT REPLACE, twice AS (slot"
            + " || slot), mine TEXT DEFAULT 'm')",
        "CREATE TABLE log (what TEXT)",
        "CREATE TABLE child (t REFERENCES t ON DELETE CASCADE, n REFERENCES t (slot) ON UPDATE"
            + " CASCADE ON DELETE SET NULL)",
        "CREATE TRIGGER u AFTER UPDATE ON t BEGIN INSERT INTO log VALUES ('u'); END",
        "CREATE TRIGGER d AFTER DELETE ON t BEGIN INSERT INTO log VALUES ('d'); END");
    run(file(), ModeKind.DIFFERENTIAL);
    target(
        "UPDATE t SET rowid = rowid + 40, mine = k || '!'",
        "DELETE FROM log",
        "INSERT INTO child VALUES ('a', '1'), ('b', '2')");
    source("UPDATE t SET slot = NULL", "UPDATE t SET slot = CASE k WHEN 'a' THEN '2' ELSE '1' END");
    run(file(), ModeKind.DIFFERENTIAL);
    assertThat(rows("SELECT rowid, * FROM t ORDER BY 1")).isEqualTo("41|a|2|22|a! 42|b|1|11|b!");
    assertThat(rows("SELECT t, n FROM child")).isEqualTo("a|1 b|2");
    assertThat(rows("SELECT count(*) FROM log")).isEqualTo("0");
    assertThat(rows("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'")).isEqualTo("2");
  }

  @Test
  void aValueThatAnotherRowKeepsIsRefusedByTheNameOfItsKey() {
    source(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, slot TEXT)",
        "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    target(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, slot TEXT)",
        "CREATE UNIQUE INDEX one ON t (slot)");
    run(file(), ModeKind.DIFFERENTIAL);
    target("INSERT INTO t VALUES (9, 'z')");
    source("UPDATE t SET slot = 'z' WHERE id = 2");
    assertThatThrownBy(() -> run(file(), ModeKind.INCREMENTAL)).hasMessageContaining("one");
    assertThat(rows("SELECT id, slot FROM t")).isEqualTo("1|a 2|b 3|c 9|z");
  }

  /** A table t of PostgreSQL, keyed by id, and the values of its column slot that swap. */
  private enum Shape {
    DEFERRABLE("id int PRIMARY KEY, slot text UNIQUE DEFERRABLE"),
    DEFERRED("id int PRIMARY KEY, slot text UNIQUE DEFERRABLE INITIALLY DEFERRED"),
    NULLABLE("id int PRIMARY KEY, slot text CONSTRAINT one UNIQUE"),
    ONE_LETTER("id int PRIMARY KEY, slot varchar(1) CONSTRAINT filled NOT NULL UNIQUE"),
    CHECKED(
        "id int PRIMARY KEY, slot text UNIQUE CHECK (slot IN ('a', 'b', 'c') AND slot IS NOT NULL)"),
    ONE_NULL("id int PRIMARY KEY, slot text UNIQUE NULLS NOT DISTINCT"),
    FOLDED("id int PRIMARY KEY, slot text NOT NULL", "CREATE UNIQUE INDEX one ON t (lower(slot))"),
    SOME(
        "id int PRIMARY KEY, slot text NOT NULL",
        "CREATE UNIQUE INDEX one ON t (slot) WHERE id < 9"),
    COMPUTED(
        "id int PRIMARY KEY, slot text, twice text GENERATED ALWAYS AS (slot || slot) STORED UNIQUE"),
    COMPOSITE(
        "id int PRIMARY KEY, slot char(1) NOT NULL, n int NOT NULL DEFAULT 1, UNIQUE (n, slot)"),
    NUMBERED("id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, slot text NOT NULL UNIQUE"),
    REPLICATED(
        "id int PRIMARY KEY, slot text NOT NULL CONSTRAINT one UNIQUE",
        "ALTER TABLE t REPLICA IDENTITY USING INDEX one"),
    ENUM(
        "id int PRIMARY KEY, slot text NOT NULL UNIQUE",
        "CREATE TYPE abc AS ENUM ('a', 'b', 'c'); ALTER TABLE t ALTER slot TYPE abc USING slot::abc"),
    EXCLUDING("id int PRIMARY KEY, slot text NOT NULL, EXCLUDE USING btree (slot WITH =)");

    private final String columns;
    private final String then;

    Shape(String columns) {
      this(columns, "SELECT 1");
    }

    Shape(String columns, String then) {
      this.columns = columns;
      this.then = then;
    }
  }

  private static String constraints(Database database) {
    return String.join(
            "; ",
            database.rows(
                "SELECT conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint WHERE"
                    + " conrelid IN ('t'::regclass, 'child'::regclass) ORDER BY 1"))
        + database.rows("SELECT indexdef FROM pg_indexes WHERE tablename = 't' ORDER BY 1")
        + database.rows(
            "SELECT attname, attnotnull FROM pg_attribute WHERE attrelid = 't'::regclass ORDER BY 1");
  }

  /** The table alone is the role's: it can neither make an index anew nor touch its children. */
  @ParameterizedTest
  @EnumSource(Shape.class)
  void rowsCrossWhateverTheKeyIs(Shape shape, Database database) {
    String role = "owner_" + database.name();
    source(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, slot TEXT)",
        "INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    database.run("CREATE TABLE t (" + shape.columns + "); " + shape.then);
    database.run(
        "CREATE TABLE log (what text); CREATE TABLE child (t int PRIMARY KEY REFERENCES t ON DELETE"
            + " CASCADE, n int REFERENCES t ON DELETE SET NULL);"
            + " CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN INSERT INTO log VALUES (TG_OP); RETURN NULL; END';"
            + " CREATE TRIGGER tell AFTER UPDATE OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION log();"
            + " CREATE ROLE "
            + role
            + " LOGIN PASSWORD 'x' IN ROLE pg_read_all_data;"
            + " CREATE SCHEMA godwit AUTHORIZATION "
            + role
            + "; ALTER TABLE t OWNER TO "
            + role
            + "; REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    String url = database.url().replaceFirst("//[^@]*@", "//" + role + ":x@");
    try {
      run(url, ModeKind.DIFFERENTIAL);
      database.run("INSERT INTO child VALUES (1, 1), (2, 2); TRUNCATE log");
      String before = constraints(database);
      for (String values : new String[] {"'b', 'a'", "'c', 'b'", "'b', 'a'"}) {
        String[] v = values.split(", ");
        source(
            "UPDATE t SET slot = NULL",
            "UPDATE t SET slot = CASE id WHEN 1 THEN " + v[0] + " ELSE " + v[1] + " END");
        run(url, ModeKind.DIFFERENTIAL);
      }
      assertThat(database.rows("SELECT id, slot FROM t ORDER BY 1")).containsExactly("1|b", "2|a");
      assertThat(database.rows("SELECT t, n FROM child")).containsExactly("1|1", "2|2");
      assertThat(database.rows("SELECT what FROM log")).isEmpty();
      assertThat(constraints(database)).isEqualTo(before);
    } finally {
      database.run("DROP OWNED BY " + role + " CASCADE; DROP ROLE " + role);
    }
  }

  @Test
  void keysOfOthersThatReferToAValueThatMovesAreHeldOff(Database database) {
    source(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, slot TEXT)",
        "INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    database.run(
        "CREATE TABLE t (id int PRIMARY KEY, slot text NOT NULL UNIQUE); CREATE TABLE child (n text"
            + " REFERENCES t (slot) ON UPDATE CASCADE ON DELETE CASCADE)");
    run(database.url(), ModeKind.DIFFERENTIAL);
    database.run("INSERT INTO child VALUES ('a')");
    source("UPDATE t SET slot = CASE id WHEN 1 THEN 'b' ELSE 'a' END");
    run(database.url(), ModeKind.DIFFERENTIAL);
    assertThat(database.rows("SELECT id, slot FROM t ORDER BY 1")).containsExactly("1|b", "2|a");
    assertThat(database.rows("SELECT n FROM child")).containsExactly("a");
    assertThat(database.value("SELECT count(*) FROM pg_constraint WHERE contype = 'f'"))
        .isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CASCADE", "SET NULL", "RESTRICT"})
  void aRowThatOthersReferToIsNotTakenFromThem(String how, Database database) {
    source("CREATE TABLE t (id INTEGER PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)");
    database.run(
        "CREATE TABLE t (id int PRIMARY KEY);"
            + " CREATE TABLE child (n int CONSTRAINT lean REFERENCES t ON DELETE "
            + how
            + ")");
    run(database.url(), ModeKind.DIFFERENTIAL);
    database.run("INSERT INTO child VALUES (2)");
    source("DELETE FROM t WHERE id = 2");
    assertThatThrownBy(() -> run(database.url(), ModeKind.DIFFERENTIAL))
        .hasMessageContaining("lean");
    assertThat(database.rows("SELECT n FROM child")).containsExactly("2");
  }
}
