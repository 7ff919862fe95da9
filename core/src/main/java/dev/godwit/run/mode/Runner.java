package dev.godwit.run.mode;

import dev.godwit.copy.Checker;
import dev.godwit.copy.Findings;
import dev.godwit.copy.Held;
import dev.godwit.copy.Progress;
import dev.godwit.history.ModeKind;
import dev.godwit.history.Run;
import dev.godwit.model.GodwitException;
import dev.godwit.model.OnConflict;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Plan;
import dev.godwit.plan.TableCopy;
import dev.godwit.report.Report;
import dev.godwit.report.ReportBuilder;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.run.protocol.Committed;
import dev.godwit.run.protocol.Protocol;
import dev.godwit.run.protocol.SourceCheck;
import dev.godwit.run.protocol.Steady;
import dev.godwit.run.protocol.Strategy;
import dev.godwit.run.protocol.Task;
import dev.godwit.run.sync.Attempts;
import dev.godwit.run.sync.Synchronization;
import dev.godwit.store.Holder;
import dev.godwit.store.Intent;
import dev.godwit.store.Slack;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Checking;
import dev.godwit.store.can.Enforcing;
import dev.godwit.store.can.Lasting;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Executes plans between two stores, in each of the four modes. One call at a time. */
public final class Runner {
  /** Each leaves out what the one before it was refused. */
  private static final int MOST_ATTEMPTS = 1000;

  private final Source source;
  private final Target target;
  private final Options options;
  private final Progress progress;

  public Runner(Source source, Target target, Options options, Progress progress) {
    this.source = source;
    this.target = target;
    this.options = options;
    this.progress = progress;
  }

  /**
   * Reads every row that a plan would move in this mode, and says what would not fit, and what the
   * target's tables hold that is in the way. Writes nothing.
   */
  public Findings check(Plan plan, ModeKind mode) {
    return Steady.on(source, () -> tried(plan, checked(plan, mode)));
  }

  private Findings tried(Plan plan, Findings found) {
    if (!found.problems().isEmpty() || !plan.problems().isEmpty()) {
      return found;
    }
    List<Problem> said =
        drafted(
            task(plan, Mode.FULL),
            List.of(),
            (draft, attempts) -> {
              try (Whole whole = new Whole(draft.task(), SourceCheck.done(), false, attempts)) {
                draft.run(whole);
              }
            });
    return found.and(Drafted.against(said), Drafted.untried(said));
  }

  private List<Problem> drafted(
      Task task, List<Plan.Filling> fillings, BiConsumer<Drafted, Attempts> run) {
    try {
      return again(
          fillings,
          attempts -> {
            run.accept(Drafted.of(task), attempts);
            return List.<Problem>of();
          });
    } catch (GodwitException e) {
      return Drafted.problems(e);
    }
  }

  private Findings checked(Plan plan, ModeKind mode) {
    List<Problem> objections = objections(plan, mode);
    if (objections.stream().anyMatch(p -> p.is(ProblemKind.RIGHT))) {
      // What is not for whoever connects cannot be looked at.
      return Findings.NONE.and(objections, unasked(plan));
    }
    if (mode == ModeKind.RESUMABLE) {
      Findings findings = look(plan, Map.of(), objections);
      return options.force() ? findings : findings.and(occupied(plan), List.of());
    }
    try (Encounter there =
        new Encounter(plan.of(options.force() ? List.of() : plan.tables()), target)) {
      Findings findings = look(plan, there.held(), objections);
      there.judge();
      return findings.and(there.problems(), there.remarks());
    }
  }

  /** A run in batches cannot tell its rows from those of others. */
  private List<Problem> occupied(Plan plan) {
    return Encounter.occupied(plan, target).stream()
        .map(
            t ->
                Problem.of(ProblemKind.OCCUPIED)
                    .at(t.to().displayName())
                    .says(
                        "the target's table holds rows already, and a run in batches needs it empty",
                        "without --resume they are compared; --force (or flyway.godwit.force=true)"
                            + " empties it first"))
        .toList();
  }

  private Findings look(Plan plan, Map<TableCopy, Held> held, List<Problem> objections) {
    // What the target refuses to empty is told already.
    Findings findings =
        new Checker(plan, source, target, held, options.trace(), progress)
            .emptying(options.force() && objections.isEmpty())
            .check();
    progress.phase("checking " + source.name());
    Checking.Integrity integrity = Checking.of(source).check(Slack.unlimited());
    List<Problem> warnings = new ArrayList<>(problems(ProblemKind.INTEGRITY, integrity.remarks()));
    List<Problem> damage =
        problems(
            options.content().salvage() ? ProblemKind.SALVAGED : ProblemKind.DAMAGED,
            integrity.damage());
    if (options.content().salvage()) {
      warnings.addAll(damage);
    }
    warnings.addAll(unasked(plan));
    List<Problem> problems = new ArrayList<>(objections);
    if (!options.content().salvage()) {
      problems.addAll(damage);
    }
    return findings.and(problems, warnings);
  }

