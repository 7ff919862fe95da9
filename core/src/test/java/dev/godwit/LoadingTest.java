package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.copy.Trace;
import dev.godwit.model.Problem;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Owner;
import dev.godwit.plan.RulesFile;
import dev.godwit.postgres.PostgresStore;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.report.TableReport;
import dev.godwit.run.Options;
import dev.godwit.run.Pace;
import dev.godwit.store.Target;
import dev.godwit.store.can.Making;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(FreshDatabase.class)
class LoadingTest {
  @TempDir Path folder;

  private Path source(String... statements) {
    return SqliteFiles.create(folder.resolve("a.db"), statements);
  }

  @Test
  void columnsAreMatchedByNameAndMissingOrExtraOnesAreNamed(Database database) {
    Path file =
        source(
            "CREATE TABLE t (a, b, gone, C)",
            "INSERT INTO t VALUES (1, 'x', 'y', 'z')",
            "CREATE TABLE unknown (x)",
            "INSERT INTO unknown VALUES (1)",
            "CREATE TABLE empty (x)");
    database.run("CREATE TABLE t (c text, extra int DEFAULT 7, must int NOT NULL, b text, a int)");
    assertThatThrownBy(() -> Moves.migrate(file, database, Options.DEFAULT))
        .hasMessageContaining("3 problems, nothing was written")
        .hasMessageContaining("t.gone  no column gone in the target's t")
        .hasMessageContaining("t.must")
        .hasMessageContaining("unknown  no table unknown in the target");
    Report report =
        Moves.migrate(
            file,
            database,
            "tables: {t: {columns: {gone: skip, must: {constant: 5}}}, unknown: skip}");
    assertThat(database.value("SELECT * FROM t")).isEqualTo("z|7|5|x|1");
    assertThat(report.leftOut()).extracting("table").containsExactly("unknown", "empty");
    assertThat(report.warnings()).anyMatch(w -> "extra".equals(w.column()));
    assertThat(report.tables().get(0).renamed()).containsEntry("C", "c");
  }

  @Test
  void generatedColumnsAreLeftToTheServer(Database database) {
    Path file =
        source("CREATE TABLE t (a INTEGER, twice INTEGER AS (a * 2))", "INSERT INTO t VALUES (4)");
    database.run("CREATE TABLE t (a int, twice int GENERATED ALWAYS AS (a * 2) STORED)");
    assertThat(Moves.migrate(file, database, Options.DEFAULT).verdict()).isEqualTo(Verdict.EXACT);
    assertThat(database.value("SELECT * FROM t")).isEqualTo("4|8");
  }

