package dev.godwit.cli.cutover;

import dev.godwit.cli.cutover.state.CutoverState;
import dev.godwit.cli.cutover.step.Check;
import java.util.List;
import java.util.Locale;

/** Checks as the state keeps them, so that a run that goes on can tell them again. */
final class Remarks {
  private Remarks() {}

  static List<CutoverState.Remark> of(List<Check> checks) {
    return checks.stream()
        .map(c -> new CutoverState.Remark(c.name(), c.level().toString(), c.evidence(), c.advice()))
        .toList();
  }

  static List<Check> read(List<CutoverState.Remark> remarks) {
    return remarks.stream()
        .map(
            r ->
                new Check(
                    r.name(),
                    Check.Level.valueOf(r.level().toUpperCase(Locale.ROOT)),
                    r.evidence(),
                    r.advice()))
        .toList();
  }
}
