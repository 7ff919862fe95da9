package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command lines of docs/strategies.md with other tools' options, as they stand there. */
@ExtendWith(FreshDatabase.class)
class CommandLinesTest {
  private static final String MARK = "<!-- run by CommandLinesTest -->\n```\n";
  private static final String URL = "postgresql://me@localhost/minsky";
  private static final String ID = "20261121-091502-3fa2";

  @TempDir Path folder;

  private static List<String> lines() throws IOException {
    Path page = Path.of(System.getProperty("godwit.root")).resolve("docs/strategies.md");
    String text = Files.readString(page);
    int begin = text.indexOf(MARK) + MARK.length();
    return text.substring(begin, text.indexOf("```", begin)).lines().toList();
  }

  private Cli.Result run(String line, Database database, String id) {
    String[] words =
        Arrays.stream(line.split(" "))
            .skip(1)
            .map(w -> w.equals(URL) ? database.url() : w.equals(ID) ? id : w)
            .map(w -> w.startsWith("./") ? folder.resolve(w.substring(2)).toString() : w)
            .toArray(String[]::new);
    Cli.Result result = Cli.run(words);
    assertThat(result.code()).as(line + "\n" + result.everything()).isZero();
    return result;
  }

  @Test
  void eachDoesWhatItSays(Database database) throws IOException {
    Path file =
        SqliteFiles.create(
            folder.resolve("sessions.db"),
            "CREATE TABLE sessions (session TEXT PRIMARY KEY, updated_at TEXT)",
            "INSERT INTO sessions VALUES ('a', '2023-01-01'), ('b', '2024-05-01')");
    List<String> lines = lines();
    assertThat(lines).hasSize(5);
    run(lines.get(0), database, ID);
    assertThat(database.value("SELECT count(*) FROM sessions")).isEqualTo("2");
    run(lines.get(1), database, ID);
    assertThat(SqliteFiles.number(folder.resolve("copy.db"), "SELECT count(*) FROM sessions"))
        .isEqualTo(2);

    SqliteFiles.create(file, "INSERT INTO sessions VALUES ('c', '2024-06-01')");
    assertThat(run(lines.get(2), database, ID).out())
        .contains("updated_at from 2024-01-01, as asked for");
    assertThat(database.value("SELECT count(*) FROM sessions")).isEqualTo("3");

    SqliteFiles.create(file, "DELETE FROM sessions WHERE session = 'a'");
    assertThat(run(lines.get(3), database, ID).out())
        .contains("What the run would change")
        .containsPattern("sessions +0 +0 +1");
    assertThat(database.value("SELECT count(*) FROM sessions")).isEqualTo("3");

    String last =
        database.value("SELECT migration_id FROM godwit.runs ORDER BY started DESC LIMIT 1");
    assertThat(run(lines.get(4), database, last).out()).startsWith("exact: ");
    assertThat(database.rows("SELECT session FROM sessions ORDER BY 1")).containsExactly("a", "b");
  }

  @Test
  void aWordWithoutItsPlaceIsRefusedNamingTheOptionThatIsMissing() {
    assertThat(Cli.run("migrate", "--from", "sqlite", "--to", "postgresql").err())
        .contains("sqlite needs --sqlite-path PATH");
    Cli.Result r = Cli.run("migrate", "--incremental", "--since", "2024-01-01");
    assertThat(r.code()).isEqualTo(2);
    assertThat(r.err()).contains("--from");
  }
}
