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
}
