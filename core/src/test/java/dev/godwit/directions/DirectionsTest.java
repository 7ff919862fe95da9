package dev.godwit.directions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.directions.DirectionsPage.Cell;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Plan;
import dev.godwit.plan.Scope;
import dev.godwit.report.Difference;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.run.Pace;
import dev.godwit.run.Safety;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Counting;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * TeleClaude's sample from every engine to every engine, itself included, in every mode, really
 * run; writes the table of docs/directions.md.
 */
@ExtendWith(FreshDatabase.class)
class DirectionsTest {
  private static final DirectionsPage PAGE = new DirectionsPage(Path.of("../docs/directions.md"));
  private static final int BATCH = 8;

  @TempDir Path folder;

  static List<Direction> directions() {
    return Direction.all();
  }

  private Sample source(Direction direction, Database database) {
    return Sample.filled(direction.from(), folder, database, "first");
  }

  private Sample target(Direction direction, Database database) {
    return Sample.place(direction.to(), folder, database, "second");
  }

  private <T> T between(Sample from, Sample to, TwoStores<T> work) {
    try (Source source = Stores.source(from.name(), null);
        Target target = Stores.target(to.name(), null)) {
      return work.with(source, target);
    }
  }

  private interface TwoStores<T> {
    T with(Source source, Target target);
  }

  private Options options() {
    return Options.DEFAULT
        .with(Pace.ofBatches(BATCH))
        .with(Safety.USUAL.keepingIn(folder.resolve("backups")));
  }

  private Report run(Sample from, Sample to, Mode mode) {
    return run(from, to, mode, options(), Progress.NONE);
  }

  private Report run(Sample from, Sample to, Mode mode, Options options, Progress progress) {
    return between(
        from,
        to,
        (source, target) -> {
          Godwit godwit = new Godwit(progress);
          Plan plan = godwit.plan(source, target, options);
          return godwit.migrate(plan, source, target, options, mode);
        });
  }

  private Report rollback(Sample to, String migrationId) {
    try (Target target = Stores.target(to.name(), null)) {
      return new Godwit(Progress.NONE).rollback(target, migrationId, Scope.ALL, false, null);
    }
  }

  private Report verify(Sample from, Sample to) {
    return between(from, to, (s, t) -> new Godwit(Progress.NONE).verify(s, t, Options.DEFAULT));
  }

  private static Map<String, String> digests(Sample sample) {
    return sample.exists() ? Stored.digests(sample.name()) : Map.of();
  }

  private static <T> T asked(Sample to, Function<Target, T> question) {
    try (Target target = Stores.target(to.name(), null)) {
      return question.apply(target);
    }
  }

  /** As the application would go on: new rows, changed ones, and one that is gone. */
  private static void goOn(Sample source) {
    source.insert(
        "webhook_contracts",
        Map.of(
            "id", "contract-2",
            "contract_json", "{}",
            "active", 1,
            "source", "api",
            "created_at", "2026-04-01T00:00:00+00:00",
            "updated_at", "2026-04-01T00:00:00+00:00"));
    source.update("webhook_contracts", "id", "contract-0", "source", "changed");
    source.update(
        "webhook_contracts", "id", "contract-0", "updated_at", "2026-04-02T00:00:00+00:00");
    source.insert(
        "memory_summaries",
        Map.of(
            "id", 3,
            "memory_session_id", "memory-2",
            "project", "ünï",
            "created_at", "2026-04-01T00:00:00Z",
            "created_at_epoch", 1775001600));
    source.update("memory_manual_sessions", "memory_session_id", "manual-0", "project", "other");
    source.insert(
        "memory_manual_sessions",
        Map.of("memory_session_id", "manual-9", "project", "new", "created_at_epoch", 1));
    source.delete("voice_assignments", "service_name", "macos");
  }

  /** Inserts, updates and deletes of the tables that a run changed. */
  private static Map<String, List<Long>> changes(Report report) {
    Map<String, List<Long>> result = new TreeMap<>();
    for (Report.Change c : report.changes()) {
      if (c.inserts() + c.updates() + c.deletes() > 0) {
        result.put(c.table(), List.of(c.inserts(), c.updates(), c.deletes()));
      }
    }
    return result;
  }

