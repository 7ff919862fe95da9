package dev.godwit.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.Verdict;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.store.Slack;
import dev.godwit.store.Source;
import dev.godwit.store.can.Checking;
import dev.godwit.testing.Moves;
import dev.godwit.testing.NeedsPages;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The switch that puts both readers of pages out of the way. */
@Isolated
@NeedsPages
class ReadPagesTest {
  @TempDir Path folder;

  @AfterEach
  void on() {
    Stores.readPages(true);
  }

  private Path file() {
    return SqliteFiles.create(
        folder.resolve("a.db"),
        "CREATE TABLE t (id INTEGER PRIMARY KEY, r REAL, w TEXT, b BLOB, n)",
        "CREATE INDEX i ON t (w)",
        "INSERT INTO t WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 30000)"
            + " SELECT x, x / 3.0, 'word ' || x, randomblob(8), CASE x % 3 WHEN 0 THEN NULL WHEN 1"
            + " THEN x ELSE 'n' || x END FROM c");
  }

  private void moved(Path from, String to) {
    Report report = Moves.migrate(from.toString(), folder.resolve(to).toString(), Options.DEFAULT);
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
  }

  @Test
  void withoutPagesAFileArrivesAsItDoesWithThem() {
    Path file = file();
    moved(file, "pages.db");
    Stores.readPages(false);
    moved(file, "sqlite.db");
    try (Source one = Stores.source(folder.resolve("pages.db").toString(), null);
        Source other = Stores.source(folder.resolve("sqlite.db").toString(), null)) {
      Report report = new Godwit(Progress.NONE).verify(one, other, Options.DEFAULT);
      assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
      assertThat(Checking.of(other).check(Slack.unlimited())).isEqualTo(Checking.Integrity.SOUND);
    }
  }

  @Test
  void whereItIsOffNoPageIsRead() throws Exception {
    Path file = file();
    try (OpenedBothWays opened = OpenedBothWays.of(file)) {
      assertThat(opened.isReadFromPages("t")).isTrue();
    }
    Stores.readPages(false);
    try (OpenedBothWays opened = OpenedBothWays.of(file)) {
      assertThat(opened.isReadFromPages("t")).isFalse();
      assertThat(opened.snapshot().pages()).isNull();
    }
  }
}
