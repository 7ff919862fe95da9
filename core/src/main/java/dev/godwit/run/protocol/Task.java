package dev.godwit.run.protocol;

import dev.godwit.copy.Progress;
import dev.godwit.plan.Plan;
import dev.godwit.plan.TableCopy;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import java.util.List;

/** What is to be done: a plan between two open stores, in a mode, as the caller decided. */
public record Task(
    Plan plan, Source source, Target target, Options options, Mode mode, Progress progress) {

  /** Those tables of the plan that rows go to. */
  public List<TableCopy> copies() {
    return plan.tables().stream().filter(t -> !t.columns().isEmpty()).toList();
  }
}
