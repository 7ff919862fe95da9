package dev.godwit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.history.Run;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Plan;
import dev.godwit.plan.RulesFile;
import dev.godwit.plan.Scope;
import dev.godwit.report.Report;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.JavaProgram;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs into SQLite files and JSON stores that are interrupted, and go on. */
class FileResumeTest {
  private static final String SQLITE = "b.db";
  private static final String FOLDER = "json:out";
  private static final String FILE = "json:b.json";
  private static final String CSV = "csv:out";
  private static final int ROWS = 200;
  private static final int BATCH = 100;

  /** Two tables of 200 rows are two batches each, then the end. */
  private static final int TRANSACTIONS = 5;

  @TempDir Path folder;

  private Path source() {
    return SqliteFiles.create(
        folder.resolve("a.db"),
        "CREATE TABLE person (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT)",
        "CREATE TABLE visit (id INTEGER PRIMARY KEY, person INTEGER REFERENCES person, note TEXT)",
        "CREATE UNIQUE INDEX notes ON visit (note)",
        "CREATE TRIGGER loud AFTER INSERT ON person BEGIN UPDATE person SET name = upper(new.name)"
            + " WHERE id = new.id; END",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
            + ROWS
            + ") INSERT INTO person SELECT i, 'name ' || i FROM n",
        "UPDATE person SET name = 'é ' || id",
        "INSERT INTO visit SELECT id, " + (ROWS + 1) + " - id, name FROM person");
  }

  private String store(String name) {
    return store(folder, name);
  }

  private static String store(Path folder, String name) {
    int form = name.indexOf(':') + 1;
    return form > 0
        ? name.substring(0, form) + folder.resolve(name.substring(form))
        : folder.resolve(name).toString();
  }

  private static Report run(Path file, String store, String rules, Progress progress) {
    return run(file, store, rules, BATCH, progress);
  }

  private static Report run(Path file, String store, String rules, int batch, Progress progress) {
    Options options =
        Options.DEFAULT.with(Pace.ofBatches(batch)).with(RulesFile.parse(rules, "rules"));
    return Moves.migrate(file.toString(), store, options, Mode.RESUMABLE, progress);
  }

  private static Report resume(Path file, String store) {
    return run(file, store, "{}", Progress.NONE);
  }

  /** What the child process of the tests below does. */
  public static void main(String[] args) {
    long rows = Long.parseLong(args[2]);
    Runnable end = () -> Runtime.getRuntime().halt(137);
    int batch = Integer.parseInt(args[3]);
    run(Path.of(args[0]), args[1], "{}", batch, new ResumeTest.Killer(rows, end));
  }

  private static int child(Path file, String store, long rows, int batch)
      throws IOException, InterruptedException {
    return JavaProgram.run(FileResumeTest.class, List.of(), file, store, rows, batch).exit();
  }

  private static void assertWhole(Path file, String store) {
    Report report = Moves.verify(file.toString(), store, Options.DEFAULT);
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(report.problems()).isEmpty();
    assertThat(report.warnings())
        .noneMatch(w -> List.of("foreignKey", "index").contains(w.kind().toString()));
  }

  /** How many rows others see in a table: -1 where they see no such table. */
  private static long seen(String store, String table) {
    try (Source target = Stores.source(store, null)) {
      Table found = target.catalog().table(table).orElse(null);
      return found == null
          ? -1
          : dev.godwit.verify.Digests.of(target, found, found.columns()).rows();
    } catch (dev.godwit.model.GodwitException e) {
      return -1;
    }
  }

  private void clear(String store) throws IOException {
    Path place = Path.of(store.replaceFirst("^(json|csv):", ""));
    try (Stream<Path> all = Files.list(folder)) {
      // Nothing of Godwit's own stays beside a target once a run is over.
      assertThat(all.map(p -> p.getFileName().toString()))
          .noneMatch(n -> n.contains("godwit") && !n.endsWith("godwit-kept"));
    }
    for (Path each : List.of(place, folder.resolve("." + place.getFileName() + ".godwit-kept"))) {
      deleteAll(each);
    }
  }

