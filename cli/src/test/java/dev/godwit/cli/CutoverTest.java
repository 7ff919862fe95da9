package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.cli.sample.SampleHome;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** TeleClaude's sample installation, from one person's home to the system. */
@ExtendWith(FreshDatabase.class)
@Timeout(180)
class CutoverTest {
  @TempDir Path folder;
  private Path home;
  private Path root;

  @BeforeEach
  void sample() throws Exception {
    home = Files.createDirectory(folder.resolve("home"));
    root = folder.resolve("root");
    SampleHome.write(home, false);
  }

  private Cli.Result cutover(Database database, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "cutover",
                "--profile",
                "teleclaude",
                "--from",
                home.toString(),
                "--root",
                root.toString(),
                "--to",
                database.url(),
                "--owner-person",
                "Ada Vermeer",
                "--owner-uid",
                "1000"));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  @Test
  void theSampleBecomesAValidatedSystemAndItsSourceStaysAsItWas(Database database)
      throws Exception {
    Map<String, String> before = Tree.of(home);
    Cli.Result result = cutover(database);
    assertThat(result.code()).as(result.everything()).isZero();
    assertThat(result.out()).startsWith("exact: ").contains("The way back");
    assertThat(Tree.of(home)).isEqualTo(before);
    assertThat(
            database.rows(
                "SELECT owner_person, owner_uid, count(*) FROM sessions GROUP BY 1, 2 ORDER BY 1"))
        .containsExactly("Ada Vermeer|1000|36", "Bram de Wit|1000|5");
    assertThat(
            database.value(
                "SELECT count(*) FROM sessions WHERE human_role = 'customer' AND owner_person <>"
                    + " 'Ada Vermeer'"))
        .isEqualTo("0");
    assertThat(root.resolve("etc/teleclaude/config.yml")).exists();
    assertThat(root.resolve("var/lib/teleclaude/godwit-cutover/report.html")).exists();
  }

  @Test
  void aDryRunTellsTheSamePlanAndWritesNothing(Database database) throws Exception {
    Map<String, String> before = Tree.of(folder);
    Cli.Result result = cutover(database, "--dry-run");
    assertThat(result.code()).as(result.everything()).isZero();
    assertThat(result.out()).startsWith("planned: ").contains("341 rows of 26 tables");
    assertThat(Tree.of(folder)).isEqualTo(before);
    assertThat(database.rows("SELECT relname FROM pg_class WHERE relname = 'sessions'")).isEmpty();
    assertThat(database.rows("SELECT nspname FROM pg_namespace WHERE nspname = 'godwit'"))
        .isEmpty();
  }

  @Test
  void aSecondRunChangesNothing(Database database) throws Exception {
    assertThat(cutover(database).code()).isZero();
    Map<String, String> files = Tree.of(folder);
    List<String> rows = database.rows("SELECT sessions::text FROM sessions ORDER BY 1");
    for (String again : new String[] {"--resume", "--quiet"}) {
      Cli.Result second = cutover(database, again);
      assertThat(second.code()).as(second.everything()).isZero();
      assertThat(second.out()).contains("done before");
      assertThat(Tree.of(folder)).isEqualTo(files);
      assertThat(database.rows("SELECT sessions::text FROM sessions ORDER BY 1")).isEqualTo(rows);
    }
  }
}