  /** Triggers may write anywhere: nobody can try them. */
  private List<Problem> unasked(Plan plan) {
    return options.content().rules().defaults().triggers()
        ? plan.tables().stream()
            .filter(t -> !t.to().triggers().isEmpty())
            .map(
                t ->
                    Problem.of(ProblemKind.UNCHECKED)
                        .at(t.from().name())
                        .says(
                            "not asked beforehand, and left to the load: its triggers, which a rule"
                                + " leaves on"))
            .toList()
        : List.of();
  }

  private List<Problem> objections(Plan plan, ModeKind mode) {
    return target.as(Enforcing.class).map(e -> e.objections(intents(plan, mode))).orElse(List.of());
  }

  private List<Intent> intents(Plan plan, ModeKind mode) {
    boolean synchronizes = mode == ModeKind.INCREMENTAL || mode == ModeKind.DIFFERENTIAL;
    boolean triggers = options.content().rules().defaults().triggers();
    List<Intent> result = new ArrayList<>();
    for (TableCopy t : plan.tables()) {
      boolean empties = !synchronizes && (options.force() || t.onConflict() == OnConflict.REPLACE);
      Set<Intent.Change> changes = EnumSet.noneOf(Intent.Change.class);
      if (synchronizes || t.onConflict() == OnConflict.UPDATE) {
        changes.add(Intent.Change.UPDATE);
      }
      if (mode == ModeKind.DIFFERENTIAL) {
        changes.add(Intent.Change.DELETE);
      }
      result.add(
          new Intent(
              t.to(),
              t.targetColumns(),
              plan.makes(t.to()),
              empties,
              !options.force(),
              triggers,
              changes));
    }
    plan.also()
        .forEach(t -> result.add(new Intent(t, List.of(), false, true, false, triggers, Set.of())));
    return result;
  }

  private static List<Problem> problems(ProblemKind kind, List<String> sentences) {
    return sentences.stream().limit(20).map(s -> Problem.of(kind).says(s)).toList();
  }

  /**
   * Everything, in one transaction of the target. {@code reload}: the source is the target's own
   * quarantine.
   *
   * @throws GodwitException where nothing was kept, saying why and what to do
   */
  public Report full(Plan plan, boolean reload) {
    Task task = task(plan, Mode.FULL);
    // Columns are filled once the rows are in: what is refused before is not filled yet.
    return again(
        List.of(),
        attempts ->
            told(
                () -> whole(task, reload, attempts),
                () -> reload ? List.of() : check(plan, ModeKind.FULL).problems()));
  }

  private Report whole(Task task, boolean reload, Attempts attempts) {
    SourceCheck check = new SourceCheck(source);
    try (Whole whole = new Whole(task, check, reload, attempts)) {
      return atomically(
          task,
          whole,
          check,
          () -> GodwitException.requireNone(objections(task.plan(), ModeKind.FULL)));
    }
  }

  /** Where a run is refused for the first of some rows, what a plan of it says of all of them. */
  private Report told(Supplier<Report> run, Supplier<List<Problem>> plan) {
    try {
      return run.get();
    } catch (GodwitException e) {
      if (e.problems().stream().noneMatch(p -> p.kind().isOfARow() && p.rows() == null)) {
        throw e;
      }
      progress.phase("looking for all rows that the target refuses");
      try {
        GodwitException.requireNone(plan.get());
      } catch (GodwitException all) {
        throw all.reason() == GodwitException.Reason.REFUSED ? all : e;
      }
      throw e;
    }
  }

  /**
   * Only what differs from the target, by an incremental or a differential mode, in one transaction
   * of the target.
   *
   * @throws GodwitException where nothing was kept, saying why and what to do
   */
  public Report synchronize(Plan plan, Mode mode) {
    Task task = task(plan, mode);
    return again(
        plan.fillings(),
        attempts ->
            told(
                () -> synchronize(task, attempts),
                // Of very many rows only this knows which are to be left out: then it is done
                // again.
                () ->
                    Steady.on(source, () -> new Synchronization(task, attempts).preview())
                        .problems()));
  }

