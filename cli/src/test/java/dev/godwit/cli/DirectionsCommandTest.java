package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(FreshDatabase.class)
class DirectionsCommandTest {
  @TempDir Path folder;

  @Test
  void postgresGoesToASqliteFileAndBackByPathOrByWord(Database database) {
    database.run("CREATE TABLE t (id int PRIMARY KEY, n numeric); INSERT INTO t VALUES (1, 1.10)");
    String file = folder.resolve("x.db").toString();
    Cli.Result there = Cli.run("migrate", "--from", database.url(), "--to", "sqlite:" + file);
    assertThat(there.code()).as(there.everything()).isZero();
    assertThat(there.out()).contains("to    " + file);

    Cli.Result again = Cli.run("migrate", "--from", database.url(), "--to", file, "--force");
    assertThat(again.code()).as(again.everything()).isZero();

    Cli.Result copy =
        Cli.run("migrate", "--from", file, "--to", "sqlite", "--sqlite-path", folder + "/copy.db");
    assertThat(copy.code()).as(copy.everything()).isZero();
    assertThat(SqliteFiles.number(folder.resolve("copy.db"), "SELECT count(*) FROM t")).isOne();
  }

  @Test
  void rowsThatDidNotFitAreSaidToBeWhereTheyAre() throws Exception {
    String file =
        SqliteFiles.create(
                folder.resolve("a.db"),
                "CREATE TABLE t(a INTEGER)",
                "INSERT INTO t VALUES (-1), (1)")
            .toString();
    Path target =
        SqliteFiles.create(folder.resolve("b.db"), "CREATE TABLE t(a INTEGER CHECK (a > 0))");
    Cli.Result lite =
        Cli.run("migrate", "--from", file, "--to", target.toString(), "--on-misfit", "quarantine");
    assertThat(lite.out()).contains("1 did not fit: it is in its table godwit_quarantine");
    assertThat(SqliteFiles.number(target, "SELECT count(*) FROM godwit_quarantine")).isOne();
    Path rules =
        Files.writeString(
            folder.resolve("r.yml"),
            "tables: {t: {columns: {a: {map: {1: 1}}}, onMisfit: quarantine}}");
    String store = "json:" + folder.resolve("j");
    Cli.Result json =
        Cli.run("migrate", "--from", file, "--to", store, "--rules", rules.toString());
    assertThat(json.out()).contains("it is in quarantine.ndjson among the notes beside it");
    assertThat(folder.resolve("j/.godwit/quarantine.ndjson")).isNotEmptyFile();
  }

  @Test
  void aPlanMakesNoFileAndFlywayKeepsToPostgres() {
    Path file = SqliteFiles.create(folder.resolve("x.db"), "CREATE TABLE t(a)");
    String to = folder.resolve("new.db").toString();
    assertThat(Cli.run("plan", "--from", file.toString(), "--to", to).code()).isZero();
    assertThat(Path.of(to)).doesNotExist();
    Cli.Result flyway =
        Cli.run("migrate", "--from", file.toString(), "--to", to, "--profile", "teleclaude");
    assertThat(flyway.code()).isEqualTo(2);
    assertThat(flyway.err()).contains("need PostgreSQL as the target");
  }
}