  /** What differs between two stores: by table, rows of the source, of the target, of both. */
  private static Map<String, List<Long>> differences(Report verified) {
    Map<String, List<Long>> result = new TreeMap<>();
    for (Difference d : verified.differences()) {
      if (!d.isEqual()) {
        result.put(d.table(), List.of(d.onlyInSource(), d.onlyInTarget(), d.changed()));
      }
    }
    return result;
  }

  private static void assertExact(Report report) {
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(report.problems()).isEmpty();
    assertThat(report.tables()).allMatch(t -> t.digest() == Match.EQUAL);
  }

  @ParameterizedTest
  @MethodSource("directions")
  void aFullRunIsExactAndVerifyNamesTheKeysThatDifferLater(Direction direction, Database database) {
    Sample from = source(direction, database);
    Sample to = target(direction, database);
    Report report = run(from, to, Mode.FULL);
    assertExact(report);
    assertThat(report.tables()).hasSize(21).allMatch(t -> t.copied() == t.sourceRows());
    assertThat(report.copied()).isEqualTo(144);
    assertExact(verify(from, to));
    PAGE.green(direction, Cell.FULL);
    to.update("webhook_contracts", "id", "contract-1", "source", "somebody");
    to.delete("memory_manual_sessions", "memory_session_id", "manual-1");
    to.insert(
        "memory_manual_sessions",
        Map.of("memory_session_id", "manual-7", "project", "p7", "created_at_epoch", 7));
    Report verified = verify(from, to);
    assertThat(verified.verdict()).isEqualTo(Verdict.DIFFERENT);
    assertThat(differences(verified))
        .isEqualTo(
            Map.of(
                "webhook_contracts", List.of(0L, 0L, 1L),
                "memory_manual_sessions", List.of(1L, 1L, 0L)));
    assertThat(named(verified))
        .containsExactlyInAnyOrder(
            "webhook_contracts id=contract-1 both [source]",
            "memory_manual_sessions memory_session_id=manual-1 source []",
            "memory_manual_sessions memory_session_id=manual-7 target []");
    Report sampled =
        between(
            from, to, (s, t) -> new Godwit(Progress.NONE).verifySample(s, t, Options.DEFAULT, 50));
    assertThat(sampled.verdict()).isEqualTo(Verdict.DIFFERENT);
    assertThat(named(sampled))
        .containsExactlyInAnyOrder(
            "webhook_contracts id=contract-1 both [source]",
            "memory_manual_sessions memory_session_id=manual-1 source []");
    PAGE.green(direction, Cell.VERIFY);
  }

  @ParameterizedTest
  @MethodSource("directions")
  void anIncrementalRunBringsWhatIsNewAndChangedAndNamesWhatIsGone(
      Direction direction, Database database) {
    Sample from = source(direction, database);
    Sample to = target(direction, database);
    run(from, to, Mode.FULL);
    goOn(from);
    Report report = run(from, to, Mode.INCREMENTAL);
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    Map<String, List<Long>> changes = changes(report);
    assertThat(changes.get("webhook_contracts").get(0)).isEqualTo(1);
    assertThat(changes.get("webhook_contracts").get(1)).isPositive();
    assertThat(changes.get("memory_summaries")).isEqualTo(List.of(1L, 0L, 0L));
    assertThat(changes.get("memory_manual_sessions")).isEqualTo(List.of(1L, 1L, 0L));
    assertThat(report.warnings())
        .anyMatch(
            w -> "voice_assignments".equals(w.table()) && w.message().contains("does not delete"));
    assertThat(differences(verify(from, to)))
        .isEqualTo(Map.of("voice_assignments", List.of(0L, 1L, 0L)));
    PAGE.green(direction, Cell.INCREMENTAL);
  }

  @ParameterizedTest
  @MethodSource("directions")
  void aDifferentialRunMakesBothEqualAgain(Direction direction, Database database) {
    Sample from = source(direction, database);
    Sample to = target(direction, database);
    run(from, to, Mode.FULL);
    goOn(from);
    Report report = run(from, to, Mode.DIFFERENTIAL);
    assertThat(changes(report))
        .isEqualTo(
            Map.of(
                "webhook_contracts", List.of(1L, 1L, 0L),
                "memory_summaries", List.of(1L, 0L, 0L),
                "memory_manual_sessions", List.of(1L, 1L, 0L),
                "voice_assignments", List.of(0L, 0L, 1L)));
    assertExact(report);
    assertExact(verify(from, to));
    PAGE.green(direction, Cell.DIFFERENTIAL);
  }

