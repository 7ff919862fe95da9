package dev.godwit.run.mode;

import dev.godwit.copy.Checker;
import dev.godwit.copy.Copier;
import dev.godwit.copy.Held;
import dev.godwit.history.Base.Side;
import dev.godwit.model.Column;
import dev.godwit.model.Engine;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.Table;
import dev.godwit.plan.Plan;
import dev.godwit.plan.TableCopy;
import dev.godwit.report.TableReportBuilder;
import dev.godwit.run.Options;
import dev.godwit.run.protocol.Moved;
import dev.godwit.run.protocol.Protocol;
import dev.godwit.run.protocol.SourceCheck;
import dev.godwit.run.protocol.Strategy;
import dev.godwit.run.protocol.Task;
import dev.godwit.run.sync.Attempts;
import dev.godwit.store.can.Keeping;
import dev.godwit.store.can.Making;
import dev.godwit.value.digest.Digest;
import dev.godwit.verify.BaseEntries;
import dev.godwit.verify.Depth;
import dev.godwit.verify.Digests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every row of every table, in one transaction. */
final class Whole implements Strategy, AutoCloseable {
  private final Task task;
  private final SourceCheck check;
  private final boolean reload;
  private final Attempts attempts;
  private final Map<TableCopy, Digest> before = new HashMap<>();
  private Encounter encounter;

  /** {@code reload}: the source is the target's own quarantine. */
  Whole(Task task, SourceCheck check, boolean reload, Attempts attempts) {
    this.task = task;
    this.check = check;
    this.reload = reload;
    this.attempts = attempts;
  }

  /** Rows that leave the quarantine are not in a table's state: there is no way back for them. */
  @Override
  public boolean hasWayBack() {
    return !reload;
  }

  /** Shows the source's rows to what is there, and refuses where no rule has an answer. */
  @Override
  public void meet(Protocol run) {
    attempts.begin();
    List<TableCopy> occupied = Encounter.occupied(task.plan(), task.target());
    // From here on to the end nobody else writes there.
    List<Table> held = occupied.stream().map(TableCopy::to).distinct().toList();
    task.target().as(Keeping.class).ifPresent(k -> k.hold(held));
    encounter = new Encounter(staying(), task.target());
    List<Problem> problems = new ArrayList<>();
    if (!encounter.held().isEmpty()) {
      encounter.held().forEach((copy, there) -> note(run, copy, there));
      problems.addAll(
          new Checker(
                  task.plan(),
                  task.source(),
                  task.target(),
                  encounter.held(),
                  null,
                  task.progress())
              .without(attempts)
              .meet()
              .problems());
    }
    encounter.judge();
    problems.addAll(0, encounter.problems());
    if (!problems.isEmpty()) {
      throw inTheWay(problems);
    }
    attempts.requireNone(null);
    run.account().warn(encounter.remarks());
    run.account().merged(encounter.differences());
    if (reload) {
      occupied.forEach(t -> before.put(t, contents(t)));
    } else {
      encounter.held().forEach((t, there) -> before.put(t, there.staying()));
    }
  }

  /** Rows that stay other than the source's are known to later runs as that. */
  private void note(Protocol run, TableCopy copy, Held there) {
    if (run.isNoted(copy) && task.options().verify() == Depth.DIGEST) {
      BaseEntries noting = run.noting(copy, run.note(copy));
      there.keeping(row -> noting.row(Side.SOURCE, row));
      // A row that was refused is new until it is taken: what is in its place is known as its own.
      run.owns(copy, row -> there.isOwn(row) && !attempts.of(copy).holds(row));
    }
  }

  /** The part of the plan whose tables keep what they hold. */
  private Plan staying() {
    boolean none = task.options().force() || reload;
    return task.plan().of(none ? List.of() : task.plan().tables());
  }

  private GodwitException inTheWay(List<Problem> problems) {
    GodwitException refused =
        GodwitException.refused(
            "the target's tables hold rows that are in the way; nothing was written:", problems);
    return encounter.problems().isEmpty()
        ? refused
        : new GodwitException(
            GodwitException.Reason.REFUSED,
            refused.getMessage() + "\n  " + Encounter.LAST_RESORT,
            problems,
            null);
  }

  @Override
  public List<Moved> move(Protocol run) {
    List<Copier.Copied> outcomes = copy(run);
    outcomes.forEach(o -> run.account().warn(o.warnings()));
    outcomes.forEach(o -> run.account().setAside(o.setAside()));
    return outcomes.stream().map(o -> moved(o)).toList();
  }

  private List<Copier.Copied> copy(Protocol run) {
    Options options = task.options();
    Copier.Settings settings =
        new Copier.Settings(
            options.force() && !reload,
            options.content().rules().defaults().triggers(),
            options.verify() == Depth.DIGEST,
            options.pace().batchRows(),
            reload,
            options.trace(),
            options.pace().readers(Making.of(task.target()).language() == Engine.POSTGRESQL),
            encounter.held(),
            attempts);
    if (task.plan().tables().stream().noneMatch(Whole::hasMoreThanRows)) {
      check.slack().begin();
    }
    check.start();
    try {
      List<Copier.Copied> outcomes =
          new Copier(task.plan(), task.source(), task.target(), settings, task.progress())
              .run(check.slack());
      attempts.requireNone(null);
      return outcomes;
    } catch (GodwitException e) {
      // What an attempt is refused that is not kept may be no trouble to the next.
      attempts.requireNone(e);
      // A damaged file makes strange values: then the damage is what has to be said.
      if (e.reason() == GodwitException.Reason.REFUSED) {
        run.requireSound(check.result());
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

  private Moved moved(Copier.Copied o) {
    Digest expected = none(o.copy());
    if (before.containsKey(o.copy())) {
      expected.merge(before.get(o.copy()));
    }
    // What was read back while it was written says by itself whether it is what was sent.
    boolean stored = o.stored() == null || o.stored().equals(o.digest());
    if (stored) {
      expected.merge(o.digest());
    }
    boolean merged = before.containsKey(o.copy()) && !encounter.isExact(o.copy());
    return new Moved(
        o.copy(),
        TableReportBuilder.of(o.copy())
            .rows(o.sourceRows(), o.copied(), o.rejected())
            .skipped(o.skipped())
            .found(o.copied(), null)
            .seconds(o.seconds())
            .values(o.coercions(), o.guesses()),
        o.sourceRows(),
        o.rejected(),
        stored ? expected : null,
        null,
        null,
        !merged && !reload,
        reload,
        o.converted());
  }

  private static Digest none(TableCopy copy) {
    return new Digest(copy.targetColumns().stream().map(Column::type).toList());
  }

  private Digest contents(TableCopy table) {
    return task.options().verify() == Depth.DIGEST
        ? Digests.of(task.target(), table.to(), table.targetColumns())
        : none(table);
  }

  @Override
  public boolean mayHoldMore(TableCopy copy) {
    return before.containsKey(copy);
  }

  /** Of tables that held none before, and that no trigger writes to. */
  @Override
  public Map<String, Long> counts(List<Moved> moved) {
    Map<String, Long> result = new HashMap<>();
    if (before.isEmpty() && !task.options().content().rules().defaults().triggers()) {
      for (Moved m : moved) {
        result.merge(m.copy().to().displayName(), m.report().build().copied(), Long::sum);
      }
    }
    return result;
  }

  @Override
  public void close() {
    if (encounter != null) {
      encounter.close();
    }
  }
}
