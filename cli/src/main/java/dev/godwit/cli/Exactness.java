package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import picocli.CommandLine.Option;

/** The option that asks for nothing less than an exact result. */
@Group("Safety")
final class Exactness {
  /** What can be asked for. */
  enum Required {
    EXACT
  }

  @Option(
      names = "--require",
      paramLabel = "exact",
      description = {
        "Exit code 3 where the verdict is merged or partial: rows of the target stayed beside the"
            + " source's or were overwritten, by a rule, or not all of the source was looked at."
      })
  private Required required;

  boolean required() {
    return required != null;
  }
}