  private void interrupt(Sample from, Sample to, long rows) {
    Progress stop = new Interruption("copying in batches", rows);
    assertThatThrownBy(() -> run(from, to, Mode.RESUMABLE, options(), stop))
        .isInstanceOf(Interruption.Stopped.class);
  }

  @ParameterizedTest
  @MethodSource("directions")
  void anInterruptedRunGoesOnAndAChangedSourceIsRefused(Direction direction, Database database) {
    Sample from = source(direction, database);
    Sample to = target(direction, database);
    interrupt(from, to, 20);
    interrupt(from, to, 60);
    long kept = asked(to, t -> Counting.of(t).count(t.catalog().table("sessions").orElseThrow()));
    assertThat(kept).isPositive();
    Report report = run(from, to, Mode.RESUMABLE);
    assertExact(report);
    assertThat(report.tables()).hasSize(21).allMatch(t -> t.targetRows() == t.sourceRows());
    assertExact(verify(from, to));
    assertThat(run(from, to, Mode.RESUMABLE).tables()).isEmpty();
    Sample other = Sample.place(direction.to(), folder, database, "third");
    interrupt(from, other, 60);
    goOn(from);
    assertThatThrownBy(() -> run(from, other, Mode.RESUMABLE))
        .hasMessageContaining("the source has changed since migration");
    PAGE.green(direction, Cell.RESUMABLE);
  }

  private static List<String> named(Report report) {
    return report.differences().stream()
        .flatMap(
            d ->
                d.rows().stream()
                    .map(r -> d.table() + " " + r.key() + " " + r.where() + " " + r.columns()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("directions")
  void everyRunCanBeTakenBackToTheDigestsBefore(Direction direction, Database database) {
    Sample from = source(direction, database);
    Sample to = target(direction, database);
    Report full = run(from, to, Mode.FULL);
    Map<String, String> first = digests(to);
    assertThat(first).hasSizeGreaterThanOrEqualTo(21);

    Progress stop = new Interruption("", 100);
    assertThatThrownBy(() -> run(from, to, Mode.FULL, forced(options()), stop))
        .isInstanceOf(Interruption.Stopped.class);
    assertThat(digests(to)).as("after a run that failed").isEqualTo(first);

    goOn(from);
    Report incremental = run(from, to, Mode.INCREMENTAL);
    Map<String, String> second = digests(to);
    assertThat(second).isNotEqualTo(first);
    Report differential = run(from, to, Mode.DIFFERENTIAL);
    assertThat(digests(to)).isNotEqualTo(second);
    assertExact(rollback(to, differential.migrationId()));
    assertThat(digests(to)).as("after the differential run").isEqualTo(second);
    assertExact(rollback(to, incremental.migrationId()));
    assertThat(digests(to)).as("after the incremental run").isEqualTo(first);
    assertExact(rollback(to, full.migrationId()));
    assertThat(digests(to)).as("after the full run").isEmpty();
    takesBackInterruptedRuns(from, to);
    PAGE.green(direction, Cell.ROLLBACK);
  }

  private void takesBackInterruptedRuns(Sample from, Sample to) {
    interrupt(from, to, 60);
    String open =
        asked(to, t -> new Godwit(Progress.NONE).history(t)).stream()
            .reduce((earlier, later) -> later)
            .orElseThrow()
            .migrationId();
    assertExact(rollback(to, open));
    assertThat(digests(to)).as("after an interrupted run").isEmpty();
    interrupt(from, to, 60);
    Report resumed = run(from, to, Mode.RESUMABLE);
    assertExact(resumed);
    assertExact(rollback(to, resumed.migrationId()));
    assertThat(digests(to)).as("after a resumed run").isEmpty();
  }

  private static Options forced(Options o) {
    return o.forcing(true);
  }

  /** Written with {@code -Dgodwit.rewrite=true}, and else has to be current. */
  @AfterAll
  static void theManualTellsWhatWasSeen() throws IOException {
    PAGE.finish(Boolean.getBoolean("godwit.rewrite"));
  }
}
