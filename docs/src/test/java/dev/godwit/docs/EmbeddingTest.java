package dev.godwit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.Godwit;
import dev.godwit.Move;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.Problem;
import dev.godwit.plan.OnMisfit;
import dev.godwit.plan.Rules;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples of embedding.md, which must be in here word for word, stores aside. */
@ExtendWith(FreshDatabase.class)
class EmbeddingTest {
  @TempDir Path folder;
  private String file;

  @BeforeEach
  void fillASource() {
    file =
        SqliteFiles.create(
                folder.resolve("app.db"), "CREATE TABLE t (x INTEGER)", "INSERT INTO t VALUES (1)")
            .toString();
  }

  @Test
  void migrate(Database database) {
    database.run("CREATE TABLE t (x bigint)");
    String password = database.password();
    String url = database.url();
    try (Source source = Stores.source(file, null);
        Target target = Stores.target(url, password)) {
      Report report = new Godwit(Progress.NONE).migrate(source, target, Options.DEFAULT);
      System.out.println(report.verdict() + ": " + report.copied() + " rows");
    }
    assertThat(database.value("SELECT x FROM t")).isEqualTo("1");
  }

  @Test
  void plan(Database database) {
    database.run("CREATE TABLE t (x bigint)");
    try (Source source = Stores.source(file, null);
        Target target = Stores.target(database.url(), null)) {
      Move move = new Godwit(Progress.NONE).move(source, target, Options.DEFAULT);
      List<Problem> problems = move.plan().problems();
      problems.forEach(System.out::println);
      if (problems.isEmpty()) {
        move.migrate();
      }
    }
    assertThat(database.value("SELECT x FROM t")).isEqualTo("1");
  }

  @Test
  void options() {
    Rules rules = RulesFile.parse("onMisfit: quarantine", "my rules");
    Options options = Options.DEFAULT.with(rules);
    assertThat(options.content().rules().defaults().onMisfit()).isEqualTo(OnMisfit.QUARANTINE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"migrate", "plan", "options"})
  void thePageHasWhatIsTestedHere(String sample) {
    String shown =
        Manual.sample("embedding.md", "EmbeddingTest " + sample)
            .replace("Stores.source(\"app.db\", null)", "Stores.source(file, null)")
            .replace(
                "Stores.target(\"postgresql://me@localhost/app\", password)",
                "Stores.target(url, password)");
    assertThat(Manual.source(EmbeddingTest.class)).contains(Manual.flat(shown));
  }
}
