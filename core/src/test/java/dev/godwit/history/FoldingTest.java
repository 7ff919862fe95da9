package dev.godwit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Verdict;
import dev.godwit.plan.RulesFile;
import dev.godwit.plan.Scope;
import dev.godwit.report.Report;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.run.Safety;
import dev.godwit.store.Target;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history that is folded goes on as if it were not. */
class FoldingTest {
  @TempDir Path folder;
  private final List<Report> nights = new ArrayList<>();

  @BeforeEach
  void runSixNights() {
    source(
        "CREATE TABLE old (id INTEGER PRIMARY KEY, x TEXT)",
        "INSERT INTO old VALUES (1, 'never again')",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT)",
        "INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    nights.add(night(Mode.FULL));
    source("DROP TABLE old");
    for (int i = 1; i < 6; i++) {
      source("UPDATE t SET x = 'night " + i + "' WHERE id = 1");
      nights.add(night(Mode.DIFFERENTIAL));
    }
  }

  private void source(String... statements) {
    SqliteFiles.create(folder.resolve("s.db"), statements);
  }

  private String target() {
    return folder.resolve("t.db").toString();
  }

  private Report night(Mode mode) {
    Options options =
        Options.DEFAULT
            .with(RulesFile.parse("conflicts: target", "rules"))
            .with(Safety.USUAL.keepingIn(folder.resolve("backups")));
    return Moves.migrate(folder.resolve("s.db").toString(), target(), options, mode, Progress.NONE);
  }

  private Folding.Folded keep(int last) {
    try (Target target = Stores.target(target(), null)) {
      return new Godwit(Progress.NONE).fold(target, f -> f.allBut(last));
    }
  }

  private Report back(int night) {
    try (Target target = Stores.target(target(), null)) {
      String id = nights.get(night).migrationId();
      return new Godwit(Progress.NONE).rollback(target, id, Scope.ALL, false, null);
    }
  }

  private List<String> ids() {
    try (Target target = Stores.target(target(), null)) {
      return History.of(target).runs().stream().map(Run::migrationId).toList();
    }
  }

  @Test
  void runsThatAreKeptCanBeTakenBackAndOthersSayThatTheyCannot() {
    Folding.Folded folded = keep(2);
    assertThat(folded.closed())
        .containsExactlyElementsOf(nights.subList(0, 4).stream().map(Report::migrationId).toList());
    // The first made what others grow, the fourth is the last that wrote to t.
    assertThat(ids()).contains(folded.closed().get(0), folded.closed().get(3));
    back(5);
    back(4);
    assertThatThrownBy(() -> back(3)).hasMessageContaining("cannot be taken back any more");
    assertThat(SqliteFiles.text(Path.of(target()), "SELECT x FROM t WHERE id = 1"))
        .isEqualTo("night 3");
  }

  @Test
  void whoChangedARowIsKnownAfterARollbackToAFoldedRun() {
    keep(1);
    back(5);
    SqliteFiles.create(Path.of(target()), "UPDATE t SET x = 'mine' WHERE id = 2");
    source("UPDATE t SET x = 'night 7' WHERE id = 1");
    Report next = night(Mode.DIFFERENTIAL);
    assertThat(next.warnings()).noneMatch(w -> w.is(ProblemKind.BASE));
    assertThat(SqliteFiles.text(Path.of(target()), "SELECT group_concat(x) FROM t"))
        .isEqualTo("night 7,mine");
  }

  @Test
  void tablesThatFoldedRunsMadeStillGrowAndAreNamedOnceGone() {
    keep(1);
    source("ALTER TABLE t ADD COLUMN y TEXT", "UPDATE t SET y = 'new'");
    Report next = night(Mode.DIFFERENTIAL);
    assertThat(next.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(next.warnings()).anyMatch(w -> "old".equals(w.table()));
  }

  @Test
  void aHistoryThatIsFoldedAgainAndAgainDoesNotGrow() {
    for (int i = 0; i < 6; i++) {
      keep(1);
      source("UPDATE t SET x = 'again " + i + "' WHERE id = 1");
      nights.add(night(Mode.DIFFERENTIAL));
      assertThat(ids()).hasSizeLessThan(8);
    }
    assertThat(night(Mode.DIFFERENTIAL).verdict()).isEqualTo(Verdict.EXACT);
  }

  @Test
  void whereNothingRanNothingIsMade() {
    Path nowhere = folder.resolve("nowhere.db");
    try (Target target = Stores.target(nowhere.toString(), null)) {
      assertThat(new Godwit(Progress.NONE).fold(target, f -> f.allBut(3)).runs()).isEmpty();
    }
    assertThat(nowhere).doesNotExist();
  }

  private static Run again(Run r, String id, Instant started) {
    return new Run(
        id,
        r.verb(),
        r.mode(),
        r.source(),
        r.fingerprint(),
        r.rules(),
        r.holder(),
        started,
        r.version(),
        r.end(),
        r.before(),
        r.after(),
        null);
  }

  @Test
  void aVeryLongHistoryIsFoldedByTheNextRun() {
    try (Target target = Stores.target(target(), null)) {
      Instant before = Instant.parse("2020-01-01T00:00:00Z");
      target.atomically(
          () -> {
            History history = History.of(target);
            Run like = history.runs().get(0);
            for (int i = 0; i < 410; i++) {
              history.put(again(like, "old-" + i, before.plusSeconds(i)));
            }
          });
    }
    source("UPDATE t SET x = 'at last' WHERE id = 1");
    assertThat(night(Mode.DIFFERENTIAL).warnings())
        .anyMatch(w -> w.message().contains("cannot be taken back any more"));
    assertThat(ids()).hasSizeLessThan(Folding.KEPT + 5);
  }

  @Test
  void aRollbackBeyondThreeSaysThatWhoChangedWhatIsNotKnown() {
    for (int night = 5; night > 2; night--) {
      assertThat(back(night).warnings()).as("night " + night).isEmpty();
    }
    assertThat(back(2).warnings()).anyMatch(w -> w.is(ProblemKind.BASE) && "t".equals(w.table()));
  }
}
