package dev.godwit;

import dev.godwit.copy.Progress;
import dev.godwit.copy.Quarantine;
import dev.godwit.copy.Supervised;
import dev.godwit.history.Folding;
import dev.godwit.history.History;
import dev.godwit.history.Run;
import dev.godwit.inspect.Inspector;
import dev.godwit.inspect.StoreProfile;
import dev.godwit.model.Engine;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import dev.godwit.plan.Plan;
import dev.godwit.plan.Scope;
import dev.godwit.report.Report;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.run.before.Repointing;
import dev.godwit.run.mode.Runner;
import dev.godwit.run.protocol.Committed;
import dev.godwit.run.protocol.Steady;
import dev.godwit.run.undo.Rollback;
import dev.godwit.store.Holder;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Stopping;
import dev.godwit.verify.Verification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Moves data between stores that the caller opened and closes. Each call stands alone; one instance
 * serves one call at a time.
 */
public final class Godwit {
  private final Supervised progress;
  private final Set<Source> busy = ConcurrentHashMap.newKeySet();

  /** Tells {@code progress} how far each call is; see there what a listener may do. */
  public Godwit(Progress progress) {
    this.progress = new Supervised(progress);
  }

  /**
   * Ends the call that is under way on another thread, as soon as the stores let go of what they
   * are doing: it throws a {@link CancellationException}, and what a refused run undoes is undone.
   * Calls after it throw the same at once. May be called from any thread.
   */
  public void cancel() {
    progress.cancel();
    busy.forEach(s -> s.as(Stopping.class).ifPresent(Stopping::cancel));
  }

  <T> T supervised(Supplier<T> call, Source... stores) {
    busy.addAll(Arrays.asList(stores));
    try {
      progress.requireWanted();
      return call.get();
    } catch (GodwitException e) {
      if (!progress.isCancelled()) {
        throw e;
      }
      CancellationException cancelled = new CancellationException("the run was cancelled");
      cancelled.initCause(e);
      throw cancelled;
    } finally {
      busy.clear();
    }
  }

  /**
   * A move of what the source holds into the target, as the options say: to be planned, looked at
   * and done. The stores stay the caller's, and have to be open for as long as the move is used.
   */
  public Move move(Source source, Target target, Options options) {
    return new Move(this, source, target, options, null);
  }

  /** As {@link Move#plan}. */
  public Plan plan(Source source, Target target, Options options) {
    return move(source, target, options).plan();
  }

  Supervised progress() {
    return progress;
  }

  /** What is in a store: every row is read once. */
  public StoreProfile inspect(Source source, Scope scope) {
    return supervised(() -> profile(source, scope), source);
  }

  private StoreProfile profile(Source source, Scope scope) {
    List<Table> tables =
        source.catalog().tables().stream().filter(t -> scope.includes(t.name())).toList();
    progress.phase("reading " + source.name());
    return Steady.on(source, () -> Inspector.profile(source, tables, t -> {}));
  }

  /**
   * The store's structure as DDL of PostgreSQL, or of SQLite. A SQLite source is read whole: what
   * it holds decides where a declared type is too narrow.
   */
  public Schema schema(Source source, boolean forSqlite, Options options) {
    return Schema.of(
        source,
        forSqlite ? Engine.SQLITE : Engine.POSTGRESQL,
        options,
        () -> profile(source, options.content().scope()));
  }

  /**
   * Plans, copies, verifies, in one transaction of the target. Returns the report of a run that was
   * kept.
   *
   * @throws GodwitException where nothing was kept, saying why and what to do
   */
  public Report migrate(Source source, Target target, Options options) {
    return move(source, target, options).migrate();
  }

  /** Does what a plan of {@link #plan} says, of the same stores and options. */
  public Report migrate(Plan plan, Source source, Target target, Options options) {
    return move(source, target, options).by(plan).migrate();
  }

  /** The same in one of the four modes. */
  public Report migrate(Plan plan, Source source, Target target, Options options, Mode mode) {
    return move(source, target, options).by(plan).migrate(mode);
  }

