package dev.godwit.cli.cutover;

import dev.godwit.cli.cutover.report.CutoverReport;
import dev.godwit.cli.cutover.report.CutoverReport.StepReport;
import dev.godwit.cli.cutover.state.CutoverState;
import dev.godwit.cli.cutover.state.StateFile;
import dev.godwit.cli.cutover.step.Check;
import dev.godwit.cli.cutover.step.Step;
import dev.godwit.cli.cutover.step.StepPlan;
import dev.godwit.cli.cutover.step.StepResult;
import dev.godwit.cli.cutover.undo.Undo;
import dev.godwit.cli.cutover.undo.UndoCommands;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Shown;
import dev.godwit.report.Report;
import dev.godwit.store.Holder;
import dev.godwit.store.LockFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One person's installation becomes the system's: looks at everything first, and only then writes,
 * step by step, each noted on disk. Use once.
 */
public final class Cutover {
  private static final String LOCK = "lock";

  private final Request request;
  private final Consumer<String> progress;
  private final long start = System.nanoTime();
  private final Preflight preflight;
  private final List<StepReport> steps = new ArrayList<>();
  private final Map<Step, StepPlan> plans = new LinkedHashMap<>();
  private String target = "";
  private Server server;
  private StateFile state;
  private Steps all;

  /** {@code progress} hears of each thing that is on disk. */
  public Cutover(Request request, Consumer<String> progress) {
    this.request = request;
    this.progress = progress;
    this.preflight = new Preflight(request);
  }

  /**
   * What {@link #run} would do; writes nothing. {@code opening} yields the target, or null where it
   * is still to be made.
   */
  public CutoverReport plan(Supplier<Server> opening) {
    if (!prepare(opening)) {
      return refused();
    }
    plans.forEach((step, plan) -> steps.add(planned(step, plan)));
    StepPlan last = all.validation().plan();
    steps.add(new StepReport(all.validation().name(), "planned", last.actions(), List.of()));
    return report("planned", "this is what would be done; nothing was written", List.of());
  }

  private StepReport planned(Step step, StepPlan plan) {
    boolean before = state.state().isDone(step.name()) && !request.force();
    return before
        ? before(step)
        : new StepReport(step.name(), "planned", plan.actions(), plan.checks());
  }

  /** Looks at everything. False where something stands in the way. */
  private boolean prepare(Supplier<Server> opening) {
    preflight.local();
    if (preflight.failed()) {
      return false;
    }
    progress.accept("preflight: the installation was looked at");
    server = opening.get();
    target = server == null ? "a PostgreSQL of your own" : server.shown();
    if (!resumable()) {
      return false;
    }
    boolean begun = state.state().steps().containsKey("transfer");
    preflight.server(server, begun);
    if (preflight.failed()) {
      return false;
    }
    progress.accept("preflight: the target was looked at");
    all = new Steps(request, server, preflight.databases(), state, this::kept, progress);
    long bytes = 0;
    for (Step step : all.work()) {
      StepPlan plan = step.plan();
      plans.put(step, plan);
      bytes += plan.outputs().stream().mapToLong(o -> o.bytes()).sum();
      plan.checks().stream().filter(Check::isFailed).forEach(preflight.checks()::add);
    }
    preflight.last(bytes);
    return !preflight.failed();
  }

  private void kept(Report report) {
    progress.accept("transfer: committed");
    state.migrated(report.migrationId());
  }

  /** Takes up what an earlier run left, if that is what the person wants. */
  private boolean resumable() {
    CutoverState.Between between = between();
    Optional<CutoverState> earlier = StateFile.read(request.places().notes());
    boolean fresh = earlier.isEmpty() || (request.force() && !request.resume());
    CutoverState known = earlier.orElseGet(() -> CutoverState.begin(between));
    state = new StateFile(request.places().notes(), fresh ? known.again(between) : known);
    if (fresh) {
      return true;
    }
    if (!known.between().equals(between)) {
      preflight
          .checks()
          .add(
              Check.failed(
                  "earlier cutover",
                  "another cutover is noted in "
                      + request.places().notes()
                      + ": "
                      + known.between().differences(between),
                  "give the same options again, or take the other one back with --undo"));
      return false;
    }
    if (!isComplete(known) && !request.resume()) {
      preflight
          .checks()
          .add(
              Check.failed(
                  "earlier cutover",
                  "an unfinished cutover is noted in " + request.places().notes(),
                  "--resume goes on with it, --undo takes it back"));
      return false;
    }
    return true;
  }

  private boolean isComplete(CutoverState known) {
    return known.isDone("validation");
  }

  private CutoverState.Between between() {
    var places = request.places();
    return new CutoverState.Between(
        request.profile().name(),
        places.home().toString(),
        places.project().toString(),
        places.root() == null ? null : places.root().toString(),
        places.system(),
        target,
        request.owner().person(),
        request.owner().uid());
  }

  /** Does it: from the beginning, or from where an earlier run stopped. */
  public CutoverReport run(Supplier<Server> opening) {
    if (!prepare(opening)) {
      return refused();
    }
    Path notes = request.places().notes();
    if (isComplete(state.state())) {
      return repeated();
    }
    state.start(request.places());
    try (LockFile lock =
        LockFile.take(notes.resolve(LOCK), Holder.current("cutover"), notes.toString())) {
      progress.accept("cutover: began");
      CutoverReport report = work(lock);
      new CutoverNotes(notes).keep(report);
      progress.accept("cutover: wrote its report");
      return report;
    }
  }

