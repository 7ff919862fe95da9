package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.copy.Progress;
import dev.godwit.model.Verdict;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rows that the target holds already, and rows that come back from the quarantine. */
@ExtendWith(FreshDatabase.class)
class ConflictTest {
  @TempDir Path folder;

  private Path source(String... statements) {
    return SqliteFiles.create(folder.resolve("a.db"), statements);
  }

  @Test
  void skippedRowsAreCountedAndASecondRunPasses(Database database) {
    Path file =
        source(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, x)",
            "INSERT INTO t VALUES (1, 'new'), (2, 'new'), (3, 'new')");
    database.run(
        "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x text);"
            + "INSERT INTO t OVERRIDING SYSTEM VALUE VALUES (2, 'old'), (9, 'other')");
    String rules = "tables: {t: {onConflict: skip}}";
    Report report = Moves.migrate(file, database, rules);
    assertThat(report.tables().get(0))
        .extracting("sourceRows", "copied", "skipped", "rejected", "targetRows", "digest")
        .containsExactly(3L, 2L, 1L, 0L, 4L, Match.EQUAL);
    assertThat(database.rows("SELECT * FROM t ORDER BY 1"))
        .containsExactly("1|new", "2|old", "3|new", "9|other");
    assertThat(Moves.migrate(file, database, rules).tables().get(0).skipped()).isEqualTo(3);
    assertThat(database.value("INSERT INTO t (x) VALUES ('n') RETURNING id")).isEqualTo("10");
  }

  @Test
  void updatedRowsAreReadBack(Database database) {
    Path file =
        source(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, x, tags)",
            "INSERT INTO t VALUES (1, 'new', '{1, 2}'), (2, 'new', NULL)");
    database.run(
        "CREATE TABLE t (id bigint PRIMARY KEY, x text, tags int[], mine text);"
            + "INSERT INTO t VALUES (2, 'old', '{9}', 'kept'), (9, 'other', NULL, NULL)");
    Report report = Moves.migrate(file, database, "tables: {t: {onConflict: update}}");
    assertThat(report.tables().get(0).digest()).hasToString("equal");
    assertThat(database.rows("SELECT * FROM t ORDER BY 1"))
        .containsExactly("1|new|{1,2}|null", "2|new|null|kept", "9|other|null|null");
  }

  @Test
  void aKeyOfTheTargetsOwnIsAConflictWheneverTheSourceComesToUseIt(Database database) {
    Path file =
        source("CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT)", "INSERT INTO t VALUES (1, 'a')");
    Moves.migrate(file, database, "");
    database.run("INSERT INTO t VALUES (9, 'mine')");
    night(file, database, "target");
    source("INSERT INTO t VALUES (9, 'theirs')");
    assertThatThrownBy(() -> night(file, database, "fail")).hasMessageContaining("first id=9 (x)");
    night(file, database, "target");
    assertThat(database.rows("SELECT * FROM t ORDER BY 1")).containsExactly("1|a", "9|mine");
    night(file, database, "source");
    assertThat(database.rows("SELECT * FROM t ORDER BY 1")).containsExactly("1|a", "9|theirs");
  }

  private static void night(Path file, Database database, String rule) {
    Options options = Options.DEFAULT.with(RulesFile.parse("conflicts: " + rule, "rules"));
    Moves.migrate(file.toString(), database.url(), options, Mode.DIFFERENTIAL, Progress.NONE);
  }

  @Test
  void quarantinedRowsComeBackOnceTheRulesHaveChanged(Database database) {
    Path file =
        source(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, n, b, r)",
            "INSERT INTO t VALUES (1, 5, x'00ff', 1.5), (2, '', x'', -0.25), (3, 'x', 'text', 9e999)");
    database.run("CREATE TABLE t (id bigint PRIMARY KEY, n int, b bytea, r double precision)");
    assertThat(Moves.migrate(file, database, "onMisfit: quarantine").rejected()).isEqualTo(2);
    Options options =
        Options.DEFAULT.with(RulesFile.parse("{onMisfit: quarantine, onEmpty: null}", "r"));
    try (Target target = dev.godwit.Stores.target(database.url(), null)) {
      Report report = new Godwit(Progress.NONE).reload(target, options);
      assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINED);
      assertThat(report.copied()).isEqualTo(1);
    }
    assertThat(database.rows("SELECT * FROM t ORDER BY 1"))
        .containsExactly("1|5|\\x00ff|1.5", "2|null|\\x|-0.25");
    assertThat(database.rows("SELECT row_data->>'id' FROM godwit.quarantine")).containsExactly("3");
    options =
        Options.DEFAULT.with(RulesFile.parse("tables: {t: {columns: {n: {onMisfit: null}}}}", "r"));
    try (Target target = dev.godwit.Stores.target(database.url(), null)) {
      assertThat(new Godwit(Progress.NONE).reload(target, options).verdict())
          .isEqualTo(Verdict.EXACT);
    }
    assertThat(database.value("SELECT * FROM t WHERE id = 3"))
        .isEqualTo("3|null|\\x74657874|Infinity");
    assertThat(database.value("SELECT count(*) FROM godwit.quarantine")).isEqualTo("0");
  }

  @Test
  void anEmptyQuarantineIsSaidToBeOne(Database database) {
    try (Target target = dev.godwit.Stores.target(database.url(), null)) {
      assertThatThrownBy(() -> new Godwit(Progress.NONE).reload(target, Options.DEFAULT))
          .hasMessageContaining("no quarantined rows");
    }
  }
}
