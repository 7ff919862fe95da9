package dev.godwit.run.mode;

import dev.godwit.history.History;
import dev.godwit.history.ModeKind;
import dev.godwit.history.Run;
import dev.godwit.history.State;
import dev.godwit.history.State.TableState;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Shell;
import dev.godwit.plan.Plan;
import dev.godwit.report.Report;
import dev.godwit.report.ReportBuilder;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks for the run that a resumable one would go on with. */
final class Interrupted {
  private final Target target;
  private final Source source;
  private final Options options;

  Interrupted(Target target, Source source, Options options) {
    this.target = target;
    this.source = source;
    this.options = options;
  }

  /**
   * An interrupted run to go on with, or one that has done all there is to do; nothing where one
   * has to begin.
   *
   * @throws GodwitException where the source or the rules have changed since it was interrupted
   */
  Optional<Run> find() {
    History history = History.of(target);
    Optional<Run> open =
        history
            .last(r -> r.stands() && r.isFrom(source) && r.mode() == ModeKind.RESUMABLE)
            .filter(r -> r.end() == null);
    if (open.isPresent()) {
      requireSame(open.get());
      return open;
    }
    return options.force()
        ? Optional.empty()
        : history.last(r -> r.isKept() && r.isFrom(source) && isSame(r));
  }

  /** Refuses where the kept batches of an interrupted run are in the target, whosever it was. */
  static void requireNone(Target target) {
    for (Run run : History.of(target).runs()) {
      if (run.isOpen() && run.mode() == ModeKind.RESUMABLE) {
        throw GodwitException.refused(
            "migration "
                + run.migrationId()
                + " from "
                + run.source()
                + " was interrupted, and its batches are in the target; nothing was written. Go on"
                + " with --resume, or take them back with "
                + Shell.rollback(target.name(), run.migrationId()));
      }
    }
  }

  private boolean isSame(Run run) {
    return run.found(source) && run.rules().equals(options.digest());
  }

  private void requireSame(Run run) {
    boolean otherSource = !run.found(source);
    if (isSame(run)) {
      return;
    }
    throw GodwitException.refused(
        (otherSource ? "the source has" : "the rules or options have")
            + " changed since migration "
            + run.migrationId()
            + " was interrupted; nothing was written. Go on with "
            + (otherSource ? "the source" : "those")
            + " as it was, or take its batches back with "
            + Shell.rollback(target.name(), run.migrationId())
            + " and begin anew");
  }

  /** The names of the target's tables that the run made. */
  static Set<String> made(Run run) {
    return run.before() == null
        ? Set.of()
        : State.read(run.before()).tables().stream()
            .filter(TableState::made)
            .map(TableState::name)
            .collect(Collectors.toSet());
  }

  /** The report of a run that found all done. */
  static Report nothing(Plan plan, Run done) {
    Problem why =
        Problem.of(ProblemKind.DONE)
            .says(
                "migration "
                    + done.migrationId()
                    + " has moved this source by these rules already, at "
                    + done.end().at());
    return ReportBuilder.of(
            done.migrationId(), "migrate", Mode.RESUMABLE.toString(), plan.from(), plan.to())
        .warnings(List.of(why))
        .leftOut(plan.leftOut())
        .build();
  }
}
