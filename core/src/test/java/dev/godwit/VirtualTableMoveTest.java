package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Plan.LeftOut;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(FreshDatabase.class)
class VirtualTableMoveTest {
  @TempDir Path folder;

  @Test
  void rowsOfVirtualTablesArriveAndTheOfferedSearchRuns(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE VIRTUAL TABLE notes USING fts5(title, body, stars UNINDEXED)",
            "INSERT INTO notes (rowid, title, body, stars) VALUES (7, 'Godwit', 'flies far', 5)",
            "CREATE VIRTUAL TABLE mirror USING fts5(title, content='notes')",
            "CREATE VIRTUAL TABLE box USING rtree(id, x0, x1)",
            "INSERT INTO box VALUES (3, 0.1, 0.2)");
    Report report = Moves.migrate(file, database, Options.DEFAULT);
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(report.copied()).isEqualTo(2);
    assertThat(report.leftOut())
        .containsExactly(new LeftOut("mirror", "a search index of notes, which holds the rows"));
    Problem offer =
        report.warnings().stream()
            .filter(w -> w.is(ProblemKind.SEARCH) && w.message().contains(" notes "))
            .findFirst()
            .orElseThrow();
    database.run(offer.hint().substring(offer.hint().indexOf("ALTER TABLE")));
    assertThat(database.rows("SELECT rowid FROM notes WHERE search @@ to_tsquery('simple', 'far')"))
        .hasSize(1);
  }
}
