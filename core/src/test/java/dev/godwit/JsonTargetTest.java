package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Verdict;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Journal;
import dev.godwit.testing.Contents;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON as the target of every kind of load. */
class JsonTargetTest {
  @TempDir Path folder;

  private static void moved(String from, String to) {
    Moves.exactly(from, to, Options.DEFAULT);
  }

  private String sqlite(int rows) {
    List<String> sql = new ArrayList<>();
    sql.add("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)");
    sql.add(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
            + rows
            + ")"
            + " INSERT INTO t SELECT i, 'v' || i FROM n");
    Path file = folder.resolve("t" + rows + ".db");
    return (Files.exists(file) ? file : SqliteFiles.create(file, sql.toArray(String[]::new)))
        .toString();
  }

  @Test
  void aRunThatFailsLeavesNothingBehind() throws IOException {
    Path file =
        SqliteFiles.create(
            folder.resolve("t.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)",
            "INSERT INTO t VALUES (1, 'x')");
    Path out = folder.resolve("out");
    Options options =
        Options.DEFAULT.with(
            RulesFile.parse("tables: {t: {columns: {v: {type: integer}}}}", "rules"));
    assertThatThrownBy(() -> Moves.migrate(file.toString(), "json:" + out, options))
        .isInstanceOf(GodwitException.class)
        .hasMessageContaining("t.v");
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all.map(p -> p.getFileName().toString()))
          .allMatch(n -> n.equals("t.db") || n.endsWith("godwit-lock"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"out", "out.json", "o.json?shape=array&table=t", "o.ndjson?table=t"})
  void rowsThatAreThereAreRefusedOrReplaced(String out) {
    String json = "json:" + folder.resolve(out);
    moved(sqlite(3), json);
    assertThatThrownBy(() -> moved(sqlite(5), json)).hasMessageContaining("hold rows");
    assertThat(Contents.of(json)).hasSize(3);
    Options force = Options.DEFAULT.forcing(true);
    Moves.exactly(sqlite(5), json, force);
    assertThat(Contents.of(json)).hasSize(5);
  }

  @Test
  void rowsWhoseKeyIsThereAreSkippedOrUpdatedByRule() {
    String json = "json:" + folder.resolve("out");
    moved(sqlite(3), json);
    Path other =
        SqliteFiles.create(
            folder.resolve("other.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)",
            "INSERT INTO t VALUES (2, 'new'), (4, 'four')");
    assertThat(Moves.migrate(other.toString(), json, conflict("skip")).verdict())
        .isEqualTo(Verdict.MERGED);
    assertThat(Contents.of(json)).hasSize(4).noneMatch(row -> row.contains(hex("new")));
    assertThat(Moves.migrate(other.toString(), json, conflict("update")).verdict())
        .isEqualTo(Verdict.MERGED);
    assertThat(Contents.of(json))
        .hasSize(4)
        .filteredOn(row -> row.contains(hex("new")))
        .singleElement()
        .asString()
        .startsWith("t|integer 2|");
  }

  @Test
  void columnsThatDoNotTravelKeepTheirValuesInAnUpdate() {
    String json = "json:" + folder.resolve("out");
    moved(
        SqliteFiles.create(
                folder.resolve("a.db"),
                "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, w TEXT)",
                "INSERT INTO t VALUES (1, 'v', 'kept')")
            .toString(),
        json);
    Path newer =
        SqliteFiles.create(
            folder.resolve("b.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)",
            "INSERT INTO t VALUES (1, 'new')");
    assertThat(Moves.migrate(newer.toString(), json, conflict("update")).verdict())
        .isEqualTo(Verdict.MERGED);
    assertThat(Contents.of(json))
        .containsExactly("t|integer 1|text " + hex("new") + "|text " + hex("kept"));
  }

  private static Options conflict(String what) {
    return Options.DEFAULT.with(
        RulesFile.parse("tables: {t: {onConflict: " + what + "}}", "rules"));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aFileThatIsNotUnderstoodIsNeverOverwritten() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.json"), "[{\"a\": ");
    assertThatThrownBy(() -> moved(sqlite(1), "json:" + broken))
        .hasMessageContaining("no valid JSON");
    assertThat(broken).hasContent("[{\"a\": ");
    Path foreign = Files.createDirectory(folder.resolve("foreign"));
    Files.writeString(foreign.resolve("notes.txt"), "mine");
    assertThatThrownBy(() -> moved(sqlite(1), "json:" + foreign))
        .hasMessageContaining("a folder of other files");
  }

  @Test
  void aFileOfRowsThatWasCutOffIsFound() throws IOException {
    Path out = folder.resolve("out");
    moved(sqlite(3), "json:" + out);
    Path rows = out.resolve("t.ndjson");
    List<String> lines = Files.readAllLines(rows);
    Files.write(rows, lines.subList(0, 2));
    assertThatThrownBy(() -> moved("json:" + out, "json:" + folder.resolve("other")))
        .hasMessageContaining("t.ndjson has 2 lines, and catalog.json says 3")
        .hasMessageContaining("is damaged; nothing was written. Restore the files from a backup")
        .hasMessageNotContaining("sqlite3");
  }

  @Test
  void repeatedKeysOfOneTableAreSetAsideByRule() throws IOException {
    Path file = folder.resolve("t.json");
    Files.writeString(file, "[{\"id\": 1, \"v\": \"a\"}, {\"id\": 1, \"v\": \"b\"}]");
    String json = "json:" + folder.resolve("out");
    Options options =
        Options.DEFAULT.with(RulesFile.parse("tables: {t: {onMisfit: quarantine}}", "rules"));
    try (Source source = Stores.source("json:" + file + "?key=t.id", null);
        Target target = Stores.target(json, null)) {
      Report report = new Godwit(Progress.NONE).migrate(source, target, options);
      assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINED);
      assertThat(Journal.at(target).journal("quarantine")).isPresent();
    }
    assertThat(Contents.of(json)).hasSize(1);
  }
}
