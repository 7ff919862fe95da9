package dev.godwit.directions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Verdict;
import dev.godwit.plan.RulesFile;
import dev.godwit.plan.Scope;
import dev.godwit.report.Report;
import dev.godwit.run.Emptying;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.store.Target;
import dev.godwit.testing.Agreement;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqliteToSqliteTest {
  @TempDir Path folder;
  private Path from;
  private Path to;

  @BeforeEach
  void names() {
    from = folder.resolve("from.db");
    to = folder.resolve("to.db");
  }

  private List<String> definitions(Path file) {
    return Stored.rows(
        file, "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'godwit%' ORDER BY type, name");
  }

  @Test
  void aFileThatDoesNotExistBecomesTheSameWithItsOwnDefinitions() {
    SqliteFiles.create(
        from,
        "PRAGMA user_version = 7",
        "PRAGMA application_id = 99",
        "CREATE TABLE plain(a, b INTEGER, c TEXT COLLATE NOCASE DEFAULT 'x', d REAL,"
            + " e NUMERIC, CHECK (b IS NULL OR b <> 13))",
        "CREATE TABLE strict_one(id INTEGER PRIMARY KEY, any_one ANY) STRICT",
        "CREATE TABLE pairs(a TEXT, b INT, PRIMARY KEY (b, a)) WITHOUT ROWID",
        "CREATE TABLE counted(id INTEGER PRIMARY KEY AUTOINCREMENT, plain_b REFERENCES plain(b),"
            + " twice AS (id * 2), kept AS (id + 1) STORED)",
        "CREATE INDEX by_expression ON plain(lower(c), b DESC) WHERE b > 0",
        "CREATE UNIQUE INDEX one_b ON plain(b)",
        "CREATE VIEW seen AS SELECT a FROM plain",
        "CREATE TRIGGER loud AFTER INSERT ON plain BEGIN UPDATE counted SET id = id + 1; END",
        "INSERT INTO counted(id) VALUES (4), (9)",
        "DELETE FROM counted WHERE id = 9",
        "INSERT INTO strict_one VALUES (1, '5'), (2, 5), (3, 5.0), (4, x'35')",
        "INSERT INTO pairs VALUES ('x', 2), ('y', 1)");
    SqliteFiles.create(
        from,
        "DROP TRIGGER loud",
        "INSERT INTO plain VALUES (9e999, 1, 'é', 1, 1.5), (-0.0, 'abc', x'00', 'word', '12x'),"
            + " (NULL, NULL, '', NULL, ''), (CAST(x'41004200ff' AS TEXT), 2, 'b', 0.1, 3)",
        "CREATE TRIGGER loud AFTER INSERT ON plain BEGIN UPDATE counted SET id = id + 1; END");

    Report report = Stored.move(from, to);

    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(definitions(to)).isEqualTo(definitions(from));
    for (String table : List.of("plain", "strict_one", "pairs", "counted")) {
      String columns = table.equals("plain") ? "quote(a), hex(a), typeof(a), typeof(b), d" : "*";
      String sql = "SELECT " + columns + ", * FROM " + table;
      assertThat(Stored.rows(to, sql)).as(table).isEqualTo(Stored.rows(from, sql));
    }
    assertThat(Stored.rows(to, "SELECT * FROM sqlite_sequence")).containsExactly("counted|9");
    assertThat(Stored.rows(to, "PRAGMA user_version")).containsExactly("7");
    assertThat(Stored.rows(to, "PRAGMA application_id")).containsExactly("99");
    assertThat(Stored.digests(to)).isEqualTo(Stored.digests(from));
  }

  @Test
  void aRefusedRunLeavesNoFile() {
    SqliteFiles.create(from, "CREATE TABLE t(a INTEGER)", "INSERT INTO t VALUES ('x')");
    Options asInteger =
        Options.DEFAULT.with(RulesFile.parse("tables: {t: {columns: {a: {constant: y}}}}", "r"));
    SqliteFiles.create(to, "CREATE TABLE t(a INTEGER NOT NULL, b NOT NULL)");
    assertThatThrownBy(() -> Stored.move(from, to, asInteger)).isInstanceOf(GodwitException.class);
    to = folder.resolve("none.db");
    SqliteFiles.create(folder.resolve("bad.db"), "CREATE TABLE u(a)");
    assertThatThrownBy(
            () ->
                Stored.move(
                    from,
                    to,
                    Options.DEFAULT.with(
                        RulesFile.parse("tables: {t: {columns: {a: {type: REAL}}}}", "r"))))
        .hasMessageContaining("text that is not a number");
    assertThat(to).doesNotExist();
    assertThat(folder.toFile().list()).allMatch(n -> n.endsWith(".db") && !n.startsWith("."));
  }

  @Test
  void ownTablesDecideAndWhatDoesNotFitIsNamed() {
    SqliteFiles.create(
        from,
        "CREATE TABLE t(id INTEGER PRIMARY KEY, n TEXT, r TEXT, w BLOB)",
        "INSERT INTO t VALUES (1, '5', '0.5', 'x'), (2, 'five', '0.1', 7)");
    SqliteFiles.create(
        to, "CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER, r REAL, w TEXT NOT NULL)");
    assertThatThrownBy(() -> Stored.move(from, to))
        .hasMessageContaining("t.n")
        .hasMessageContaining("text that is not an integer")
        .hasMessageContaining("id=2");
    assertThat(SqliteFiles.number(to, "SELECT count(*) FROM t")).isZero();

    Options quarantine =
        Options.DEFAULT.with(
            RulesFile.parse("tables: {t: {columns: {n: {onMisfit: quarantine}}}}", "r"));
    Report report = Stored.move(from, to, quarantine);
    assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINED);
    assertThat(Stored.rows(to, "SELECT typeof(n), n, typeof(r), r FROM t"))
        .containsExactly("integer|5|real|0.5");
    assertThat(Stored.rows(to, "SELECT source_table, row_key, column_name FROM godwit_quarantine"))
        .containsExactly("t|id=2|n");
  }

  @Test
  void aRowThatBreaksACheckLeavesTheOneThatItWouldHaveGoneOver() {
    Path from =
        SqliteFiles.create(
            folder.resolve("checked.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)",
            "INSERT INTO t VALUES (1, 'good'), (2, 'bad'), (3, 'bad'), (4, 'x')");
    Path to =
        SqliteFiles.create(
            folder.resolve("held.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT CHECK (v <> 'bad'))",
            "INSERT INTO t VALUES (1, 'old'), (2, 'old'), (9, 'own')");
    String rules = "tables: {t: {onConflict: update, onMisfit: quarantine}}";
    Report report = Stored.move(from, to, Options.DEFAULT.with(RulesFile.parse(rules, "r")));
    assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINED);
    assertThat(Stored.rows(to, "SELECT id || v FROM t ORDER BY id"))
        .containsExactly("1good", "2old", "4x", "9own");
    assertThat(Stored.rows(to, "SELECT row_key FROM godwit_quarantine ORDER BY row_key"))
        .containsExactly("id=2", "id=3");
  }

  @Test
  void occupiedTablesAreRefusedAndForceEmptiesThem() {
    SqliteFiles.create(from, "CREATE TABLE t(a INTEGER)", "INSERT INTO t VALUES (1)");
    SqliteFiles.create(to, "CREATE TABLE t(a INTEGER)", "INSERT INTO t VALUES (7), (8)");
    assertThatThrownBy(() -> Stored.move(from, to)).hasMessageContaining("holds rows already");
    Options force = Options.DEFAULT.forcing(true);
    Stored.move(from, to, force);
    assertThat(Stored.rows(to, "SELECT a FROM t")).containsExactly("1");
  }

  @Test
  void duplicatesOrphansAndBrokenChecksAreNamedAndCanBeSetAside() {
    SqliteFiles.create(
        from,
        "CREATE TABLE p(id INTEGER PRIMARY KEY)",
        "CREATE TABLE c(id INTEGER PRIMARY KEY, p INTEGER, mail TEXT, age INTEGER)",
        "INSERT INTO p VALUES (1)",
        "INSERT INTO c VALUES (1, 1, 'a', 5), (2, 1, 'a', 5), (3, 9, 'b', 5), (4, 1, 'c', -1)");
    String[] target = {
      "CREATE TABLE p(id INTEGER PRIMARY KEY)",
      "CREATE TABLE c(id INTEGER PRIMARY KEY, p INTEGER REFERENCES p(id), mail TEXT UNIQUE,"
          + " age INTEGER CHECK (age >= 0))",
      "CREATE TRIGGER never AFTER INSERT ON c BEGIN SELECT RAISE(ABORT, 'fired'); END"
    };
    SqliteFiles.create(to, target);
    assertThatThrownBy(() -> Stored.move(from, to))
        .hasMessageContaining("has a key that another row has")
        .hasMessageContaining("refers to a row of p that is not there")
        .hasMessageContaining("violates the CHECK")
        .hasMessageContaining("id=2")
        .hasMessageContaining("id=3")
        .hasMessageContaining("id=4");
    assertThat(SqliteFiles.number(to, "SELECT count(*) FROM p")).isZero();

    Report report =
        Stored.move(
            from,
            to,
            Options.DEFAULT.with(RulesFile.parse("tables: {c: {onMisfit: quarantine}}", "r")));
    assertThat(report.rejected()).isEqualTo(3);
    assertThat(Stored.rows(to, "SELECT id FROM c")).containsExactly("1");
    assertThat(Stored.rows(to, "SELECT name FROM sqlite_schema WHERE type = 'trigger'"))
        .containsExactly("never");
    assertThat(Stored.rows(to, "PRAGMA foreign_key_check")).isEmpty();
  }

  @Test
  void amongHundredsOfRowsOnlyThoseThatDoNotFitAreSetAside() {
    SqliteFiles.create(
        from,
        "CREATE TABLE p(id INTEGER PRIMARY KEY)",
        "CREATE TABLE c(id INTEGER PRIMARY KEY, p INTEGER, mixed, age INTEGER)",
        "INSERT INTO p VALUES (1)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
            + " INSERT INTO c SELECT i, 1, CASE i % 7 WHEN 0 THEN 'text' WHEN 1 THEN 1.5 END, i"
            + " FROM n",
        "UPDATE c SET age = -1 WHERE id = 100",
        "UPDATE c SET p = 9 WHERE id = 150",
        "UPDATE c SET age = 200 WHERE id = 250");
    SqliteFiles.create(
        to,
        "CREATE TABLE p(id INTEGER PRIMARY KEY)",
        "CREATE TABLE c(id INTEGER PRIMARY KEY, p INTEGER REFERENCES p(id), mixed,"
            + " age INTEGER UNIQUE ON CONFLICT IGNORE CHECK (age >= 0))",
        "CREATE INDEX c_p ON c(p, id)");
    Report report =
        Stored.move(
            from,
            to,
            Options.DEFAULT.with(RulesFile.parse("tables: {c: {onMisfit: quarantine}}", "r")));
    assertThat(report.rejected()).isEqualTo(3);
    assertThat(Stored.rows(to, "SELECT count(*) FROM c WHERE id NOT IN (100, 150, 250)"))
        .containsExactly("297");
    assertThat(Stored.rows(to, "SELECT DISTINCT typeof(mixed) FROM c ORDER BY 1"))
        .containsExactly("null", "real", "text");
    assertThat(Stored.rows(to, "SELECT row_key FROM godwit_quarantine ORDER BY row_key"))
        .containsExactly("id=100", "id=150", "id=250");
  }

  @Test
  void rowsThatAreThereAreSkippedOrUpdatedByRule() {
    SqliteFiles.create(
        from,
        "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)",
        "INSERT INTO t VALUES (1, 'new'), (2, 'new')");
    SqliteFiles.create(
        to, "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)", "INSERT INTO t VALUES (1, 'old')");
    Report skipped =
        Stored.move(
            from,
            to,
            Options.DEFAULT.with(RulesFile.parse("tables: {t: {onConflict: skip}}", "r")));
    assertThat(skipped.tables().get(0).skipped()).isEqualTo(1);
    assertThat(Stored.rows(to, "SELECT v FROM t ORDER BY id")).containsExactly("old", "new");
    Stored.move(
        from, to, Options.DEFAULT.with(RulesFile.parse("tables: {t: {onConflict: update}}", "r")));
    assertThat(Stored.rows(to, "SELECT v FROM t ORDER BY id")).containsExactly("new", "new");
  }

  @Test
  void searchIndexesAreMadeAgainFromTheRows() {
    SqliteFiles.create(
        from,
        "CREATE TABLE notes(id INTEGER PRIMARY KEY, body TEXT)",
        "CREATE VIRTUAL TABLE found USING fts5(body, content='notes', content_rowid='id')",
        "CREATE VIRTUAL TABLE own USING fts5(title)",
        "CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1)",
        "CREATE TRIGGER keep AFTER INSERT ON notes BEGIN"
            + " INSERT INTO found(rowid, body) VALUES (new.id, new.body); END",
        "INSERT INTO notes VALUES (5, 'a bar-tailed godwit')",
        "INSERT INTO own(rowid, title) VALUES (9, 'long flights')",
        "INSERT INTO boxes VALUES (3, 1.5, 2.5)");
    Stored.move(from, to);
    assertThat(Stored.rows(to, "SELECT rowid FROM found WHERE found MATCH 'godwit'"))
        .containsExactly("5");
    assertThat(Stored.rows(to, "SELECT rowid FROM own WHERE own MATCH 'flights'"))
        .containsExactly("9");
    assertThat(Stored.rows(to, "SELECT * FROM boxes")).containsExactly("3|1.5|2.5");
    assertThat(Stored.rows(to, "PRAGMA integrity_check")).containsExactly("ok");
  }

  @Test
  void aStoreIsNotMovedIntoItself() throws Exception {
    SqliteFiles.create(from, "CREATE TABLE t(a)", "INSERT INTO t VALUES (1)");
    Files.createSymbolicLink(to, from);
    assertThatThrownBy(() -> Stored.move(from, to)).hasMessageContaining("are the same store");
    Path other = Files.createLink(folder.resolve("other.db"), from);
    assertThatThrownBy(() -> Stored.move(from, other)).hasMessageContaining("are the same store");
  }

  @Test
  void rowsThatReferToNothingComeInEveryRunWhereTheyCameInTheFirst() {
    SqliteFiles.create(
        from,
        "CREATE TABLE p(id INTEGER PRIMARY KEY, v TEXT)",
        "CREATE TABLE k(id INTEGER PRIMARY KEY, pid INT REFERENCES p(id))",
        "INSERT INTO p VALUES (1, 'a')",
        "INSERT INTO k VALUES (1, 77), (2, 1)");
    Stored.move(from, to);
    for (Mode mode : List.of(Mode.DIFFERENTIAL, Mode.INCREMENTAL)) {
      SqliteFiles.create(from, "UPDATE p SET v = v || '!'", "INSERT INTO k(pid) VALUES (99)");
      String file = from.toString();
      assertThat(Agreement.plan(file, to.toString(), Options.DEFAULT, mode)).isEmpty();
      Report run = Stored.move(file, to, Options.DEFAULT, mode);
      assertThat(run.verdict()).isEqualTo(Verdict.EXACT);
      assertThat(run.warnings().toString()).contains("refers to a row of p that is not there");
      assertThat(Stored.rows(to, "SELECT * FROM k"))
          .isEqualTo(Stored.rows(from, "SELECT * FROM k"));
    }
    Options anew = Options.DEFAULT.forcing(true);
    assertThat(Agreement.of(from.toString(), to.toString(), anew, Mode.FULL)).isTrue();
    // Where the source breaks no key, the target's row would be the only one to refer to nothing.
    SqliteFiles.create(from, "DELETE FROM k", "DELETE FROM p");
    SqliteFiles.create(to, "UPDATE k SET pid = 2 - 1 WHERE id = 3");
    Options keeping = Options.DEFAULT.with(RulesFile.parse("conflicts: target", "rules"));
    assertThat(Agreement.of(from.toString(), to.toString(), keeping, Mode.DIFFERENTIAL)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {secrts: skip}                                      | did you mean secrets?
          {secrets: {columns: {tokn: skip}}}                  | did you mean token?
          {cache: skip}                                       |
          {secrets: {columns: {id: {}, gone: skip}}}          |
          {secrts: skip, secrets: skip}                       |
          """)
  void whatIsToBeSkippedIsToldWhereItIsOnlySpelledOtherwise(String tables, String told) {
    SqliteFiles.create(from, "CREATE TABLE secrets(id INTEGER PRIMARY KEY, token TEXT)");
    Options options = Options.DEFAULT.with(RulesFile.parse("tables: " + tables, "rules"));
    List<String> hints =
        Stored.move(from, to, options).warnings().stream().map(Problem::hint).toList();
    assertThat(hints).isEqualTo(told == null ? List.of() : List.of(told));
  }

  @Test
  void aUniqueValueOfARowThatIsGoneComesByADifferentialRunAsTheIncrementalOneSays() {
    SqliteFiles.create(
        from,
        "CREATE TABLE t(id INTEGER PRIMARY KEY, slot TEXT UNIQUE)",
        "INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    Stored.move(from, to);
    SqliteFiles.create(from, "DELETE FROM t WHERE id = 1", "UPDATE t SET slot = 'a'");
    String file = from.toString();
    assertThat(Agreement.plan(file, to.toString(), Options.DEFAULT, Mode.INCREMENTAL).toString())
        .contains("first at id=2", "goes by --mode differential");
    assertThatThrownBy(() -> Stored.move(from, to, Options.DEFAULT, Mode.INCREMENTAL))
        .hasMessageContaining("first at id=2")
        .hasMessageContaining("--mode differential takes it out");
    Stored.move(from, to, Options.DEFAULT, Mode.DIFFERENTIAL);
    assertThat(Stored.rows(to, "SELECT * FROM t")).containsExactly("2|a");
  }

  @Test
  void aKeyThatAFileIsOnlySaidToHaveIsTriedBeforehand() throws Exception {
    Path json = Files.writeString(folder.resolve("t.json"), "[{\"id\": 4}, {\"id\": 4}]");
    String store = "json:" + json + "?key=id";
    assertThat(Agreement.plan(store, to.toString(), Options.DEFAULT, Mode.FULL).toString())
        .contains("has a key that another row has", "first at id=4");
    assertThatThrownBy(() -> Stored.move(store, to))
        .hasMessageContaining("t.id")
        .hasMessageContaining("has a key that another row has (primary key), first at id=4");
    assertThat(to).doesNotExist();
  }

  @Test
  void aTableThatIsOnlyCalledAsGodwitsNotesIsData() {
    SqliteFiles.create(
        from,
        "CREATE TABLE godwit_runs(id INTEGER PRIMARY KEY, km REAL)",
        "INSERT INTO godwit_runs VALUES (1, 7.5)");
    Stored.move(from, to);
    assertThat(Stored.rows(to, "SELECT * FROM _godwit_runs")).containsExactly("1|7.5");
    assertThat(Moves.verify(from.toString(), to.toString(), Options.DEFAULT).verdict())
        .isEqualTo(Verdict.EXACT);
    // Where Godwit's own would have to be.
    Path taken = folder.resolve("taken.db");
    SqliteFiles.create(taken, "CREATE TABLE godwit_runs(id INTEGER PRIMARY KEY, km REAL)");
    assertThatThrownBy(() -> Stored.move(to, taken))
        .hasMessageContaining("the table godwit_runs is somebody else's")
        .hasMessageContaining("Rename it");
  }

  @Test
  void walModeAndUtf16StayWhatTheyAre() {
    SqliteFiles.create(from, "CREATE TABLE t(a TEXT)", "INSERT INTO t VALUES ('žluť𝄞')");
    SqliteFiles.create(to, "PRAGMA encoding = 'UTF-16le'", "CREATE TABLE t(a TEXT)");
    Stored.rows(to, "PRAGMA journal_mode = WAL");
    Stored.move(from, to);
    assertThat(Stored.rows(to, "PRAGMA journal_mode")).containsExactly("wal");
    assertThat(Stored.rows(to, "PRAGMA encoding")).containsExactly("UTF-16le");
    assertThat(Stored.rows(to, "SELECT a, length(a) FROM t")).containsExactly("žluť𝄞|5");
  }

  @Test
  void whatRefersToTablesThatAreEmptiedIsPlannedAndEmptiedToo() {
    SqliteFiles.create(from, "CREATE TABLE u(id INTEGER PRIMARY KEY)", "INSERT INTO u VALUES (5)");
    SqliteFiles.create(
        to,
        "CREATE TABLE u(id INTEGER PRIMARY KEY)",
        "CREATE TABLE o(id INTEGER PRIMARY KEY, u INTEGER REFERENCES U)",
        "CREATE TABLE p(id INTEGER PRIMARY KEY, o INTEGER REFERENCES o)",
        "INSERT INTO u VALUES (6)",
        "INSERT INTO o VALUES (1, 6)",
        "INSERT INTO p VALUES (2, 1)");
    Options force = Options.DEFAULT.forcing(true);
    assertThat(Agreement.plan(from.toString(), to.toString(), force, Mode.FULL))
        .singleElement()
        .asString()
        .contains("1 row of o refers to it");
    assertThat(Agreement.of(from.toString(), to.toString(), force, Mode.FULL)).isFalse();
    Options cascade = Options.DEFAULT.emptying(Emptying.CASCADE);
    assertThat(Agreement.plan(from.toString(), to.toString(), cascade, Mode.FULL)).isEmpty();
    Report report = Moves.migrate(from.toString(), to.toString(), cascade);
    assertThat(report.warnings())
        .filteredOn(w -> w.is(ProblemKind.EMPTIED))
        .extracting(Problem::table)
        .containsExactly("o", "p");
    assertThat(
            Stored.rows(to, "SELECT id, (SELECT count(*) FROM o), (SELECT count(*) FROM p) FROM u"))
        .containsExactly("5|0|0");
    try (Target target = Stores.target(to.toString(), null)) {
      new Godwit(Progress.NONE).rollback(target, report.migrationId(), Scope.ALL, false, null);
    }
    assertThat(
            Stored.rows(to, "SELECT u.id, o.id, p.id FROM u JOIN o ON u = u.id JOIN p ON o = o.id"))
        .containsExactly("6|1|2");
  }
}
