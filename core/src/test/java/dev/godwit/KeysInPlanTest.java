package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.godwit.copy.Findings;
import dev.godwit.copy.Progress;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.plan.Plan;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rows in each other's way under a key of the target are found before any is written. */
@ExtendWith(FreshDatabase.class)
class KeysInPlanTest {
  @TempDir Path folder;

  private Path source(String... statements) {
    return SqliteFiles.create(folder.resolve("source.db"), statements);
  }

  private static Findings check(Path file, Database database, Options options) {
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      Godwit godwit = new Godwit(Progress.NONE);
      Plan plan = godwit.plan(source, target, options);
      assertThat(plan.problems()).isEmpty();
      return godwit.move(source, target, options).by(plan).check();
    }
  }

  private static Findings check(Path file, Database database) {
    return check(file, database, Options.DEFAULT);
  }

  private static Problem only(List<Problem> problems) {
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  @Test
  void valuesThatBecomeEqualAreNamed(Database database) {
    Path file =
        source(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, code)",
            "INSERT INTO t VALUES (1, '7'), (2, 7), (3, 8), (4, 7.0), (5, NULL), (6, NULL)");
    database.run("CREATE TABLE t (id bigint PRIMARY KEY, code int UNIQUE)");
    Problem found = only(check(file, database).problems());
    assertThat(found.kind()).hasToString("duplicate");
    assertThat(found.column()).isEqualTo("code");
    assertThat(found.message())
        .endsWith(
            "2 rows, each has a key that another row has (unique key t_code_key), first at id=2;"
                + " keys: id=2, id=4");
    assertThat(found.hint()).contains("onMisfit: quarantine");
  }

  @Test
  void aKeyThatFoldsCaseIsAskedOfTheServer(Database database) {
    Path file =
        source(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, mail TEXT, tag TEXT)",
            "INSERT INTO t VALUES (1, 'a', 'X@y', 'ß'), (2, 'A', 'x@Y', 'SS'), (3, 'b', 'z', 'c')");
    assumeThat(database.rows("SELECT 1 FROM pg_available_extensions WHERE name = 'citext'"))
        .isNotEmpty();
    database.run(
        "CREATE EXTENSION citext;"
            + "CREATE TABLE t (id bigint PRIMARY KEY, name text, mail citext UNIQUE, tag text);"
            + "CREATE UNIQUE INDEX t_name ON t (lower(name))");
    assertThat(check(file, database).problems())
        .extracting(Problem::column, Problem::key)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("mail", "id=2"),
            org.assertj.core.groups.Tuple.tuple("name", "id=2"));
  }

  @Test
  void aCollationThatCallsDifferentTextsEqualIsAskedToo(Database database) {
    Path file =
        source(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT)",
            "INSERT INTO t VALUES (1, 'x', 'y'), (2, 'X', 'Y'), (3, 'z', 'q')");
    database.run(
        "CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
            + "CREATE TABLE t (id bigint PRIMARY KEY, a text COLLATE ci UNIQUE, b text);"
            + "CREATE UNIQUE INDEX t_b ON t (b COLLATE ci)");
    assertThat(check(file, database).problems())
        .extracting(Problem::column)
        .containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void aPartialKeyHoldsOnlyItsOwnRows(Database database) {
    Path file =
        source(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, n INT, live INT)",
            "INSERT INTO t VALUES (1, 5, 0), (2, 5, 0), (3, 5, 1), (4, 6, 1), (5, 6, 1)");
    database.run(
        "CREATE TABLE t (id bigint PRIMARY KEY, n int, live boolean);"
            + "CREATE UNIQUE INDEX t_live ON t (n) WHERE live");
    assertThat(only(check(file, database).problems()).key()).isEqualTo("id=5");
  }

  @Test
  void nullsThatCountAsEqualAreEqual(Database database) {
    assumeThat(Integer.parseInt(database.value("SHOW server_version_num")))
        .isGreaterThanOrEqualTo(150000);
    Path file =
        source(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, n INT, l TEXT)",
            "INSERT INTO t VALUES (1, NULL, NULL), (2, NULL, NULL), (3, 1, 'a')");
    database.run(
        "CREATE TABLE t (id bigint PRIMARY KEY, n int UNIQUE NULLS NOT DISTINCT, l text);"
            + "CREATE UNIQUE INDEX t_l ON t (lower(l)) NULLS NOT DISTINCT");
    assertThat(check(file, database).problems())
        .extracting(Problem::column)
        .containsExactlyInAnyOrder("n", "l");
  }

  @Test
  void aNullInAPrimaryKeyDoesNotFit(Database database) {
    Path file =
        source("CREATE TABLE t (id TEXT PRIMARY KEY)", "INSERT INTO t VALUES (NULL), ('a')");
    database.run("CREATE TABLE t (id text PRIMARY KEY)");
    assertThat(only(check(file, database).problems()).message()).contains("NULL in a NOT NULL");
  }

  @Test
  void everyKeyIsCountedAndTwentyAreNamed(Database database) {
    Path file =
        source(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, n)",
            "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 50000)"
                + " INSERT INTO t SELECT i, i % 40000 FROM c");
    database.run("CREATE TABLE t (id bigint PRIMARY KEY, n numeric UNIQUE)");
    Problem found = only(check(file, database).problems());
    assertThat(found.message()).contains("10000 rows, each has a key", "first at id=40001;");
    assertThat(found.message().split("id=")).hasSize(22);
  }

  @Test
  void rowsThatTheTargetHoldsAreNamed(Database database) {
    Path file =
        source(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT)",
            "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    database.run(
        "CREATE TABLE t (id bigint PRIMARY KEY, x text); CREATE UNIQUE INDEX t_x ON t (lower(x));"
            + "INSERT INTO t VALUES (2, 'x'), (9, 'C')");
    assertThat(check(file, database).problems())
        .extracting(Problem::kind, Problem::column, Problem::key)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(ProblemKind.CONFLICT, "id", "id=2"),
            org.assertj.core.groups.Tuple.tuple(ProblemKind.CONFLICT, "x", "id=3"));
    String rules = "tables: {t: {onConflict: skip}}";
    // By the second key the row would be lost: no rule about the first one answers for that.
    assertThat(check(file, database, Options.DEFAULT.with(RulesFile.parse(rules, "r"))).problems())
        .extracting(Problem::kind, Problem::column, Problem::key)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(ProblemKind.CONFLICT, "x", "id=3"));
  }

  @Test
  void duplicatesWillBeSetAsideWhereARuleSaysSo(Database database) {
    Path file =
        source(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, n TEXT)",
            "INSERT INTO t VALUES (1, '5'), (2, '05'), (3, 'x'), (4, '5')");
    database.run("CREATE TABLE t (id bigint PRIMARY KEY, n int UNIQUE)");
    Options options = Options.DEFAULT.with(RulesFile.parse("onMisfit: quarantine", "r"));
    Findings findings = check(file, database, options);
    assertThat(findings.problems()).isEmpty();
    assertThat(findings.setAside()).extracting(p -> p.kind().toString()).contains("duplicate");
    // The same rows as the load sets aside.
    Report report = Moves.migrate(file, database, options);
    assertThat(report.problems())
        .extracting(Problem::message)
        .containsExactlyInAnyOrderElementsOf(
            findings.setAside().stream().map(Problem::message).toList());
  }

  @Test
  void aRowWhoseKeyTheServerCannotComputeIsNamed(Database database) {
    Path file =
        source("CREATE TABLE t (id INTEGER PRIMARY KEY, n INT)", "INSERT INTO t VALUES (1, 0)");
    database.run(
        "CREATE TABLE t (id bigint PRIMARY KEY, n int);"
            + "CREATE UNIQUE INDEX t_n ON t ((1 / n))");
    Findings findings = check(file, database);
    assertThat(only(findings.warnings()).kind()).hasToString("unchecked");
    assertThat(only(findings.problems()).key()).isEqualTo("id=1");
  }

  @Test
  void nothingIsLeftInTheTarget(Database database) {
    Path file = source("CREATE TABLE t (id INTEGER PRIMARY KEY, n TEXT COLLATE NOCASE UNIQUE)");
    check(file, database);
    assertThat(database.rows("SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
        .isEmpty();
  }

  @Test
  void periodsThatOverlapAreFoundAndThoseThatNobodyCoversAreSetAside(Database database) {
    assumeThat(Integer.parseInt(database.value("SHOW server_version_num")))
        .isGreaterThanOrEqualTo(180_000);
    Path file =
        source(
            "CREATE TABLE inside (id INT, during TEXT)",
            "CREATE TABLE era (id INT, during TEXT)",
            "INSERT INTO era VALUES (1, '[2024-01-01,2025-01-01)'), (1, '[2025-01-01,2026-01-01)'),"
                + " (1, '[2025-06-01,2027-01-01)')",
            "INSERT INTO inside VALUES (1, '[2024-06-01,2025-06-01)'),"
                + " (1, '[2024-06-01,2028-01-01)')");
    database.run(
        "CREATE EXTENSION btree_gist; CREATE TABLE era (id int, during daterange,"
            + " CONSTRAINT eras PRIMARY KEY (id, during WITHOUT OVERLAPS));"
            + "CREATE TABLE inside (id int, during daterange, CONSTRAINT within"
            + " FOREIGN KEY (id, PERIOD during) REFERENCES era (id, PERIOD during))");
    Options options = Options.DEFAULT.with(RulesFile.parse("onMisfit: quarantine", "rules"));
    Findings found = check(file, database, options);
    assertThat(only(found.setAside()).message()).contains("excludes another row", "eras");
    assertThat(found.warnings()).extracting(Problem::message).anyMatch(m -> m.contains("within"));
    Report report = Moves.migrate(file, database, options);
    assertThat(report.tables()).extracting(t -> t.rejected()).containsOnly(1L);
    assertThat(database.value("SELECT during FROM inside")).isEqualTo("[2024-06-01,2025-06-01)");
  }
}
