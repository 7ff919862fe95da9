package dev.godwit.run.mode;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.run.Options;
import dev.godwit.run.protocol.Protocol;
import dev.godwit.run.protocol.SourceCheck;
import dev.godwit.run.protocol.Strategy;
import dev.godwit.run.protocol.Task;
import dev.godwit.store.can.Drafting;
import java.util.List;
import java.util.Optional;

/** A run that is done aside and thrown away: what a form of files cannot hold, writing it tells. */
record Drafted(Task task, Optional<Drafting> place) {
  /** Of a run that nothing is known to stand against; does nothing where its target cannot. */
  static Drafted of(Task task) {
    Options quiet = task.options().tracing(null);
    Options aside = quiet.with(quiet.safety().keepingIn(null).rehearsing(false));
    return new Drafted(
        new Task(task.plan(), task.source(), task.target(), aside, task.mode(), task.progress()),
        task.target().as(Drafting.class));
  }

  void run(Strategy strategy) {
    place.ifPresent(
        p -> {
          task.progress().phase("writing it aside, to see whether it can be read back");
          try (Protocol run = new Protocol(task)) {
            p.drafting(() -> run.run(strategy, SourceCheck.done()));
          }
        });
  }

  /** What such a run was refused for; where it only failed, that it was not asked. */
  static List<Problem> problems(GodwitException e) {
    if (e.reason() == GodwitException.Reason.USAGE) {
      throw e;
    } else if (e.reason() == GodwitException.Reason.REFUSED) {
      return e.problems().isEmpty()
          ? List.of(Problem.of(ProblemKind.REFUSED).says(e.getMessage()))
          : e.problems();
    }
    return List.of(
        Problem.of(ProblemKind.UNCHECKED)
            .says("not tried beforehand, and left to the run: " + e.getMessage()));
  }

  /** Of {@link #problems}, those that forbid the run. */
  static List<Problem> against(List<Problem> said) {
    return said.stream().filter(p -> !p.is(ProblemKind.UNCHECKED)).toList();
  }

  /** The others: warnings. */
  static List<Problem> untried(List<Problem> said) {
    return said.stream().filter(p -> p.is(ProblemKind.UNCHECKED)).toList();
  }
}
