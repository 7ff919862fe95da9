package dev.godwit.run.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.history.Checkpoint;
import dev.godwit.history.History;
import dev.godwit.history.ModeKind;
import dev.godwit.history.Run;
import dev.godwit.history.State;
import dev.godwit.history.Verb;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Plan;
import dev.godwit.plan.RulesFile;
import dev.godwit.plan.Scope;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.run.Safety;
import dev.godwit.run.protocol.WayBack;
import dev.godwit.store.Position;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Making;
import dev.godwit.testing.Database;
import dev.godwit.testing.Everything;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** After a rollback everything is what it was: rows, sequences, tables, keys and indexes. */
@ExtendWith(FreshDatabase.class)
class RollbackTest {
  private static final String TABLES =
      """
      CREATE TABLE people (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL, born date, wealth numeric, tags int[], photo bytea,
        seen timestamptz, loud text GENERATED ALWAYS AS (upper(name)) STORED);
      CREATE UNIQUE INDEX people_name ON people (lower(name));
      COMMENT ON INDEX people_name IS 'one each';
      CREATE TABLE pets (id serial PRIMARY KEY, owner bigint REFERENCES people, kind text,
        CHECK (kind <> ''));
      """;

  private static final String ROWS =
      """
      INSERT INTO people (name, born, wealth, tags, photo, seen) VALUES
        (E'Ada\\\\\\t\\n', '0044-03-15 BC', 1.50, '{1,NULL,3}', '\\x00ff', '2024-01-31 12:00+02'),
        ('Bram', 'infinity', 'NaN', NULL, '', NULL), ('Cy', NULL, 1e100, '{}', NULL, '-infinity');
      INSERT INTO pets (owner, kind) VALUES (1, 'cat'), (3, NULL);
      """;

  @TempDir Path folder;
  private Path file;
  private Options options;

