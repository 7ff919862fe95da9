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
import dev.godwit.store.can.Watching;
import dev.godwit.testing.Moves;
import dev.godwit.testing.OwnServer;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The target's server is restarted in the middle of a run. */
class ServerRestartTest {
  private static final int ROWS = 3000;
  private static final int BATCH = 500;

  @TempDir static Path data;
  private static OwnServer server;
  @TempDir Path folder;
  private Path file;

  @BeforeAll
  static void startAServer() {
    server = new OwnServer(data.resolve("pg"), Map.of());
  }

  @AfterAll
  static void stopTheServer() {
    server.close();
  }

  @BeforeEach
  void fillASource() {
    server.database().run("DROP TABLE IF EXISTS t; DROP SCHEMA IF EXISTS godwit CASCADE");
    file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                + ROWS
                + ") INSERT INTO t SELECT i, 'row ' || i FROM n");
  }

  private Report run(Mode mode, Progress progress) {
    Options options = Options.DEFAULT.with(Pace.ofBatches(BATCH));
    return Moves.migrate(file.toString(), server.database().url(), options, mode, progress);
  }

  /** Restarts the server once, when so many rows have been read after the phase began. */
  private static Progress restarting(String phase, int rows) {
    return new Progress() {
      private long left = rows;
      private boolean armed = phase.isEmpty();

      @Override
      public void phase(String what) {
        armed |= what.startsWith(phase);
      }

      @Override
      public void rows(String table, long read, long bytes) {
        left -= armed ? read : 0;
        if (armed && left <= 0) {
          left = Long.MAX_VALUE;
          server.restart();
        }
      }
    };
  }

  @Test
  void aFullRunEndsWithNothingKeptAndSaysSo() {
    assertThatThrownBy(() -> run(Mode.FULL, restarting("", BATCH)))
        .isInstanceOf(GodwitException.class)
        .hasMessageContaining("the connection to PostgreSQL broke while")
        .hasMessageContaining("nothing of this transaction was kept")
        .hasMessageContaining("run again once the server answers");
    assertThat(server.database().value("SELECT to_regclass('t') IS NULL")).isEqualTo("t");
    assertThat(run(Mode.FULL, Progress.NONE).verdict()).isEqualTo(Verdict.EXACT);
  }

  @Test
  void aResumableRunConnectsAgainBetweenItsBatchesAndEndsExact() {
    Report report = run(Mode.RESUMABLE, restarting("copying in batches", 3 * BATCH));
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(server.database().value("SELECT count(*) || ' ' || count(DISTINCT id) FROM t"))
        .isEqualTo(ROWS + " " + ROWS);
    assertThat(server.database().value("SELECT count(*) FROM godwit.runs")).isEqualTo("1");
  }

  @Test
  void aSourceThatWasRestartedIsStillTheSame() {
    run(Mode.FULL, Progress.NONE);
    Path to = folder.resolve("copy.db");
    String from = server.database().url();
    String before;
    try (Source source = Stores.source(from, null);
        Target target = Stores.target(to.toString(), null)) {
      before = Watching.of(source).fingerprint();
      new Godwit(Progress.NONE).migrate(source, target, Options.DEFAULT);
    }
    server.restart();
    try (Source source = Stores.source(from, null)) {
      assertThat(Watching.of(source).fingerprint()).isEqualTo(before);
    }
  }
}
