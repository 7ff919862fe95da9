package dev.godwit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Plan;
import dev.godwit.plan.RulesFile;
import dev.godwit.plan.Scope;
import dev.godwit.report.Report;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.JavaProgram;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are interrupted, and go on. */
@ExtendWith(FreshDatabase.class)
class ResumeTest {
  private static final int ROWS = 300;
  private static final int BATCH = 100;

  /** Two tables of 300 rows are three batches each, then the end. */
  private static final int TRANSACTIONS = 7;

  @TempDir Path folder;

  private Path source() {
    return SqliteFiles.create(
        folder.resolve("a.db"),
        "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT)",
        "CREATE TABLE visit (id INTEGER PRIMARY KEY, person INTEGER REFERENCES person, note TEXT)",
        "CREATE INDEX visits ON visit (person)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
            + ROWS
            + ") INSERT INTO person SELECT i, 'name ' || i FROM n",
        "INSERT INTO visit SELECT id, " + (ROWS + 1) + " - id, name FROM person");
  }

  private static Report run(Path file, String url, String rules, Progress progress) {
    Options options =
        Options.DEFAULT.with(Pace.ofBatches(BATCH)).with(RulesFile.parse(rules, "rules"));
    return Moves.migrate(file.toString(), url, options, Mode.RESUMABLE, progress);
  }

  private static Report resume(Path file, Database database) {
    return run(file, database.url(), "{}", Progress.NONE);
  }

  /** Ends in the middle of a run, without any goodbye, once so many rows have been read. */
  record Killer(long[] left, boolean[] armed, Runnable end) implements Progress {
    Killer(long rows, Runnable end) {
      this(new long[] {rows}, new boolean[1], end);
    }

    @Override
    public void rows(String table, long rows, long bytes) {
      // All rows are looked at before the first batch: that is no place to be interrupted.
      left[0] -= armed[0] ? rows : 0;
      if (left[0] <= 0) {
        left[0] = Long.MAX_VALUE;
        end.run();
      }
    }

    @Override
    public void phase(String what) {
      armed[0] |= what.equals("copying in batches");
      if (what.startsWith("building")) {
        rows("", BATCH, 0);
      }
    }
  }

  /** What the child process of the tests below does. */
  public static void main(String[] args) {
    Killer killer = new Killer(Long.parseLong(args[2]), () -> Runtime.getRuntime().halt(137));
    run(Path.of(args[0]), args[1], "{}", killer);
  }

  private static int child(Path file, Database database, long rows)
      throws IOException, InterruptedException {
    return JavaProgram.run(ResumeTest.class, List.of(), file, database.url(), rows).exit();
  }

  private static void assertWhole(Path file, Database database) {
    Report report = Moves.verify(file.toString(), database.url(), Options.DEFAULT);
    assertThat(report.problems()).isEmpty();
    assertThat(report.warnings()).noneMatch(w -> w.is(ProblemKind.FOREIGN_KEY));
    assertThat(report.warnings()).noneMatch(w -> w.is(ProblemKind.INDEX));
    assertThat(database.value("SELECT count(*) FROM visit")).isEqualTo(Integer.toString(ROWS));
  }

  @Test
  void aRunThatNobodyInterruptsIsExactAndASecondHasNothingToDo(Database database) {
    Path file = source();
    Report first = resume(file, database);
    assertThat(first.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(first.mode()).isEqualTo("resumable");
    assertWhole(file, database);
    Report second = resume(file, database);
    assertThat(second.tables()).isEmpty();
    assertThat(second.warnings()).anyMatch(w -> w.message().contains("moved this source"));
    assertThat(database.value("SELECT count(*) FROM godwit.scaffold")).isEqualTo("0");
  }

  @Test
  void goesOnAfterItsProcessDiedInAnyBatch(Database database) throws Exception {
    Path file = source();
    for (int i = 1; i <= TRANSACTIONS; i++) {
      assertThat(child(file, database, (long) i * BATCH)).as("death in batch %s", i).isEqualTo(137);
      assertThat(resume(file, database).verdict()).isEqualTo(Verdict.EXACT);
      assertWhole(file, database);
      database.run("DROP TABLE visit; DROP TABLE person; DROP SCHEMA godwit CASCADE");
    }
  }

  @Test
  void theServersEndOfTheConnectionIsNotTheEndOfTheRun(Database database) {
    Path file = source();
    String kick =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND application_name LIKE 'godwit%'";
    for (int i = 1; i <= TRANSACTIONS; i++) {
      Report report =
          run(file, database.url(), "{}", new Killer(2 * BATCH, () -> database.rows(kick)));
      assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
      assertWhole(file, database);
      database.run("DROP TABLE visit; DROP TABLE person; DROP SCHEMA godwit CASCADE");
    }
  }

  private void interrupt(Path file, Database database) {
    Progress stop = stopAfter(2 * BATCH);
    assertThatThrownBy(() -> run(file, database.url(), "{}", stop)).hasMessageContaining("stopped");
    assertThat(database.value("SELECT count(*) FROM person")).isNotEqualTo("0");
  }

  @Test
  void aChangedSourceIsRefused(Database database) {
    Path file = source();
    interrupt(file, database);
    SqliteFiles.create(file, "UPDATE person SET name = 'other' WHERE id = 1");
    assertThatThrownBy(() -> resume(file, database))
        .hasMessageContaining("the source has changed since migration ")
        .hasMessageContaining("godwit rollback --to ")
        .hasMessageContaining("--migration-id");
  }

  @Test
  void nobodyElseWritesBetweenTheBatchesAndARollbackClearsTheWay(Database database) {
    Path file = source();
    database.run(
        "CREATE TABLE person (id bigint PRIMARY KEY, name text);"
            + "CREATE TABLE visit (id bigint PRIMARY KEY, person bigint REFERENCES person, note text);"
            + "CREATE INDEX visits ON visit (person)");
    interrupt(file, database);
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      Godwit godwit = new Godwit(Progress.NONE);
      for (Mode mode : new Mode[] {Mode.FULL, Mode.INCREMENTAL, Mode.DIFFERENTIAL}) {
        Plan plan = godwit.plan(source, target, Options.DEFAULT);
        assertThatThrownBy(() -> godwit.migrate(plan, source, target, Options.DEFAULT, mode))
            .hasMessageContaining("was interrupted, and its batches are in the target");
      }
      String id = database.value("SELECT migration_id FROM godwit.runs");
      godwit.rollback(target, id, Scope.ALL, false, folder.resolve("backups"));
    }
    assertThat(database.value("SELECT count(*) FROM person")).isEqualTo("0");
    assertThat(resume(file, database).verdict()).isEqualTo(Verdict.EXACT);
    assertWhole(file, database);
  }

