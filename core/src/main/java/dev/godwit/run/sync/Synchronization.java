package dev.godwit.run.sync;

import dev.godwit.copy.Findings;
import dev.godwit.copy.Prospect;
import dev.godwit.copy.Quarantine;
import dev.godwit.copy.RowName;
import dev.godwit.copy.Unenforced;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.model.Verdict;
import dev.godwit.plan.TableCopy;
import dev.godwit.report.Difference;
import dev.godwit.report.Report;
import dev.godwit.report.ReportBuilder;
import dev.godwit.run.protocol.Moved;
import dev.godwit.run.protocol.Protocol;
import dev.godwit.run.protocol.Standing;
import dev.godwit.run.protocol.Strategy;
import dev.godwit.run.protocol.Task;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.Loading.Violation;
import dev.godwit.store.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Only rows that are not the same on both sides, in one transaction. Use once. */
public final class Synchronization implements Strategy {
  private final Task task;
  private final Attempts attempts;

  public Synchronization(Task task, Attempts attempts) {
    this.task = task;
    this.attempts = attempts;
  }

  @Override
  public boolean mayHoldMore(TableCopy copy) {
    return true;
  }

  @Override
  public GodwitException refusal(List<Problem> problems) {
    return GodwitException.refused(
        "the target does not hold what it should after this run; nothing was kept:", problems);
  }

  @Override
  public List<Moved> move(Protocol run) {
    List<TableSync> syncs = syncs(run);
    task.target().execute(task.plan().creation());
    attempts.begin();
    try {
      write(run, syncs);
    } catch (GodwitException e) {
      // What an attempt is refused that is not kept may be no trouble to the next.
      attempts.requireNone(e);
      throw e;
    }
    Quarantine.keep(
        task.plan().migrationId(), task.target(), syncs.stream().map(TableSync::feed).toList());
    List<Moved> moved = new ArrayList<>();
    for (TableSync sync : syncs) {
      moved.add(sync.moved());
      sync.tell(run.account());
    }
    return moved;
  }

  private List<TableSync> syncs(Protocol run) {
    Map<String, Standing> last = Standing.last(run.history(), task.source());
    return task.copies().stream()
        .map(copy -> new TableSync(run, copy, last.get(copy.to().name()), attempts))
        .toList();
  }

  private void write(Protocol run, List<TableSync> syncs) {
    Map<TableSync, Load> loads = new LinkedHashMap<>();
    Map<Load, TableCopy> copies = new LinkedHashMap<>();
    syncs.forEach(s -> loads.put(s, s.load()));
    loads.forEach((sync, load) -> copies.put(load, sync.copy()));
    Loading loading = task.target().load(List.copyOf(loads.values()));
    for (TableSync sync : syncs) {
      String name = sync.copy().from().name();
      task.progress().table(name, sync.copy().from().estimatedRows());
      sync.apply(loads.get(sync), loading);
      task.progress().done(name);
      GodwitException.requireNone(sync.feed().refused());
      run.account().setAside(sync.feed().setAside());
    }
    attempts.requireNone(null);
    task.progress().phase("building keys and indexes");
    List<Problem> violations = new ArrayList<>();
    loading.settle((load, why, rows) -> goes(run, copies.get(load), why, rows, violations));
    attempts.requireNone(null);
    GodwitException.requireNone(violations);
    syncs.forEach(TableSync::settled);
    run.number(loading);
  }

  /** Whether rows in the way of a constraint are set aside; else they are a problem. */
  private boolean goes(
      Protocol run, TableCopy copy, Violation why, Rows rows, List<Problem> problems) {
    if (attempts.take(copy, why, rows)) {
      return true;
    }
    if (why.stays() && Unenforced.comes(task.plan(), copy, why, task.source())) {
      run.account().warn(Unenforced.of(copy, why, rows));
      return false;
    }
    String key = rows.next() ? RowName.of(copy, rows.row()) : null;
    problems.add(Arrived.problem(copy, key, why));
    return false;
  }

  /** What {@link #move} would do, in as many attempts; writes nothing. */
  public Report preview() {
    attempts.begin();
    try (Protocol run = new Protocol(task);
        Prospect prospect = new Prospect(task.plan(), task.source(), task.target(), attempts)) {
      return preview(run, prospect);
    }
  }

  private Report preview(Protocol run, Prospect prospect) {
    List<Difference> found = new ArrayList<>();
    List<Problem> problems = new ArrayList<>(task.plan().problems());
    for (TableSync sync : syncs(run)) {
      String name = sync.copy().from().name();
      task.progress().table(name, sync.copy().from().estimatedRows());
      Table to = sync.copy().to();
      if (!task.plan().makes(to) && !task.plan().grows(to)) {
        sync.preview(run.account(), found, prospect.of(sync.copy()));
        sync.conflict().ifPresent(problems::add);
        problems.addAll(sync.feed().refused());
      }
      task.progress().done(name);
    }
    attempts.requireNone(null);
    prospect.tried(task.progress());
    attempts.requireNone(null);
    Findings tried = prospect.findings();
    attempts.requireNone(null);
    run.account().warn(tried.setAside());
    run.account().warn(tried.warnings());
    tried.problems().forEach(p -> problems.add(task.mode().deletes() ? p : beside(p)));
    return ReportBuilder.of(run.account().report(null))
        .verb("plan")
        .verdict(problems.isEmpty() ? Verdict.PLANNED : Verdict.REFUSED)
        .problems(problems)
        .differences(found)
        .build();
  }

  /** The row in the way is one of the target's, which this mode leaves there. */
  private static Problem beside(Problem p) {
    String hint =
        "where the other one is gone from the source, --mode differential takes it out; else ";
    return p.is(ProblemKind.CONFLICT)
        ? new Problem(
            p.table(), p.column(), p.key(), p.kind(), p.message(), hint + p.hint(), p.rows())
        : p;
  }
}