  private static List<Run> history(String store) {
    try (Target target = Stores.target(store, null)) {
      return new Godwit(Progress.NONE).history(target);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SQLITE, FOLDER, FILE, CSV})
  void aRunThatNobodyInterruptsIsExactAndASecondHasNothingToDo(String name) throws IOException {
    Path file = source();
    Report first = resume(file, store(name));
    assertThat(first.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(first.mode()).isEqualTo("resumable");
    assertWhole(file, store(name));
    Report second = resume(file, store(name));
    assertThat(second.tables()).isEmpty();
    assertThat(second.warnings()).anyMatch(w -> w.message().contains("moved this source"));
    clear(store(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {SQLITE, FOLDER, FILE, CSV})
  void goesOnAfterItsProcessDiedInAnyBatch(String name) throws Exception {
    Path file = source();
    String store = store(name);
    // Batches are those of a folder; only their end is another.
    int step = name.equals(FILE) || name.equals(CSV) ? 3 : 1;
    for (int i = TRANSACTIONS; i > 0; i -= step) {
      assertThat(child(file, store, (long) i * BATCH, BATCH))
          .as("death in batch %s", i)
          .isEqualTo(137);
      assertThat(history(store)).singleElement().matches(Run::isOpen);
      if (!name.equals(SQLITE)) {
        assertThat(seen(store, "person")).as("half of a store").isEqualTo(-1);
      }
      assertThat(resume(file, store).verdict()).isEqualTo(Verdict.EXACT);
      assertWhole(file, store);
      clear(store);
    }
  }

  private void interrupt(Path file, String store, String rules) {
    Progress stop =
        new ResumeTest.Killer(
            3 * BATCH,
            () -> {
              throw new IllegalStateException("stopped");
            });
    assertThatThrownBy(() -> run(file, store, rules, stop)).hasMessageContaining("stopped");
  }

  @ParameterizedTest
  @ValueSource(strings = {SQLITE, FOLDER, FILE, CSV})
  void aChangedSourceIsRefused(String name) {
    Path file = source();
    interrupt(file, store(name), "{}");
    SqliteFiles.create(file, "UPDATE visit SET note = 'other' WHERE id = 1");
    assertThatThrownBy(() -> resume(file, store(name)))
        .hasMessageContaining("the source has changed since migration ")
        .hasMessageContaining("godwit rollback --to ")
        .hasMessageContaining("--migration-id");
  }

  @ParameterizedTest
  @ValueSource(strings = {SQLITE, FOLDER, FILE, CSV})
  void nobodyElseWritesBetweenTheBatches(String name) {
    Path file = source();
    interrupt(file, store(name), "{}");
    for (Mode mode : new Mode[] {Mode.FULL, Mode.INCREMENTAL, Mode.DIFFERENTIAL}) {
      try (Source source = Stores.source(file.toString(), null);
          Target target = Stores.target(store(name), null)) {
        Godwit godwit = new Godwit(Progress.NONE);
        Plan plan = godwit.plan(source, target, Options.DEFAULT);
        assertThatThrownBy(() -> godwit.migrate(plan, source, target, Options.DEFAULT, mode))
            .hasMessageContaining("was interrupted, and its batches are in the target");
      }
    }
    assertThat(resume(file, store(name)).verdict()).isEqualTo(Verdict.EXACT);
    assertWhole(file, store(name));
  }

  private static Report rollback(String store) {
    return rollback(store, 0);
  }

  private static Report rollback(String store, int run) {
    try (Target target = Stores.target(store, null)) {
      Godwit godwit = new Godwit(Progress.NONE);
      String id = godwit.history(target).get(run).migrationId();
      return godwit.rollback(target, id, Scope.ALL, false, null);
    }
  }

  @Test
  void aRollbackTakesBackJustTheBatchesOfTablesThatTheRunMade() {
    Path file = source();
    String store = store(SQLITE);
    SqliteFiles.create(Path.of(store), "CREATE TABLE mine (x)", "INSERT INTO mine VALUES (1)");
    interrupt(file, store, "{}");
    assertThat(seen(store, "person")).isEqualTo(ROWS);
    rollback(store);
    assertThat(seen(store, "person")).isEqualTo(-1);
    assertThat(seen(store, "mine")).isEqualTo(1);
    assertThat(resume(file, store).verdict()).isEqualTo(Verdict.EXACT);
  }

  @ParameterizedTest
  @ValueSource(strings = {FOLDER, FILE, CSV})
  void aRollbackOfBatchesLeavesWhatOthersSeeAsItWas(String name) throws IOException {
    Path file = source();
    Path other =
        SqliteFiles.create(
            folder.resolve("other.db"), "CREATE TABLE mine (x)", "INSERT INTO mine VALUES (1)");
    String store = store(name);
    resume(other, store);
    interrupt(file, store, "{}");
    assertThat(seen(store, "person")).isEqualTo(-1);
    assertThat(seen(store, "mine")).isEqualTo(1);
    assertThat(rollback(store, 1).verdict()).isEqualTo(Verdict.EXACT);
    assertThat(seen(store, "person")).isEqualTo(-1);
    assertThat(seen(store, "mine")).isEqualTo(1);
    assertThat(history(store)).extracting(Run::isOpen).containsOnly(false);
    assertThat(resume(file, store).verdict()).isEqualTo(Verdict.EXACT);
    assertThat(seen(store, "mine")).isEqualTo(1);
    assertThat(seen(store, "visit")).isEqualTo(ROWS);
  }

  @Test
  void aFolderThatOthersHaveChangedMeanwhileIsLeftAlone() throws IOException {
    Path file = source();
    Path other = SqliteFiles.create(folder.resolve("other.db"), "CREATE TABLE mine (x)");
    String store = store(FOLDER);
    resume(other, store);
    interrupt(file, store, "{}");
    Path catalog = folder.resolve("out/catalog.json");
    Files.writeString(catalog, Files.readString(catalog) + " ");
    assertThatThrownBy(() -> resume(file, store))
        .hasMessageContaining("was changed since a run with --resume was interrupted")
        .hasMessageContaining(".out.unfinished-godwit")
        .hasMessageContaining("Remove that folder");
  }

  /** As a process leaves things that dies while it moves them to their place, at whatever file. */
  @Test
  void whatIsCompleteIsMovedToItsPlaceByWhoeverComesNext() throws IOException {
    Path file = source();
    Path other =
        SqliteFiles.create(
            folder.resolve("other.db"), "CREATE TABLE mine (x)", "INSERT INTO mine VALUES (1)");
    String store = store(FOLDER);
    Path out = folder.resolve("out");
    Path unfinished = folder.resolve(".out.unfinished-godwit");
    resume(other, store);
    copy(out, folder.resolve("before"));
    resume(file, store);
    copy(out, folder.resolve("after"));
    for (String moved : List.of("", "person.ndjson", "visit.ndjson", "catalog.json")) {
      deleteAll(out);
      copy(folder.resolve("before"), out);
      copy(folder.resolve("after"), unfinished);
      Files.deleteIfExists(unfinished.resolve("mine.ndjson"));
      if (!moved.isEmpty()) {
        Files.move(
            unfinished.resolve(moved),
            out.resolve(moved),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
      assertThat(seen(store, "mine")).isEqualTo(1);
      if (!moved.equals("catalog.json")) {
        assertThat(resume(file, store).warnings()).anyMatch(w -> w.is(ProblemKind.DONE));
        assertThat(seen(store, "visit")).isEqualTo(ROWS);
        assertThat(unfinished).doesNotExist();
      }
    }
    deleteAll(unfinished);
    deleteAll(out);
    copy(folder.resolve("after"), unfinished);
    assertThat(resume(file, store).warnings()).anyMatch(w -> w.is(ProblemKind.DONE));
    assertThat(seen(store, "visit")).isEqualTo(ROWS);
    assertThat(unfinished).doesNotExist();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path place = to.resolve(from.relativize(each).toString());
        if (!Files.isDirectory(place)) {
          Files.copy(each, place, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private static void deleteAll(Path place) throws IOException {
    if (Files.exists(place)) {
      try (Stream<Path> all = Files.walk(place)) {
        all.sorted(java.util.Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
      }
    }
  }

  @Test
  void aRollbackTakesBackJustTheBatchesOfTablesThatWereThere() {
    Path file = source();
    String store = store(SQLITE);
    resume(file, store);
    SqliteFiles.create(Path.of(store), "DELETE FROM visit", "DELETE FROM person");
    SqliteFiles.create(Path.of(store), "DROP TABLE godwit_runs");
    interrupt(file, store, "{}");
    assertThat(triggers(store)).as("off between the batches").isZero();
    rollback(store);
    assertThat(seen(store, "person")).isZero();
    assertThat(triggers(store)).isEqualTo(1);
    assertThat(resume(file, store).verdict()).isEqualTo(Verdict.EXACT);
    assertWhole(file, store);
    assertThat(triggers(store)).isEqualTo(1);
  }

  private static long triggers(String store) {
    return SqliteFiles.number(
        Path.of(store), "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'");
  }

  @Test
  void rowsThatSqliteRefusedWaitUntilTheEndForTheirRule() {
    Path file = source();
    String store = store(SQLITE);
    SqliteFiles.create(
        Path.of(store),
        "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT CHECK (name <> 'é 7'))",
        "CREATE TABLE visit (id INTEGER PRIMARY KEY, person INTEGER, note TEXT)",
        "CREATE UNIQUE INDEX tens ON visit (substr(note, 1, 4))");
    interrupt(file, store, "onMisfit: quarantine");
    Report report = run(file, store, "onMisfit: quarantine", Progress.NONE);
    assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINED);
    assertThat(seen(store, "person")).isEqualTo(ROWS - 1);
    // 1 to 99, and 100 and 200 as 10 and 20 are.
    assertThat(seen(store, "visit")).isEqualTo(99);
    assertThat(SqliteFiles.number(Path.of(store), "SELECT count(*) FROM godwit_quarantine"))
        .isEqualTo(1 + ROWS - 99);
    assertThat(
            SqliteFiles.number(
                Path.of(store),
                "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'godwit_aside%'"))
        .isZero();
  }

  private Options forced() {
    Options usual = Options.DEFAULT;
    return usual
        .with(Scope.ALL)
        .forcing(true)
        .with(Safety.USUAL.keepingIn(folder.resolve("kept")))
        .with(Pace.ofBatches(BATCH));
  }

  @ParameterizedTest
  @ValueSource(strings = {SQLITE, FOLDER, FILE, CSV})
  void rowsThatWereThereComeBackAfterAnInterruptedRunThatReplacedThem(String name) {
    Path other =
        SqliteFiles.create(
            folder.resolve("other.db"),
            "CREATE TABLE person (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT)",
            "CREATE TABLE visit (id INTEGER PRIMARY KEY, person INTEGER REFERENCES person, note TEXT)",
            "INSERT INTO person VALUES (7, 'seven')");
    Path file = source();
    String store = store(name);
    resume(other, store);
    Progress stop =
        new ResumeTest.Killer(
            3 * BATCH,
            () -> {
              throw new IllegalStateException("stopped");
            });
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(store, null)) {
      Godwit godwit = new Godwit(stop);
      Plan plan = godwit.plan(source, target, forced());
      assertThatThrownBy(() -> godwit.migrate(plan, source, target, forced(), Mode.RESUMABLE))
          .hasMessageContaining("stopped");
    }
    rollback(store, 1);
    assertThat(seen(store, "person")).isEqualTo(1);
    assertWhole(other, store);
  }

  @Test
  void rowsOfTablesOutsideOfTheRunStillMustNotMissAny() {
    Path file = source();
    String store = store(SQLITE);
    SqliteFiles.create(
        Path.of(store),
        "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT)",
        "CREATE TABLE visit (id INTEGER PRIMARY KEY, person INTEGER, note TEXT)",
        "CREATE TABLE mine (person INTEGER REFERENCES person)",
        "INSERT INTO person VALUES (999, 'x')",
        "INSERT INTO mine VALUES (999)");
    Options options = forced();
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(store, null)) {
      Godwit godwit = new Godwit(Progress.NONE);
      Plan plan = godwit.plan(source, target, options);
      assertThatThrownBy(() -> godwit.migrate(plan, source, target, options, Mode.RESUMABLE))
          .hasMessageContaining("1 row of mine refers to it (foreign key (person))");
    }
    assertThat(seen(store, "person")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {SQLITE, FOLDER})
  void aLargerRunIsKilledEarlyHalfwayAndLate(String name) throws Exception {
    int rows = 20_000;
    Path file =
        SqliteFiles.create(
            folder.resolve("large.db"),
            "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT)",
            "CREATE TABLE visit (note TEXT)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                + rows
                + ") INSERT INTO person SELECT i, 'name ' || i FROM n");
    for (int percent : new int[] {10, 40, 40}) {
      assertThat(child(file, store(name), (long) rows / 100 * percent, rows / 20)).isEqualTo(137);
    }
    Report rest = run(file, store(name), "{}", rows / 20, Progress.NONE);
    assertThat(rest.copied()).isEqualTo(rows);
    assertWhole(file, store(name));
  }
}
