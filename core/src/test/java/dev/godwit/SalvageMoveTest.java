package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.copy.Progress;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Verdict;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(FreshDatabase.class)
class SalvageMoveTest {
  @TempDir Path folder;

  private Path make() {
    return SqliteFiles.create(
        folder.resolve("a.db"),
        "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
        "CREATE TABLE child (id INTEGER PRIMARY KEY, parent REFERENCES parent, text TEXT NOT NULL)",
        "INSERT INTO parent VALUES (1), (2)",
        "INSERT INTO child VALUES (1, 1, 'a'), (2, 2, 'b')");
  }

  private static Report salvage(Path file, Database database) {
    try (Source source = Stores.salvage(file.toString());
        Target target = Stores.target(database.url(), null)) {
      return new Godwit(Progress.NONE).migrate(source, target, Options.DEFAULT.salvaging());
    }
  }

  @Test
  void whatIsLeftArrivesNamedAndIsNotCalledExact(Database database) throws IOException {
    Path file = make();
    long root =
        SqliteFiles.number(file, "SELECT rootpage FROM sqlite_schema WHERE name = 'parent'");
    try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
      f.seek((root - 1) * 4096);
      f.write(new byte[4096]);
    }
    assertThatThrownBy(() -> Moves.migrate(file, database, Options.DEFAULT))
        .hasMessageContaining("is damaged")
        .hasMessageContaining("--salvage");
    Report report = salvage(file, database);
    assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINED);
    assertThat(report.copied()).isEqualTo(2);
    assertThat(database.rows("SELECT id, text FROM child ORDER BY id")).hasSize(2);
    assertThat(report.warnings())
        .filteredOn(w -> w.is(ProblemKind.SALVAGED) && w.table() != null)
        .extracting(Problem::table)
        .containsExactly("parent");
  }

  @Test
  void aSoundFileIsStillExact(Database database) {
    Report report = salvage(make(), database);
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(report.copied()).isEqualTo(4);
  }
}
