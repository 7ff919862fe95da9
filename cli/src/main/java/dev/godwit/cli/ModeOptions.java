package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.model.GodwitException;
import dev.godwit.run.Mode;
import picocli.CommandLine.Option;

/** The options that say how much is moved, and how. */
@Group("How much is moved")
final class ModeOptions {
  /** As the option has them: a resumable run is a full one in another way. */
  enum Named {
    full,
    incremental,
    differential
  }

  @Option(
      names = "--mode",
      paramLabel = "full|incremental|differential",
      description = {
        "full (default): everything, into empty tables. incremental: what is new or changed since"
            + " the last run; deletes nothing. differential: whatever makes the target's tables"
            + " equal; deletes too. See docs/strategies.md."
      })
  private Named mode;

  @Option(names = "--incremental", description = "The same as --mode incremental.")
  private boolean incremental;

  @Option(
      names = "--since",
      paramLabel = "VALUE",
      description = {
        "Incremental, and only rows whose watermark column has this value or a later one are read:"
            + " a date or moment in ISO's form, a number, or how long ago, 36h. Older changes are"
            + " not looked at: the verdict is partial."
      })
  private String since;

  @Option(
      names = "--strict",
      description = {
        "An incremental run is refused where rows differ that the watermark column does not tell"
            + " of; without it they are written, or left to the target, and named."
      })
  private boolean strict;

  @Option(
      names = "--resume",
      description = {
        "In batches, each kept with the note of how far it came: go on where an interrupted run"
            + " stopped, or start."
      })
  private boolean resume;

  Mode mode() {
    boolean asked = incremental || since != null && mode == null;
    if (asked && mode != null && mode != Named.incremental) {
      throw GodwitException.usage("--incremental and --mode " + mode + " exclude each other");
    }
    Named named = asked ? Named.incremental : mode == null ? Named.full : mode;
    if (since != null && named != Named.incremental) {
      throw GodwitException.usage("--since goes with --mode incremental only");
    }
    if (resume && named != Named.full) {
      throw GodwitException.usage(
          "--resume goes with --mode full only; the other modes are one transaction, and begin anew");
    }
    if (strict && named != Named.incremental) {
      throw GodwitException.usage("--strict goes with --mode incremental only");
    }
    return (switch (named) {
          case full -> resume ? Mode.RESUMABLE : Mode.FULL;
          case incremental -> since == null ? Mode.INCREMENTAL : Mode.incrementalSince(since);
          case differential -> Mode.DIFFERENTIAL;
        })
        .strictly(strict);
  }
}
