package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(FreshDatabase.class)
class MigrateCommandTest {
  private static final String SCHEMA =
      "CREATE TABLE person (id bigint PRIMARY KEY, name text, born date, note text)";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void fillASource() {
    file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, born TEXT)",
            "INSERT INTO person VALUES (1, 'Ada', '1815-12-10'), (2, 'Grace', '1906-12-09')");
  }

  private String source() {
    return file.toString();
  }

  @Test
  void sayExactFirstAndEndWithZero(Database database) {
    database.run(SCHEMA);
    Cli.Result r = Cli.run("migrate", "--from", source(), "--to", database.url());
    assertThat(r.err()).isEmpty();
    assertThat(r.code()).isZero();
    assertThat(r.out()).startsWith("exact: 2 rows of 1 table arrived, the same in both by digest");
    assertThat(r.out()).containsPattern("person +2 +2 +0 +equal");
    assertThat(r.out()).contains("person  born 2").contains("person.note  not in the source");
    assertThat(database.rows("SELECT id, name, born FROM person ORDER BY id"))
        .containsExactly("1|Ada|1815-12-10", "2|Grace|1906-12-09");
  }

  @Test
  void theJsonReportHasItsFixedKeysAndStandsAlone(Database database) {
    database.run(SCHEMA);
    Cli.Result r = Cli.run("migrate", "--from", source(), "--to", database.url(), "--json");
    JsonNode json = r.json();
    assertThat(json.propertyNames())
        .contains("migrationId", "verb", "mode", "from", "to", "verdict", "seconds")
        .contains("tables", "problems", "warnings", "leftOut");
    assertThat(json.path("verdict").asString()).isEqualTo("exact");
    assertThat(json.path("verb").asString()).isEqualTo("migrate");
    assertThat(json.path("tables").get(0).propertyNames())
        .contains("name", "target", "sourceRows", "copied", "rejected", "targetRows")
        .contains("digest", "seconds", "renamed");
    assertThat(json.path("warnings").get(0).propertyNames())
        .contains("table", "column", "key", "kind", "message", "hint");
  }

  @Test
  void aRefusalHasAReportTooAndEndsWithThree(Database database) {
    database.run("CREATE TABLE person (id bigint PRIMARY KEY, name text, born integer)");
    Cli.Result r = Cli.run("migrate", "--from", source(), "--to", database.url(), "--json");
    assertThat(r.code()).isEqualTo(3);
    assertThat(r.json().path("verdict").asString()).isEqualTo("refused");
    assertThat(r.json().path("problems").get(0).path("column").asString()).isEqualTo("born");
    assertThat(r.err()).contains("nothing was written").contains("person.born");
    assertThat(r.err()).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(database.value("SELECT count(*) FROM person")).isEqualTo("0");
  }

  @Test
  void rowsSetAsideEndWithThree(Database database) {
    database.run("CREATE TABLE person (id int PRIMARY KEY, name varchar(3), born date)");
    Cli.Result r =
        Cli.run(
            "migrate",
            "--from",
            source(),
            "--to",
            database.url(),
            "--on-misfit",
            "quarantine",
            "--json");
    assertThat(r.code()).isEqualTo(3);
    assertThat(r.json().path("verdict").asString()).isEqualTo("quarantined");
    assertThat(r.json().path("tables").get(0).path("rejected").asInt()).isEqualTo(1);
    assertThat(r.json().path("problems").get(0).path("key").asString()).isEqualTo("id=2");
    assertThat(database.value("SELECT count(*) FROM person")).isEqualTo("1");
  }

  @Test
  void aSecondRunIsRefusedUnlessForced(Database database) {
    database.run(SCHEMA);
    String[] call = {"migrate", "--from", source(), "--to", database.url()};
    assertThat(Cli.run(call).code()).isZero();
    Cli.Result second = Cli.run(call);
    assertThat(second.code()).isEqualTo(3);
    assertThat(second.err()).contains("holds rows already").contains("--force");
    Cli.Result forced =
        Cli.run("migrate", "--from", source(), "--to", database.url(), "--force", "--quiet");
    assertThat(forced.code()).isZero();
    assertThat(forced.err()).isEmpty();
  }

  @Test
  void bareWordsTakeTheirStoresFromOptions(Database database) {
    database.run(SCHEMA);
    Cli.Result r =
        Cli.run(
            "migrate",
            "--from",
            "sqlite",
            "--sqlite-path",
            source(),
            "--to",
            "postgresql",
            "--connection-url",
            database.url(),
            "--verify");
    assertThat(r.code()).as(r.err()).isZero();
    assertThat(Cli.run("migrate", "--from", "sqlite").err()).contains("--sqlite-path PATH");
  }

  @Test
  void severalSourcesTablesAndExclusions(Database database) {
    Path other =
        SqliteFiles.create(
            folder.resolve("b,c.db"),
            "CREATE TABLE event (id INTEGER PRIMARY KEY)",
            "INSERT INTO event VALUES (7)",
            "CREATE TABLE junk (x)",
            "INSERT INTO junk VALUES (1)");
    database.run(SCHEMA + "; CREATE TABLE event (id bigint PRIMARY KEY)");
    Cli.Result r =
        Cli.run(
            "migrate",
            "--from",
            source(),
            "--from",
            other.toString(),
            "--to",
            database.url(),
            "--exclude",
            "junk",
            "--verify=counts");
    assertThat(r.code()).as(r.err()).isZero();
    assertThat(r.out()).contains("Left out\n  junk").contains("skipped");
    assertThat(database.value("SELECT id FROM event")).isEqualTo("7");
  }

  @Test
  void debugWritesValuesAndOnlyThere(Database database) throws IOException {
    database.run(SCHEMA);
    Path debug = folder.resolve("debug.jsonl");
    Cli.Result r =
        Cli.run("migrate", "--from", source(), "--to", database.url(), "--debug", debug.toString());
    assertThat(r.code()).isZero();
    assertThat(Files.readString(debug)).contains("1815-12-10");
    assertThat(r.everything()).doesNotContain("1815");
  }

  @Test
  void aPlanWritesNothingAndNamesEveryProblem(Database database) {
    database.run("CREATE TABLE person (id bigint PRIMARY KEY)");
    Cli.Result r = Cli.run("plan", "--from", source(), "--to", database.url(), "--json");
    assertThat(r.code()).isEqualTo(3);
    assertThat(r.json().path("verdict").asString()).isEqualTo("refused");
    assertThat(r.json().path("problems")).hasSize(2);
    database.run("DROP TABLE person; " + SCHEMA);
    for (String[] call :
        new String[][] {
          {"plan", "--from", source(), "--to", database.url()},
          {"migrate", "--dry-run", "--from", source(), "--to", database.url()},
          {"migrate", "--preview", "--from", source(), "--to", database.url()}
        }) {
      Cli.Result planned = Cli.run(call);
      assertThat(planned.code()).isZero();
      assertThat(planned.out()).startsWith("planned: ");
    }
    assertThat(database.value("SELECT count(*) FROM person")).isEqualTo("0");
  }

  @Test
  void aPlanThroughFlywayTriesTheSqlAndTakesItBack(Database database) throws IOException {
    Path sql = Files.createDirectory(folder.resolve("sql"));
    Files.writeString(sql.resolve("V1__schema.sql"), SCHEMA + ";");
    Cli.Result r =
        Cli.run("plan", "--from", source(), "--to", database.url(), "--locations", sql.toString());
    assertThat(r.code()).as(r.err()).isZero();
    assertThat(r.out()).contains("planned: the plan works for 1 table");
    assertThat(database.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
        .isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--mode", "--batch-rows", "--since", "--nonsense"})
  void optionsThatDoNotWorkAreNotAccepted(String option) {
    Cli.Result r = Cli.run("migrate", "--from", source(), option);
    assertThat(r.code()).isEqualTo(2);
    assertThat(r.err()).contains(option).contains("See: godwit migrate --help");
  }

  @Test
  void wrongCallsEndWithTwo() throws IOException {
    assertThat(Cli.run().code()).isEqualTo(2);
    assertThat(Cli.run("migrate").err()).contains("--from");
    assertThat(Cli.run("migrate", "--from", source(), "--verify", "perhaps").code()).isEqualTo(2);
    assertThat(Cli.run("migrate", "--from", source(), "--zone", "Mars").code()).isEqualTo(2);
    assertThat(Cli.run("migrate", "--from", source(), "--to", "oracle://b").code()).isEqualTo(2);
    assertThat(Cli.run("migrate", "--from", source(), "--report", "r.pdf").code()).isEqualTo(2);
    Path rules = Files.writeString(folder.resolve("r.yml"), "onMisfitt: fail");
    Cli.Result r = Cli.run("migrate", "--from", source(), "--rules", rules.toString());
    assertThat(r.code()).isEqualTo(2);
    assertThat(r.err()).contains("did you mean onMisfit?");
  }

  @Test
  void aServerThatIsNotThereEndsWithOneAndNoPasswordIsShown() {
    Cli.Result r =
        Cli.run(
            "migrate",
            "--from",
            source(),
            "--to",
            "postgresql://me:geheim@localhost:1/db",
            "--json");
    assertThat(r.code()).isEqualTo(1);
    assertThat(r.json().path("verdict").asString()).isEqualTo("failed");
    assertThat(r.everything()).contains("no connection to").doesNotContain("geheim");
    Cli.Result misused = Cli.run("migrate", "--tto", "postgresql://me:geheim@localhost:1/db");
    assertThat(misused.code()).isEqualTo(2);
    assertThat(misused.everything()).doesNotContain("geheim");
  }

  @Test
  void aPasswordMayComeFromAFile(Database database) throws IOException {
    database.run(SCHEMA);
    Path password = Files.writeString(folder.resolve("pw"), database.password() + "\n");
    String url =
        database.url().replaceFirst(":" + java.util.regex.Pattern.quote(database.password()), "");
    Cli.Result r =
        Cli.run("migrate", "--from", source(), "--to", url, "--password-file", password.toString());
    assertThat(r.code()).as(r.err()).isZero();
  }

  @Test
  void aSourceThatIsNoDatabaseIsRefused(Database database) throws IOException {
    Path text = Files.writeString(folder.resolve("a.txt"), "not a database at all\n".repeat(100));
    Cli.Result r = Cli.run("migrate", "--from", text.toString(), "--to", database.url());
    assertThat(r.code()).isEqualTo(3);
    assertThat(Cli.run("migrate", "--from", "nowhere.db", "--to", database.url()).code())
        .isBetween(2, 3);
  }
}
