package dev.godwit.cli.cutover.step;

import java.util.List;

/** What a step did, as sentences, and what it saw on the way. */
public record StepResult(List<String> facts, List<Check> checks) {
  public StepResult {
    facts = List.copyOf(facts);
    checks = List.copyOf(checks);
  }
}
