package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.godwit.copy.Findings;
import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.plan.Plan;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.Report;
import dev.godwit.report.TableReport;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Agreement;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  private static final String FAMILY =
      "CREATE TABLE p (id int PRIMARY KEY, v int CHECK (v > 0), u int UNIQUE, p int REFERENCES p);"
          + "CREATE TABLE c (a int, b int, p int REFERENCES p, q int REFERENCES p, PRIMARY KEY (a, b));"
          + "CREATE TABLE g (id int PRIMARY KEY, a int, b int, FOREIGN KEY (a, b) REFERENCES c)";

  /** How many rows of each table a run sets aside, and by which rule of the target. */
  private static List<String> setAside(List<Problem> said) {
    return said.stream()
        .filter(p -> p.hint() != null && p.hint().contains("in the quarantine"))
        .map(p -> p.table() + "." + p.column() + " " + p.kind() + " " + p.rows())
        .sorted()
        .toList();
  }

  private Path family() {
    return source(
        "CREATE TABLE p (id INTEGER PRIMARY KEY, v, u, p REFERENCES p)",
        "CREATE TABLE c (a, b, p REFERENCES p, q REFERENCES p, PRIMARY KEY (a, b))",
        "CREATE TABLE g (id INTEGER PRIMARY KEY, a, b, FOREIGN KEY (a, b) REFERENCES c (a, b))",
        "INSERT INTO p VALUES (1, 1, 1, NULL), (7, 7, 7, 1), (8, 8, 8, NULL)",
        "INSERT INTO c VALUES (1, 1, 1, 1), (5, 5, 7, 7)",
        "INSERT INTO g VALUES (1, 1, 1)");
  }

  private Path grown() {
    return source(
        "INSERT INTO p VALUES (10, -1, 10, NULL), (11, 11, 11, 10), (12, 12, 12, 11)",
        "INSERT INTO p VALUES (13, 'x', 13, NULL), (14, 14, 8, NULL), (15, 15, 15, 14), (16, 16, 16, 8)",
        "INSERT INTO c VALUES (10, 1, 10, 1), (10, 2, 1, 12), (10, 3, 15, 98), (10, 4, 13, 1), (10, 5, 16, 16)",
        "INSERT INTO g VALUES (10, 10, 1), (11, 10, 2), (12, 10, 5), (13, 10, 3), (14, 77, 7)");
  }

  @Test
  void whatRefersToRowsThatAreSetAsideIsSetAsideInTurn(Database database) {
    family();
    Path file = grown();
    database.run(FAMILY);
    Options options = Options.DEFAULT.with(RulesFile.parse("onMisfit: quarantine", "rules"));
    List<String> planned = setAside(check(file, database, options).setAside());
    assertThat(planned)
        .containsExactly(
            "c.p orphan 3",
            "c.q orphan 1",
            "g.a orphan 4",
            "p.p orphan 3",
            "p.u duplicate 1",
            "p.v check 1",
            "p.v misfit 1");
    Report report = Moves.migrate(file, database, "onMisfit: quarantine");
    assertThat(setAside(report.problems())).isEqualTo(planned);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void soItIsInLaterRuns(boolean differential, Database database) {
    database.run(FAMILY);
    Moves.migrate(family(), database, Options.DEFAULT);
    Path file = grown();
    source("UPDATE p SET v = -7 WHERE id = 7");
    Options options = Options.DEFAULT.with(RulesFile.parse("onMisfit: quarantine", "rules"));
    Mode mode = differential ? Mode.DIFFERENTIAL : Mode.INCREMENTAL;
    Report planned;
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      planned = new Godwit(Progress.NONE).move(source, target, options).preview(mode);
    }
    Report report = Moves.migrate(file.toString(), database.url(), options, mode, Progress.NONE);
    assertThat(setAside(report.problems()))
        .contains("p.v check 2", "p.p orphan 3", "g.a orphan 4")
        .isEqualTo(setAside(planned.warnings()));
    assertThat(report.tables().stream().map(TableReport::rejected))
        .containsExactlyElementsOf(planned.tables().stream().map(TableReport::rejected).toList());
    // What the target has in the place of a row that it refuses stays, and may be referred to.
    assertThat(database.rows("SELECT v FROM p WHERE id = 7")).containsExactly("7");
  }

  @Test
  void aReferenceToWhatIsSetAsideBecomesNullWhereARuleSaysSo(Database database) {
    family();
    Path file = grown();
    database.run(FAMILY);
    String rules = "tables: {p: {onMisfit: quarantine}, c: {onMisfit: \"null\"}}";
    Findings found = check(file, database, Options.DEFAULT.with(RulesFile.parse(rules, "rules")));
    assertThat(found.problems()).extracting(Problem::table).containsExactly("g");
    assertThat(found.warnings())
        .filteredOn(p -> p.is(ProblemKind.NULLED))
        .extracting(Problem::column, Problem::rows)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("p", 3L),
            org.assertj.core.groups.Tuple.tuple("q", 2L));
  }

  @Test
  void rowsThatStayExcludeOthersInEveryMode(Database database) {
    Path file =
        source(
            "CREATE TABLE stay (id INTEGER PRIMARY KEY, days TEXT)",
            "INSERT INTO stay VALUES (1, '[2024-01-01,2024-01-05)'), (2, NULL)");
    database.run(
        "CREATE TABLE stay (id bigint PRIMARY KEY, days daterange, EXCLUDE USING gist (days WITH"
            + " &&)); INSERT INTO stay VALUES (2, '[2024-01-03,2024-01-09)')");
    String rule = "tables: {stay: {onConflict: %s}}";
    Options skip = Options.DEFAULT.with(RulesFile.parse(rule.formatted("skip"), "rules"));
    assertThat(only(check(file, database, skip).problems()).toString())
        .contains("excludes another row (constraint stay_days_excl), first at id=1");
    // The row in the way is written over, with one that is not.
    Options update = Options.DEFAULT.with(RulesFile.parse(rule.formatted("update"), "rules"));
    assertThat(check(file, database, update).problems()).isEmpty();
    Moves.migrate(file, database, update);
    source(
        "INSERT INTO stay VALUES (3, '[2024-01-04,2024-01-05)')",
        "UPDATE stay SET days = '[2024-02-01,2024-02-02)' WHERE id = 2");
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      for (Mode mode : List.of(Mode.INCREMENTAL, Mode.DIFFERENTIAL)) {
        Report preview =
            new Godwit(Progress.NONE).move(source, target, Options.DEFAULT).preview(mode);
        assertThat(only(preview.problems()).toString()).contains("excludes another", "id=3");
      }
    }
  }

  @Test
  void aLaterRunNamesEachRowAsItsPlanDoes(Database database) {
    database.run(
        "CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
            + "CREATE TABLE t (k text COLLATE ci PRIMARY KEY, u int UNIQUE)");
    Path file =
        source(
            "CREATE TABLE t (k TEXT PRIMARY KEY, u INT)",
            "INSERT INTO t VALUES ('x', 1), ('y', 2), ('z', 3)");
    Moves.migrate(file, database, Options.DEFAULT);
    // Two values change hands, so that they wait; others are there twice, or are alike.
    source(
        "UPDATE t SET u = 9 WHERE k = 'x'; UPDATE t SET u = 1 WHERE k = 'y'; UPDATE t SET u = 2 WHERE k = 'z'",
        "INSERT INTO t VALUES ('a', 11), ('b', 11), ('c', 1), ('d', 12), ('D', 13), ('e', 2)");
    List<String> planned =
        Agreement.plan(file.toString(), database.url(), Options.DEFAULT, Mode.DIFFERENTIAL);
    assertThat(planned)
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).contains("t.k", "first at k="),
            one -> assertThat(one).contains("t.u", "3 rows", "keys: k="));
    assertThatThrownBy(
            () ->
                Moves.migrate(
                    file.toString(),
                    database.url(),
                    Options.DEFAULT,
                    Mode.DIFFERENTIAL,
                    Progress.NONE))
        .isInstanceOfSatisfying(
            GodwitException.class,
            e -> assertThat(e.problems()).map(Problem::toString).isEqualTo(planned));
  }

  @Test
  void aRowInTheWayThatTheSourceHasNoMoreGoesInADifferentialRun(Database database) {
    database.run("CREATE TABLE t (id int PRIMARY KEY, u int UNIQUE)");
    Path file =
        source("CREATE TABLE t (id INTEGER PRIMARY KEY, u INT)", "INSERT INTO t VALUES (1, 1)");
    Moves.migrate(file, database, Options.DEFAULT);
    source("DELETE FROM t", "INSERT INTO t VALUES (2, 1)");
    String from = file.toString();
    String to = database.url();
    assertThat(Agreement.plan(from, to, Options.DEFAULT, Mode.INCREMENTAL))
        .singleElement()
        .asString()
        .contains("t.u", "id=2", "gone from the source, --mode differential takes it out");
    assertThat(Agreement.of(from, to, Options.DEFAULT, Mode.INCREMENTAL)).isFalse();
    assertThat(Agreement.of(from, to, Options.DEFAULT, Mode.DIFFERENTIAL)).isTrue();
  }
}
