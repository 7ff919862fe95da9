package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code migrate} with a profile or with locations: Flyway does it, in this process. */
@ExtendWith(FreshDatabase.class)
@Timeout(120)
class ThroughFlywayTest {
  private static final Path ROOT = Path.of(System.getProperty("godwit.root"));
  private static final String SOURCES =
      ROOT.resolve("docs/sample/teleclaude.db") + "," + ROOT.resolve("docs/sample/events.db");
  private static final String HISTORY =
      "SELECT version, description, type, success FROM flyway_schema_history ORDER BY 1";

  private static Cli.Result migrate(Database database, String... more) {
    String[] args = new String[more.length + 4];
    args[0] = "migrate";
    args[1] = "--to";
    args[2] = database.url();
    args[3] = "--json";
    System.arraycopy(more, 0, args, 4, more.length);
    return Cli.run(args);
  }

  @Test
  void theTeleClaudeSampleIsOneTrackedVersion(Database database) {
    Cli.Result result = migrate(database, "--profile", "teleclaude", "--from", SOURCES);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.json().at("/verdict").asString()).isEqualTo("exact");
    assertThat(result.json().at("/tables"))
        .hasSize(26)
        .allMatch(t -> t.get("digest").asString().equals("equal"));
    assertThat(database.rows(HISTORY)).containsExactly("1|schema|SQL|t", "2|import sqlite|JDBC|t");
    Cli.Result second = migrate(database, "--profile", "teleclaude", "--from", SOURCES);
    assertThat(second.code()).isEqualTo(3);
    assertThat(second.err()).contains("is in Flyway's history already");
  }

  @Test
  void chinookFollowsItsOwnMigrationsAsTheNextVersion(Database database) {
    String corpus = System.getProperty("godwit.corpus", "");
    assumeFalse(corpus.isBlank(), "chinook.db is in the corpus: -Dgodwit.corpus=DIR");
    Path sql = ROOT.resolve("flyway-java-migrations/src/test/resources/chinook");
    Cli.Result result =
        migrate(
            database,
            "--locations",
            sql.toString(),
            "--from",
            Path.of(corpus).resolve("chinook.db").toString());
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.json().at("/tables"))
        .hasSize(11)
        .allMatch(t -> t.get("digest").asString().equals("equal"));
    assertThat(database.rows(HISTORY)).last().isEqualTo("2|import sqlite|JDBC|t");
  }

  @Test
  void aFreshInstallSaysThatThereWasNothingToImport(Database database) {
    Cli.Result result = migrate(database, "--profile", "teleclaude", "--from", "none");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(database.rows(HISTORY)).hasSize(2);
    assertThat(database.value("SELECT count(*) FROM sessions")).isEqualTo("0");
  }
}