  private Report synchronize(Task task, Attempts attempts) {
    SourceCheck check = new SourceCheck(source);
    check.slack().end();
    return atomically(
        task,
        new Synchronization(task, attempts),
        check,
        () -> {
          GodwitException.requireNone(objections(task.plan(), task.mode().kind()));
          check.start();
        });
  }

  private <T> T again(List<Plan.Filling> fillings, Function<Attempts, T> run) {
    try (Attempts attempts = new Attempts(fillings)) {
      for (int i = 0; i < MOST_ATTEMPTS; i++) {
        try {
          return run.apply(attempts);
        } catch (Attempts.Again e) {
          progress.phase("once more, without the rows that the target refused");
        }
      }
    }
    throw GodwitException.refused(
        "one row that is set aside is in the way of the next, more than "
            + MOST_ATTEMPTS
            + " times over; nothing was written. Mend them in the source, or run without onMisfit:"
            + " quarantine to see which they are");
  }

  private Task task(Plan plan, Mode mode) {
    return new Task(plan, source, target, options, mode, progress);
  }

  @SuppressWarnings("try") // The lock is held, not used.
  private Report atomically(Task task, Strategy strategy, SourceCheck check, Runnable first) {
    task.plan().requireNoProblems();
    try (Protocol run = new Protocol(task)) {
      Interrupted.requireNone(target);
      first.run();
      String id = task.plan().migrationId();
      try (Target.Lock lock = target.lock(Holder.current(id))) {
        Committed done =
            Committed.whole(target, id, () -> Steady.on(source, () -> run.run(strategy, check)));
        return done.told(run.account().report(run.backup()));
      }
    } finally {
      check.stop();
    }
  }

  /** What {@link #synchronize} would change, by table and key. Writes nothing. */
  public Report preview(Plan plan, Mode mode) {
    GodwitException.requireNone(objections(plan, mode.kind()));
    return Steady.on(source, () -> tried(plan, mode, previewed(plan, mode)));
  }

  private Report previewed(Plan plan, Mode mode) {
    Task task = task(plan, mode);
    return again(plan.fillings(), attempts -> new Synchronization(task, attempts).preview());
  }

  private Report tried(Plan plan, Mode mode, Report found) {
    if (!found.problems().isEmpty()) {
      return found;
    }
    List<Problem> said =
        drafted(
            task(plan, mode),
            plan.fillings(),
            (draft, attempts) -> draft.run(new Synchronization(draft.task(), attempts)));
    List<Problem> warnings = new ArrayList<>(found.warnings());
    warnings.addAll(Drafted.untried(said));
    return ReportBuilder.of(found)
        .verdict(Drafted.against(said).isEmpty() ? found.verdict() : Verdict.REFUSED)
        .problems(Drafted.against(said))
        .warnings(warnings)
        .build();
  }

  /**
   * Everything, in batches that are each kept with the note of how far they came; goes on with such
   * a run that was interrupted. {@code anew} is the plan as it was before these tables of the
   * target were made.
   *
   * @throws GodwitException saying why, what was kept and what to do
   */
  public Report resume(Plan plan, Function<Set<String>, Plan> anew) {
    Optional<Run> open = new Interrupted(target, source, options).find();
    if (open.isPresent() && open.get().end() != null) {
      return Interrupted.nothing(plan, open.get());
    }
    if (open.isPresent()) {
      Set<String> made = Interrupted.made(open.get());
      Plan first = made.isEmpty() ? plan : anew.apply(made);
      Plan rest = first.resuming(open.get().migrationId());
      rest.requireNoProblems();
      return new Resumption(task(rest, Mode.RESUMABLE)).run(true);
    }
    plan.requireNoProblems();
    if (!target.as(Lasting.class).isPresent()) {
      return full(plan, false);
    }
    Interrupted.requireNone(target);
    List<Problem> objections = objections(plan, ModeKind.RESUMABLE);
    GodwitException.requireNone(objections);
    List<Problem> inTheWay = options.force() ? List.of() : occupied(plan);
    if (!inTheWay.isEmpty()) {
      throw GodwitException.refused(
          inTheWay.size() + " of the target's tables hold rows; nothing was written:", inTheWay);
    }
    // Batches are kept: what could end the run later is looked for before the first.
    if (!options.content().salvage()) {
      Protocol.requireNoDamage(Checking.of(source).check(Slack.unlimited()), source);
    }
    GodwitException.requireNone(look(plan, Map.of(), objections).problems());
    return new Resumption(task(plan, Mode.RESUMABLE)).run(false);
  }
}
