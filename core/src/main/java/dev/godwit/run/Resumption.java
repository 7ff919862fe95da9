package dev.godwit.run;

import dev.godwit.copy.BatchCopy;
import dev.godwit.copy.Copier;
import dev.godwit.copy.Progress;
import dev.godwit.history.Checkpoint;
import dev.godwit.history.History;
import dev.godwit.history.ModeKind;
import dev.godwit.history.Run;
import dev.godwit.history.State;
import dev.godwit.history.Verb;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.Shell;
import dev.godwit.model.Table;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Plan;
import dev.godwit.plan.Plan.Filling;
import dev.godwit.plan.TableCopy;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.report.ReportJson;
import dev.godwit.report.TableReport;
import dev.godwit.store.Holder;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.Position;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Counting;
import dev.godwit.store.can.Editing;
import dev.godwit.store.can.Lasting;
import dev.godwit.store.can.Remote;
import dev.godwit.store.can.Sequenced;
import dev.godwit.value.Digest;
import dev.godwit.verify.Depth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run in batches, each kept with the note of how far it came, from its beginning or from where an
 * interrupted one stopped. Lives through a restart of the server. Use once.
 */
final class Resumption {
  private static final long USUAL_BATCH = 50_000;
  private static final int MOST_RECONNECTS = 10;

  private final Plan plan;
  private final Source source;
  private final Target target;
  private final Options options;
  private final Progress progress;
  private final WayBack wayBack;
  private final List<Problem> warnings = new ArrayList<>();
  private final List<TableReport> tables = new ArrayList<>();
  private final List<Report.Filled> filled = new ArrayList<>();
  private final List<Report.Converted> converted = new ArrayList<>();
  private final Map<TableCopy, ReadBack> found = new HashMap<>();
  private final long start = System.nanoTime();
  private Target.Lock lock;
  private Report report;

  Resumption(Plan plan, Source source, Target target, Options options, Progress progress) {
    this.plan = plan;
    this.source = source;
    this.target = target;
    this.options = options;
    this.progress = progress;
    this.wayBack = new WayBack(plan, target, options, progress);
    warnings.addAll(plan.warnings());
  }

  /** Begins, where nothing was begun yet, and goes on to the end. */
  Report run(boolean begun) {
    lock = target.lock(holder());
    try {
      if (!begun) {
        begin();
      }
      patiently();
      return report;
    } finally {
      lock.close();
    }
  }

  private Holder holder() {
    return Holder.current(plan.migrationId());
  }

  private void begin() {
    Committed done =
        Committed.of(
            target,
            plan.migrationId(),
            run -> true,
            () -> Steady.on(source, () -> wayBack.orDiscard(this::prepare)));
    if (!done.isAnswered()) {
      lock = target.lock(holder());
    }
  }

  private void prepare() {
    Run run =
        Run.beginning(
            plan.migrationId(), Verb.MIGRATE, ModeKind.RESUMABLE, source, options.digest());
    History.of(target).begin(run.from(wayBack.before().map(State::json).orElse(null)));
    target.execute(plan.creation());
    List<Load> loads = new ArrayList<>(loads(options.force()));
    plan.also().forEach(t -> loads.add(load(t, List.of(), true)));
    target.as(Lasting.class).orElseThrow().lasting(loads);
  }

  /** Where the connection breaks, what was committed is asked for anew, and the rest done again. */
  private void patiently() {
    for (int broken = 0; ; broken++) {
      try {
        batches();
        return;
      } catch (GodwitException e) {
        boolean again =
            (e.reason() == GodwitException.Reason.FAILED
                    || e.reason() == GodwitException.Reason.UNANSWERED)
                && broken < MOST_RECONNECTS
                && target.as(Remote.class).map(Remote::reconnect).orElse(false);
        if (!again) {
          throw e;
        }
        progress.phase("connected again after: " + e.getMessage());
        lock = target.lock(holder());
      }
    }
  }

  private List<Load> loads(boolean truncate) {
    return copies().stream().map(c -> load(c.to(), c.targetColumns(), truncate)).toList();
  }

  private Load load(Table table, List<Column> columns, boolean truncate) {
    // Keys stay on: they tell at once where a row would come twice.
    return new Load(
        table,
        columns,
        truncate,
        false,
        options.content().rules().defaults().triggers(),
        0,
        List.of(),
        plan.tables().stream().anyMatch(c -> c.to().equals(table) && !c.expressed().isEmpty()));
  }

  private List<TableCopy> copies() {
    return plan.tables().stream().filter(t -> !t.columns().isEmpty()).toList();
  }

  private void batches() {
    progress.phase("copying in batches");
    History history = History.of(target);
    if (history.find(plan.migrationId()).filter(r -> r.end() != null).isPresent()) {
      // The connection broke after the last commit, and the answer was lost.
      return;
    }
    Map<String, Checkpoint> reached = new HashMap<>();
    history.checkpoints(plan.migrationId()).forEach(c -> reached.put(c.table(), c));
    List<Load> loads = loads(false);
    Map<Load, BatchCopy> runs = new LinkedHashMap<>();
    for (TableCopy copy : copies()) {
      Checkpoint from = reached.get(copy.to().name());
      Load load = loads.get(runs.size());
      BatchCopy run = batchCopy(copy, from);
      runs.put(load, run);
      if (from == null || !from.finished()) {
        table(copy, run, load, loads, history);
      }
    }
    target.atomically(() -> Steady.on(source, () -> finish(history, runs, loads)));
  }

