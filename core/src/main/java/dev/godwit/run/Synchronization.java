package dev.godwit.run;

import dev.godwit.copy.CoercedFeed;
import dev.godwit.copy.Copier;
import dev.godwit.copy.Progress;
import dev.godwit.copy.RowName;
import dev.godwit.history.History;
import dev.godwit.history.ModeKind;
import dev.godwit.history.Run;
import dev.godwit.history.State;
import dev.godwit.history.Verb;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Plan;
import dev.godwit.plan.Plan.Filling;
import dev.godwit.plan.TableCopy;
import dev.godwit.plan.Watermark;
import dev.godwit.report.Difference;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.report.ReportJson;
import dev.godwit.report.TableReport;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Counting;
import dev.godwit.store.can.Editing;
import dev.godwit.store.can.Sequenced;
import dev.godwit.verify.Depth;
import dev.godwit.verify.Verification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One incremental or differential execution of a plan, inside a transaction of the target. Use
 * once.
 */
final class Synchronization {
  private final Plan plan;
  private final Source source;
  private final Target target;
  private final Options options;
  private final Mode mode;
  private final SourceCheck check;
  private final Progress progress;
  private final History history;
  private final WayBack wayBack;
  private final Map<String, Standing> last;
  private final List<Problem> warnings = new ArrayList<>();
  private final List<Problem> setAside = new ArrayList<>();
  private final List<TableReport> tables = new ArrayList<>();
  private final List<Report.Change> changes = new ArrayList<>();
  private final List<Report.Filled> filled = new ArrayList<>();
  private final List<Report.Converted> converted = new ArrayList<>();
  private final List<Difference> differences = new ArrayList<>();
  private final long start = System.nanoTime();

  /** {@code check} is null where nothing will be written. */
  Synchronization(
      Plan plan,
      Source source,
      Target target,
      Options options,
      Mode mode,
      SourceCheck check,
      Progress progress) {
    this.plan = plan;
    this.source = source;
    this.target = target;
    this.options = options;
    this.mode = mode;
    this.check = check;
    this.progress = progress;
    this.history = History.of(target);
    this.wayBack = new WayBack(plan, target, options, progress);
    this.last = Standing.last(history, source, options.digest());
    warnings.addAll(plan.warnings());
  }

  void execute() {
    wayBack.orDiscard(this::synchronize);
  }

  private void synchronize() {
    Run run =
        Run.beginning(plan.migrationId(), Verb.MIGRATE, mode.kind(), source, options.digest());
    history.begin(run.from(wayBack.before().map(State::json).orElse(null)));
    List<TableSync> syncs = syncs();
    target.execute(plan.creation());
    write(syncs);
    Execution.requireSound(check.result(), source, options, warnings);
    for (Filling filling : plan.fillings()) {
      long rows = Editing.of(target).fill(filling.table(), filling.column(), filling.value());
      filled.add(new Report.Filled(filling.table(), filling.column(), rows));
    }
    syncs.forEach(this::verify);
    Execution.requireComputed(plan, source, target);
    if (history.isKept()) {
      history.after(plan.migrationId(), wayBack.after(Map.of(), Map.of()).json());
    }
    target.execute(plan.completion());
    warnings.addAll(
        Sequenced.of(target, plan.tables().stream().map(TableCopy::to).toList()).loose());
    Report report = report(seconds());
    history.finish(plan.migrationId(), report.verdict(), ReportJson.of(report));
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  private List<TableSync> syncs() {
    List<TableSync> result = new ArrayList<>();
    for (TableCopy copy : plan.tables()) {
      if (!copy.columns().isEmpty()) {
        result.add(sync(copy));
      }
    }
    return result;
  }

  private TableSync sync(TableCopy copy) {
    String name = copy.from().name();
    return new TableSync(
        copy,
        Watermark.of(copy, options.content().rules()),
        CoercedFeed.of(copy, source, target, plan.fillings(), progress),
        target,
        mode,
        options.content().rules().conflicts(name),
        last.get(copy.to().name()),
        plan.adds(copy.to()),
        plan.makes(copy.to()) || !Counting.holdsRows(target, copy.to()));
  }

  private void write(List<TableSync> syncs) {
    Map<TableSync, Load> loads = new LinkedHashMap<>();
    Map<Load, TableCopy> copies = new LinkedHashMap<>();
    syncs.forEach(s -> loads.put(s, s.load()));
    loads.forEach((sync, load) -> copies.put(load, sync.copy));
    Loading loading = target.load(List.copyOf(loads.values()));
    for (TableSync sync : syncs) {
      String name = sync.copy.from().name();
      progress.table(name, sync.copy.from().estimatedRows());
      sync.apply(loads.get(sync), loading);
      progress.done(name);
      require(sync.feed.refused());
      setAside.addAll(sync.feed.setAside());
    }
    progress.phase("building keys and indexes");
    List<Problem> violations = new ArrayList<>();
    loading.settle(
        (load, violation, rows) -> {
          String column = violation.columns().isEmpty() ? null : violation.columns().get(0);
          String first =
              rows.next() ? ", first at " + RowName.of(copies.get(load), rows.row()) : "";
          violations.add(
              Problem.of(violation.kind())
                  .at(load.table().displayName(), column)
                  .says(
                      "a row " + violation.message() + first,
                      "mend it in the source, or leave the table out"));
          return false;
        });
    require(violations);
    syncs.forEach(TableSync::settled);
    loading.number(Copier.marks(plan, source));
  }

  private static void require(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw GodwitException.refused(
          problems.size()
              + (problems.size() == 1 ? " problem" : " problems")
              + ", nothing was written:",
          problems);
    }
  }

