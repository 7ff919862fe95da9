package dev.godwit.run;

import dev.godwit.copy.Checker;
import dev.godwit.copy.Copier;
import dev.godwit.copy.Findings;
import dev.godwit.copy.Progress;
import dev.godwit.history.Checkpoint;
import dev.godwit.history.History;
import dev.godwit.history.ModeKind;
import dev.godwit.history.Run;
import dev.godwit.history.State;
import dev.godwit.history.Verb;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Plan;
import dev.godwit.plan.Plan.Filling;
import dev.godwit.plan.TableCopy;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.report.ReportJson;
import dev.godwit.report.TableReport;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Checking;
import dev.godwit.store.can.Counting;
import dev.godwit.store.can.Editing;
import dev.godwit.store.can.Holding;
import dev.godwit.store.can.Making;
import dev.godwit.store.can.Salvaging;
import dev.godwit.store.can.Sequenced;
import dev.godwit.value.Digest;
import dev.godwit.verify.ComputedColumns;
import dev.godwit.verify.Depth;
import dev.godwit.verify.Digests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One execution of a plan, inside a transaction of the target, and what has to be known after it.
 * Use once.
 */
final class Execution {
  private final Plan plan;
  private final Source source;
  private final Target target;
  private final Options options;
  private final SourceCheck check;
  private final List<Problem> warnings = new ArrayList<>();
  private final List<TableReport> tables = new ArrayList<>();
  private final List<Report.Filled> filled = new ArrayList<>();
  private final List<Report.Converted> converted = new ArrayList<>();
  private final Map<TableCopy, Digest> before = new HashMap<>();
  private final boolean reload;
  private final Progress progress;
  private final List<Problem> setAside = new ArrayList<>();
  private final History history;
  private final WayBack wayBack;
  private final Map<TableCopy, ReadBack> found = new HashMap<>();
  private Encounter encounter;
  private final long start = System.nanoTime();

  Execution(
      Plan plan,
      Source source,
      Target target,
      Options options,
      SourceCheck check,
      boolean reload,
      Progress progress) {
    this.progress = progress;
    this.reload = reload;
    this.plan = plan;
    this.source = source;
    this.target = target;
    this.options = options;
    this.check = check;
    this.history = History.of(target);
    this.wayBack = new WayBack(plan, target, options, progress);
    warnings.addAll(plan.warnings());
    warnings.addAll(source.as(Salvaging.class).map(Salvaging::losses).orElse(List.of()));
  }

  void execute() {
    wayBack.orDiscard(this::run);
  }

  private void run() {
    // From here on to the end nobody else writes there.
    Holding.of(target, tables(Encounter.occupied(plan, target)));
    try (Encounter there = new Encounter(staying(), target)) {
      encounter = there;
      meet();
      note();
      move();
    }
  }

  private static List<Table> tables(List<TableCopy> copies) {
    return copies.stream().map(TableCopy::to).distinct().toList();
  }

  /** The part of the plan whose tables keep what they hold. */
  private Plan staying() {
    return plan.of(options.force() || reload ? List.of() : plan.tables());
  }

  /** Shows the source's rows to what is there, and refuses where no rule has an answer. */
  private void meet() {
    List<Problem> problems = new ArrayList<>();
    if (!encounter.held().isEmpty()) {
      Findings findings =
          new Checker(plan, source, target, encounter.held(), null, progress).meet();
      problems.addAll(findings.problems());
    }
    encounter.judge();
    problems.addAll(0, encounter.problems());
    if (!problems.isEmpty()) {
      throw inTheWay(problems);
    }
    warnings.addAll(encounter.remarks());
    if (reload) {
      Encounter.occupied(plan, target).forEach(t -> before.put(t, contents(t)));
    } else {
      encounter.held().forEach((t, there) -> before.put(t, there.staying()));
    }
  }

  private GodwitException inTheWay(List<Problem> problems) {
    GodwitException refused =
        GodwitException.refused(
            "the target's tables hold rows that are in the way; nothing was written:", problems);
    return encounter.problems().isEmpty()
        ? refused
        : new GodwitException(
            GodwitException.Reason.REFUSED,
            refused.getMessage() + "\n" + Encounter.LAST_RESORT,
            problems,
            null);
  }

