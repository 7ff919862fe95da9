package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.cli.embedded.EmbeddedServer;
import dev.godwit.model.Shell;
import dev.godwit.postgres.session.PostgresUrl;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What somebody meets who tries the program for the first time. */
@ExtendWith(FreshDatabase.class)
class FirstMinutesTest {
  @TempDir Path folder;
  private String file;

  @BeforeEach
  void fillASource() {
    file =
        SqliteFiles.create(
                folder.resolve("my app.db"),
                "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)",
                "INSERT INTO t VALUES (1, 'old')")
            .toString();
  }

  @Test
  void theDialogAsksThreeQuestionsAndShowsItsCommands() {
    String target = folder.resolve("b.db").toString();
    String answers = file + "\n" + target + "\n\ny\n";
    Cli.Result r = Cli.answering(folder, Map.of(), answers);
    assertThat(r.code()).as(r.everything()).isZero();
    assertThat(r.err())
        .contains("Where is the data?", "Where is it to go?", "Try it first?")
        .contains("godwit plan --from '" + file + "' --to " + target)
        .contains("godwit migrate --from '" + file + "' --to " + target);
    Path page = folder.resolve("godwit-report.html");
    assertThat(r.out())
        .contains("planned: ", "exact: 1 row of 1 table", "look at what came of it:  " + page);
    assertThat(page).content().contains("Godwit: migrate, exact");
    assertThat(SqliteFiles.number(Path.of(target), "SELECT count(*) FROM t")).isOne();
  }

  @Test
  void aFileThatIsNotThereIsAskedForAgainAndQuotesAreReadAsAShellDoes() {
    String target = folder.resolve("b.db").toString();
    String answers = "nowhere.db\n'" + file + "'\n" + target + "\nn\n";
    Cli.Result r = Cli.answering(folder, Map.of(), answers);
    assertThat(r.code()).as(r.everything()).isZero();
    assertThat(r.err()).contains("nowhere.db is not there");
    assertThat(SqliteFiles.number(Path.of(target), "SELECT count(*) FROM t")).isOne();
  }

  @Test
  void whoOnlyTriesItWritesNothing() {
    String target = folder.resolve("b.db").toString();
    Cli.Result r = Cli.answering(folder, Map.of(), file + "\n" + target + "\ny\nn\n");
    assertThat(r.code()).as(r.everything()).isZero();
    assertThat(Path.of(target)).doesNotExist();
    assertThat(Cli.answering(folder, Map.of(), "").code()).isEqualTo(2);
  }

  @Test
  void nobodyIsAskedWithoutATerminalNorWithYes() {
    assertThat(Cli.run().err()).contains("which verb?");
    assertThat(Cli.answering(folder, Map.of(), "x\n", "--yes").err()).contains("which verb?");
  }

  @Test
  void aNewFileThatIsNamedLikeJsonIsSaidToBecomeSqlite() {
    String target = folder.resolve("b.json").toString();
    Cli.Result r = Cli.run("plan", "--from", file, "--to", target);
    assertThat(r.out()).contains(target + " is new: it becomes a SQLite file");
    assertThat(r.out()).contains("For JSON write  --to json:" + target);
    assertThat(Cli.run("plan", "--from", file, "--to", "json:" + target).out())
        .doesNotContain("becomes a SQLite file");
  }

  @Test
  void theServerIsStoppedAsItsSystemDoesIt() {
    EmbeddedServer.Running running = new EmbeddedServer.Running("", "", 7, true);
    assertThat(running.stop("Linux")).isEqualTo("kill -INT 7");
    assertThat(running.stop("Windows Server 2025")).isEqualTo("Stop-Process -Id 7");
  }

  @Test
  void thePlanEndsWithTheCommandThatDoesIt(Database database) {
    Cli.Result r = Cli.run("plan", "--from", file, "--to", database.url(), "--on-misfit=null");
    assertThat(r.out())
        .endsWith(
            "do it:  godwit migrate --from '"
                + file
                + "' --to "
                + word(database)
                + " --on-misfit=null\n")
        .doesNotContain("COPY", "Room");
    r = Cli.run("plan", "--from", file, "--to", database.url(), "--details");
    assertThat(r.out()).contains("COPY FREEZE", "Room").doesNotContain("--details");
  }

  @Test
  void aMoveEndsWithTheNewAddressAndTheCommandThatComparesAgain(Database database) {
    Cli.Result r =
        Cli.run("migrate", "--from", file, "--to", database.url(), "--on-misfit", "null");
    assertThat(r.code()).as(r.everything()).isZero();
    assertThat(r.out())
        .contains("libpq   postgresql://", "JDBC    jdbc:postgresql://", "'NAME': '")
        .contains("DATABASE_URL=", "connectionString: '")
        .contains("To take it back: godwit rollback --to ");
    List<String> compare = r.out().lines().filter(l -> l.contains("godwit verify")).toList();
    assertThat(compare).hasSize(1);
    assertThat(compare.get(0))
        .endsWith("godwit verify --from '" + file + "' --to " + word(database));
    assertThat(Cli.run("verify", "--from", file, "--to", database.url()).code()).isZero();
  }

  private static String word(Database database) {
    return Shell.word(PostgresUrl.withoutPasswords(database.url()));
  }
}
