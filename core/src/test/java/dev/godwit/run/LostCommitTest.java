package dev.godwit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Verdict;
import dev.godwit.report.Report;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Line;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A commit whose answer was lost is looked up, not guessed. */
@ExtendWith(FreshDatabase.class)
class LostCommitTest {
  @TempDir Path folder;

  private Report migrate(Database database, Line line, Line.Cut cut) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"), "CREATE TABLE v (a INTEGER)", "INSERT INTO v VALUES (1), (2)");
    Progress arming =
        new Progress() {
          @Override
          public void phase(String what) {
            if (what.startsWith("verifying")) {
              line.cutAtCommit(cut);
            }
          }
        };
    String url = database.url().replace(":" + database.port(), ":" + line.port());
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(url, null)) {
      return new Godwit(arming).migrate(source, target, Options.DEFAULT);
    }
  }

  @Test
  void aCommitThatWasDoneIsFoundInTheHistory(Database database) throws IOException {
    database.run("CREATE TABLE v (a bigint)");
    try (Line line = new Line(database.port())) {
      Report report = migrate(database, line, Line.Cut.AFTER_IT_ARRIVED);
      assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
      assertThat(report.warnings()).extracting(p -> p.kind().toString()).contains("commit");
    }
    assertThat(database.value("SELECT count(*) FROM v")).isEqualTo("2");
  }

  @Test
  void oneThatNeverArrivedIsSaidToBeUndone(Database database) throws IOException {
    database.run("CREATE TABLE v (a bigint)");
    try (Line line = new Line(database.port())) {
      assertThatThrownBy(() -> migrate(database, line, Line.Cut.BEFORE_IT_ARRIVES))
          .isInstanceOfSatisfying(
              GodwitException.class,
              e -> assertThat(e.reason()).isEqualTo(GodwitException.Reason.FAILED))
          .hasMessageContaining("nothing was kept, run again");
    }
    assertThat(database.value("SELECT count(*) FROM v")).isEqualTo("0");
  }
}
