package dev.godwit.run.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Findings;
import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.plan.Plan;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.Forecast;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.store.Slack;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Checking;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a plan tells those who decide about it. */
@ExtendWith(FreshDatabase.class)
class ForecastTest {
  @TempDir Path folder;

  private Path source(String... statements) {
    return SqliteFiles.create(folder.resolve("source.db"), statements);
  }

  private static Forecast forecast(Path file, Database database, Options options) {
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      Godwit godwit = new Godwit(Progress.NONE);
      Plan plan = godwit.plan(source, target, options);
      Findings findings = godwit.move(source, target, options).by(plan).check();
      return godwit.move(source, target, options).by(plan).forecast(findings);
    }
  }

  @Test
  void namesEnginesOrderTypesAndWhatIsRebuilt(Database database) {
    Path file =
        source(
            "CREATE TABLE child (id INTEGER PRIMARY KEY, p INT REFERENCES parent (id), at DATETIME)",
            "CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT UNIQUE)",
            "INSERT INTO parent VALUES (1, 'four')",
            "INSERT INTO child VALUES (1, 1, 1577836800000), (2, NULL, 1577836800001)",
            "CREATE VIEW v AS SELECT 1");
    Forecast forecast = forecast(file, database, Options.DEFAULT);
    assertThat(forecast.from().version()).startsWith("SQLite 3.");
    assertThat(forecast.to().version()).startsWith("PostgreSQL ");
    assertThat(forecast.steps())
        .extracting(Forecast.Step::table)
        .containsExactly("parent", "child");
    Forecast.Step parent = forecast.steps().get(0);
    assertThat(parent.rows()).isEqualTo(1);
    assertThat(parent.bytes()).isEqualTo(8 + 4 + 4);
    assertThat(parent.made()).isTrue();
    Forecast.Step child = forecast.steps().get(1);
    assertThat(child.changes())
        .contains(
            new Forecast.Change(
                "at", "at", "DATETIME", "timestamptz", "numbers count ms; local times are of Z"));
    assertThat(child.rebuilt()).contains("child_p_fkey");
    assertThat(forecast.risks()).extracting(r -> r.kind().toString()).contains("port");
    assertThat(forecast.effort().rows()).isEqualTo(3);
    assertThat(forecast.effort().seconds()).isPositive();
    assertThat(forecast.wayBack()).contains("drops the 2 tables");
    assertThat(forecast.needs()).noneMatch(Forecast.Need::isShort);
  }

  @Test
  void saysWhatForceEmptiesAndWhatBringsItBack(Database database) {
    Path file = source("CREATE TABLE t (id INTEGER PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    database.run("CREATE TABLE t (id bigint PRIMARY KEY); INSERT INTO t VALUES (7)");
    Options force = Options.DEFAULT.forcing(true);
    Forecast forecast = forecast(file, database, force);
    assertThat(forecast.risks()).extracting(r -> r.kind().toString()).contains("emptied");
    assertThat(forecast.wayBack()).contains("backup");
    assertThat(forecast.steps().get(0).made()).isFalse();
  }

  @Test
  void aPrivateCopyOfTheSourceNeedsRoom(Database database) throws IOException {
    Path file = source("PRAGMA journal_mode = WAL", "CREATE TABLE t (id INTEGER PRIMARY KEY)");
    assertThat(forecast(file, database, Options.DEFAULT).needs())
        .anyMatch(n -> n.what().contains("private copy") && n.wanted() == file.toFile().length());
  }

  @Test
  void damageOfTheSourceIsAProblemOfThePlan(Database database) throws IOException {
    Path file =
        source(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT)",
            "CREATE INDEX t_x ON t (x)",
            "INSERT INTO t VALUES (1, 'aaaa'), (2, 'bbbb')");
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      // A key of the index on its page, the third, no longer that of its row.
      bytes.seek(3 * 4096 - 5);
      bytes.write('z');
    }
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      Godwit godwit = new Godwit(Progress.NONE);
      Plan plan = godwit.plan(source, target, Options.DEFAULT);
      Findings findings = godwit.move(source, target, Options.DEFAULT).by(plan).check();
      assertThat(findings.problems()).extracting(p -> p.kind().toString()).contains("damaged");
    }
  }

  @Test
  void aPostgresSourceSaysWhatMayNotBeRead(Database database) {
    database.run(
        "CREATE SCHEMA a; CREATE TABLE a.open (id int PRIMARY KEY); CREATE TABLE a.shut (id int);"
            + "CREATE TABLE a.hidden (id int); ALTER TABLE a.hidden ENABLE ROW LEVEL SECURITY;"
            + "CREATE ROLE "
            + database.name()
            + " LOGIN PASSWORD 'x';"
            + "GRANT USAGE ON SCHEMA a TO "
            + database.name()
            + "; GRANT SELECT ON a.open, a.hidden TO "
            + database.name());
    String url =
        "postgresql://%1$s:x@%2$s:%3$d/%1$s?schema=a"
            .formatted(database.name(), database.host(), database.port());
    try (Source source = Stores.source(url, null);
        Target target = Stores.target(database.url(), null)) {
      Godwit godwit = new Godwit(Progress.NONE);
      assertThatThrownBy(() -> godwit.plan(source, target, Options.DEFAULT))
          .isInstanceOf(GodwitException.class)
          .hasMessageContaining("a.shut  there is no right to read it; GRANT SELECT")
          .hasMessageContaining("a.hidden  row level security may hide rows");
    } finally {
      database.run("DROP OWNED BY " + database.name() + "; DROP ROLE " + database.name());
    }
  }

  @Test
  void invalidIndexesOfAPostgresSourceAreNamed(Database database) {
    database.run("CREATE TABLE t (n int); INSERT INTO t VALUES (1), (1)");
    assertThatThrownBy(() -> database.run("CREATE UNIQUE INDEX CONCURRENTLY t_n ON t (n)"))
        .hasMessageContaining("could not create unique index");
    try (Source source = Stores.source(database.url(), null)) {
      assertThat(Checking.of(source).check(Slack.unlimited()).remarks())
          .singleElement()
          .asString()
          .contains("index t_n of t");
    }
  }

  @Test
  void theSamePlanIsExecuted(Database database) {
    Path file = source("CREATE TABLE t (id INTEGER PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    Options options = Options.DEFAULT.with(RulesFile.parse("tables: {t: {rename: u}}", "r"));
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      Godwit godwit = new Godwit(Progress.NONE);
      Plan plan = godwit.plan(source, target, options);
      godwit.move(source, target, options).by(plan).check();
      Report report = godwit.migrate(plan, source, target, options);
      assertThat(report.migrationId()).isEqualTo(plan.migrationId());
      assertThat(report.tables().get(0).target()).isEqualTo("u");
    }
  }
}