  /** Every run that the target knows of, the oldest first. */
  public List<Run> history(Target target) {
    return History.of(target).runs();
  }

  /**
   * Folds the history of a target: all but the last so many runs, or those before a moment. What
   * later runs go on from stays; what was folded cannot be taken back any more.
   */
  public Folding.Folded fold(Target target, Function<Folding, Folding.Folded> which) {
    return supervised(() -> folded(target, which), target);
  }

  @SuppressWarnings("try") // The lock is held, not used.
  private Folding.Folded folded(Target target, Function<Folding, Folding.Folded> which) {
    if (history(target).isEmpty()) {
      // Nothing is made where nothing ran.
      return new Folding.Folded(List.of(), List.of());
    }
    List<Folding.Folded> folded = new ArrayList<>();
    try (Target.Lock lock = target.lock(Holder.current(MigrationId.next()))) {
      target.atomically(() -> folded.add(which.apply(new Folding(target))));
    }
    return folded.get(0);
  }

  /**
   * Takes a run back: its tables are what they were before it, proved by digest, or nothing has
   * changed. Where {@code scope} leaves tables out, they and the run itself stay. {@code backups}
   * is where the run's backup is now, null where it was left; {@code force} goes back although the
   * target has changed since.
   *
   * @throws GodwitException where nothing was changed, saying why and what to do
   */
  public Report rollback(
      Target target, String migrationId, Scope scope, boolean force, Path backups) {
    Rollback.Request request =
        new Rollback.Request(migrationId, MigrationId.next(), scope, force, backups);
    return supervised(() -> rollback(target, request), target);
  }

  @SuppressWarnings("try") // The lock is held, not used.
  private Report rollback(Target target, Rollback.Request request) {
    List<Report> report = new ArrayList<>();
    try (Target.Lock lock = target.lock(Holder.current(request.ownId()))) {
      Committed done =
          Committed.whole(
              target,
              request.ownId(),
              () -> report.add(new Rollback(target, request, progress).execute()));
      return done.told(report.get(0));
    }
  }

  /**
   * Compares what two stores hold, the source's rows as the plan would write them: digests of every
   * table and column, then the rows that differ, in bounded memory. Writes nothing.
   */
  public Report verify(Source source, Source target, Options options) {
    return verify(source, target, options, 0);
  }

  /**
   * Compares about so many rows of each table, picked from the source and looked up in the target
   * by their keys; a table without a key is compared whole.
   */
  public Report verifySample(Source source, Source target, Options options, long rows) {
    return verify(source, target, options, rows);
  }

  /**
   * The same, and the report holds the values of rows that differ, but for secret columns: for who
   * may see them. {@code rows} 0: all are compared.
   */
  public Report diff(Source source, Source target, Options options, long rows) {
    return supervised(() -> compared(source, target, options, rows, true), source, target);
  }

  private Report verify(Source source, Source target, Options options, long sample) {
    return supervised(() -> compared(source, target, options, sample, false), source, target);
  }

  private Report compared(
      Source source, Source target, Options options, long sample, boolean open) {
    Options within = Matching.within(source, options);
    Options named = Matching.named(source, target, within);
    Plan matched = new Matching(source, target.catalog(), target.name(), named).matching();
    Plan plan = new Repointing(source, target).repoint(matched);
    Verification verification =
        new Verification(plan, within.content().rules(), source, target, sample, progress);
    Verification wanted = open ? verification.opened() : verification;
    return Steady.on(source, () -> Steady.on(target, wanted::run));
  }

  /**
   * Loads the rows of the target's quarantine again, by other rules than those that put them there.
   * Rows that still do not fit stay.
   */
  public Report reload(Target target, Options options) {
    return supervised(() -> reloaded(target, options), target);
  }

  private Report reloaded(Target target, Options options) {
    Source source = Quarantine.of(target);
    Options within = Matching.within(source, options);
    Plan plan = new Matching(source, target.catalog(), target.name(), within).matching();
    return new Runner(source, target, within, progress).full(plan, true);
  }
}
