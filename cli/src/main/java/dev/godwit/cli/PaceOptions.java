package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.model.GodwitException;
import dev.godwit.run.Pace;
import picocli.CommandLine.Option;

/** The options that say how fast a run goes. */
@Group("Pace")
final class PaceOptions {
  @Option(
      names = "--batch-rows",
      paramLabel = "N",
      description = "How many rows one COPY carries at most (default: all of a table).")
  private long batchRows;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "How many threads read, coerce and encode (default: by the cores; 1 for one, 2 for one that"
              + " reads ahead).")
  private int jobs;

  @Option(
      names = "--no-read-speed",
      description =
          "Do not compare how fast both stores are read (with --verify none, it is never compared).")
  private boolean noReadSpeed;

  Pace pace() {
    return new Pace(batchRows(), atLeastNone("--jobs", jobs, "threads"));
  }

  long batchRows() {
    return atLeastNone("--batch-rows", batchRows, "rows");
  }

  private static <T extends Number> T atLeastNone(String option, T number, String of) {
    if (number.longValue() < 0) {
      throw GodwitException.usage(option + " " + number + ": write a number of " + of);
    }
    return number;
  }

  /** Whether both stores' speeds may be compared after the run. */
  boolean readSpeed() {
    return !noReadSpeed;
  }
}
