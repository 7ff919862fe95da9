package dev.godwit.run;

import static dev.godwit.testing.Moves.assertCounts;
import static dev.godwit.testing.Moves.changed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Plan;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs after the first one: what is new, what has changed, what is gone, and who wins. */
@ExtendWith(FreshDatabase.class)
class ModesTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void fillASource() {
    file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, updated_at DATETIME)",
            "CREATE TABLE visit (id INTEGER PRIMARY KEY, person REFERENCES person, note TEXT)",
            "CREATE TABLE word (word TEXT, n INTEGER)",
            "INSERT INTO person VALUES (1, 'Ada', '2026-01-01 00:00:00'),"
                + " (2, 'Grace', '2026-01-02 00:00:00')",
            "INSERT INTO visit VALUES (1, 1, 'a'), (2, 2, 'b')",
            "INSERT INTO word VALUES ('x', 1), ('x', 1), ('y', NULL)");
  }

  private void change(String... statements) {
    SqliteFiles.create(file, statements);
  }

  private Report run(Database database, Mode mode, String rules) {
    Options options = Options.DEFAULT.with(RulesFile.parse(rules, "rules"));
    return Moves.migrate(file.toString(), database.url(), options, mode, Progress.NONE);
  }

  private Report run(Database database, Mode mode) {
    return run(database, mode, "{}");
  }

  private Report verify(Database database) {
    return Moves.verify(file.toString(), database.url(), Options.DEFAULT);
  }

  private void changeEverywhere() {
    change(
        "UPDATE person SET name = 'Hopper', updated_at = '2026-02-01 00:00:00' WHERE id = 2",
        "INSERT INTO person VALUES (3, 'Alan', '2026-02-02 00:00:00')",
        "INSERT INTO visit VALUES (3, 3, 'c')",
        "INSERT INTO word VALUES ('x', 1), ('z', 9)");
  }

  @Test
  void anIncrementalRunBringsWhatIsNewAndChangedByTheWatermarkOfEachTable(Database database) {
    assertThat(run(database, Mode.INCREMENTAL).verdict()).isEqualTo(Verdict.EXACT);
    changeEverywhere();
    Report second = run(database, Mode.INCREMENTAL);
    assertThat(changed(second, "person").watermark())
        .isEqualTo("updated_at from where the last run ended");
    assertThat(changed(second, "visit").watermark()).isEqualTo("id after where the last run ended");
    assertThat(changed(second, "word").watermark()).contains("every row compared");
    assertThat(changed(second, "word").compared()).isPositive();
    assertThat(second.tables()).allMatch(t -> t.seconds() > 0);
    // The row at the watermark itself is written again: another may have come in the same moment.
    assertCounts(second, "person", 1, 1, 0);
    assertCounts(second, "visit", 1, 0, 0);
    assertCounts(second, "word", 2, 0, 0);
    assertThat(second.tables()).allMatch(t -> t.digest() == Match.EQUAL);
    assertThat(verify(database).verdict()).isEqualTo(Verdict.EXACT);
    assertThat(database.rows("SELECT word, n FROM word ORDER BY 1, 2"))
        .containsExactly("x|1", "x|1", "x|1", "y|null", "z|9");
    assertThat(database.value("INSERT INTO visit (note) VALUES ('n') RETURNING id")).isEqualTo("4");
  }

  @Test
  void anIncrementalRunAfterAFullOneGoesOnFromItAndNamesWhatItDoesNotDelete(Database database) {
    run(database, Mode.FULL);
    change("DELETE FROM visit WHERE id = 1", "UPDATE visit SET note = 'B' WHERE id = 2");
    Report second = run(database, Mode.INCREMENTAL);
    assertCounts(second, "visit", 0, 1, 0);
    assertThat(changed(second, "visit").keptInTarget()).isEqualTo(1);
    assertThat(second.warnings())
        .anyMatch(
            w ->
                w.message()
                    .equals("1 row is only in the target: an incremental run does not delete"));
    assertThat(database.rows("SELECT id, note FROM visit ORDER BY 1"))
        .containsExactly("1|a", "2|B");
  }

  @Test
  void anIncrementalRunSeesThatRowsBelowTheKeyHaveChanged(Database database) {
    run(database, Mode.INCREMENTAL);
    change("UPDATE visit SET note = 'A' WHERE id = 1", "INSERT INTO visit VALUES (9, 1, 'i')");
    Report second = run(database, Mode.INCREMENTAL);
    assertThat(changed(second, "visit").watermark())
        .isEqualTo("rows up to the last run's have changed: every row compared");
    assertCounts(second, "visit", 1, 1, 0);
  }

  @Test
  void aChangeThatTheWatermarkDoesNotTellOfIsNeverPassedOver(Database database) {
    run(database, Mode.INCREMENTAL);
    change("UPDATE person SET name = 'Augusta' WHERE id = 1");
    assertThatThrownBy(() -> run(database, Mode.INCREMENTAL.strictly(true)))
        .hasMessageContaining("person.updated_at")
        .hasMessageContaining("1 row came or changed without updated_at telling of it")
        .hasMessageContaining("first id=1");
    assertThat(database.value("SELECT name FROM person WHERE id = 1")).isEqualTo("Ada");
    Report report = run(database, Mode.INCREMENTAL);
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(report.warnings())
        .anyMatch(w -> w.is(ProblemKind.WATERMARK) && w.message().contains("first id=1"));
    assertThat(database.value("SELECT name FROM person WHERE id = 1")).isEqualTo("Augusta");
  }

  @Test
  void sinceReadsOnlyWhatComesAfterItAndSaysSo(Database database) {
    run(database, Mode.INCREMENTAL);
    change(
        "UPDATE person SET name = 'Augusta' WHERE id = 1",
        "UPDATE person SET name = 'Hopper' WHERE id = 2",
        "INSERT INTO visit VALUES (3, 1, 'c')");
    Report report = run(database, Mode.incrementalSince("2026-01-02"));
    assertThat(report.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(report.warnings())
        .anyMatch(w -> w.message().startsWith("only rows from 2026-01-02 on were looked at"));
    assertThat(database.rows("SELECT id, name FROM person ORDER BY 1"))
        .containsExactly("1|Ada", "2|Hopper");
    assertCounts(report, "visit", 1, 0, 0);
  }

  @Test
  void sinceMustBeAValueOfTheColumn(Database database) {
    run(database, Mode.FULL);
    assertThatThrownBy(() -> run(database, Mode.incrementalSince("yesterday")))
        .hasMessageContaining("--since yesterday is no value for person.updated_at");
  }

  @Test
  void sinceMustBeAValueAlsoWhereNoColumnTellsWhenRowsWereWritten(Database database) {
    change("DROP TABLE visit", "DROP TABLE person");
    run(database, Mode.FULL);
    assertThatThrownBy(() -> run(database, Mode.incrementalSince("yesterday")))
        .hasMessageContaining("--since yesterday is no value of any column");
    assertThat(run(database, Mode.incrementalSince("36h")).warnings())
        .anyMatch(w -> w.is(ProblemKind.SINCE));
  }

  @Test
  void withoutABaseTheWholeTableTellsWhetherTheTargetWasChanged(Database database) {
    String off = "tables: {person: {base: off}}\n";
    run(database, Mode.FULL, off);
    database.run("INSERT INTO person VALUES (90, 'Seed', '2025-01-01')");
    change("UPDATE person SET name = 'Hopper' WHERE id = 2");
    assertThatThrownBy(() -> run(database, Mode.DIFFERENTIAL, off))
        .hasMessageContaining("is not known");
    Report since = run(database, Mode.incrementalSince("2026-01-02"), off + "conflicts: source");
    assertCounts(since, "person", 0, 1, 0);
    assertThat(since.verdict()).isEqualTo(Verdict.PARTIAL);
    run(database, Mode.DIFFERENTIAL, off + "conflicts: target");
    assertThat(database.rows("SELECT id, name FROM person ORDER BY 1"))
        .containsExactly("1|Ada", "2|Hopper", "90|Seed");
    run(database, Mode.DIFFERENTIAL, off + "conflicts: source");
    assertThat(database.value("SELECT count(*) FROM person")).isEqualTo("2");
    change("UPDATE person SET name = 'Augusta' WHERE id = 1");
    assertThat(run(database, Mode.DIFFERENTIAL, off).verdict()).isEqualTo(Verdict.EXACT);
  }

  @Test
  void aDifferentialRunMakesBothEqual(Database database) {
    run(database, Mode.FULL);
    changeEverywhere();
    change("DELETE FROM visit WHERE id = 1", "DELETE FROM word WHERE rowid = 1");
    Report second = run(database, Mode.DIFFERENTIAL);
    assertCounts(second, "person", 1, 1, 0);
    assertCounts(second, "visit", 1, 0, 1);
    assertCounts(second, "word", 1, 0, 0);
    assertThat(verify(database).verdict()).isEqualTo(Verdict.EXACT);
    Report third = run(database, Mode.DIFFERENTIAL);
    assertCounts(third, "person", 0, 0, 0);
    assertThat(third.tables()).allMatch(t -> t.copied() == 0 && t.digest() == Match.EQUAL);
  }

  @Test
  void aPreviewSaysWhatADifferentialRunWouldDoAndWritesNothing(Database database) {
    run(database, Mode.FULL);
    changeEverywhere();
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      Godwit godwit = new Godwit(Progress.NONE);
      Plan plan = godwit.plan(source, target, Options.DEFAULT);
      Report report =
          godwit.move(source, target, Options.DEFAULT).by(plan).preview(Mode.DIFFERENTIAL);
      assertThat(report.verdict()).isEqualTo(Verdict.PLANNED);
      assertCounts(report, "person", 1, 1, 0);
      assertCounts(report, "word", 2, 0, 0);
    }
    assertThat(database.value("SELECT count(*) FROM person")).isEqualTo("2");
  }

  @Test
  void whatTheTargetChangedIsNotOverwrittenUnlessARuleSaysSo(Database database) {
    run(database, Mode.FULL);
    database.run(
        "UPDATE person SET name = 'Ada L.', updated_at = '2026-03-01' WHERE id = 1;"
            + "UPDATE person SET name = 'Grace H.', updated_at = '2026-01-03' WHERE id = 2;"
            + "INSERT INTO person VALUES (8, 'Linus', '2026-03-01')");
    changeEverywhere();
    assertThatThrownBy(() -> run(database, Mode.DIFFERENTIAL))
        .hasMessageContaining("person")
        .hasMessageContaining("the target was changed since the last run")
        .hasMessageContaining("conflicts: source, target or newer");
    assertThat(database.value("SELECT count(*) FROM visit")).isEqualTo("2");
    run(database, Mode.DIFFERENTIAL, "conflicts: newer");
    assertThat(database.rows("SELECT id, name FROM person ORDER BY 1"))
        .containsExactly("1|Ada L.", "2|Hopper", "3|Alan", "8|Linus");
    Report kept = run(database, Mode.DIFFERENTIAL, "tables: {person: {conflicts: target}}");
    assertThat(changed(kept, "person"))
        .extracting("keptChanged", "keptInTarget")
        .containsExactly(1L, 1L);
    run(database, Mode.DIFFERENTIAL, "conflicts: source");
    assertThat(database.rows("SELECT id, name FROM person ORDER BY 1"))
        .containsExactly("1|Ada", "2|Hopper", "3|Alan");
  }

  @Test
  void aMistakenConflictsRuleIsNamed() {
    assertThatThrownBy(() -> RulesFile.parse("conflicts: mine", "rules"))
        .hasMessage("rules: conflicts must be fail, source, target, newer or merge");
  }

  @Test
  void aMistakenWatermarkRuleIsNamedInThePlan(Database database) {
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      Options options =
          Options.DEFAULT.with(RulesFile.parse("tables: {person: {watermark: changed}}", "rules"));
      assertThatThrownBy(() -> new Godwit(Progress.NONE).plan(source, target, options))
          .hasMessage("rule watermark of person: no column changed travels");
    }
  }

  @Test
  void aRowThatDoesNotFitEndsARunBeforeAnythingIsWritten(Database database) {
    database.run(
        "CREATE TABLE person (id bigint PRIMARY KEY, name text, updated_at timestamptz);"
            + "CREATE TABLE visit (id int PRIMARY KEY, person bigint, note text);"
            + "CREATE TABLE word (word text, n int)");
    run(database, Mode.FULL);
    change("INSERT INTO word VALUES ('big', 5000000000)", "INSERT INTO visit VALUES (7, 1, 'x')");
    for (Mode mode : new Mode[] {Mode.INCREMENTAL, Mode.DIFFERENTIAL}) {
      assertThatThrownBy(() -> run(database, mode)).hasMessageContaining("word.n");
      assertThat(database.value("SELECT count(*) FROM visit")).isEqualTo("2");
    }
  }

  @Test
  void aTableKeyedByNothingThatTheTargetKnowsIsReplacedRowByRow(Database database) {
    database.run(
        "CREATE TABLE person (id bigint, name text, updated_at timestamp);"
            + "CREATE TABLE visit (id bigint PRIMARY KEY, person bigint, note text);"
            + "CREATE TABLE word (word text, n int)");
    run(database, Mode.FULL);
    change("UPDATE person SET name = 'Hopper' WHERE id = 2", "DELETE FROM person WHERE id = 1");
    assertCounts(run(database, Mode.DIFFERENTIAL), "person", 0, 1, 1);
    assertThat(database.rows("SELECT id, name FROM person")).containsExactly("2|Hopper");
  }

  @Test
  void aRowThatTheTargetRefusesInALaterRunIsNamedByItsKey(Database database) {
    run(database, Mode.FULL);
    database.run(
        "ALTER TABLE visit ADD EXCLUDE USING btree (note WITH =);"
            + "ALTER TABLE person ADD UNIQUE (name)");
    change("INSERT INTO visit VALUES (3, 1, 'c'), (4, 1, 'a')");
    assertThatThrownBy(() -> run(database, Mode.DIFFERENTIAL))
        .hasMessageContaining("visit.note  TEXT → text: 1 row excludes another row (constraint");
    change("DELETE FROM visit WHERE id > 2", "INSERT INTO person VALUES (5, 'Ada', NULL)");
    assertThatThrownBy(() -> run(database, Mode.DIFFERENTIAL))
        .hasMessageContaining("person.name")
        .hasMessageContaining("first at id=5");
    assertThat(database.value("SELECT count(*) FROM visit")).isEqualTo("2");
  }

  @Test
  void laterRunsGoByTheNamesThatTheFirstOneMade(Database database) {
    String column = "ä".repeat(40);
    String table = "t".repeat(70);
    change(
        "ALTER TABLE person RENAME TO " + table,
        "ALTER TABLE visit ADD COLUMN " + column,
        "UPDATE visit SET " + column + " = 'x'");
    assertThat(run(database, Mode.FULL).verdict()).isEqualTo(Verdict.EXACT);
    change("UPDATE visit SET " + column + " = 'y'");
    Report second = run(database, Mode.DIFFERENTIAL);
    assertThat(second.verdict()).isEqualTo(Verdict.EXACT);
    assertCounts(second, "visit", 0, 2, 0);
    change("DROP TABLE visit", "DROP TABLE word", "UPDATE " + table + " SET name = 'z'");
    assertCounts(run(database, Mode.DIFFERENTIAL), table, 0, 2, 0);
  }

  /** A type, a value, the same value in another spelling, and another value. */
  private static final String[][] SPELLINGS = {
    {"citext", "'Ada'", "'ada'", "'bob'"},
    {"text COLLATE ci", "'Ada'", "'ada'", "'bob'"},
    {"numeric", "'1.0'", "'1.00'", "'2'"},
    {"double precision", "0.0", "-0.0", "1.5"},
    {"interval", "'24:00:00'", "'1 day'", "'2 days'"},
    {"jsonb", "'1'", "'1.0'", "'2'"},
    {"char(3)", "'a'", "'a  '", "'b'"},
    {"bpchar", "'a'", "'a '", "'b'"},
    {"timetz", "'12:00:00+00'", "'13:00:00+01'", "'14:00:00+00'"},
    {"inet", "'10.0.0.1'", "'10.0.0.1/32'", "'10.0.0.2'"},
    {"numrange", "'[1.0,2)'", "'[1,2)'", "'[3,4)'"}
  };

  @Test
  void keysThatAreSpelledAnewAreTheSameKeysOrOthersAsTheServerHasIt(Database database) {
    database.run(
        "CREATE EXTENSION citext; CREATE COLLATION ci"
            + " (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
    change("DROP TABLE visit", "DROP TABLE person", "DROP TABLE word");
    for (int i = 0; i < SPELLINGS.length; i++) {
      String[] s = SPELLINGS[i];
      for (String key : new String[] {"", " PRIMARY KEY"}) {
        String table = (key.isEmpty() ? "k" : "p") + i;
        database.run("CREATE TABLE " + table + " (k " + s[0] + key + ", n int)");
        change(
            "CREATE TABLE " + table + " (k, n INTEGER)",
            "INSERT INTO " + table + " VALUES (" + s[1] + ", 1), (" + s[3] + ", 2)");
      }
    }
    assertThat(run(database, Mode.FULL).verdict()).isEqualTo(Verdict.EXACT);
    for (int i = 0; i < SPELLINGS.length; i++) {
      for (String table : new String[] {"k" + i, "p" + i}) {
        change(
            "UPDATE " + table + " SET k = " + SPELLINGS[i][2] + " WHERE n = 1",
            "UPDATE " + table + " SET n = 3 WHERE n = 2");
      }
    }
    assertThat(run(database, Mode.DIFFERENTIAL).verdict()).isEqualTo(Verdict.EXACT);
    assertThat(verify(database).verdict()).isEqualTo(Verdict.EXACT);
    assertThat(database.rows("SELECT k FROM p0 UNION ALL SELECT k FROM p1 ORDER BY 1"))
        .containsExactly("ada", "ada", "bob", "bob");
    assertThat(run(database, Mode.DIFFERENTIAL).changes())
        .allMatch(c -> c.inserts() + c.updates() + c.deletes() == 0);
  }

  @Test
  void ofTwoRowsThatTheServerTakesForOneTheSecondIsNamedInEveryMode(Database database) {
    change("DROP TABLE visit", "DROP TABLE person", "DROP TABLE word");
    String[] types = {"citext", "numeric", "interval", "jsonb"};
    String[] first = {"Ada", "1.0", "24:00:00", "{\"a\": 1}"};
    String[] second = {"ADA", "1.00", "1 day", "{\"a\": 1.0}"};
    database.run("CREATE EXTENSION citext");
    StringBuilder update = new StringBuilder("onMisfit: quarantine\ntables:\n");
    for (int i = 0; i < types.length; i++) {
      database.run(
          "CREATE TABLE k%d (k %s PRIMARY KEY, n int); ".formatted(i, types[i])
              + "INSERT INTO k%d VALUES ('%s', 0)".formatted(i, first[i]));
      change(
          "CREATE TABLE k%d (k TEXT PRIMARY KEY, n INTEGER)".formatted(i),
          "INSERT INTO k%d VALUES ('%s', 1), ('%s', 9)".formatted(i, first[i], second[i]));
      update.append("  k%d: {onConflict: update}\n".formatted(i));
    }
    String rules = update.toString();
    assertSecondIsNamed(check(database, rules.replace("quarantine", "fail")));
    assertThatThrownBy(() -> run(database, Mode.FULL, rules.replace("quarantine", "fail")))
        .hasMessageContaining("k0.k");
    assertSecondIsNamed(run(database, Mode.FULL, rules).problems());
    for (Mode mode : List.of(Mode.INCREMENTAL, Mode.DIFFERENTIAL)) {
      assertSecondIsNamed(plan(database, mode, "{}").problems());
      assertThatThrownBy(() -> run(database, mode)).hasMessageContaining("k0.k");
      for (int i = 0; i < types.length; i++) {
        change("UPDATE k%d SET n = n + 1".formatted(i));
      }
      assertSecondIsNamed(plan(database, mode, rules).warnings());
      assertSecondIsNamed(run(database, mode, rules).problems());
    }
    for (int i = 0; i < types.length; i++) {
      assertThat(database.rows("SELECT n FROM k" + i)).as(types[i]).containsExactly("3");
    }
  }

  @Test
  void aRefusedRowLeavesTheOneInTheTargetThatItWouldHaveGoneOver(Database database) {
    database.run(
        "CREATE TABLE person (id int PRIMARY KEY);"
            + " CREATE TABLE visit (id int PRIMARY KEY, person int REFERENCES person,"
            + " note text UNIQUE CHECK (note <> 'bad'));"
            + " INSERT INTO person VALUES (1); INSERT INTO visit VALUES (1, 1, 'p'), (2, 1, 'q'),"
            + " (3, 1, 'r'), (4, 1, 's'), (5, 1, 'own')");
    change(
        "DROP TABLE word",
        "UPDATE visit SET person = 77 WHERE id = 1",
        "UPDATE visit SET note = 'bad' WHERE id = 2",
        "INSERT INTO visit VALUES (3, 1, 'own'), (4, 2, 's')");
    String rules =
        "onMisfit: quarantine\ntables: {visit: {onConflict: update}, person: {onConflict: skip,"
            + " columns: {name: {skip: true}, updated_at: {skip: true}}}}";
    Report first = run(database, Mode.FULL, rules);
    assertThat(first.problems()).extracting(Problem::column).contains("person", "note");
    String[] kept = {"1|1|p", "2|1|q", "3|1|r", "4|2|s", "5|1|own"};
    assertThat(database.rows("SELECT * FROM visit ORDER BY id")).containsExactly(kept);
    for (Mode mode : List.of(Mode.DIFFERENTIAL, Mode.INCREMENTAL, Mode.FULL)) {
      run(database, mode, rules);
      assertThat(database.rows("SELECT * FROM visit ORDER BY id")).containsExactly(kept);
    }
  }

  private void assertSecondIsNamed(List<Problem> problems) {
    for (int i = 0; i < 4; i++) {
      String table = "k" + i;
      assertThat(problems)
          .anyMatch(
              p ->
                  table.equals(p.table())
                      && "k".equals(p.column())
                      && p.message().contains("has a key that "));
    }
  }

  private Report plan(Database database, Mode mode, String rules) {
    Options options = Options.DEFAULT.with(RulesFile.parse(rules, "rules"));
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      return new Godwit(Progress.NONE).move(source, target, options).preview(mode);
    }
  }

  private List<Problem> check(Database database, String rules) {
    Options options = Options.DEFAULT.with(RulesFile.parse(rules, "rules"));
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      return new Godwit(Progress.NONE).move(source, target, options).check().problems();
    }
  }
}
