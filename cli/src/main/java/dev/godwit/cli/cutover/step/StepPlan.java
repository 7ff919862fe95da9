package dev.godwit.cli.cutover.step;

import dev.godwit.cli.cutover.state.Output;
import java.util.List;

/** What a step is about to do, as sentences; what speaks against it; the files that it writes. */
public record StepPlan(List<String> actions, List<Check> checks, List<Output> outputs) {
  public StepPlan {
    actions = List.copyOf(actions);
    checks = List.copyOf(checks);
    outputs = List.copyOf(outputs);
  }

  public static StepPlan of(String... actions) {
    return new StepPlan(List.of(actions), List.of(), List.of());
  }
}
