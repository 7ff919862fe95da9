package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.Database;
import dev.godwit.testing.Everything;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code history} and {@code rollback}, and what {@code migrate} says of them. */
@ExtendWith(FreshDatabase.class)
class RollbackCommandTest {
  private static final Path ROOT = Path.of(System.getProperty("godwit.root"));

  @TempDir Path folder;
  private String file;

  @BeforeEach
  void fillASource() {
    file =
        SqliteFiles.create(
                folder.resolve("a.db"),
                "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT)",
                "INSERT INTO person VALUES (1, 'Ada'), (2, 'Grace')")
            .toString();
  }

  private Cli.Result migrate(Database database) {
    return Cli.run(
        "migrate",
        "--from",
        file,
        "--to",
        database.url(),
        "--force",
        "--rehearse",
        "--backup",
        folder.resolve("kept").toString());
  }

  @Test
  void aStoreMayHaveAnAmpersandInItsName() {
    String target = folder.resolve("R&D.db").toString();
    Cli.Result migrated = Cli.run("migrate", "--from", file, "--to", target);
    Matcher id = Pattern.compile("--migration-id (\\S+)").matcher(migrated.out());
    assertThat(id.find()).as(migrated.out() + migrated.err()).isTrue();
    Cli.Result back = Cli.run("rollback", "--to", target, "--migration-id", id.group(1));
    assertThat(back.code()).as(back.err()).isZero();
  }

  @Test
  void theCommandThatMigrateNamesTakesItBack(Database database) {
    database.run(
        "CREATE TABLE person (id bigint PRIMARY KEY, name text);"
            + "INSERT INTO person VALUES (1, 'Zoe'), (9, 'Yan')");
    List<String> before = Everything.of(database);
    Cli.Result migrated = migrate(database);
    assertThat(migrated.code()).as(migrated.err()).isZero();
    Matcher command =
        Pattern.compile("godwit (rollback --to '?(\\S+?)'? --migration-id (\\S+))\n")
            .matcher(migrated.out());
    assertThat(command.find()).as(migrated.out()).isTrue();
    String id = command.group(3);
    assertThat(Cli.run("history", "--to", database.url()).out())
        .contains("backup " + folder.resolve("kept").resolve(id + ".zip"));
    assertThat(migrated.out())
        .contains("Backup of what was overwritten: " + folder.resolve("kept").resolve(id + ".zip"));
    assertThat(command.group(2)).doesNotContain(":" + database.password());

    Cli.Result back = Cli.run("rollback", "--to", database.url(), "--migration-id", id);
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(back.out())
        .startsWith("exact: 1 table is what it was before, the same by digest")
        .containsPattern("person +2 +2 +0 +equal");
    assertThat(Everything.of(database)).isEqualTo(before);

    Cli.Result again = Cli.run("rollback", "--to", database.url(), "--migration-id", id);
    assertThat(again.code()).isEqualTo(3);
    assertThat(again.err()).contains("was taken back already");
  }

  @Test
  void theHistoryListsRunsTheNewestFirst(Database database) {
    assertThat(Cli.run("history", "--to", database.url()).out())
        .isEqualTo("nothing ran on this target\n");
    String id =
        Cli.run("migrate", "--from", file, "--to", database.url(), "--json")
            .json()
            .get("migrationId")
            .asString();
    Cli.run("rollback", "--to", database.url(), "--migration-id", id);
    Cli.Result text = Cli.run("history", "--to", database.url());
    assertThat(text.code()).isZero();
    assertThat(text.out())
        .containsPattern(id + "  .* migrate +full +exact +2  .*a.db")
        .contains("taken back by ");
    JsonNode json = Cli.run("history", "--to", database.url(), "--json").json();
    assertThat(json).hasSize(2);
    assertThat(json.at("/0/verb").asString()).isEqualTo("rollback");
    assertThat(json.at("/1/migrationId").asString()).isEqualTo(id);
    assertThat(json.at("/1/undoneBy")).isEqualTo(json.at("/0/migrationId"));
    assertThat(json.at("/1/report/tables/0/copied").asLong()).isEqualTo(2);
  }

  @Test
  void aTargetThatChangedSinceIsRefused(Database database) {
    String id =
        Cli.run("migrate", "--from", file, "--to", database.url(), "--json")
            .json()
            .get("migrationId")
            .asString();
    database.run("INSERT INTO person VALUES (3, 'New')");
    Cli.Result refused = Cli.run("rollback", "--to", database.url(), "--migration-id", id);
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("has changed since").contains("--force");
    assertThat(Cli.run("rollback", "--to", database.url(), "--migration-id", id, "--force").code())
        .isZero();
    assertThat(database.rows("SELECT 1 FROM pg_tables WHERE tablename = 'person'")).isEmpty();
  }

  @Test
  void afterAnImportThroughFlywayTheVersionCanRunAgain(Database database) {
    String sources =
        ROOT.resolve("docs/sample/teleclaude.db") + "," + ROOT.resolve("docs/sample/events.db");
    String[] args = {
      "migrate", "--to", database.url(), "--json", "--profile", "teleclaude", "--from", sources
    };
    JsonNode first = Cli.run(args).json();
    String id = first.get("migrationId").asString();
    Cli.Result back = Cli.run("rollback", "--to", database.url(), "--migration-id", id);
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(database.rows("SELECT version FROM flyway_schema_history")).containsExactly("1");
    assertThat(database.value("SELECT count(*) FROM sessions")).isEqualTo("0");
    Cli.Result second = Cli.run(args);
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(second.json().get("tables")).hasSameSizeAs(first.get("tables"));
  }
}
