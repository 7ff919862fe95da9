package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@ExtendWith(FreshDatabase.class)
class ModeOptionsTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void fillASource() {
    file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE task (id INTEGER PRIMARY KEY, title TEXT, updated_at DATETIME)",
            "INSERT INTO task VALUES (1, 'a', '2026-01-01 00:00:00'), (2, 'b', '2026-01-02 00:00:00')");
  }

  private Cli.Result migrate(Database database, String... more) {
    List<String> args = new ArrayList<>(List.of("migrate", "--from", "sqlite", "--sqlite-path"));
    args.addAll(List.of(file.toString(), "--to", "postgresql", "--connection-url", database.url()));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  @Test
  void theSeedsIncrementalRunWorksAsItStandsThere(Database database) {
    assertThat(migrate(database).code()).isZero();
    SqliteFiles.create(
        file,
        "INSERT INTO task VALUES (3, 'c', '2026-02-01 00:00:00')",
        "DELETE FROM task WHERE id = 1");
    Cli.Result r = migrate(database, "--incremental", "--since", "2026-01-15");
    assertThat(r.code()).as(r.everything()).isZero();
    assertThat(r.out())
        .contains("What the run changed")
        .containsPattern("task +1 +0 +0 +0 +updated_at from 2026-01-15, as asked for")
        .contains("as asked for: older changes were not");
  }

  @Test
  void aDifferentialDryRunShowsAndARunApplies(Database database) {
    assertThat(migrate(database).code()).isZero();
    SqliteFiles.create(
        file, "UPDATE task SET title = 'B' WHERE id = 2", "DELETE FROM task WHERE id = 1");
    Cli.Result dry = migrate(database, "--mode", "differential", "--preview", "--dry-run");
    assertThat(dry.code()).as(dry.everything()).isZero();
    assertThat(dry.out()).contains("What the run would change").containsPattern("task +0 +1 +1");
    assertThat(database.value("SELECT count(*) FROM task")).isEqualTo("2");
    JsonNode json = migrate(database, "--mode", "differential", "--verify", "--json").json();
    assertThat(json.path("mode").asString()).isEqualTo("differential");
    assertThat(json.path("changes").get(0).path("deletes").asLong()).isEqualTo(1);
    assertThat(database.rows("SELECT id, title FROM task")).containsExactly("2|B");
  }

  @Test
  void rulesMayComeThroughAPipe(Database database) throws Exception {
    Path pipe = folder.resolve("rules");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Process writer =
        new ProcessBuilder(
                "sh", "-c", "echo 'tables: {task: {columns: {title: {upper: true}}}}' >" + pipe)
            .start();
    assertThat(migrate(database, "--rules", pipe.toString()).code()).isZero();
    assertThat(database.rows("SELECT title FROM task ORDER BY 1")).containsExactly("A", "B");
    writer.waitFor();
  }

  @Test
  void modesThatExcludeEachOtherAreRefused(Database database) {
    assertThat(migrate(database, "--mode", "differential", "--since", "1").code()).isEqualTo(2);
    assertThat(migrate(database, "--mode", "differential", "--resume").err())
        .contains("--resume goes with --mode full only");
  }

  @Test
  void aRunEndsWithAComparisonOfReadSpeedUnlessTheTablesAreSmall(Database database) {
    String rows =
        "WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
            + " INSERT INTO task SELECT i, 'x', NULL FROM n";
    SqliteFiles.create(file, rows);
    JsonNode json = migrate(database, "--json").json();
    JsonNode lookup = json.path("readSpeed").get(0);
    assertThat(lookup.path("table").asString()).isEqualTo("task");
    assertThat(lookup.path("what").asString()).isEqualTo("lookup");
    assertThat(lookup.path("target").asDouble()).isPositive();
    assertThat(json.path("readSpeed").get(1).path("source").asDouble()).isPositive();
    assertThat(migrate(database, "--force", "--no-read-speed", "--details").out())
        .doesNotContain("Read speed");
    assertThat(migrate(database, "--force", "--verify", "none", "--details").out())
        .doesNotContain("Read speed");
    assertThat(migrate(database, "--force", "--details").out())
        .contains("Read speed, rows a second");
  }
}
