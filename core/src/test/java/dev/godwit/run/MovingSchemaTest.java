package dev.godwit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.history.ModeKind;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Scope;
import dev.godwit.report.Report;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The source's schema moves on between runs. */
@ExtendWith(FreshDatabase.class)
class MovingSchemaTest {
  @TempDir Path folder;

  @BeforeEach
  void fillASource() {
    source(
        "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT)",
        "INSERT INTO person VALUES (1, 'Ada'), (2, 'Grace')");
  }

  private void source(String... statements) {
    SqliteFiles.create(folder.resolve("s.db"), statements);
  }

  private Report run(String target, ModeKind mode, String... tables) {
    Options options = Options.DEFAULT;
    return Moves.migrate(
        folder.resolve("s.db").toString(),
        target,
        tables.length == 0 ? options : options.with(new Scope(Set.of(tables), Set.of())),
        new Mode(mode, null),
        Progress.NONE);
  }

  private String url(String kind, Database database) {
    return kind.equals("postgresql") ? database.url() : kind + folder.resolve("t");
  }

  private static void rollback(String url, Report run) {
    try (Target target = Stores.target(url, null)) {
      new Godwit(Progress.NONE).rollback(target, run.migrationId(), Scope.ALL, false, null);
    }
  }

  private static List<String> tables(String url) {
    try (Target target = Stores.target(url, null)) {
      return target.catalog().tables().stream().map(t -> t.name()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql", "sqlite:", "json:", "csv:"})
  void aNewTableIsMadeWhereGodwitMadeTheOthers(String kind, Database database) {
    String url = url(kind, database);
    run(url, ModeKind.FULL);
    source(
        "CREATE TABLE visit (id INTEGER PRIMARY KEY, person REFERENCES person (id))",
        "CREATE TABLE none (id INTEGER PRIMARY KEY)",
        "INSERT INTO visit VALUES (7, 1)",
        "UPDATE person SET name = 'Hopper' WHERE id = 2");
    for (ModeKind mode : List.of(ModeKind.INCREMENTAL, ModeKind.DIFFERENTIAL)) {
      Report second = run(url, mode);
      assertThat(second.verdict()).isEqualTo(Verdict.EXACT);
      assertThat(second.warnings()).anyMatch(w -> "visit".equals(w.table()));
      assertThat(tables(url)).containsExactly("none", "person", "visit");
      rollback(url, second);
      assertThat(tables(url)).containsExactly("person");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FULL", "INCREMENTAL", "DIFFERENTIAL", "RESUMABLE"})
  void aNewTableByItselfKeepsItsKeysToThoseThatAreThere(ModeKind mode, Database database) {
    run(database.url(), ModeKind.FULL);
    source(
        "CREATE TABLE visit (id INTEGER PRIMARY KEY, person REFERENCES person (id))",
        "INSERT INTO visit VALUES (7, 1)");
    assertThat(run(database.url(), mode, "visit").verdict()).isEqualTo(Verdict.EXACT);
    assertThat(
            database.value(
                "SELECT confrelid::regclass FROM pg_constraint WHERE conrelid = 'visit'::regclass"
                    + " AND contype = 'f'"))
        .isEqualTo("person");
  }

  @Test
  void aNewTableIsNamedWhereSomebodyElseMadeTheOthers(Database database) {
    database.run("CREATE TABLE person (id int PRIMARY KEY, name text)");
    source("CREATE TABLE visit (id INTEGER PRIMARY KEY)", "INSERT INTO visit VALUES (7)");
    assertThatThrownBy(() -> run(database.url(), ModeKind.DIFFERENTIAL))
        .hasMessageContaining("no table visit in the target")
        .hasMessageContaining("--tables visit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql", "sqlite:"})
  void aNewColumnIsMadeInATableThatGodwitMadeAndGoesWithTheRun(String kind, Database database) {
    String url = url(kind, database);
    run(url, ModeKind.FULL);
    source(
        "ALTER TABLE person ADD COLUMN born INTEGER",
        "ALTER TABLE person ADD COLUMN kind VARCHAR(5) NOT NULL DEFAULT 'x'",
        "UPDATE person SET born = 1815, kind = 'y' WHERE id = 1");
    for (ModeKind mode : List.of(ModeKind.INCREMENTAL, ModeKind.DIFFERENTIAL)) {
      Report second = run(url, mode);
      assertThat(second.verdict()).as(mode.toString()).isEqualTo(Verdict.EXACT);
      assertThat(second.warnings()).anyMatch(w -> "born".equals(w.column()));
      assertThat(columns(url)).containsExactly("id", "name", "born", "kind");
      rollback(url, second);
      assertThat(columns(url)).containsExactly("id", "name");
    }
    assertThat(run(url, ModeKind.DIFFERENTIAL).verdict()).isEqualTo(Verdict.EXACT);
    assertThat(run(url, ModeKind.DIFFERENTIAL).verdict()).isEqualTo(Verdict.EXACT);
  }

  private static List<String> columns(String url) {
    try (Target target = Stores.target(url, null)) {
      return target.catalog().table("person").orElseThrow().columns().stream()
          .map(c -> c.name())
          .toList();
    }
  }

  @Test
  void aNewColumnOfSomebodyElsesTableIsNamedWithTheStatementThatMakesIt(Database database) {
    database.run("CREATE TABLE person (id int PRIMARY KEY, name text)");
    source("ALTER TABLE person ADD COLUMN born INTEGER");
    assertThatThrownBy(() -> run(database.url(), ModeKind.DIFFERENTIAL))
        .hasMessageContaining("born")
        .hasMessageContaining("ALTER TABLE public.person ADD COLUMN born bigint");
  }

  @Test
  void whatIsGoneFromTheSourceStaysAndIsNamed(Database database) {
    source("CREATE TABLE old (id INTEGER PRIMARY KEY)", "INSERT INTO old VALUES (1)");
    run(database.url(), ModeKind.FULL);
    source("DROP TABLE old", "ALTER TABLE person DROP COLUMN name");
    Report second = run(database.url(), ModeKind.DIFFERENTIAL);
    assertThat(second.warnings())
        .anyMatch(w -> "old".equals(w.table()) && w.message().contains("no such table any more"))
        .anyMatch(w -> "name".equals(w.column()));
    assertThat(database.rows("SELECT id FROM old")).containsExactly("1");
  }
}
