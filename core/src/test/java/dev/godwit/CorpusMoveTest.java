package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Verdict;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Moves every database of the folder named by {@code -Dgodwit.corpus}, by no rule at all. */
@ExtendWith(FreshDatabase.class)
class CorpusMoveTest {
  /** Stands for "there is no corpus", so that the skipped test can say so. */
  private static final Path NONE = Path.of("no corpus");

  private static final CorpusPage PAGE = new CorpusPage(Path.of("../docs/corpus.md"));

  @TempDir Path folder;

  static List<Path> databases() throws IOException {
    String corpus = System.getProperty("godwit.corpus", "");
    if (corpus.isBlank()) {
      return List.of(NONE);
    }
    try (Stream<Path> files = Files.list(Path.of(corpus))) {
      return files.filter(f -> f.toString().endsWith(".db")).sorted().toList();
    }
  }

  @Test
  void aCorpusThatIsNamedIsNotEmpty() throws IOException {
    List<Path> databases = databases();
    assertThat(databases).isNotEmpty();
    System.out.println(
        databases.get(0) == NONE
            ? "no corpus: -Dgodwit.corpus is not set"
            : "corpus: " + databases.size() + " databases");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void everyRowArrivesExactlyOrTheFileIsRefusedAndTheTargetStaysEmpty(
      Path original, Database database) throws IOException {
    assumeFalse(original == NONE, "-Dgodwit.corpus is not set");
    Path file = folder.resolve(original.getFileName());
    Files.copy(original, file);
    Path wal = original.resolveSibling(original.getFileName() + "-wal");
    if (Files.exists(wal)) {
      Files.copy(wal, folder.resolve(wal.getFileName()));
    }
    try {
      Report report = Moves.migrate(file, database, Options.DEFAULT);
      assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
      assertThat(report.tables())
          .allMatch(t -> t.sourceRows() == t.copied() && t.digest() == Match.EQUAL);
      PAGE.exact(original, report.tables().size(), report.copied());
    } catch (GodwitException e) {
      assertThat(e.reason()).isEqualTo(GodwitException.Reason.REFUSED);
      assertThat(e).hasMessageMatching("(?s).*(is damaged|is not a SQLite database).*");
      assertThat(database.rows("SELECT 1 FROM pg_tables WHERE schemaname IN ('public', 'godwit')"))
          .isEmpty();
      boolean damaged = e.getMessage().contains("is damaged");
      PAGE.refused(
          original,
          damaged ? "damaged" : "not a SQLite database, or encrypted",
          damaged ? salvage(file, database) : -1);
    }
  }

  /** The page is written with {@code -Dgodwit.rewrite=true}, and else has to be current. */
  @AfterAll
  static void thePageTellsWhatWasSeen() throws IOException {
    if (databases().get(0) != NONE) {
      PAGE.finish(Boolean.getBoolean("godwit.rewrite"));
    }
  }

  private static long salvage(Path file, Database database) {
    try (Source source = Stores.salvage(file.toString());
        Target target = Stores.target(database.url(), null)) {
      Options options = Options.DEFAULT.salvaging();
      Report report = new Godwit(Progress.NONE).migrate(source, target, options);
      assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINED);
      assertThat(report.copied()).isPositive();
      assertThat(report.tables()).allMatch(t -> t.digest() == Match.EQUAL);
      return report.copied();
    }
  }
}