  @Test
  void whatWasWrittenSinceIsSeenInTablesOfOtherNamesToo(Database database) {
    Path file = source();
    String rules = "tables: {person: {rename: people}, visit: {rename: person}}";
    Progress stop = stopAfter(ROWS + 2 * BATCH);
    assertThatThrownBy(() -> run(file, database.url(), rules, stop))
        .hasMessageContaining("stopped");
    String id = database.value("SELECT migration_id FROM godwit.runs");
    database.run("UPDATE people SET name = 'by somebody' WHERE id = 1");
    try (Target target = Stores.target(database.url(), null)) {
      Godwit godwit = new Godwit(Progress.NONE);
      assertThatThrownBy(() -> godwit.rollback(target, id, Scope.ALL, false, null))
          .hasMessageContaining("people  its rows are not those that the run left")
          .hasMessageNotContaining("person  its");
      database.run("UPDATE people SET name = 'name 1' WHERE id = 1");
      godwit.rollback(target, id, Scope.ALL, false, null);
    }
    assertThat(database.value("SELECT to_regclass('people') IS NULL")).isEqualTo("t");
    assertThat(run(file, database.url(), rules, Progress.NONE).verdict()).isEqualTo(Verdict.EXACT);
  }

  private static Progress stopAfter(int rows) {
    return new Killer(
        rows,
        () -> {
          throw new IllegalStateException("stopped");
        });
  }

  @Test
  void changedRulesAreRefused(Database database) {
    Path file = source();
    interrupt(file, database);
    String rules = "tables: {person: {columns: {name: {secret: true}}}}";
    assertThatThrownBy(() -> run(file, database.url(), rules, Progress.NONE))
        .hasMessageContaining("the rules or options have changed since migration ");
    assertThat(resume(file, database).verdict()).isEqualTo(Verdict.EXACT);
  }

  @Test
  void whatDoesNotFitIsFoundBeforeTheFirstBatchIsKept(Database database) {
    Path file = source();
    SqliteFiles.create(
        file,
        "UPDATE visit SET note = 'x' || note",
        "UPDATE visit SET person = 9999 WHERE id = 300");
    database.run(
        "CREATE TABLE person (id bigint PRIMARY KEY, name text);"
            + "CREATE TABLE visit (id bigint PRIMARY KEY, person bigint REFERENCES person, note text)");
    assertThatThrownBy(() -> resume(file, database)).hasMessageContaining("nothing was written");
    assertThat(database.value("SELECT count(*) FROM person")).isEqualTo("0");
    Report report = run(file, database.url(), "onMisfit: quarantine", Progress.NONE);
    assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINED);
    assertThat(database.value("SELECT row_key FROM godwit.quarantine")).isEqualTo("id=300");
    assertThat(database.value("SELECT count(*) FROM pg_constraint WHERE contype = 'f'"))
        .isEqualTo("1");
  }

  @Test
  void aLargerRunIsKilledEarlyHalfwayAndLate(Database database) throws Exception {
    int rows = 40_000;
    Path file =
        SqliteFiles.create(
            folder.resolve("large.db"),
            "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT)",
            "CREATE TABLE visit (note TEXT)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                + rows
                + ") INSERT INTO person SELECT i, 'name ' || i FROM n");
    for (int percent : new int[] {10, 40, 40}) {
      assertThat(child(file, database, (long) rows / 100 * percent)).isEqualTo(137);
    }
    Report resumed = resume(file, database);
    assertThat(resumed.copied()).isEqualTo(rows);
    assertThat(database.value("SELECT count(DISTINCT id) FROM person"))
        .isEqualTo(Integer.toString(rows));
    try (Target target = Stores.target(database.url(), null)) {
      new Godwit(Progress.NONE).rollback(target, resumed.migrationId(), Scope.ALL, false, null);
    }
    assertThat(database.value("SELECT coalesce(to_regclass('person'), to_regclass('visit'))::text"))
        .isEqualTo("null");
  }
}
