package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.copy.Findings;
import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Plan;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.Report;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A row that only the target refuses is named by plan, by migrate and by --resume, before anything
 * is kept, and can be set aside.
 */
@ExtendWith(FreshDatabase.class)
class RefusedRowsTest {
  @TempDir Path folder;

  /**
   * A table {@code t} of the target, and rows (id, v) of which that with id 2 does not fit it.
   * {@code kind} is what the problem is called, {@code says} what is said of it.
   */
  record Refused(String kind, String says, String target, String first, String second) {}

  static Map<String, Refused> refused() {
    Map<String, Refused> result = new TreeMap<>();
    result.put(
        "a CHECK that only the target has",
        new Refused(
            "check",
            "violates the CHECK t_v_check",
            "CREATE TABLE t (id int PRIMARY KEY, v text CHECK (v <> 'bad'))",
            "'good'",
            "'bad'"));
    result.put(
        "a CHECK of a domain",
        new Refused(
            "",
            "t.v",
            "CREATE DOMAIN d AS text CHECK (VALUE <> 'bad');"
                + "CREATE TABLE t (id int PRIMARY KEY, v d)",
            "'good'",
            "'bad'"));
    result.put(
        "a label that an enum lacks",
        new Refused(
            "misfit",
            "t.v",
            "CREATE TYPE e AS ENUM ('ok'); CREATE TABLE t (id int PRIMARY KEY, v e)",
            "'ok'",
            "'OK'"));
    result.put(
        "rows that exclude each other",
        new Refused(
            "excluded",
            "excludes another row (constraint t_v_excl)",
            "CREATE TABLE t (id int PRIMARY KEY, v int4range, EXCLUDE USING gist (v WITH &&))",
            "'[1,5)'",
            "'[4,8)'"));
    result.put(
        "rows that exclude each other at the end",
        new Refused(
            "excluded",
            "excludes another row (constraint t_v_excl)",
            "CREATE TABLE t (id int PRIMARY KEY, v int4range,"
                + " EXCLUDE USING gist (v WITH &&) DEFERRABLE INITIALLY DEFERRED)",
            "'[1,5)'",
            "'[4,8)'"));
    result.put(
        "a row without a partition",
        new Refused(
            "partition",
            "no partition",
            "CREATE TABLE t (id int, v text) PARTITION BY LIST (v);"
                + "CREATE TABLE t1 PARTITION OF t FOR VALUES IN ('a')",
            "'a'",
            "'b'"));
    result.put(
        "a row without a partition of a partition",
        new Refused(
            "partition",
            "no partition",
            "CREATE TABLE t (id int, v int) PARTITION BY RANGE (v);"
                + "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (9) PARTITION BY LIST (v);"
                + "CREATE TABLE t11 PARTITION OF t1 FOR VALUES IN (1)",
            "1",
            "2"));
    result.put(
        "a CHECK of a partition",
        new Refused(
            "check",
            "violates the CHECK small",
            "CREATE TABLE t (id int, v int) PARTITION BY RANGE (v); CREATE TABLE t1 PARTITION OF t"
                + " (CONSTRAINT small CHECK (v < 5)) FOR VALUES FROM (0) TO (9)",
            "1",
            "7"));
    result.put(
        "a key of a partitioned table",
        new Refused(
            "duplicate",
            "has a key that another row has",
            "CREATE TABLE t (id int, v int UNIQUE) PARTITION BY RANGE (v);"
                + "CREATE TABLE t1 PARTITION OF t DEFAULT",
            "1",
            "1"));
    result.put(
        "a CHECK that raises an error",
        new Refused(
            "refused",
            "a function of the target raised an exception (SQLSTATE P0001)",
            "CREATE FUNCTION f(v int) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS"
                + " $$BEGIN IF v = 13 THEN RAISE EXCEPTION 'secret %', v; END IF;"
                + " RETURN true; END$$;"
                + "CREATE TABLE t (id int PRIMARY KEY, v int CHECK (f(v)))",
            "1",
            "13"));
    result.put(
        "a CHECK that raises an error of the server's own",
        new Refused(
            "refused",
            "SQLSTATE XX000",
            "CREATE FUNCTION f(v int) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS"
                + " $$BEGIN IF v = 13 THEN RAISE EXCEPTION 'x' USING ERRCODE = 'XX000'; END IF;"
                + " RETURN true; END$$;"
                + "CREATE TABLE t (id int PRIMARY KEY, v int CHECK (f(v)))",
            "1",
            "13"));
    result.put(
        "a CHECK that looks for what is not there",
        new Refused(
            "refused",
            "SQLSTATE 42P01",
            "CREATE FUNCTION f(v int) RETURNS boolean LANGUAGE plpgsql AS"
                + " $$BEGIN IF v = 13 THEN RETURN (SELECT true FROM nowhere); END IF;"
                + " RETURN true; END$$;"
                + "CREATE TABLE t (id int PRIMARY KEY, v int CHECK (f(v)))",
            "1",
            "13"));
    result.put(
        "a generated column that cannot be computed",
        new Refused(
            "refused",
            "an expression of the target divides by zero",
            "CREATE TABLE t (id int PRIMARY KEY, v int, g int GENERATED ALWAYS AS (7 / v) STORED)",
            "1",
            "0"));
    result.put(
        "an expression of an index that overflows",
        new Refused(
            "refused",
            "SQLSTATE 22003",
            "CREATE TABLE t (id int PRIMARY KEY, v int); CREATE INDEX ON t ((v + 1))",
            "1",
            "2147483647"));
    result.put(
        "a value too long for an index",
        new Refused(
            "refused",
            "SQLSTATE 54000",
            "CREATE TABLE t (id int PRIMARY KEY, v text UNIQUE)",
            "'a'",
            "(WITH RECURSIVE r(i, x) AS (SELECT 1, hex(randomblob(1000)) UNION ALL"
                + " SELECT i + 1, hex(randomblob(1000)) FROM r WHERE i < 5)"
                + " SELECT group_concat(x) FROM r)"));
    result.put(
        "a key of a type that the server compares",
        new Refused(
            "duplicate",
            "has a key that another row has",
            "CREATE TABLE t (id int PRIMARY KEY, v int4range UNIQUE)",
            "'[1,5)'",
            "'[1,4]'"));
    result.put(
        "a row that refers to nothing",
        new Refused(
            "orphan",
            "(foreign key t_v_fkey)",
            "CREATE TABLE p (id int PRIMARY KEY); INSERT INTO p VALUES (1);"
                + "CREATE TABLE t (id int PRIMARY KEY, v int REFERENCES p)",
            "1",
            "2"));
    return result;
  }