  @Test
  void smallTablesThatAreLoadedOnceMoreWithAnotherArriveOnce(Database database) {
    List<String> source = new ArrayList<>();
    StringBuilder target = new StringBuilder();
    for (int i = 10; i < 60; i++) {
      // Every seventh has rows that are in each other's way, every fifth one that does not fit.
      source.add("CREATE TABLE t" + i + " (k, n)");
      source.add("INSERT INTO t" + i + " VALUES (1, 1), (2, 2), (3, 3)");
      if (i % 7 == 0) {
        source.add("INSERT INTO t" + i + " VALUES (2, 4)");
      }
      if (i % 5 == 0) {
        source.add("INSERT INTO t" + i + " VALUES (5, 'five')");
      }
      target.append("CREATE TABLE t" + i + " (k int UNIQUE, n int);");
    }
    database.run(target.toString());
    Report report =
        Moves.migrate(source(source.toArray(String[]::new)), database, "onMisfit: quarantine");
    assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINED);
    for (TableReport t : report.tables()) {
      int i = Integer.parseInt(t.name().substring(1));
      assertThat(t.rejected()).as(t.name()).isEqualTo((i % 7 == 0 ? 1 : 0) + (i % 5 == 0 ? 1 : 0));
      assertThat(t.copied()).as(t.name()).isEqualTo(3);
      assertThat(database.value("SELECT count(*) FROM " + t.name())).isEqualTo(t.copied() + "");
      assertThat(
              database.value(
                  "SELECT count(*) FROM godwit.quarantine WHERE source_table = '" + t.name() + "'"))
          .isEqualTo(t.rejected() + "");
      assertThat(
              database.value(
                  "SELECT count(*) FROM pg_index WHERE indrelid = '" + t.name() + "'::regclass"))
          .isEqualTo("1");
    }
  }

  @Test
  void triggersOfPartitionsAreOffDuringTheLoadAndAsBeforeAfterIt(Database database) {
    Path file = source("CREATE TABLE t (a)", "INSERT INTO t VALUES (1), (2), (3)");
    database.run(
        "CREATE TABLE t (a int) PARTITION BY RANGE (a);"
            + "CREATE TABLE low PARTITION OF t FOR VALUES FROM (0) TO (3);"
            + "CREATE TABLE high PARTITION OF t FOR VALUES FROM (3) TO (9) PARTITION BY LIST (a);"
            + "CREATE TABLE three PARTITION OF high FOR VALUES IN (3);"
            + "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$BEGIN RETURN NULL; END$$;"
            + "CREATE TRIGGER drops BEFORE INSERT ON three FOR EACH ROW EXECUTE FUNCTION f();"
            + "CREATE TRIGGER always BEFORE INSERT ON low FOR EACH ROW EXECUTE FUNCTION f();"
            + "ALTER TABLE low ENABLE ALWAYS TRIGGER always;"
            + "CREATE TRIGGER all_of_it BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()");
    String triggers = "SELECT tgrelid::regclass, tgname, tgenabled FROM pg_trigger ORDER BY 1, 2";
    List<String> before = database.rows(triggers);
    Moves.exactly(file.toString(), database.url(), Options.DEFAULT);
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("3");
    assertThat(database.rows(triggers)).isEqualTo(before);
  }

  @Test
  void theDefaultOfADomainFillsAColumnOfTheTargetsOwn(Database database) {
    Path file = source("CREATE TABLE t (a)", "INSERT INTO t VALUES (1)");
    database.run(
        "CREATE DOMAIN d AS int NOT NULL DEFAULT 5; CREATE DOMAIN over_d AS d;"
            + "CREATE TABLE t (a int, n d NOT NULL, o over_d, p d DEFAULT 9)");
    Moves.exactly(file.toString(), database.url(), Options.DEFAULT);
    assertThat(database.rows("SELECT * FROM t")).containsExactly("1|5|5|9");
  }

  @Test
  void triggersAreOffDuringTheLoadAndAsBeforeAfterIt(Database database) {
    Path file = source("CREATE TABLE t (a)", "INSERT INTO t VALUES (1)");
    database.run(
        "CREATE TABLE t (a int); CREATE TABLE log (n int);"
            + "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$BEGIN INSERT INTO log VALUES (1); RETURN NEW; END$$;"
            + "CREATE TRIGGER usual AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();"
            + "CREATE TRIGGER always AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();"
            + "CREATE TRIGGER off AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();"
            + "ALTER TABLE t ENABLE ALWAYS TRIGGER always; ALTER TABLE t DISABLE TRIGGER off");
    Moves.migrate(file, database, Options.DEFAULT);
    assertThat(database.value("SELECT count(*) FROM log")).isEqualTo("0");
    assertThat(database.rows("SELECT tgname, tgenabled FROM pg_trigger ORDER BY 1"))
        .containsExactly("always|A", "off|D", "usual|O");
    database.run("TRUNCATE t");
    Moves.migrate(file, database, "triggers: on");
    assertThat(database.value("SELECT count(*) FROM log")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 10, 1000, 0})
  void batchesOfAnySizeArriveAlike(long batchRows, Database database) {
    Path file =
        source(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, x, mood)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)"
                + " INSERT INTO t SELECT i, hex(i), 'sad' FROM n",
            "CREATE TABLE u (id INTEGER PRIMARY KEY, x)",
            "INSERT INTO u SELECT id, x FROM t");
    database.run(
        "CREATE TYPE mood AS ENUM ('sad');"
            + "CREATE TABLE t (id int PRIMARY KEY, x text, mood mood);"
            + "CREATE TABLE u (id int PRIMARY KEY, x text)");
    Report report = Moves.migrate(file, database, Options.DEFAULT.with(Pace.ofBatches(batchRows)));
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(report.tables()).allMatch(t -> t.digest() == Match.EQUAL && t.copied() == 2500);
    assertThat(database.value("SELECT md5(string_agg(id || x || mood, ',' ORDER BY id)) FROM t"))
        .isEqualTo(
            database.value("SELECT md5(string_agg(id || x || 'sad', ',' ORDER BY id)) FROM u"));
  }

  @Test
  void ownersAreFilledInWhereThereIsNone(Database database) {
    Path file =
        source(
            "CREATE TABLE sessions (id INTEGER PRIMARY KEY, owner_person)",
            "INSERT INTO sessions VALUES (1, NULL), (2, 'eve'), (3, NULL)");
    database.run("CREATE TABLE sessions (id int PRIMARY KEY, owner_person text, owner_uid bigint)");
    Options options = Options.DEFAULT.with(new Owner("ann", 501L));
    Report report = Moves.migrate(file, database, options);
    assertThat(report.filled())
        .extracting("column", "rows")
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("owner_person", 2L),
            org.assertj.core.groups.Tuple.tuple("owner_uid", 3L));
    assertThat(database.rows("SELECT * FROM sessions ORDER BY 1"))
        .containsExactly("1|ann|501", "2|eve|501", "3|ann|501");
  }

  @Test
  void aBackfillFillsNullsOfColumnsThatTravelAndOfThoseThatDoNot(Database database) {
    Path file = source("CREATE TABLE t (a, b)", "INSERT INTO t VALUES (1, NULL), (2, 'x')");
    database.run("CREATE TABLE t (a int, b text, c text)");
    Report report =
        Moves.migrate(
            file, database, "tables: {t: {columns: {b: {backfill: eu}, c: {backfill: 7}}}}");
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(database.rows("SELECT * FROM t ORDER BY 1")).containsExactly("1|eu|7", "2|x|7");
  }

  @Test
  void anOwnerWithNoPlaceIsAProblem(Database database) {
    Path file = source("CREATE TABLE t (a)", "INSERT INTO t VALUES (1)");
    database.run("CREATE TABLE t (a int)");
    Options options = Options.DEFAULT.with(new Owner("ann", null));
    assertThatThrownBy(() -> Moves.migrate(file, database, options))
        .hasMessageContaining("sessions.owner_person")
        .hasMessageContaining("ownership:");
  }

  @Test
  void theDebugFileHoldsEveryCoercionButNoSecret(Database database) throws Exception {
    Path file =
        source(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, at, pin, note)",
            "INSERT INTO t VALUES (1, '2024-01-01 00:00:00', '4711', 'n'), (2, 1700000000, '4712', 'm')");
    database.run("CREATE TABLE t (id int PRIMARY KEY, at timestamptz, pin int, note text)");
    Path debug = folder.resolve("debug.jsonl");
    try (Trace trace = new Trace(debug)) {
      Options options =
          Options.DEFAULT
              .with(RulesFile.parse("tables: {t: {columns: {pin: {secret: true}}}}", "r"))
              .tracing(trace);
      Report report = Moves.migrate(file, database, options);
      assertThat(report.tables().get(0).coercions())
          .containsEntry("at", 2L)
          .containsEntry("pin", 2L);
      assertThat(report.tables().get(0).guesses()).containsEntry("at", "s");
    }
    assertThat(Files.readString(debug))
        .contains("\"column\": \"at\"")
        .contains("\"before\": \"2024-01-01 00:00:00\"")
        .contains("\"after\": \"2024-01-01T00:00:00+00:00\"")
        .doesNotContain("4711")
        .doesNotContain("note");
    assertThat(Files.getPosixFilePermissions(debug)).hasSize(2);
  }

  @Test
  void aSecretKeyIsNotShownEither(Database database) {
    Path file =
        source(
            "CREATE TABLE t (token TEXT PRIMARY KEY, at)", "INSERT INTO t VALUES ('s3cret', 'no')");
    database.run("CREATE TABLE t (token text PRIMARY KEY, at date)");
    assertThatThrownBy(
            () -> Moves.migrate(file, database, "tables: {t: {columns: {token: {secret: true}}}}"))
        .hasMessageContaining("rowid=1")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void timesThatAColumnWouldRoundAreMisfits(Database database) {
    Path file =
        source(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, at)",
            "INSERT INTO t VALUES (1, '2024-01-01 00:00:00.123'), (2, '2024-01-01 00:00:00.1234')");
    database.run("CREATE TABLE t (id int PRIMARY KEY, at timestamp(3))");
    assertThatThrownBy(() -> Moves.migrate(file, database, Options.DEFAULT))
        .hasMessageContaining("1 row does not fit, first at id=2 (more than 3 fractional digits)");
  }

  @Test
  void severalSourcesAreOneImport(Database database) {
    Path a = source("CREATE TABLE a (x)", "INSERT INTO a VALUES (1)");
    Path b =
        SqliteFiles.create(
            folder.resolve("b.db"), "CREATE TABLE b (x)", "INSERT INTO b VALUES (2)");
    database.run("CREATE TABLE a (x int); CREATE TABLE b (x int)");
    Report report = Moves.migrate(List.of(a, b), database.url(), Options.DEFAULT);
    assertThat(report.copied()).isEqualTo(2);
    assertThatThrownBy(() -> Moves.migrate(List.of(a, a), database.url(), Options.DEFAULT))
        .hasMessageContaining("table a is in");
  }

  /** What COPY FREEZE writes is all visible at once; other rows are only after a VACUUM. */
  /** As for a role called godwit, whose own schema comes first. */
  @Test
  void theSchemaOfGodwitsHistoryIsNeverWhereDataGoes(Database database) throws SQLException {
    database.run("CREATE SCHEMA godwit");
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET search_path TO godwit, public");
      try (Target target = PostgresStore.on(connection)) {
        assertThat(Making.of(target).schema()).isEqualTo("public");
      }
    }
  }

  @Test
  void aRowThatRefersToNothingRefersToNobodyWhereARuleSaysNull(Database database) {
    Path file =
        source(
            "CREATE TABLE p (id INTEGER PRIMARY KEY)",
            "INSERT INTO p VALUES (1)",
            "CREATE TABLE c (id INTEGER PRIMARY KEY, a INT, b INT NOT NULL, u INT)",
            "INSERT INTO c VALUES (1, 9, 1, 1), (2, 8, 1, 8), (3, 1, 1, NULL)");
    database.run(
        "CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE c (id bigint PRIMARY KEY, a bigint"
            + " REFERENCES p, b bigint NOT NULL REFERENCES p, u bigint REFERENCES p)");
    Report report = Moves.migrate(file, database, "onMisfit: null");
    assertThat(report.warnings())
        .extracting(Problem::message)
        .anyMatch(m -> m.startsWith("INT → bigint: 2 rows, each refers to a row of p that is not"))
        .anyMatch(m -> m.startsWith("INT → bigint: 1 row refers to a row of p that is not there"));
    assertThat(database.rows("SELECT * FROM c ORDER BY 1"))
        .containsExactly("1|null|1|1", "2|null|1|null", "3|1|1|null");
  }

  @Test
  void aRowInTheWayOfSeveralConstraintsIsNamedForEach(Database database) {
    Path file =
        source(
            "CREATE TABLE p (id INTEGER PRIMARY KEY)",
            "CREATE TABLE c (id INTEGER PRIMARY KEY, a INT, b INT)",
            "INSERT INTO c VALUES (1, 9, 1), (2, 8, 1), (3, NULL, 1), (4, NULL, 7)");
    database.run(
        "CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE c (id bigint PRIMARY KEY, a bigint"
            + " REFERENCES p, b bigint UNIQUE CHECK (b < 5))");
    assertThatThrownBy(() -> Moves.migrate(file, database, Options.DEFAULT))
        .hasMessageContaining("c.b  INT → bigint: 2 rows, each has a key that another row has")
        .hasMessageContaining("c.b  INT → bigint: 1 row violates the CHECK c_b_check")
        .hasMessageContaining("c.a  INT → bigint: 2 rows, each refers to a row of p");
    String rules = "tables: {c: {onMisfit: null, columns: {a: {onMisfit: fail}}}}";
    assertThatThrownBy(() -> Moves.migrate(file, database, rules))
        .hasMessageContaining("(unique key c_b_key); onMisfit: null is no answer to that")
        .hasMessageContaining("CHECK c_b_check; onMisfit: null is no answer to that");
  }
}
