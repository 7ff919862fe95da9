package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
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
import dev.godwit.verify.Depth;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(FreshDatabase.class)
class MigrateTest {
  @TempDir Path folder;

  private Report migrate(Database database, Path file, Options options) {
    return Moves.migrate(file.toString(), database.url(), options);
  }

  @Test
  void everyBinaryTypeArrivesExactlyAndIsReadBackEqual(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, si, i, bi, b, r, d, n, n2, tx, vc, ch, by, u,"
                + " da, ti, ts, tz, js, jb)",
            "INSERT INTO t VALUES (1, -32768, 2147483647, 9223372036854775807, 'true', 0.5,"
                + " 0.7945826814080209, '12345678901234567890.123456789', 1230.99, 'äöü日本', 'abc',"
                + " 'ab', x'00ff10', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', '2024-02-29',"
                + " '12:34:56.789', '2024-01-31 12:00:00.123456', '2024-01-31T12:00:00+02:00',"
                + " '{\"a\": [1, 2.50]}', '{\"b\": 1e2, \"a\": null}')",
            "INSERT INTO t (id) VALUES (2)",
            "INSERT INTO t (id, n, n2, tz, ts) VALUES (3, -0.0001, 10000, 1627303906, 1627303906)");
    database.run(
        "CREATE TABLE t (tz timestamptz, id bigint PRIMARY KEY, si smallint, i integer, bi bigint,"
            + " b boolean, r real, d double precision, n numeric, n2 numeric(10,2), tx text,"
            + " vc varchar(3), ch char(4), by bytea, u uuid, da date, ti time, ts timestamp,"
            + " js json, jb jsonb)");
    Report report = migrate(database, file, Options.DEFAULT);
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(report.tables().get(0).digest()).hasToString("equal");
    assertThat(
            database.value(
                "SELECT si, i, bi, b, r, d, n, n2, tx, vc, ch, by, u, da, ti, ts,"
                    + " tz AT TIME ZONE 'UTC', js, jb FROM t WHERE id = 1"))
        .isEqualTo(
            "-32768|2147483647|9223372036854775807|t|0.5|0.7945826814080209"
                + "|12345678901234567890.123456789|1230.99|äöü日本|abc|ab  |\\x00ff10"
                + "|a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11|2024-02-29|12:34:56.789"
                + "|2024-01-31 12:00:00.123456|2024-01-31 10:00:00"
                + "|{\"a\": [1, 2.50]}|{\"a\": null, \"b\": 100}");
    assertThat(database.value("SELECT n, n2, ts FROM t WHERE id = 3"))
        .isEqualTo("-0.0001|10000.00|2021-07-26 12:51:46");
  }

  @Test
  void aTypeOnlyTheServerKnowsTravelsAsText(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, mood, addr, span, tags, note)",
            "INSERT INTO t VALUES (1, 'sad', '10.0.0.1/32', '1 day 2 hours', '{1, 2,3}', 'a\tb\\')",
            "INSERT INTO t VALUES (2, NULL, NULL, NULL, NULL, NULL)");
    database.run(
        "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE DOMAIN short AS varchar(5);"
            + "CREATE TABLE t (id int PRIMARY KEY, mood mood, addr inet, span interval,"
            + " tags int[], note short)");
    assertThat(migrate(database, file, Options.DEFAULT).verdict()).isEqualTo(Verdict.EXACT);
    assertThat(database.value("SELECT * FROM t WHERE id = 1"))
        .isEqualTo("1|sad|10.0.0.1|1 day 02:00:00|{1,2,3}|a\tb\\");
  }

  @Test
  void whatTheServerWouldCutOrRefuseIsAMisfit(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, bits, note)",
            "INSERT INTO t VALUES (1, '101', 'ok'), (2, '10101', 'ok'), (3, '101', 'too long')");
    database.run(
        "CREATE DOMAIN short AS varchar(5);"
            + "CREATE TABLE t (id int PRIMARY KEY, bits bit(3), note short)");
    assertThatThrownBy(() -> migrate(database, file, Options.DEFAULT))
        .isInstanceOf(GodwitException.class)
        .hasMessageContaining("t.bits")
        .hasMessageContaining("id=2")
        .hasMessageContaining("t.note")
        .hasMessageContaining("id=3");
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("0");
  }

  @Test
  void misfitsOfAllTablesAreListedAtOnceAndNothingIsWritten(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE a (id INTEGER PRIMARY KEY, qty INTEGER NOT NULL)",
            "INSERT INTO a VALUES (1, 5), (2, 'lots-of-it'), (3, 7), (4, 'secret')",
            "CREATE TABLE b (id INTEGER PRIMARY KEY, at TEXT)",
            "INSERT INTO b VALUES (1, '2024-01-01'), (2, 'tomorrow')");
    database.run(
        "CREATE TABLE a (id bigint PRIMARY KEY, qty integer NOT NULL);"
            + "CREATE TABLE b (id bigint PRIMARY KEY, at timestamptz)");
    assertThatThrownBy(() -> migrate(database, file, Options.DEFAULT))
        .hasMessageContaining("2 problems, nothing was written")
        .hasMessageContaining("a.qty")
        .hasMessageContaining("2 rows do not fit, first at id=2")
        .hasMessageContaining("b.at")
        .hasMessageContaining("{onMisfit: quarantine}")
        .hasMessageNotContaining("lots-of-it")
        .hasMessageNotContaining("tomorrow");
    assertThat(database.value("SELECT count(*) FROM a")).isEqualTo("0");
  }

  @Test
  void quarantineKeepsTheWholeRowOrphansAndDuplicatesIncluded(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE p (id INTEGER PRIMARY KEY, name, meta)",
            "INSERT INTO p VALUES (1, 'x', '{}'), (2, 'y', '{bad'), (3, 'x', '{}')",
            "CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INTEGER, n)",
            "INSERT INTO c VALUES (1, 1, 5), (2, 2, 5), (3, 99, 5), (4, 3, -1), (5, NULL, 0)",
            "CREATE TABLE g (id INTEGER PRIMARY KEY, c_id INTEGER)",
            "INSERT INTO g VALUES (1, 1), (2, 2)");
    database.run(
        "CREATE TABLE p (id bigint PRIMARY KEY, name text UNIQUE, meta jsonb);"
            + "CREATE TABLE c (id bigint PRIMARY KEY, p_id bigint REFERENCES p ON DELETE CASCADE,"
            + " n int CHECK (n >= 0));"
            + "CREATE TABLE g (id bigint PRIMARY KEY, c_id bigint REFERENCES c)");
    Options options = Options.DEFAULT.with(RulesFile.parse("onMisfit: quarantine", "test"));
    Report report = migrate(database, file, options);
    assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINED);
    assertThat(report.tables()).allMatch(t -> t.sourceRows() == t.copied() + t.rejected());
    assertThat(database.rows("SELECT id FROM p ORDER BY 1")).containsExactly("1");
    assertThat(database.rows("SELECT id FROM c ORDER BY 1")).containsExactly("1", "5");
    assertThat(database.rows("SELECT id FROM g ORDER BY 1")).containsExactly("1");
    assertThat(
            database.rows(
                "SELECT source_table, row_key, column_name, row_data->>'id'"
                    + " FROM godwit.quarantine ORDER BY 1, 2"))
        .containsExactly(
            "c|id=2|p_id|2",
            "c|id=3|p_id|3",
            "c|id=4|n|4",
            "g|id=2|c_id|2",
            "p|id=2|meta|2",
            "p|id=3|name|3");
    assertThat(
            database.rows(
                "SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
                    + " AND contype IN ('p', 'u', 'f', 'c') ORDER BY 1"))
        .contains("c_p_id_fkey", "g_c_id_fkey", "p_name_key", "c_n_check", "p_pkey");
  }

  @Test
  void cyclesSelfReferencesAndIdentitiesNeedNoSuperuser(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, b_id NOT NULL, up)",
            "CREATE TABLE b (id INTEGER PRIMARY KEY, a_id NOT NULL)",
            "INSERT INTO a VALUES (1, 2, 7), (7, 2, NULL), (90, 2, 1)",
            "DELETE FROM a WHERE id = 90",
            "INSERT INTO b VALUES (2, 1)");
    database.run(
        "CREATE ROLE plain_"
            + database.name()
            + " LOGIN PASSWORD 'plain'; GRANT ALL ON SCHEMA public TO plain_"
            + database.name()
            + "; SET ROLE plain_"
            + database.name()
            + "; CREATE TABLE a (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, b_id bigint"
            + " NOT NULL, up bigint REFERENCES a);"
            + "CREATE TABLE b (id serial PRIMARY KEY, a_id bigint NOT NULL REFERENCES a);"
            + "ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b");
    String url =
        database
            .url()
            .replace(
                database.user() + ":" + database.password() + "@",
                "plain_" + database.name() + ":plain@");
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(url, null)) {
      assertThat(new Godwit(Progress.NONE).migrate(source, target, Options.DEFAULT).verdict())
          .isEqualTo(Verdict.EXACT);
    }
    database.run("INSERT INTO a (b_id) VALUES (2); INSERT INTO b (a_id) VALUES (1)");
    assertThat(database.rows("SELECT id FROM a ORDER BY 1")).containsExactly("1", "7", "91");
    assertThat(database.rows("SELECT id FROM b ORDER BY 1")).containsExactly("2", "3");
    database.run("DROP OWNED BY plain_" + database.name() + "; DROP ROLE plain_" + database.name());
  }

  @Test
  void aDamagedFileIsRefusedAndTheTargetStaysEmpty(Database database) throws Exception {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, x)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                + " INSERT INTO t SELECT i, hex(randomblob(50)) FROM n");
    byte[] bytes = java.nio.file.Files.readAllBytes(file);
    java.util.Arrays.fill(bytes, 8192, 8192 + 200, (byte) 7);
    java.nio.file.Files.write(file, bytes);
    database.run("CREATE TABLE t (id bigint PRIMARY KEY, x text)");
    assertThatThrownBy(() -> migrate(database, file, Options.DEFAULT))
        .isInstanceOf(GodwitException.class)
        .hasMessageContaining("damaged");
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource(Depth.class)
  void damageBesideTheRowsIsFoundHoweverTheyAreVerified(Depth depth, Database database)
      throws Exception {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE p (id INTEGER PRIMARY KEY)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p)",
            "CREATE INDEX by_p ON t (p)",
            "INSERT INTO p VALUES (1000)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)"
                + " INSERT INTO t SELECT i, 1000 FROM n");
    long page = SqliteFiles.number(file, "SELECT rootpage FROM sqlite_schema WHERE name = 'by_p'");
    long size = SqliteFiles.number(file, "PRAGMA page_size");
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      // The key of the index's first entry, which no reading of the table comes by.
      bytes.seek(page * size - 2);
      bytes.write(9);
    }
    database.run(
        "CREATE TABLE p (id bigint PRIMARY KEY);"
            + " CREATE TABLE t (id bigint PRIMARY KEY, p bigint REFERENCES p)");
    assertThatThrownBy(() -> migrate(database, file, Options.DEFAULT.with(depth)))
        .hasMessageContaining("damaged")
        .hasMessageContaining("by_p");
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("0");
  }

  @Test
  void whatIsDoneStaysDoneWhereItsReadSpeedCannotBeMeasured(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
                + " INSERT INTO t SELECT i FROM n");
    database.run("CREATE TABLE t (id bigint PRIMARY KEY)");
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      Godwit godwit = new Godwit(Progress.NONE);
      Plan plan = godwit.plan(source, target, Options.DEFAULT);
      Report done = godwit.migrate(plan, source, target, Options.DEFAULT, Mode.FULL);
      database.run("ALTER TABLE t RENAME TO elsewhere");
      Report measured = godwit.move(source, target, Options.DEFAULT).by(plan).measured(done);
      assertThat(measured.verdict()).isEqualTo(Verdict.EXACT);
      assertThat(measured.readSpeed()).isEmpty();
      assertThat(measured.warnings())
          .anyMatch(w -> w.is(ProblemKind.READ_SPEED) && w.message().contains("reading t:"));
    }
  }

  @Test
  void aTargetThatHoldsRowsIsRefusedUnlessForced(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY)",
            "INSERT INTO t VALUES (1)");
    database.run("CREATE TABLE t (id bigint PRIMARY KEY); INSERT INTO t VALUES (5)");
    assertThatThrownBy(() -> migrate(database, file, Options.DEFAULT))
        .hasMessageContaining("t  the target's table holds rows already")
        .hasMessageContaining("--force");
    Options force = Options.DEFAULT.forcing(true);
    migrate(database, file, force);
    assertThat(database.rows("SELECT id FROM t")).isEqualTo(List.of("1"));
  }

  @Test
  void rowsSetAsideAreNamedInTheReport(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE p (id INTEGER PRIMARY KEY)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, n, p REFERENCES p)",
            "INSERT INTO t VALUES (1, 'x', NULL), (2, 2, NULL), (3, 3, 99)");
    database.run(
        "CREATE TABLE p (id bigint PRIMARY KEY);"
            + " CREATE TABLE t (id bigint PRIMARY KEY, n int, p bigint REFERENCES p)");
    Report report =
        migrate(
            database, file, Options.DEFAULT.with(RulesFile.parse("onMisfit: quarantine", "test")));
    assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINED);
    assertThat(report.problems()).hasSize(2);
    assertThat(report.problems().get(0).toString())
        .contains("t.n")
        .contains("1 row does not fit, first at id=1")
        .contains("in the quarantine");
    assertThat(report.problems().get(1).toString()).contains("t.p").contains("id=3");
    assertThat(database.value("SELECT count(*) FROM godwit.quarantine")).isEqualTo("2");
  }

  @Test
  void twoTablesThatGoToOneAreRefusedBeforeAnythingIsWritten(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("two.db"),
            "CREATE TABLE a (id INTEGER PRIMARY KEY)",
            "CREATE TABLE b (id INTEGER PRIMARY KEY)",
            "INSERT INTO a VALUES (1)",
            "INSERT INTO b VALUES (2)");
    database.run("CREATE TABLE t (id bigint PRIMARY KEY)");
    assertThatThrownBy(
            () -> Moves.migrate(file, database, "tables: {a: {rename: t}, b: {rename: t}}"))
        .hasMessageContaining("b  another table goes to t too");
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("0");
  }
}
