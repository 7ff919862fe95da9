package dev.godwit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.history.Run;
import dev.godwit.plan.Scope;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.run.Safety;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples of rollback.md, which must be in here word for word, stores aside. */
@ExtendWith(FreshDatabase.class)
class RollbackPageTest {
  @TempDir Path folder;

  @Test
  void rollback(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("app.db"), "CREATE TABLE t (x INTEGER)", "INSERT INTO t VALUES (1)");
    Moves.migrate(file, database, Options.DEFAULT);
    String password = database.password();
    String url = database.url();
    try (Target target = Stores.target(url, password)) {
      Godwit godwit = new Godwit(Progress.NONE);
      Run last = godwit.history(target).stream().reduce((first, next) -> next).orElseThrow();
      Report report = godwit.rollback(target, last.migrationId(), Scope.ALL, false, null);
      System.out.println(report.verdict());
    }
    assertThat(database.rows("SELECT 1 FROM pg_tables WHERE tablename = 't'")).isEmpty();
  }

  @Test
  void safety() {
    Options options =
        Options.DEFAULT.with(Safety.USUAL.keepingIn(Path.of("backups")).rehearsing(true));
    assertThat(options.safety().rehearse()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rollback", "safety"})
  void thePageHasWhatIsTestedHere(String sample) {
    String shown =
        Manual.sample("rollback.md", "RollbackPageTest " + sample)
            .replace(
                "Stores.target(\"postgresql://me@localhost/app\", password)",
                "Stores.target(url, password)");
    assertThat(Manual.source(RollbackPageTest.class)).contains(Manual.flat(shown));
  }
}