  static List<String> kinds() {
    return List.copyOf(refused().keySet());
  }

  private Path source(Refused refused) {
    return SqliteFiles.create(
        folder.resolve("source.db"),
        "CREATE TABLE a (id INTEGER PRIMARY KEY)",
        "INSERT INTO a VALUES (1)",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v)",
        "INSERT INTO t VALUES (1, " + refused.first() + "), (2, " + refused.second() + ")");
  }

  private static Findings plan(Path file, Database database, Options options) {
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      Godwit godwit = new Godwit(Progress.NONE);
      Plan plan = godwit.plan(source, target, options);
      assertThat(plan.problems()).isEmpty();
      return godwit.move(source, target, options).by(plan).check();
    }
  }

  private static void named(List<Problem> problems, Refused refused) {
    assertThat(problems).hasSize(1);
    Problem problem = problems.get(0);
    assertThat(problem.table()).isEqualTo("t");
    assertThat(problem.key()).isEqualTo("id=2");
    assertThat(problem.toString()).contains(refused.says()).doesNotContain("secret");
    if (!refused.kind().isEmpty()) {
      assertThat(problem.kind()).hasToString(refused.kind());
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isNamedByPlanAndMigrateAndResume(String kind, Database database) {
    Refused refused = refused().get(kind);
    Path file = source(refused);
    database.run("CREATE TABLE a (id int PRIMARY KEY);" + refused.target());
    named(plan(file, database, Options.DEFAULT).problems(), refused);
    named(refusal(file, database, Mode.FULL).problems(), refused);
    named(refusal(file, database, Mode.RESUMABLE).problems(), refused);
    assertThat(database.rows("SELECT id FROM a UNION ALL SELECT id FROM t")).isEmpty();
  }

  private static GodwitException refusal(Path file, Database database, Mode mode) {
    GodwitException e =
        catchThrowableOfType(
            GodwitException.class,
            () ->
                Moves.migrate(
                    file.toString(), database.url(), Options.DEFAULT, mode, Progress.NONE));
    assertThat(e.reason()).as(e.getMessage()).isEqualTo(GodwitException.Reason.REFUSED);
    return e;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isSetAsideWhereARuleSaysSo(String kind, Database database) {
    Refused refused = refused().get(kind);
    Path file = source(refused);
    database.run("CREATE TABLE a (id int PRIMARY KEY);" + refused.target());
    Options options = Options.DEFAULT.with(RulesFile.parse("onMisfit: quarantine", "r"));
    Findings findings = plan(file, database, options);
    assertThat(findings.problems()).isEmpty();
    named(findings.setAside(), refused);
    Report report = Moves.migrate(file, database, options);
    assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINED);
    named(report.problems(), refused);
    assertThat(database.rows("SELECT id FROM t")).containsExactly("1");
    assertThat(database.rows("SELECT source_table, row_key FROM godwit.quarantine"))
        .containsExactly("t|id=2");
  }

  private static Report later(Path file, Database database, Mode mode) {
    Options options = Options.DEFAULT.with(RulesFile.parse("onMisfit: quarantine", "r"));
    return Moves.migrate(file.toString(), database.url(), options, mode, Progress.NONE);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isSetAsideByLaterRunsAndComesOnceItIsMended(String kind, Database database) {
    Refused refused = refused().get(kind);
    Path file = source(refused);
    SqliteFiles.create(file, "DELETE FROM t WHERE id = 2");
    database.run("CREATE TABLE a (id int PRIMARY KEY);" + refused.target());
    assertThat(later(file, database, Mode.FULL).verdict()).isEqualTo(Verdict.EXACT);
    SqliteFiles.create(
        file, "INSERT INTO t VALUES (2, " + refused.second() + ")", "INSERT INTO a VALUES (2)");
    for (Mode mode : List.of(Mode.INCREMENTAL, Mode.DIFFERENTIAL)) {
      Report report = later(file, database, mode);
      assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.QUARANTINED);
      named(report.problems(), refused);
      assertThat(database.rows("SELECT id FROM t")).containsExactly("1");
      assertThat(database.rows("SELECT id FROM a ORDER BY id")).containsExactly("1", "2");
      assertThat(database.rows("SELECT source_table, row_key FROM godwit.quarantine"))
          .containsExactly("t|id=2");
    }
    SqliteFiles.create(
        file,
        "DELETE FROM t WHERE id = 1",
        "UPDATE t SET v = " + refused.first() + " WHERE id = 2");
    Report mended = later(file, database, Mode.DIFFERENTIAL);
    assertThat(mended.verdict()).as(mended.toString()).isEqualTo(Verdict.EXACT);
    assertThat(database.rows("SELECT id FROM t")).containsExactly("2");
    assertThat(later(file, database, Mode.DIFFERENTIAL).changes())
        .allMatch(c -> c.inserts() + c.updates() + c.deletes() == 0);
  }

  /** A trigger of the target that is asked at once, or at the end. */
  private static String trigger(boolean waits) {
    return "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN"
        + " IF new.v = 'bad' THEN RAISE EXCEPTION 'secret %', new.v; END IF; RETURN new; END$$;"
        + "CREATE TABLE t (id int PRIMARY KEY, v text);"
        + (waits
            ? "CREATE CONSTRAINT TRIGGER x AFTER INSERT OR UPDATE ON t DEFERRABLE INITIALLY DEFERRED"
            : "CREATE TRIGGER x BEFORE INSERT OR UPDATE ON t")
        + " FOR EACH ROW EXECUTE FUNCTION f()";
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatATriggerRefusesLaterKeepsWhatWasThere(boolean waits, Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("source.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)",
            "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    database.run(trigger(waits));
    String rules = "{onMisfit: quarantine, triggers: true}";
    Options options = Options.DEFAULT.with(RulesFile.parse(rules, "r"));
    Moves.migrate(file, database, options);
    SqliteFiles.create(
        file,
        "UPDATE t SET v = 'bad' WHERE id = 2",
        "INSERT INTO t VALUES (4, 'bad'), (5, 'e')",
        "DELETE FROM t WHERE id = 3");
    for (Mode mode : List.of(Mode.DIFFERENTIAL, Mode.INCREMENTAL)) {
      Report report = Moves.migrate(file.toString(), database.url(), options, mode, Progress.NONE);
      assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINED);
      assertThat(report.problems().toString()).contains("id=2, id=4").doesNotContain("secret");
      assertThat(database.rows("SELECT * FROM t ORDER BY id")).containsExactly("1|a", "2|b", "5|e");
    }
    SqliteFiles.create(file, "UPDATE t SET v = 'good' WHERE v = 'bad'");
    assertThat(
            Moves.migrate(file.toString(), database.url(), options, Mode.INCREMENTAL, Progress.NONE)
                .verdict())
        .isEqualTo(Verdict.EXACT);
  }

  /** Keys of large tables are built after the rows: what is in their way is found there. */
  private Path large(String bad) {
    return SqliteFiles.create(
        folder.resolve("source.db"),
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v)",
        "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 12000)"
            + " INSERT INTO t SELECT i, i FROM c",
        "UPDATE t SET v = " + bad);
  }

  private static Map<String, Refused> late() {
    Map<String, Refused> result = new TreeMap<>();
    result.put(
        "an expression that overflows",
        new Refused(
            "refused",
            "SQLSTATE 22003",
            "CREATE TABLE t (id int PRIMARY KEY, v int); CREATE INDEX ON t ((v + 1))",
            "CASE id WHEN 2 THEN 2147483647 ELSE v END",
            ""));
    result.put(
        "a value too long",
        new Refused(
            "refused",
            "SQLSTATE 54000",
            "CREATE TABLE t (id int PRIMARY KEY, v text UNIQUE)",
            "CASE id WHEN 2 THEN (WITH RECURSIVE r(i, x) AS (SELECT 1, hex(randomblob(1000))"
                + " UNION ALL SELECT i + 1, hex(randomblob(1000)) FROM r WHERE i < 5)"
                + " SELECT group_concat(x) FROM r) ELSE 'v' || id END",
            ""));
    result.put(
        "a CHECK that raises an error",
        new Refused(
            "refused",
            "SQLSTATE P0001",
            "CREATE FUNCTION f(v int) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS"
                + " $$BEGIN IF v = 0 THEN RAISE EXCEPTION 'secret'; END IF; RETURN true; END$$;"
                + "CREATE TABLE t (id int PRIMARY KEY, v int CHECK (f(v)))",
            "CASE id WHEN 2 THEN 0 ELSE v END",
            ""));
    return result;
  }

  static List<String> lateKinds() {
    return List.copyOf(late().keySet());
  }

  @ParameterizedTest
  @MethodSource("lateKinds")
  void isNamedInALargeTableToo(String kind, Database database) {
    Refused refused = late().get(kind);
    Path file = large(refused.first());
    database.run(refused.target());
    named(plan(file, database, Options.DEFAULT).problems(), refused);
    named(refusal(file, database, Mode.FULL).problems(), refused);
    assertThat(database.rows("SELECT id FROM t")).isEmpty();
    Report report =
        Moves.migrate(
            file, database, Options.DEFAULT.with(RulesFile.parse("onMisfit: quarantine", "r")));
    named(report.problems(), refused);
    assertThat(database.value("SELECT count(*) FROM t WHERE id <> 2")).isEqualTo("11999");
  }

  @Test
  void rowsThatBreakAKeyAreToldFromThoseItCannotBeComputedFor(Database database) {
    Path file = large("CASE id WHEN 2 THEN 0 WHEN 5 THEN 12000 ELSE v END");
    database.run(
        "CREATE TABLE t (id int PRIMARY KEY, v int, CHECK (7 / v >= 0));"
            + "CREATE UNIQUE INDEX t_v ON t ((12000000 / v), v)");
    Report report =
        Moves.migrate(
            file, database, Options.DEFAULT.with(RulesFile.parse("onMisfit: quarantine", "r")));
    assertThat(report.problems())
        .extracting(Problem::kind, Problem::key)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(ProblemKind.REFUSED, "id=2"),
            org.assertj.core.groups.Tuple.tuple(ProblemKind.DUPLICATE, "id=12000"));
  }

  @Test
  void isSetAsideWhereOtherRowsGoOverThoseThatAreThere(Database database) {
    Refused refused = refused().get("a CHECK that only the target has");
    Path file = source(refused);
    database.run("CREATE TABLE a (id int PRIMARY KEY);" + refused.target());
    database.run("INSERT INTO t VALUES (1, 'old'), (9, 'own')");
    String rules = "{onMisfit: quarantine, tables: {t: {onConflict: update}}}";
    Report report =
        Moves.migrate(file, database, Options.DEFAULT.with(RulesFile.parse(rules, "r")));
    named(report.problems(), refused);
    assertThat(database.rows("SELECT id, v FROM t ORDER BY id")).containsExactly("1|good", "9|own");
  }

  @Test
  void aRowOfTwoValuesThatTheServerRefusesIsSetAsideOnce(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("two.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT)",
            "INSERT INTO t VALUES (1, '$.a', 'x & y', '7'), (2, '$[', '& &', '-7'), (3, '$[', 'x', '7')");
    database.run(
        "CREATE DOMAIN d AS int CHECK (VALUE > 0);"
            + "CREATE TABLE t (id bigint PRIMARY KEY, a jsonpath, b tsquery, c d)");
    Report report = Moves.migrate(file, database, "onMisfit: quarantine");
    assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINED);
    assertThat(report.tables().get(0).rejected()).isEqualTo(2);
    assertThat(database.rows("SELECT id FROM t")).containsExactly("1");
    assertThatThrownBy(() -> Moves.migrate(file, database, "tables: {t: {onConflict: replace}}"))
        .hasMessageContaining("t.a")
        .hasMessageContaining("t.b")
        .hasMessageContaining("t.c");
  }
}
