package dev.godwit.cli.cutover.step;

/** One step of a cutover. */
public interface Step {
  /** A word: {@code transfer}, {@code config}. */
  String name();

  /** What it would do; reads only. */
  StepPlan plan();

  /**
   * Does it. Called again after it was interrupted anywhere, it ends as if it had not been.
   *
   * @throws dev.godwit.model.GodwitException where it cannot, saying why and what to do by hand
   */
  StepResult run(StepPlan plan);
}