  private void move() {
    List<Copier.Outcome> outcomes = copy();
    outcomes.forEach(this::verify);
    requireSound();
    outcomes.forEach(o -> warnings.addAll(o.warnings()));
    outcomes.forEach(o -> setAside.addAll(o.setAside()));
    requireEqual();
    for (Filling filling : plan.fillings()) {
      long rows = Editing.of(target).fill(filling.table(), filling.column(), filling.value());
      filled.add(new Report.Filled(filling.table(), filling.column(), rows));
    }
    requireComputed(plan, source, target);
    remember(outcomes);
    if (history.isKept()) {
      history.after(plan.migrationId(), wayBack.after(found, counts(outcomes)).json());
    }
    // What hides rows comes when nothing has to be read any more.
    target.execute(plan.completion());
    warnings.addAll(
        Sequenced.of(target, plan.tables().stream().map(TableCopy::to).toList()).loose());
    Report report = report((System.nanoTime() - start) / 1e9);
    history.finish(plan.migrationId(), report.verdict(), ReportJson.of(report));
  }

  /** Of tables that held none before, and that no trigger writes to. */
  private Map<String, Long> counts(List<Copier.Outcome> outcomes) {
    Map<String, Long> result = new HashMap<>();
    if (before.isEmpty() && !options.content().rules().defaults().triggers()) {
      outcomes.forEach(o -> result.merge(o.copy().to().displayName(), o.copied(), Long::sum));
    }
    return result;
  }

  private void note() {
    if (!history.isKept()) {
      warnings.add(
          Problem.of(ProblemKind.HISTORY)
              .says(
                  "this user may not make tables in schema godwit of the target: the run is in no"
                      + " history and cannot be rolled back",
                  "CREATE SCHEMA godwit AUTHORIZATION the user, as an administrator"));
    }
    Run run =
        Run.beginning(plan.migrationId(), Verb.MIGRATE, ModeKind.FULL, source, options.digest());
    // Rows that leave the quarantine are not in a table's state: there is no way back for them.
    String state = reload ? null : wayBack.before().map(State::json).orElse(null);
    history.begin(run.from(state));
  }

  /** What an incremental or differential run after this one goes on from. */
  private void remember(List<Copier.Outcome> outcomes) {
    if (!history.isKept() || !plan.fillings().isEmpty()) {
      return;
    }
    List<Checkpoint> checkpoints = new ArrayList<>();
    for (Copier.Outcome o : outcomes) {
      ReadBack there = found.get(o.copy());
      boolean whole = before.containsKey(o.copy()) && !reload && encounter.isExact(o.copy());
      if (there != null && (whole || there.digest().equals(o.digest()))) {
        checkpoints.add(there.standing().note(o.copy(), o.sourceRows(), o.rejected()));
      }
    }
    history.advance(plan.migrationId(), checkpoints);
  }

  private Digest contents(TableCopy table) {
    return options.verify() == Depth.DIGEST
        ? Digests.of(target, table.to(), table.targetColumns())
        : new Digest(types(table));
  }

  private static List<ColumnType> types(TableCopy table) {
    return table.targetColumns().stream().map(Column::type).toList();
  }

  private List<Copier.Outcome> copy() {
    Copier.Settings settings =
        new Copier.Settings(
            options.force() && !reload,
            options.content().rules().defaults().triggers(),
            options.verify() == Depth.DIGEST,
            options.pace().batchRows(),
            reload,
            options.trace(),
            options.pace().readers(Making.of(target).language()),
            encounter.held());
    if (plan.tables().stream().noneMatch(Execution::hasMoreThanRows)) {
      check.slack().begin();
    }
    check.start();
    try {
      return new Copier(plan, source, target, settings, progress).run(check.slack());
    } catch (GodwitException e) {
      // A damaged file makes strange values: then the damage is what has to be said.
      if (e.reason() == GodwitException.Reason.REFUSED) {
        requireSound();
      }
      throw e;
    }
  }

  /** Whether something is built after the rows, which takes time that is to spare. */
  private static boolean hasMoreThanRows(TableCopy copy) {
    return !copy.from().indexes().isEmpty()
        || !copy.to().foreignKeys().isEmpty()
        || copy.rebuild() && !(copy.to().primaryKey().isEmpty() && copy.to().indexes().isEmpty());
  }

  private void requireSound() {
    requireSound(check.result(), source, options, warnings);
  }