  private CutoverReport work(LockFile lock) {
    java.util.Objects.requireNonNull(lock);
    Step current = null;
    try {
      for (Map.Entry<Step, StepPlan> e : plans.entrySet()) {
        current = e.getKey();
        if (state.state().isDone(current.name())) {
          steps.add(before(current));
        } else {
          state.begin(current.name());
          progress.accept(current.name() + ": begins");
          done(current, current.run(e.getValue()));
        }
      }
      current = all.validation();
      progress.accept(current.name() + ": begins");
      StepResult result = current.run(current.plan());
      if (result.checks().stream().noneMatch(Check::isFailed)) {
        done(current, result);
      } else {
        state.failed(current.name(), result.facts().get(0));
        steps.add(new StepReport(current.name(), "failed", result.facts(), result.checks()));
      }
      return ended();
    } catch (GodwitException e) {
      return failed(current, e);
    }
  }

  private void done(Step step, StepResult result) {
    progress.accept(step.name() + ": did its work");
    state.done(step.name(), result.facts(), Remarks.of(result.checks()));
    steps.add(new StepReport(step.name(), "done", result.facts(), result.checks()));
    progress.accept(step.name() + ": done");
  }

  private StepReport before(Step step) {
    CutoverState.Progress progressed = state.state().steps().get(step.name());
    return new StepReport(
        step.name(), "before", progressed.facts(), Remarks.read(progressed.remarks()));
  }

  /** All of it was done before: looks again, changes nothing. */
  private CutoverReport repeated() {
    all.work().forEach(s -> steps.add(before(s)));
    StepResult result = all.validation().run(all.validation().plan());
    boolean sound = result.checks().stream().noneMatch(Check::isFailed);
    steps.add(
        new StepReport(
            all.validation().name(), sound ? "done" : "failed", result.facts(), result.checks()));
    return ended();
  }

  private CutoverReport ended() {
    Report compared = all.validation().compared();
    boolean sound = steps.stream().noneMatch(s -> s.status().equals("failed"));
    String verdict = sound ? compared.rejected() > 0 ? "quarantined" : "exact" : "different";
    String summary =
        switch (verdict) {
          case "exact" -> "the system's installation is complete, and was validated";
          case "quarantined" ->
              "the system's installation is complete; "
                  + compared.rejected()
                  + " rows did not fit and are in the table quarantine of schema godwit";
          default -> "validation failed: do not start the system's daemon yet";
        };
    return report(verdict, summary, wayBack());
  }

  private CutoverReport failed(Step current, GodwitException why) {
    state.failed(current.name(), String.valueOf(why.getMessage()));
    List<String> lines = List.of(why.getMessage().split("\n"));
    steps.add(new StepReport(current.name(), "failed", lines, List.of()));
    boolean after = false;
    for (Step step : all.work()) {
      if (after) {
        steps.add(new StepReport(step.name(), "left", plans.get(step).actions(), List.of()));
      }
      after |= step == current;
    }
    String done =
        String.join(
            ", ",
            steps.stream()
                .filter(s -> s.status().equals("done") || s.status().equals("before"))
                .map(StepReport::name)
                .toList());
    return report(
        why.reason() != GodwitException.Reason.REFUSED ? "failed" : "refused",
        "the step "
            + current.name()
            + " did not succeed; done so far: "
            + (done.isEmpty() ? "nothing" : done)
            + ". See to the reason below, then run the same command with --resume: it goes on from"
            + " there",
        wayBack());
  }

  private CutoverReport refused() {
    long failed = preflight.checks().stream().filter(Check::isFailed).count();
    return report(
        "refused", Shown.count(failed, "check") + " failed; nothing was written", List.of());
  }

  private List<String> wayBack() {
    return UndoCommands.commands(
        request.name(), request.places(), target, state.state().migrationId());
  }

  private CutoverReport report(String verdict, String summary, List<String> wayBack) {
    Report compared = all == null ? null : all.validation().compared();
    return new CutoverReport(
        state == null ? null : state.state().migrationId(),
        "cutover",
        "full",
        request.name(),
        request.places().home().toString(),
        target,
        request.places().root() == null ? null : request.places().root().toString(),
        verdict,
        (System.nanoTime() - start) / 1e9,
        summary,
        preflight.checks(),
        steps,
        compared == null ? List.of() : compared.tables(),
        compared == null ? List.of() : compared.leftOut(),
        wayBack);
  }

  /** Takes the files back; with {@code dryRun} only says which. */
  public CutoverReport undo(boolean dryRun) {
    Path notes = request.places().notes();
    Optional<CutoverState> earlier = StateFile.read(notes);
    if (earlier.isEmpty()) {
      throw GodwitException.refused(
          "no cutover is noted in " + notes + "; nothing was taken back. Was it another --root?");
    }
    state = new StateFile(notes, earlier.get());
    target = earlier.get().between().target();
    Undo undo = new Undo(notes, earlier.get(), progress);
    if (dryRun) {
      steps.add(new StepReport("undo", "planned", undo.plan(), List.of()));
      return report("planned", "this is what would be taken back; nothing was changed", List.of());
    }
    List<String> way = wayBack();
    try (LockFile lock =
        LockFile.take(notes.resolve(LOCK), Holder.current("undo"), notes.toString())) {
      java.util.Objects.requireNonNull(lock);
      StepResult result = undo.run(CutoverNotes.FILES);
      steps.add(new StepReport("undo", "done", result.facts(), result.checks()));
    }
    Undo.removeFolders(earlier.get());
    return report("undone", "the files that the cutover wrote are gone", way);
  }
}
