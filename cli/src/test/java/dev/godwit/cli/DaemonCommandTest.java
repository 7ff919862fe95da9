package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The verb's words and exit codes. */
@Timeout(60)
class DaemonCommandTest {
  @TempDir Path folder;

  private Cli.Result check(String section) throws IOException {
    Path file = folder.resolve("config.yml");
    Files.writeString(file, "database: {events_path: events.db" + section + "}\n");
    return Cli.run("daemon", "--config", file.toString(), "--check");
  }

  @Test
  void aDatabaseThatCanBeMadeIsFine() throws IOException {
    Cli.Result result = check("");
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains(
            "database: sqlite, " + folder.resolve("teleclaude.db"),
            "schema, to come: " + folder.resolve("teleclaude.db") + ": makes 1 schema",
            "lock: free",
            "the daemon can start");
    assertThat(folder).isDirectoryNotContaining("glob:**.db*");
  }

  @Test
  void whatStandsInTheWayIsListed() throws IOException {
    Files.createFile(folder.resolve("teleclaude.db"));
    dev.godwit.testing.SqliteFiles.create(
        folder.resolve("teleclaude.db"), "CREATE TABLE photos (id INTEGER)");
    Cli.Result result = check("");
    assertThat(result.code()).isEqualTo(Exit.REFUSED);
    assertThat(result.err()).contains("schema_migrations lacks 001_fix_sessions_tmux_nullable");
    assertThat(result.out()).doesNotContain("the daemon can start");
  }

  @Test
  void aServerThatDoesNotAnswerIsAFailureWithoutThePassword() throws IOException {
    Cli.Result result =
        check(", engine: postgresql, port: 1, connect_timeout: 1, password: hush-hush");
    assertThat(result.code()).isEqualTo(Exit.FAILED);
    assertThat(result.everything())
        .contains("check that the server runs")
        .doesNotContain("hush-hush");
  }

  @Test
  void aWrongConfigurationIsAWrongCall() throws IOException {
    Cli.Result result = check(", prot: 1");
    assertThat(result.code()).isEqualTo(Exit.USAGE);
    assertThat(result.err())
        .isEqualToIgnoringNewLines(
            "godwit: "
                + folder.resolve("config.yml")
                + ":1: database.prot is no setting of the database; did you mean port?");
    assertThat(Cli.run("daemon").code()).isEqualTo(Exit.USAGE);
  }
}
