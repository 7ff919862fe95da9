package dev.godwit.run;

import static dev.godwit.testing.Moves.assertCounts;
import static dev.godwit.testing.Moves.changed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Plan;
import dev.godwit.plan.RulesFile;
import dev.godwit.plan.Scope;
import dev.godwit.report.Report;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs after the first one into SQLite files, JSON folders and JSON files. */
class FileModesTest {
  private static final String SQLITE = "b.db";
  private static final String FOLDER = "json:out";
  private static final String FILE = "json:b.json";
  private static final String CSV = "csv:out";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void fillASource() {
    file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, updated_at DATETIME)",
            "CREATE TABLE visit (id INTEGER PRIMARY KEY, person REFERENCES person, note TEXT)",
            "CREATE TABLE word (word TEXT COLLATE NOCASE, n)",
            "INSERT INTO person VALUES (1, 'Ada', '2026-01-01 00:00:00'),"
                + " (2, 'Grace', '2026-01-02 00:00:00')",
            "INSERT INTO visit VALUES (1, 1, 'a'), (2, 2, 'b')",
            "INSERT INTO word VALUES ('x', 1), ('x', 1), ('X', 1), ('x', 1.0), ('y', NULL)");
  }

  private String store(String name) {
    int form = name.indexOf(':') + 1;
    return form > 0
        ? name.substring(0, form) + folder.resolve(name.substring(form))
        : folder.resolve(name).toString();
  }

  private Report run(String store, Mode mode, String rules) {
    return run(file, store, mode, rules);
  }

  private Report run(Path from, String store, Mode mode, String rules) {
    Options options =
        Options.DEFAULT
            .with(RulesFile.parse(rules, "rules"))
            .with(Safety.USUAL.keepingIn(folder.resolve("kept")));
    return Moves.migrate(from.toString(), store(store), options, mode, Progress.NONE);
  }

  private Report run(String store, Mode mode) {
    return run(store, mode, "{}");
  }

  private void assertEqual(String store) {
    Report report = Moves.verify(file.toString(), store(store), Options.DEFAULT);
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
  }

  /** Rows of the target in any order, cells joined by |. */
  private List<String> rows(String store, String name) {
    List<String> result = new ArrayList<>();
    try (Source target = Stores.source(store(store), null)) {
      Table table = target.catalog().table(name).orElseThrow();
      try (Rows rows = target.read(table, table.columns(), Position.START)) {
        while (rows.next()) {
          Row row = rows.row();
          List<String> cells = new ArrayList<>();
          for (int i = 0; i < row.size(); i++) {
            cells.add(String.valueOf(row.value(i)));
          }
          result.add(String.join("|", cells));
        }
      }
    }
    return result;
  }

  private void changeEverywhere() {
    SqliteFiles.create(
        file,
        "UPDATE person SET name = 'Hopper', updated_at = '2026-02-01 00:00:00' WHERE id = 2",
        "INSERT INTO person VALUES (3, 'Alan', '2026-02-02 00:00:00')",
        "INSERT INTO visit VALUES (3, 3, 'c')",
        "INSERT INTO word VALUES ('x', 1), ('z', 9)");
  }

  @ParameterizedTest
  @ValueSource(strings = {SQLITE, FOLDER, FILE, CSV})
  void anIncrementalRunBringsWhatIsNewAndChanged(String store) {
    run(store, Mode.INCREMENTAL);
    changeEverywhere();
    Report second = run(store, Mode.INCREMENTAL);
    assertThat(changed(second, "person").watermark())
        .isEqualTo("updated_at from where the last run ended");
    assertThat(changed(second, "visit").watermark()).isEqualTo("id after where the last run ended");
    assertThat(changed(second, "word").watermark()).contains("every row compared");
    assertCounts(second, "person", 1, 1, 0);
    assertCounts(second, "visit", 1, 0, 0);
    assertCounts(second, "word", 2, 0, 0);
    assertEqual(store);
    SqliteFiles.create(file, "DELETE FROM visit WHERE id = 1");
    Report third = run(store, Mode.INCREMENTAL);
    assertThat(changed(third, "visit").keptInTarget()).isEqualTo(1);
    assertThat(rows(store, "visit")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {SQLITE, FOLDER, FILE, CSV})
  void aDifferentialRunShowsAndThenMakesInsertsUpdatesAndDeletes(String store) {
    run(store, Mode.FULL);
    changeEverywhere();
    SqliteFiles.create(
        file,
        "DELETE FROM visit WHERE id = 1",
        "DELETE FROM word WHERE rowid IN (3, 4)",
        "DELETE FROM word WHERE n IS NULL");
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(store(store), null)) {
      Godwit godwit = new Godwit(Progress.NONE);
      Plan plan = godwit.plan(source, target, Options.DEFAULT);
      Report shown =
          godwit.move(source, target, Options.DEFAULT).by(plan).preview(Mode.DIFFERENTIAL);
      assertCounts(shown, "visit", 1, 0, 1);
      assertCounts(shown, "word", 2, 0, 3);
    }
    assertThat(rows(store, "visit")).hasSize(2);
    Report second = run(store, Mode.DIFFERENTIAL);
    assertCounts(second, "person", 1, 1, 0);
    assertCounts(second, "visit", 1, 0, 1);
    // Of rows that differ in case, or in storage class only, those go that are gone.
    assertCounts(second, "word", 2, 0, 3);
    assertEqual(store);
    assertThat(rows(store, "word")).containsExactlyInAnyOrder("x|1", "x|1", "x|1", "z|9");
    assertThat(run(store, Mode.DIFFERENTIAL).tables()).allMatch(t -> t.copied() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {SQLITE, FOLDER, FILE, CSV})
  void whatTheTargetChangedIsNotOverwrittenUnlessARuleSaysSo(String store) {
    run(store, Mode.FULL);
    Path other =
        SqliteFiles.create(
            folder.resolve("other.db"),
            "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, updated_at DATETIME)",
            "INSERT INTO person VALUES (1, 'Ada L.', '2026-03-01'), (2, 'Grace H.', '2026-01-03'),"
                + " (8, 'Linus', '2026-03-01')");
    run(other, store, Mode.FULL, "tables: {person: {onConflict: update}}");
    changeEverywhere();
    assertThatThrownBy(() -> run(store, Mode.DIFFERENTIAL))
        .hasMessageContaining("the target was changed since the last run");
    assertThat(rows(store, "visit")).hasSize(2);
    run(store, Mode.DIFFERENTIAL, "conflicts: newer");
    assertThat(rows(store, "person"))
        .containsExactlyInAnyOrder(
            "1|Ada L.|2026-03-01",
            "2|Hopper|2026-02-01 00:00:00",
            "3|Alan|2026-02-02 00:00:00",
            "8|Linus|2026-03-01");
    Report kept = run(store, Mode.DIFFERENTIAL, "tables: {person: {conflicts: target}}");
    assertThat(changed(kept, "person"))
        .extracting("keptChanged", "keptInTarget")
        .containsExactly(1L, 1L);
    run(store, Mode.DIFFERENTIAL, "conflicts: source");
    assertEqual(store);
    assertThat(rows(store, "person")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {SQLITE, FOLDER, CSV})
  void aRunThatFailsHalfWayHasDeletedNothing(String store) {
    run(store, Mode.FULL);
    Path other =
        SqliteFiles.create(
            folder.resolve("other.db"),
            "CREATE TABLE visit (id INTEGER PRIMARY KEY, person INTEGER, note TEXT)",
            "INSERT INTO visit VALUES (2, 2, 'theirs')");
    run(other, store, Mode.FULL, "tables: {visit: {onConflict: update}}");
    SqliteFiles.create(
        file, "DELETE FROM person WHERE id = 1", "UPDATE visit SET note = 'ours' WHERE id = 2");
    assertThatThrownBy(() -> run(store, Mode.DIFFERENTIAL))
        .hasMessageContaining("visit")
        .hasMessageContaining("the target was changed since the last run");
    assertThat(rows(store, "person")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {SQLITE, FOLDER, FILE, CSV})
  void theseRunsAreTakenBackAsAnyOther(String store) {
    run(store, Mode.FULL);
    List<String> before = rows(store, "person");
    for (Mode mode : List.of(Mode.INCREMENTAL, Mode.DIFFERENTIAL)) {
      SqliteFiles.create(
          file,
          "UPDATE person SET name = name || '!', updated_at = '2027-01-01 00:00:00' WHERE id = 2",
          "INSERT INTO person VALUES ("
              + (mode.equals(Mode.DIFFERENTIAL) ? 8 : 9)
              + ", 'New', NULL)");
      Report done = run(store, mode);
      assertThat(rows(store, "person")).isNotEqualTo(before);
      try (Target target = Stores.target(store(store), null)) {
        Godwit godwit = new Godwit(Progress.NONE);
        godwit.rollback(target, done.migrationId(), Scope.ALL, false, null);
      }
      assertThat(rows(store, "person")).containsExactlyInAnyOrderElementsOf(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SQLITE, FOLDER, CSV})
  void theyGoOnFromARunInBatches(String store) {
    run(store, Mode.RESUMABLE);
    changeEverywhere();
    SqliteFiles.create(file, "DELETE FROM visit WHERE id = 1");
    Report second = run(store, Mode.DIFFERENTIAL);
    assertCounts(second, "person", 1, 1, 0);
    assertCounts(second, "visit", 1, 0, 1);
    assertEqual(store);
  }

  @Test
  void rowsThatOtherTablesNeedAreNotDeleted() {
    run(SQLITE, Mode.FULL);
    SqliteFiles.create(
        folder.resolve(SQLITE),
        "CREATE TABLE mine (person INTEGER REFERENCES person)",
        "INSERT INTO mine VALUES (1)");
    SqliteFiles.create(
        file, "DELETE FROM visit WHERE person = 1", "DELETE FROM person WHERE id = 1");
    assertThatThrownBy(() -> run(SQLITE, Mode.DIFFERENTIAL))
        .hasMessageContaining("rows of mine, which is not moved, refer to rows");
    assertThat(rows(SQLITE, "person")).hasSize(2);
    SqliteFiles.create(folder.resolve(SQLITE), "DELETE FROM mine");
    assertCounts(run(SQLITE, Mode.DIFFERENTIAL), "person", 0, 0, 1);
    assertEqual(SQLITE);
  }

  @Test
  void tablesWithoutRowNumbersAndWithTriggersAreBroughtUpToo() {
    SqliteFiles.create(
        file,
        "CREATE TABLE setting (area TEXT, name TEXT COLLATE NOCASE, v, PRIMARY KEY (area, name))"
            + " WITHOUT ROWID",
        "CREATE TABLE log (what TEXT)",
        "CREATE TRIGGER gone AFTER DELETE ON setting BEGIN INSERT INTO log VALUES (old.name); END",
        "INSERT INTO setting VALUES ('a', 'x', 1), ('a', 'y', 2), ('b', 'x', 3)");
    run(SQLITE, Mode.FULL);
    SqliteFiles.create(
        file,
        "DROP TRIGGER gone",
        "DELETE FROM setting WHERE area = 'a' AND name = 'x'",
        "UPDATE setting SET v = 9 WHERE area = 'b'");
    assertCounts(run(SQLITE, Mode.DIFFERENTIAL), "setting", 0, 1, 1);
    assertThat(rows(SQLITE, "setting")).containsExactlyInAnyOrder("a|y|2", "b|x|9");
    assertThat(rows(SQLITE, "log")).isEmpty();
    SqliteFiles.create(folder.resolve(SQLITE), "DELETE FROM setting WHERE area = 'b'");
    assertThat(rows(SQLITE, "log")).containsExactly("x");
  }

  @Test
  void aRowThatATableCannotTakeIsNamedAndNothingIsWritten() {
    SqliteFiles.create(file, "CREATE TABLE score (id INTEGER PRIMARY KEY, n INT)");
    SqliteFiles.create(file, "INSERT INTO score VALUES (1, 1)");
    SqliteFiles.create(
        folder.resolve(SQLITE), "CREATE TABLE score (id INTEGER PRIMARY KEY, n INT CHECK (n < 9))");
    run(SQLITE, Mode.FULL, "missingTables: make");
    SqliteFiles.create(file, "INSERT INTO score VALUES (2, 2), (3, 30)");
    assertThatThrownBy(() -> run(SQLITE, Mode.DIFFERENTIAL))
        .isInstanceOfSatisfying(
            GodwitException.class,
            e -> assertThat(e.reason()).isEqualTo(GodwitException.Reason.REFUSED))
        .hasMessageContaining("score")
        .hasMessageContaining("id=3");
    assertThat(rows(SQLITE, "score")).containsExactly("1|1");
  }

  @Test
  void whatDoesNotFitWaitsInTheQuarantineOnce() {
    String rules = "onMisfit: quarantine";
    SqliteFiles.create(file, "CREATE TABLE score (id INTEGER PRIMARY KEY, n)");
    SqliteFiles.create(file, "INSERT INTO score VALUES (1, 1), (2, 'x')");
    SqliteFiles.create(
        folder.resolve(SQLITE), "CREATE TABLE score (id INTEGER PRIMARY KEY, n INT) STRICT");
    run(SQLITE, Mode.FULL, rules + "\nmissingTables: make");
    SqliteFiles.create(file, "INSERT INTO score VALUES (3, 'y'), (4, 4)");
    for (Mode mode : List.of(Mode.DIFFERENTIAL, Mode.INCREMENTAL, Mode.DIFFERENTIAL)) {
      run(SQLITE, mode, rules);
      assertThat(rows(SQLITE, "score")).containsExactly("1|1", "4|4");
      assertThat(
              SqliteFiles.number(folder.resolve(SQLITE), "SELECT count(*) FROM godwit_quarantine"))
          .isEqualTo(2);
    }
  }

  @Test
  void rowsThatOnlyTheTargetRefusesAreSetAsideAndTheirOldFormStays() {
    String rules = "onMisfit: quarantine";
    SqliteFiles.create(
        file,
        "CREATE TABLE p (id INTEGER PRIMARY KEY, v TEXT)",
        "CREATE TABLE c (id INTEGER PRIMARY KEY, p INT)",
        "CREATE TABLE d (id INTEGER PRIMARY KEY, c INT)",
        "INSERT INTO p VALUES (1, 'a'), (2, 'b'), (3, 'c')",
        "INSERT INTO c VALUES (1, 1), (2, 2), (3, 3)",
        "INSERT INTO d VALUES (1, 1), (2, 2), (3, 3)");
    SqliteFiles.create(
        folder.resolve(SQLITE),
        "CREATE TABLE p (id INTEGER PRIMARY KEY, v TEXT CHECK (v <> 'bad'))",
        "CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p)",
        "CREATE TABLE d (id INTEGER PRIMARY KEY, c INT REFERENCES c)");
    run(SQLITE, Mode.FULL, rules + "\nmissingTables: make");
    SqliteFiles.create(
        file,
        "UPDATE p SET v = 'bad' WHERE id = 2",
        "DELETE FROM p WHERE id = 3",
        "INSERT INTO p VALUES (4, 'bad')",
        "INSERT INTO c VALUES (4, 4)",
        "INSERT INTO d VALUES (4, 4)");
    for (Mode mode : List.of(Mode.DIFFERENTIAL, Mode.INCREMENTAL, Mode.DIFFERENTIAL)) {
      Report report = run(SQLITE, mode, rules);
      assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINED);
      assertThat(rows(SQLITE, "p")).containsExactly("1|a", "2|b");
      assertThat(rows(SQLITE, "c")).containsExactly("1|1", "2|2");
      assertThat(rows(SQLITE, "d")).containsExactly("1|1", "2|2");
      assertThat(
              SqliteFiles.text(
                  folder.resolve(SQLITE),
                  "SELECT group_concat(source_table || row_key, ' ') FROM (SELECT * FROM"
                      + " godwit_quarantine ORDER BY source_table DESC, row_key)"))
          .isEqualTo("pid=2 pid=4 did=3 did=4 cid=3 cid=4");
    }
    SqliteFiles.create(
        file, "UPDATE p SET v = 'good' WHERE v = 'bad'", "INSERT INTO p VALUES (3, 'c')");
    assertThat(run(SQLITE, Mode.INCREMENTAL, rules).verdict()).isEqualTo(Verdict.EXACT);
    assertThat(rows(SQLITE, "d")).containsExactly("1|1", "2|2", "3|3", "4|4");
    assertEqual(SQLITE);
  }

  @Test
  void whatIsTheTargetsOwnIsNotSetAside() {
    run(SQLITE, Mode.FULL);
    SqliteFiles.create(folder.resolve(SQLITE), "INSERT INTO visit (id, person) VALUES (99, 2)");
    SqliteFiles.create(
        file, "DELETE FROM visit WHERE person = 2", "DELETE FROM person WHERE id = 2");
    assertThatThrownBy(
            () -> run(SQLITE, Mode.DIFFERENTIAL, "{onMisfit: quarantine, conflicts: target}"))
        .hasMessageContaining("visit")
        .hasMessageContaining("cannot be set aside");
    assertThat(rows(SQLITE, "person")).hasSize(2);
  }

  @Test
  void afterTwoRollbacksItIsStillKnownWhoChangedARow() {
    run(SQLITE, Mode.FULL);
    SqliteFiles.create(
        folder.resolve(SQLITE), "UPDATE person SET name = 'Mine', updated_at = NULL WHERE id = 1");
    List<String> ids = new ArrayList<>();
    for (int id = 3; id <= 5; id++) {
      SqliteFiles.create(file, "INSERT INTO person VALUES (" + id + ", 'New', NULL)");
      ids.add(run(SQLITE, Mode.DIFFERENTIAL, "conflicts: target").migrationId());
    }
    try (Target target = Stores.target(store(SQLITE), null)) {
      for (String id : List.of(ids.get(2), ids.get(1))) {
        new Godwit(Progress.NONE).rollback(target, id, Scope.ALL, false, null);
      }
    }
    assertThat(rows(SQLITE, "person")).hasSize(3);
    SqliteFiles.create(
        file, "DELETE FROM visit WHERE person = 2", "DELETE FROM person WHERE id = 2");
    run(SQLITE, Mode.DIFFERENTIAL, "conflicts: target");
    assertThat(rows(SQLITE, "person"))
        .containsExactlyInAnyOrder("1|Mine|null", "3|New|null", "4|New|null", "5|New|null");
  }
}