  /** Refuses a damaged source, unless that was asked for; notes what else the check says. */
  static void requireSound(
      Checking.Integrity integrity, Source source, Options options, List<Problem> warnings) {
    integrity.remarks().forEach(r -> warnings.add(Problem.of(ProblemKind.INTEGRITY).says(r)));
    if (options.content().salvage()) {
      integrity.damage().forEach(d -> warnings.add(Problem.of(ProblemKind.SALVAGED).says(d)));
    } else if (!integrity.damage().isEmpty()) {
      List<Problem> problems =
          integrity.damage().stream()
              .limit(20)
              .map(d -> Problem.of(ProblemKind.DAMAGED).says(d))
              .toList();
      throw GodwitException.refused(
          source.name()
              + " is damaged; nothing was written. "
              + Checking.of(source).remedy()
              + " What its check says:",
          problems);
    }
  }

  private void verify(Copier.Outcome o) {
    converted.addAll(Report.Converted.of(o.copy().from().name(), o.converted()));
    progress.phase("verifying " + o.copy().to().name());
    Match digest = Match.SKIPPED;
    long targetRows = o.copied();
    if (options.verify() == Depth.COUNTS) {
      targetRows = Counting.of(target).count(o.copy().to());
    } else if (options.verify() == Depth.DIGEST) {
      ReadBack there = ReadBack.of(target, o.copy(), options.content().rules());
      targetRows = there.digest().rows();
      found.put(o.copy(), there);
      digest = Match.of(isAsExpected(o, there.digest()));
    }
    tables.add(
        TableReport.of(o.copy())
            .rows(o.sourceRows(), o.copied(), o.rejected())
            .skipped(o.skipped())
            .found(targetRows, digest)
            .seconds(o.seconds())
            .values(o.coercions(), o.guesses())
            .build());
  }

  private boolean isAsExpected(Copier.Outcome o, Digest arrived) {
    Digest expected = new Digest(types(o.copy()));
    if (before.containsKey(o.copy())) {
      expected.merge(before.get(o.copy()));
    }
    expected.merge(o.stored() == null ? o.digest() : o.stored());
    return arrived.equals(expected) && (o.stored() == null || o.stored().equals(o.digest()));
  }

  private void requireEqual() {
    List<Problem> problems = new ArrayList<>();
    for (TableReport t : tables) {
      boolean more = before.keySet().stream().anyMatch(c -> c.from().name().equals(t.name()));
      if (t.sourceRows() != t.copied() + t.skipped() + t.rejected()
          || (!more && t.targetRows() != t.copied() + t.skipped())
          || t.digest() == Match.DIFFERENT) {
        problems.add(
            Problem.of(ProblemKind.DIFFERENT)
                .at(t.name())
                .says(
                    t.sourceRows()
                        + " rows in the source, "
                        + t.rejected()
                        + " rejected, "
                        + t.targetRows()
                        + " in the target, digests "
                        + t.digest(),
                    "see what the target does with rows that come: its triggers, its rules"));
      }
    }
    if (!problems.isEmpty()) {
      throw GodwitException.refused(
          "what arrived is not what was sent; nothing was kept:", problems);
    }
  }

  /** Refuses where the target computes other values than the source holds. */
  static void requireComputed(Plan plan, Source source, Target target) {
    List<Problem> problems = new ArrayList<>();
    for (TableCopy copy : plan.tables()) {
      problems.addAll(ComputedColumns.problems(copy, source, target, plan.fillings()));
    }
    if (!problems.isEmpty()) {
      throw GodwitException.refused(
          "the target does not hold what the source does; nothing was kept:", problems);
    }
  }

  Report report(double seconds) {
    boolean lost = warnings.stream().anyMatch(w -> w.is(ProblemKind.SALVAGED));
    boolean rejected = lost || tables.stream().anyMatch(t -> t.rejected() > 0);
    return Report.of(plan.migrationId(), "migrate", "full", plan.from(), plan.to())
        .verdict(
            rejected ? Verdict.QUARANTINED : encounter.merges() ? Verdict.MERGED : Verdict.EXACT)
        .seconds(seconds)
        .tables(tables)
        .filled(filled)
        .converted(converted)
        .problems(setAside)
        .warnings(warnings)
        .leftOut(plan.leftOut())
        .differences(encounter.differences())
        .backup(wayBack.file())
        .build();
  }
}