  @BeforeEach
  void makeASource() {
    file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT)",
            "CREATE TABLE pets (id INTEGER PRIMARY KEY, owner INTEGER, kind TEXT)",
            "INSERT INTO people VALUES (1, 'Zoe'), (90, 'Yan')",
            "INSERT INTO pets VALUES (5, 90, 'dog')");
    options = Options.DEFAULT.with(Safety.USUAL.keepingIn(folder.resolve("kept")));
  }

  private Options forced() {
    return options.forcing(true);
  }

  private Options ruled(String rules) {
    return options.with(RulesFile.parse(rules, "rules"));
  }

  private String migrate(Database database, Options how) {
    return Moves.migrate(file, database, how).migrationId();
  }

  private static Report rollback(Database database, String id) {
    return rollback(database, id, Scope.ALL, false, null);
  }

  private static Report rollback(
      Database database, String id, Scope scope, boolean force, Path backups) {
    try (Target target = Stores.target(database.url(), null)) {
      return new Godwit(Progress.NONE).rollback(target, id, scope, force, backups);
    }
  }

  private List<String> kept() throws IOException {
    if (!Files.exists(folder.resolve("kept"))) {
      return List.of();
    }
    try (var files = Files.list(folder.resolve("kept"))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void tablesAndASchemaThatTheRunMadeGoAgain(Database database) throws IOException {
    List<String> before = Everything.of(database);
    String url = database.url() + "?schema=fresh";
    Report migrated = Moves.migrate(List.of(file), url, options);
    assertThat(database.value("SELECT count(*) FROM fresh.people")).isEqualTo("2");
    try (Target target = Stores.target(url, null)) {
      Report report =
          new Godwit(Progress.NONE)
              .rollback(target, migrated.migrationId(), Scope.ALL, false, null);
      assertThat(report.verb()).isEqualTo("rollback");
      assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
      assertThat(report.tables()).extracting("name").contains("fresh.people", "fresh.pets");
    }
    assertThat(Everything.of(database)).isEqualTo(before);
    assertThat(kept()).isEmpty();
  }

  @Test
  void runsOfOtherSchemasOfTheDatabaseAreNobodysBusiness(Database database) {
    String here = migrate(database, options);
    String there =
        Moves.migrate(List.of(file), database.url() + "?schema=other", options).migrationId();
    // Both hold the same tables with the same rows: only the schema tells them apart.
    assertThatThrownBy(() -> rollback(database, there))
        .hasMessageContaining("knows no migration " + there);
    assertThat(database.value("SELECT count(*) FROM people")).isEqualTo("2");
    rollback(database, here);
    assertThat(database.value("SELECT count(*) FROM other.people")).isEqualTo("2");
    assertThat(database.value("SELECT to_regclass('public.people') IS NULL")).isEqualTo("t");
  }

  @Test
  void emptyTablesAreEmptyAgainAndTheirSequencesWhereTheyWere(Database database) {
    database.run(TABLES + "ALTER SEQUENCE pets_id_seq RESTART WITH 3");
    List<String> before = Everything.of(database);
    String id = migrate(database, options);
    assertThat(database.value("SELECT nextval('people_id_seq')")).isEqualTo("91");
    rollback(database, id, Scope.ALL, true, null);
    assertThat(Everything.of(database)).isEqualTo(before);
    migrate(database, options);
    assertThat(database.value("SELECT count(*) FROM people")).isEqualTo("2");
  }

  @Test
  void aDamagedBackupIsCalledOne(Database database) throws IOException {
    database.run(TABLES + ROWS);
    String id = Moves.migrate(file, database, forced()).migrationId();
    List<String> moved = Everything.of(database);
    Path backup = folder.resolve("kept").resolve(id + ".zip");
    byte[] whole = Files.readAllBytes(backup);
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 1;
    for (byte[] damaged : List.of(flipped, Arrays.copyOf(whole, whole.length / 2), new byte[0])) {
      Files.write(backup, damaged);
      assertThatThrownBy(() -> rollback(database, id))
          .hasMessageContaining("the backup " + backup + " is damaged")
          .hasMessageContaining("nothing was changed");
      assertThat(Everything.of(database)).isEqualTo(moved);
    }
    Files.write(backup, whole);
    assertThat(rollback(database, id).verdict()).isEqualTo(Verdict.EXACT);
  }

  @Test
  void rowsThatForceRemovedComeBackExactly(Database database) throws IOException {
    database.run(TABLES + ROWS);
    List<String> before = Everything.of(database);
    Report migrated = Moves.migrate(file, database, forced());
    String id = migrated.migrationId();
    assertThat(database.value("SELECT count(*) FROM people")).isEqualTo("2");
    assertThat(kept()).containsExactly(id + ".json", id + ".zip");
    assertThat(migrated.backup()).isEqualTo(folder.resolve("kept").resolve(id + ".zip").toString());
    for (String name : kept()) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("kept").resolve(name))))
          .isEqualTo("rw-------");
    }
    Report report = rollback(database, id);
    assertThat(Everything.of(database)).isEqualTo(before);
    assertThat(report.tables())
        .extracting("name", "targetRows", "digest")
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("people", 3L, Match.EQUAL),
            org.assertj.core.groups.Tuple.tuple("pets", 2L, Match.EQUAL));
    assertThat(database.value("INSERT INTO people (name) VALUES ('n') RETURNING id"))
        .isEqualTo("4");
  }

  @Test
  void rowsThatWereUpdatedComeBackWithTheColumnsThatNobodyTouched(Database database) {
    database.run(TABLES + ROWS);
    List<String> before = Everything.of(database);
    String id =
        migrate(
            database, ruled("tables: {people: {onConflict: update}, pets: {onConflict: skip}}"));
    assertThat(database.value("SELECT name FROM people WHERE id = 1")).isEqualTo("Zoe");
    rollback(database, id);
    assertThat(Everything.of(database)).isEqualTo(before);
  }

  @Test
  void aRunThatIsNotKeptLeavesNoBackup(Database database) throws IOException {
    database.run(TABLES + ROWS + "ALTER TABLE people ADD CHECK (length(name) <> 3)");
    List<String> before = Everything.of(database);
    assertThatThrownBy(() -> migrate(database, forced())).isInstanceOf(GodwitException.class);
    assertThat(Everything.of(database)).isEqualTo(before);
    assertThat(kept()).isEmpty();
  }

  @Test
  void aTargetThatChangedSinceIsRefusedUnlessForced(Database database) {
    database.run(TABLES);
    List<String> before = Everything.of(database);
    String id = migrate(database, options);
    database.run("UPDATE people SET wealth = 1 WHERE id = 1");
    List<String> changed = Everything.of(database);
    assertThatThrownBy(() -> rollback(database, id))
        .hasMessageContaining("people  its rows are not those that the run left")
        .hasMessageContaining("--force goes back all the same")
        .hasMessageNotContaining("pets");
    assertThat(Everything.of(database)).isEqualTo(changed);
    Report report = rollback(database, id, Scope.ALL, true, null);
    assertThat(report.warnings()).extracting(w -> w.kind().toString()).containsExactly("changed");
    assertThat(Everything.of(database)).isEqualTo(before);
  }

  @Test
  void withoutDigestsAChangeIsKnownByTheNumberOfRows(Database database) {
    database.run(TABLES);
    Options counts = options.with(dev.godwit.verify.Depth.NONE);
    String id = migrate(database, counts);
    database.run("DELETE FROM pets");
    assertThatThrownBy(() -> rollback(database, id))
        .hasMessageContaining("pets  it holds 0 rows, and the run left 1");
  }

  @Test
  void aLaterRunIsRolledBackFirst(Database database) {
    List<String> before = Everything.of(database);
    String first = migrate(database, options);
    List<String> between = Everything.of(database);
    String second = migrate(database, forced());
    assertThatThrownBy(() -> rollback(database, first))
        .hasMessageContaining("migration " + second + " wrote to it later");
    rollback(database, second);
    assertThat(Everything.of(database)).isEqualTo(between);
    rollback(database, first);
    assertThat(Everything.of(database)).isEqualTo(before);
    assertThatThrownBy(() -> rollback(database, first))
        .hasMessageContaining("was taken back already");
    assertThatThrownBy(() -> rollback(database, "20200101-000000-0000"))
        .hasMessageContaining("knows no migration 20200101-000000-0000");
  }

  @Test
  void onlyTheNamedTablesGoBack(Database database) {
    database.run(TABLES + ROWS);
    String id = migrate(database, forced());
    database.run("DELETE FROM pets");
    rollback(database, id, new Scope(Set.of("people"), Set.of()), false, null);
    assertThat(database.value("SELECT count(*) FROM people")).isEqualTo("3");
    assertThat(database.value("SELECT count(*) FROM pets")).isEqualTo("0");
    try (Target target = Stores.target(database.url(), null)) {
      List<Run> runs = new Godwit(Progress.NONE).history(target);
      assertThat(runs).extracting(Run::verb).containsExactly(Verb.MIGRATE, Verb.ROLLBACK);
      assertThat(runs.get(0).undoneBy()).isNull();
    }
    assertThatThrownBy(
            () -> rollback(database, id, new Scope(Set.of("nobody"), Set.of()), false, null))
        .hasMessageContaining("none of the tables that --tables names");
  }

  @Test
  void withoutABackupThereIsNoWayBackToRows(Database database) throws IOException {
    database.run(TABLES + ROWS);
    Options none = options.forcing(true).with(Safety.USUAL.keeping("none"));
    String id = migrate(database, none);
    List<String> after = Everything.of(database);
    assertThatThrownBy(() -> rollback(database, id)).hasMessageContaining("--backup none");
    assertThat(Everything.of(database)).isEqualTo(after);
    assertThat(kept()).isEmpty();
  }

  @Test
  void aBackupThatIsGoneOrDamagedChangesNothing(Database database) throws IOException {
    database.run(TABLES + ROWS);
    List<String> before = Everything.of(database);
    String id = migrate(database, forced());
    List<String> after = Everything.of(database);
    Path moved = Files.createDirectories(folder.resolve("moved"));
    Path zip = Files.move(folder.resolve("kept").resolve(id + ".zip"), moved.resolve(id + ".zip"));
    assertThatThrownBy(() -> rollback(database, id)).hasMessageContaining("--backup DIR");
    byte[] whole = Files.readAllBytes(zip);
    Files.write(zip, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> rollback(database, id, Scope.ALL, false, moved))
        .hasMessageContaining("is damaged");
    assertThat(Everything.of(database)).isEqualTo(after);
    Files.write(zip, whole);
    rollback(database, id, Scope.ALL, false, moved);
    assertThat(Everything.of(database)).isEqualTo(before);
  }

  @Test
  void rowsOfOtherTablesThatReferToTheseAreNamed(Database database) {
    database.run(
        TABLES + "CREATE TABLE visits (who bigint REFERENCES people ON DELETE CASCADE, day date)");
    String id = migrate(database, options);
    database.run("INSERT INTO visits VALUES (90, '2024-01-01')");
    assertThatThrownBy(() -> rollback(database, id))
        .hasMessageContaining("rows of \"public\".\"visits\" refer to people")
        .hasMessageContaining("visits_who_fkey");
    database.run("DELETE FROM visits");
    rollback(database, id);
    assertThat(database.value("SELECT count(*) FROM people")).isEqualTo("0");
  }

  @Test
  void quarantinedRowsOfTheRunGoToo(Database database) {
    database.run(
        "CREATE TABLE people (id bigint PRIMARY KEY, name varchar(3) CHECK (name <> 'Zoe'))");
    String id = migrate(database, ruled("{onMisfit: quarantine, tables: {pets: skip}}"));
    assertThat(database.value("SELECT count(*) FROM godwit.quarantine")).isEqualTo("1");
    rollback(database, id);
    assertThat(database.value("SELECT count(*) FROM godwit.quarantine")).isEqualTo("0");
  }

  /** The id of a run that ended after its first batch. */
  private String interrupted(Database database, BiConsumer<Plan, Target> batch) {
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      Plan plan = new Godwit(Progress.NONE).plan(source, target, options);
      String id = plan.migrationId();
      History history = History.of(target);
      target.atomically(
          () -> {
            State state = new WayBack(plan, target, options, Progress.NONE).before().orElseThrow();
            history.begin(
                Run.beginning(id, Verb.MIGRATE, ModeKind.RESUMABLE, "a.db", "f", "r")
                    .from(state.json()));
            batch.accept(plan, target);
            history.advance(id, checkpoint(state, target));
          });
      return id;
    }
  }

  @Test
  void anInterruptedRunGivesBackItsBatchesAndTheIndexesThatItTookOff(Database database) {
    database.run(TABLES + "CREATE INDEX pets_kind ON pets (kind)");
    List<String> before = Everything.of(database);
    String id =
        interrupted(
            database,
            (plan, target) ->
                target.execute(
                    List.of(
                        "DROP INDEX pets_kind",
                        "ALTER TABLE pets DROP CONSTRAINT pets_owner_fkey",
                        "INSERT INTO pets VALUES (5, 90, 'dog')")));
    database.run("UPDATE pets SET kind = 'changed'");
    assertThatThrownBy(() -> rollback(database, id))
        .hasMessageContaining("pets  its rows are not those that the run left");
    database.run("UPDATE pets SET kind = 'dog'");
    rollback(database, id);
    assertThat(Everything.of(database)).isEqualTo(before);
  }

  @Test
  void anInterruptedRunThatMadeItsTablesLosesThem(Database database) {
    List<String> before = Everything.of(database);
    String id =
        interrupted(
            database,
            (plan, target) -> {
              target.execute(plan.creation());
              target.execute(List.of("INSERT INTO pets VALUES (5, NULL, 'dog')"));
              Making.of(target).refresh();
            });
    database.run("INSERT INTO people VALUES (1, 'Written since')");
    assertThatThrownBy(() -> rollback(database, id))
        .hasMessageContaining("people  its rows are not those that the run left")
        .hasMessageNotContaining("pets");
    database.run("DELETE FROM people");
    rollback(database, id);
    assertThat(Everything.of(database)).isEqualTo(before);
  }

  private static Checkpoint checkpoint(State state, Target target) {
    var table = target.catalog().table("pets").orElseThrow();
    var digest =
        dev.godwit.verify.Digests.of(target, table, Rollback.columns(table, state.table("pets")));
    return new Checkpoint(
        "pets", new Position(List.of("id"), List.of(5L)), 1, 0, digest.state(), false);
  }

  @Test
  void theRehearsalRestoresBeforeTheFirstWrite(Database database) {
    database.run(TABLES + ROWS);
    List<String> phases = new ArrayList<>();
    Options how = forced().with(options.safety().rehearsing(true));
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      new Godwit(
              new Progress() {
                @Override
                public void phase(String what) {
                  phases.add(what);
                }

                @Override
                public void table(String name, long rows) {
                  phases.add(name);
                }
              })
          .migrate(source, target, how);
    }
    assertThat(phases)
        .containsSubsequence(
            "keeping what will be overwritten in " + folder.resolve("kept"),
            "rehearsing the way back",
            "people",
            "pets");
    assertThat(database.rows("SELECT 1 FROM pg_namespace WHERE nspname = 'godwit_rehearsal'"))
        .isEmpty();
  }
}
