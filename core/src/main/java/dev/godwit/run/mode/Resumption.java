package dev.godwit.run.mode;

import dev.godwit.copy.BatchCopy;
import dev.godwit.history.Checkpoint;
import dev.godwit.history.History;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.Shell;
import dev.godwit.model.Table;
import dev.godwit.plan.TableCopy;
import dev.godwit.report.Report;
import dev.godwit.report.TableReportBuilder;
import dev.godwit.run.protocol.Committed;
import dev.godwit.run.protocol.Moved;
import dev.godwit.run.protocol.Protocol;
import dev.godwit.run.protocol.Steady;
import dev.godwit.run.protocol.Strategy;
import dev.godwit.run.protocol.Task;
import dev.godwit.store.Holder;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.Position;
import dev.godwit.store.Target;
import dev.godwit.store.can.Lasting;
import dev.godwit.store.can.Remote;
import dev.godwit.value.digest.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run in batches, each kept with the note of how far it came, from its beginning or from where an
 * interrupted one stopped. Lives through a restart of the server. Use once.
 */
final class Resumption implements Strategy {
  private static final long USUAL_BATCH = 50_000;
  private static final int MOST_RECONNECTS = 10;

  private final Task task;
  private final Target target;
  private Target.Lock lock;
  private Map<Load, BatchCopy> runs;
  private Report report;

  Resumption(Task task) {
    this.task = task;
    this.target = task.target();
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
    return Holder.current(task.plan().migrationId());
  }

  private void begin() {
    Committed done = Committed.of(target, task.plan().migrationId(), run -> true, this::note);
    if (!done.isAnswered()) {
      lock = target.lock(holder());
    }
  }

  private void note() {
    try (Protocol run = new Protocol(task)) {
      Steady.on(task.source(), () -> run.begin(this::prepare));
    }
  }

  private void prepare() {
    target.execute(task.plan().creation());
    List<Load> loads = new ArrayList<>(loads(task.options().force()));
    task.plan().also().forEach(t -> loads.add(load(t, List.of(), true)));
    lasting(loads);
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
        task.progress().phase("connected again after: " + e.getMessage());
        lock = target.lock(holder());
      }
    }
  }

  private Loading lasting(List<Load> loads) {
    return target.as(Lasting.class).orElseThrow().lasting(loads);
  }

  private List<Load> loads(boolean truncate) {
    return task.copies().stream().map(c -> load(c.to(), c.targetColumns(), truncate)).toList();
  }

  private Load load(Table table, List<Column> columns, boolean truncate) {
    // Keys stay on: they tell at once where a row would come twice.
    return new Load(
        table,
        columns,
        truncate,
        false,
        task.options().content().rules().defaults().triggers(),
        0,
        List.of(),
        task.plan().tables().stream()
            .anyMatch(c -> c.to().equals(table) && !c.expressed().isEmpty()));
  }

  private void batches() {
    task.progress().phase("copying in batches");
    History history = History.of(target);
    String id = task.plan().migrationId();
    if (history.find(id).filter(r -> r.end() != null).isPresent()) {
      // The connection broke after the last commit, and the answer was lost.
      return;
    }
    Map<String, Checkpoint> reached = new HashMap<>();
    history.checkpoints(id).forEach(c -> reached.put(c.table(), c));
    List<Load> loads = loads(false);
    runs = new LinkedHashMap<>();
    for (TableCopy copy : task.copies()) {
      Checkpoint from = reached.get(copy.to().name());
      Load load = loads.get(runs.size());
      BatchCopy run = batchCopy(copy, from);
      runs.put(load, run);
      if (from == null || !from.finished()) {
        table(copy, run, load, loads, history);
      }
    }
    target.atomically(
        () ->
            Steady.on(
                task.source(),
                () -> {
                  try (Protocol run = new Protocol(task)) {
                    run.conclude(move(run), this, () -> {});
                    report = run.report();
                  }
                }));
  }

  private BatchCopy batchCopy(TableCopy copy, Checkpoint from) {
    List<dev.godwit.model.ColumnType> types =
        copy.targetColumns().stream().map(Column::type).toList();
    return new BatchCopy(
        copy,
        task.source(),
        task.plan().migrationId(),
        task.plan().makes(copy.to()),
        from == null ? Position.START : from.reached(),
        from == null ? 0 : from.rows(),
        from == null ? 0 : from.rejected(),
        from == null ? new Digest(types) : Digest.of(types, from.digest()),
        task.progress());
  }

  private void table(TableCopy copy, BatchCopy run, Load load, List<Load> loads, History history) {
    String name = copy.from().name();
    long most =
        task.options().pace().batchRows() > 0 ? task.options().pace().batchRows() : USUAL_BATCH;
    task.progress().table(name, copy.from().estimatedRows());
    try (run) {
      while (!run.isFinished()) {
        target.atomically(
            () ->
                Steady.on(
                    task.source(),
                    () -> {
                      run.next(lasting(loads), load, target, most);
                      history.advance(task.plan().migrationId(), note(copy, run));
                    }));
      }
    }
    task.progress().done(name);
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

  /** Puts back what was taken off. */
  @Override
  public List<Moved> move(Protocol run) {
    task.progress().phase("building keys and indexes");
    Loading loading = lasting(loads(false));
    loading.settle((load, violation, rows) -> runs.get(load).found(load, violation, rows, target));
    run.number(loading);
    List<Moved> moved = new ArrayList<>();
    for (TableCopy copy : task.copies()) {
      BatchCopy of = runs.get(load(copy.to(), copy.targetColumns(), false));
      run.account().warn(of.unenforced());
      moved.add(moved(copy, of));
    }
    return moved;
  }

  private static Moved moved(TableCopy copy, BatchCopy run) {
    return new Moved(
        copy,
        TableReportBuilder.of(copy)
            .rows(run.rows(), run.digest().rows(), run.rejected())
            .found(run.digest().rows(), null),
        run.rows(),
        run.rejected(),
        run.digest(),
        null,
        null,
        true,
        false,
        run.converted());
  }

  @Override
  public boolean mayHoldMore(TableCopy copy) {
    return false;
  }

  @Override
  public GodwitException refusal(List<Problem> problems) {
    return GodwitException.refused(
        "what arrived is not what was sent: something else writes to the tables. "
            + Shell.rollback(target.name(), task.plan().migrationId())
            + " --force takes the batches back:",
        problems);
  }
}