  private BatchCopy batchCopy(TableCopy copy, Checkpoint from) {
    List<dev.godwit.model.ColumnType> types =
        copy.targetColumns().stream().map(Column::type).toList();
    return new BatchCopy(
        copy,
        source,
        plan.migrationId(),
        plan.makes(copy.to()),
        from == null ? Position.START : from.reached(),
        from == null ? 0 : from.rows(),
        from == null ? 0 : from.rejected(),
        from == null ? new Digest(types) : Digest.of(types, from.digest()),
        progress);
  }

  private void table(TableCopy copy, BatchCopy run, Load load, List<Load> loads, History history) {
    String name = copy.from().name();
    long most = options.pace().batchRows() > 0 ? options.pace().batchRows() : USUAL_BATCH;
    progress.table(name, copy.from().estimatedRows());
    try (run) {
      while (!run.isFinished()) {
        target.atomically(
            () ->
                Steady.on(
                    source,
                    () -> {
                      run.next(
                          target.as(Lasting.class).orElseThrow().lasting(loads),
                          load,
                          target,
                          most);
                      history.advance(plan.migrationId(), note(copy, run));
                    }));
      }
    }
    progress.done(name);
  }

  private static Checkpoint note(TableCopy copy, BatchCopy run) {
    return new Checkpoint(
        copy.to().name(),
        run.reached(),
        run.rows(),
        run.rejected(),
        run.digest().state(),
        run.isFinished());
  }

  /** Puts back what was taken off, looks at everything once more, and ends the run. */
  private void finish(History history, Map<Load, BatchCopy> runs, List<Load> loads) {
    tables.clear();
    filled.clear();
    converted.clear();
    progress.phase("building keys and indexes");
    Loading loading = target.as(Lasting.class).orElseThrow().lasting(loads);
    loading.settle((load, violation, rows) -> runs.get(load).found(load, violation, rows, target));
    loading.number(Copier.marks(plan, source));
    for (TableCopy copy : copies()) {
      BatchCopy run = runs.get(load(copy.to(), copy.targetColumns(), false));
      warnings.addAll(run.unenforced());
      verify(copy, run);
    }
    for (Filling filling : plan.fillings()) {
      long rows = Editing.of(target).fill(filling.table(), filling.column(), filling.value());
      filled.add(new Report.Filled(filling.table(), filling.column(), rows));
    }
    Execution.requireComputed(plan, source, target);
    copies().forEach(c -> remember(history, c, runs.get(load(c.to(), c.targetColumns(), false))));
    history.after(plan.migrationId(), wayBack.after(found, Map.of()).json());
    target.execute(plan.completion());
    warnings.addAll(
        Sequenced.of(target, plan.tables().stream().map(TableCopy::to).toList()).loose());
    boolean rejected = tables.stream().anyMatch(t -> t.rejected() > 0);
    report =
        Report.of(plan.migrationId(), "migrate", Mode.RESUMABLE.toString(), plan.from(), plan.to())
            .verdict(rejected ? Verdict.QUARANTINED : Verdict.EXACT)
            .seconds((System.nanoTime() - start) / 1e9)
            .tables(tables)
            .filled(filled)
            .converted(converted)
            .warnings(warnings)
            .leftOut(plan.leftOut())
            .backup(backup(history))
            .build();
    history.finish(plan.migrationId(), report.verdict(), ReportJson.of(report));
  }

  /** What an incremental or differential run after this one goes on from. */
  private void remember(History history, TableCopy copy, BatchCopy run) {
    if (found.containsKey(copy) && plan.fillings().isEmpty()) {
      Standing standing = found.get(copy).standing();
      history.advance(plan.migrationId(), standing.note(copy, run.rows(), run.rejected()));
    }
  }

  /** It may have been taken before the interruption. */
  private String backup(History history) {
    String before = history.required(plan.migrationId()).before();
    return before == null ? null : State.read(before).file();
  }

  private void verify(TableCopy copy, BatchCopy run) {
    converted.addAll(Report.Converted.of(copy.from().name(), run.converted()));
    progress.phase("verifying " + copy.to().name());
    Match digest = Match.SKIPPED;
    long rows = run.digest().rows();
    if (options.verify() == Depth.COUNTS) {
      rows = Counting.of(target).count(copy.to());
    } else if (options.verify() == Depth.DIGEST) {
      ReadBack there = ReadBack.of(target, copy, options.content().rules());
      found.put(copy, there);
      rows = there.digest().rows();
      digest = Match.of(there.digest().equals(run.digest()));
    }
    if (digest == Match.DIFFERENT || rows != run.digest().rows()) {
      throw GodwitException.refused(
          copy.from().name()
              + ": what arrived is not what was sent: "
              + run.digest().rows()
              + " rows sent, "
              + rows
              + " in the target, digests "
              + digest
              + "; something else writes to the table. "
              + Shell.rollback(target.name(), plan.migrationId())
              + " --force takes the batches back");
    }
    tables.add(
        TableReport.of(copy)
            .rows(run.rows(), run.digest().rows(), run.rejected())
            .found(rows, digest)
            .build());
  }
}