  private void verify(TableSync sync) {
    progress.phase("verifying " + sync.copy.to().name());
    TableCopy copy = sync.copy;
    Difference found = options.verify() == Depth.DIGEST ? sync.verify() : null;
    if (found != null) {
      judge(sync, found);
    }
    converted.addAll(Report.Converted.of(copy.from().name(), sync.feed.converted()));
    long rows = found == null ? Counting.of(target).count(copy.to()) : found.targetRows();
    long moved = sync.inserts + sync.updates;
    // Without a comparison, what lay before the watermark is not counted.
    long sourceRows = (found == null ? moved : found.sourceRows()) + sync.feed.rejected();
    tables.add(
        TableReport.of(copy)
            .rows(sourceRows, moved, sync.feed.rejected())
            .skipped(sourceRows - moved - sync.feed.rejected())
            .found(rows, found == null ? Match.SKIPPED : Match.of(found.isEqual()))
            .build());
    changes.add(
        new Report.Change(
            copy.from().name(),
            sync.inserts,
            sync.updates,
            sync.deletes,
            sync.keptChanged,
            sync.keptInTarget,
            sync.words));
    Standing standing =
        new Standing(
            sync.watermark.column(),
            sync.reached(),
            found == null ? null : found.sourceRows() + " " + found.sourceDigest(),
            found == null ? null : found.targetRows() + " " + found.targetDigest());
    if (history.isKept()) {
      history.advance(plan.migrationId(), standing.note(copy, sourceRows, sync.feed.rejected()));
    }
  }

  private void judge(TableSync sync, Difference found) {
    boolean differential = mode.kind() == ModeKind.DIFFERENTIAL;
    String name = sync.copy.from().name();
    if (!differential) {
      sync.keptInTarget = found.onlyInTarget();
    }
    boolean asMeant =
        found.onlyInSource() == 0
            && found.changed() == sync.keptChanged
            && found.onlyInTarget() == sync.keptInTarget;
    if (!asMeant) {
      throw GodwitException.refused(
          "the target does not hold what it should after this run; nothing was kept:",
          List.of(
              Problem.of(ProblemKind.DIFFERENT)
                  .at(name)
                  .says(
                      Verification.words(found),
                      differential
                          ? "see what the target does with rows that come: its triggers, its rules"
                          : "they came or changed without "
                              + sync.watermark.column()
                              + " moving: use --mode differential, an earlier --since, or a rule"
                              + " watermark")));
    }
    if (!found.isEqual()) {
      differences.add(found);
      warnings.add(
          Problem.of(ProblemKind.KEPT)
              .at(name)
              .says(
                  differential
                      ? Verification.words(found) + ", and stay so: " + kept(sync)
                      : found.onlyInTarget()
                          + (found.onlyInTarget() == 1 ? " row is" : " rows are")
                          + " only in the target: an incremental run does not delete",
                  differential ? null : "--mode differential"));
    }
  }

  private String kept(TableSync sync) {
    return sync.feed.rejected() > 0
        ? "rows of the source do not fit, so none is deleted"
        : "the target changed them, and rule conflicts says so";
  }

  /** What {@link #execute} would do; writes nothing. */
  Report preview() {
    for (TableSync sync : syncs()) {
      String name = sync.copy.from().name();
      progress.table(name, sync.copy.from().estimatedRows());
      boolean changes = plan.makes(sync.copy.to()) || !plan.adds(sync.copy.to()).isEmpty();
      Difference found = changes ? null : sync.verify();
      progress.done(name);
      if (found != null) {
        preview(sync, found);
      }
    }
    Report report = report(seconds());
    List<Problem> problems = new ArrayList<>(plan.problems());
    problems.addAll(setAside);
    return report
        .edit()
        .verb("plan")
        .verdict(problems.isEmpty() ? Verdict.PLANNED : Verdict.REFUSED)
        .problems(problems)
        .build();
  }

  private void preview(TableSync sync, Difference found) {
    boolean deletes = mode.kind() == ModeKind.DIFFERENTIAL;
    setAside.addAll(sync.feed.refused());
    differences.add(found);
    Watermark w = sync.watermark;
    changes.add(
        new Report.Change(
            found.table(),
            found.onlyInSource(),
            found.changed(),
            deletes ? found.onlyInTarget() : 0,
            0,
            deletes ? 0 : found.onlyInTarget(),
            deletes || w.column() == null ? "every row compared" : w.column()));
    tables.add(
        TableReport.of(sync.copy)
            .rows(found.sourceRows(), 0, sync.feed.rejected())
            .found(found.targetRows(), Match.of(found.isEqual()))
            .build());
  }

  Report report(double seconds) {
    boolean rejected = tables.stream().anyMatch(t -> t.rejected() > 0);
    return Report.of(plan.migrationId(), "migrate", mode.toString(), plan.from(), plan.to())
        .verdict(rejected ? Verdict.QUARANTINED : Verdict.EXACT)
        .seconds(seconds)
        .tables(tables)
        .filled(filled)
        .converted(converted)
        .problems(setAside)
        .warnings(warnings)
        .leftOut(plan.leftOut())
        .differences(differences)
        .changes(changes)
        .backup(wayBack.file())
        .build();
  }
}
