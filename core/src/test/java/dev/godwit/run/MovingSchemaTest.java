package dev.godwit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.history.ModeKind;
import dev.godwit.model.Check;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Index;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.model.Verdict;
import dev.godwit.plan.NameStyle;
import dev.godwit.plan.RulesFile;
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
        .hasMessageContaining("--tables visit")
        .hasMessageContaining("or a next migration: CREATE TABLE public.visit (id bigint");
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql", "sqlite:", "json:", "csv:"})
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

  @Test
  void indexesChecksAndKeysOfNewColumnsComeWithThem(Database database) {
    run(database.url(), ModeKind.FULL);
    source(
        "CREATE TABLE team (id INTEGER PRIMARY KEY)",
        "INSERT INTO team VALUES (3)",
        "ALTER TABLE person ADD COLUMN team INTEGER REFERENCES team (id)",
        "ALTER TABLE person ADD COLUMN age INTEGER CHECK (age > 0)",
        "CREATE UNIQUE INDEX person_age ON person (age)",
        "UPDATE person SET team = 3, age = 36 WHERE id = 1");
    Report second = run(database.url(), ModeKind.DIFFERENTIAL);
    assertThat(second.verdict()).isEqualTo(Verdict.EXACT);
    String constraints =
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'person'::regclass"
            + " AND contype IN ('f', 'c') ORDER BY 1";
    assertThat(database.rows(constraints))
        .containsExactly("CHECK ((age > 0))", "FOREIGN KEY (team) REFERENCES team(id)");
    assertThat(database.value("SELECT to_regclass('person_age') IS NOT NULL")).isEqualTo("t");
    rollback(database.url(), second);
    assertThat(database.rows(constraints)).isEmpty();
    assertThat(columns(database.url())).containsExactly("id", "name");
  }

  @Test
  void anIndexACheckAndAKeyOfNewColumnsComeToASqliteFileAndGoAgain() {
    String url = url("sqlite:", null);
    run(url, ModeKind.FULL);
    source(
        "CREATE TABLE team (id INTEGER PRIMARY KEY)",
        "INSERT INTO team VALUES (3)",
        "ALTER TABLE person ADD COLUMN team INTEGER REFERENCES team (id) ON DELETE SET NULL",
        "ALTER TABLE person ADD COLUMN age INTEGER CHECK (age > team)",
        "CREATE UNIQUE INDEX person_age ON person (age)",
        "UPDATE person SET team = 3, age = 36 WHERE id = 1");
    Report second = run(url, ModeKind.DIFFERENTIAL);
    assertThat(indexes(url)).containsExactly("person_age");
    try (Target target = Stores.target(url, null)) {
      Table person = target.catalog().table("person").orElseThrow();
      assertThat(person.checks()).extracting(Check::expression).containsExactly("age > team");
      assertThat(person.foreignKeys())
          .singleElement()
          .matches(k -> k.targetTable().equals("team") && k.onDelete().equals("SET NULL"));
    }
    rollback(url, second);
    assertThat(indexes(url)).isEmpty();
    assertThat(columns(url)).containsExactly("id", "name");
  }

  private static List<String> indexes(String url) {
    try (Target target = Stores.target(url, null)) {
      return target.catalog().table("person").orElseThrow().indexes().stream()
          .filter(i -> i.origin() == Index.Origin.CREATED)
          .map(Index::name)
          .toList();
    }
  }

  private void remake(String columns, String rows) {
    source(
        "DROP TABLE person",
        "CREATE TABLE person (id INTEGER PRIMARY KEY, " + columns + ")",
        "INSERT INTO person VALUES " + rows);
  }

  private static String type(Database database, String column) {
    return database.value(
        "SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
            + " WHERE attrelid = 'person'::regclass AND attname = '"
            + column
            + "'");
  }

  @Test
  void aTypeThatWidensIsWidenedAndNarrowedByTheWayBack(Database database) {
    remake("name VARCHAR(5), size INTEGER DEFAULT 1, part DECIMAL(4,1)", "(1, 'Ada', 7, 1.5)");
    run(database.url(), ModeKind.FULL);
    database.run("UPDATE person SET size = 8");
    remake(
        "name VARCHAR(50), size TEXT DEFAULT '1', part DECIMAL(9,3)",
        "(1, 'Ada', '7', 1.5), (2, 'Grace Hopper', 'large', 123456.789)");
    Options target = Options.DEFAULT.with(RulesFile.parse("conflicts: target", "rules"));
    String from = folder.resolve("s.db").toString();
    Report second = Moves.migrate(from, database.url(), target, Mode.DIFFERENTIAL, Progress.NONE);
    assertThat(second.warnings())
        .filteredOn(w -> w.is(ProblemKind.WIDENED))
        .extracting(w -> w.column())
        .containsExactlyInAnyOrder("name", "size", "part");
    // The target's own change is known as such, whatever the type is now.
    assertThat(database.rows("SELECT id, name, size, part FROM person ORDER BY id"))
        .containsExactly("1|Ada|8|1.500", "2|Grace Hopper|large|123456.789");
    assertThat(type(database, "name")).isEqualTo("character varying(50)");
    rollback(database.url(), second);
    assertThat(type(database, "name")).isEqualTo("character varying(5)");
    assertThat(type(database, "size")).isEqualTo("bigint");
    assertThat(type(database, "part")).isEqualTo("numeric(4,1)");
    assertThat(database.rows("SELECT * FROM person")).containsExactly("1|Ada|8|1.5");
  }

  @Test
  void aViewThatSomebodyMadeOfAColumnKeepsTheRunFromWideningIt(Database database) {
    remake("name VARCHAR(5)", "(1, 'Ada')");
    run(database.url(), ModeKind.FULL);
    database.run("CREATE VIEW shown AS SELECT name FROM person");
    remake("name VARCHAR(50)", "(1, 'Ada Lovelace')");
    assertThatThrownBy(() -> run(database.url(), ModeKind.DIFFERENTIAL))
        .isInstanceOfSatisfying(
            GodwitException.class,
            e -> assertThat(e.reason()).isEqualTo(GodwitException.Reason.REFUSED))
        .hasMessageContaining("shown");
    assertThat(database.rows("SELECT * FROM person")).containsExactly("1|Ada");
  }

  @Test
  void aViewThatSomebodyMadeOfATableOfTheRunKeepsItFromGoing() {
    String url = url("sqlite:", null);
    source("CREATE VIEW names AS SELECT name FROM person");
    Report first = run(url, ModeKind.FULL);
    Path file = folder.resolve("t");
    SqliteFiles.create(file, "CREATE VIEW mine AS SELECT name FROM person");
    assertThatThrownBy(() -> rollback(url, first)).hasMessageContaining("view mine");
    assertThat(tables(url)).containsExactly("person");
    SqliteFiles.create(file, "DROP VIEW mine");
    rollback(url, first);
    assertThat(tables(url)).isEmpty();
  }

  @Test
  void aNewTableBesideRenamedOnesIsNamedAsTheyAre(Database database) {
    source(
        "CREATE TABLE MyTeam (TeamId INTEGER PRIMARY KEY, ctid INTEGER)",
        "INSERT INTO MyTeam VALUES (3, 4)");
    Options snake = Options.DEFAULT.with(NameStyle.SNAKE);
    String from = folder.resolve("s.db").toString();
    Moves.migrate(from, database.url(), snake, Mode.FULL, Progress.NONE);
    source(
        "ALTER TABLE MyTeam ADD COLUMN ShownAs TEXT",
        "CREATE TABLE MyMember (Id INTEGER PRIMARY KEY, TeamId REFERENCES MyTeam (TeamId))",
        "INSERT INTO MyMember VALUES (1, 3)");
    for (Mode mode : List.of(Mode.INCREMENTAL, Mode.DIFFERENTIAL)) {
      assertThat(Moves.migrate(from, database.url(), snake, mode, Progress.NONE).verdict())
          .isEqualTo(Verdict.EXACT);
    }
    assertThat(database.rows("SELECT * FROM my_member JOIN my_team USING (team_id)"))
        .containsExactly("3|1|4|null");
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
    source(
        "ALTER TABLE person ADD COLUMN born INTEGER CHECK (born > 1800)",
        "CREATE INDEX births ON person (born)");
    assertThatThrownBy(() -> run(database.url(), ModeKind.DIFFERENTIAL))
        .hasMessageContaining("ALTER TABLE public.person ADD COLUMN born bigint; CREATE INDEX")
        .hasMessageContaining("ADD CHECK (born > 1800)");
  }

  @Test
  void aTextThatIsTooLongIsNamedWithTheTypeThatHoldsIt(Database database) {
    database.run("CREATE TABLE person (id int PRIMARY KEY, name varchar(4))");
    assertThatThrownBy(() -> run(database.url(), ModeKind.FULL))
        .hasMessageContaining("ALTER COLUMN \"name\" TYPE text");
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
