package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.cli.report.Metrics;
import dev.godwit.cli.report.StreamName;
import dev.godwit.history.ModeKind;
import dev.godwit.model.GodwitException;
import dev.godwit.report.Report;
import dev.godwit.run.Mode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plans, copies and verifies. */
@Command(
    name = "migrate",
    description = {
      "Moves every row, or none: plans, copies and verifies in one transaction. With --profile or"
          + " --locations through Flyway, with its history; without, into the tables that the"
          + " target has, or that it makes there."
    },
    footer = {
      "",
      "Examples:",
      "  godwit migrate --from app.db",
      "  godwit migrate --from app.db --to postgresql://me@localhost/app --on-misfit quarantine",
      "  godwit migrate --from app.db --to env:DATABASE_URL --locations db/migration"
    })
final class MigrateCommand extends Verb {
  @Mixin private StoreOptions stores;
  @Mixin private RunOptions run;
  @Mixin private ModeOptions mode;
  @Mixin private OutputOptions output;

  @Group("Safety")
  @Option(names = "--dry-run", description = "Only say what would be done, as the verb plan does.")
  private boolean dryRun;

  @Group("Safety")
  @Option(names = "--preview", description = "The same as --dry-run.")
  private boolean preview;

  @Group("Safety")
  @Option(
      names = "--yes",
      description = {
        "Do not ask, at a terminal, before rows of an application go into tables that Godwit makes."
      })
  private boolean yes;

  @Group("Output")
  @Option(
      names = "--metrics",
      paramLabel = "FILE",
      description = {
        "Write rows, lag, verdict and the time of the last success to FILE for Prometheus' node"
            + " exporter (its textfile collector); of a run that failed, too."
      })
  private Path metrics;

  @Group("Safety")
  @Option(
      names = "--lock-wait",
      paramLabel = "TIME",
      description = {
        "Wait so long for another run on the target to end, 10m for example, instead of giving up"
            + " at once."
      })
  private String lockWait;

  @Override
  public Integer call() {
    boolean only = dryRun || preview;
    main.leaves(
        only
            ? "nothing was written"
            : mode.mode().kind() == ModeKind.RESUMABLE
                ? "the batches that were committed stay; run again with --resume to go on"
                : "nothing of what was not committed was kept; godwit history --to the target lists"
                    + " what was");
    requireAgain();
    stores.targetStream().ifPresent(stream -> write(stream, only));
    Errand errand =
        new Errand(main, output, only ? "plan" : "migrate")
            .exactly(run.exactly())
            .in(mode.mode())
            .counting(new Metrics(only ? null : metrics));
    new Metrics(metrics).check();
    Patience patience = Patience.of(lockWait);
    Migration migration = new Migration(main, errand, stores, run, mode.mode());
    if (!yes && output.asks(main.surroundings())) {
      migration.asking();
    }
    errand.ahead(
        report ->
            only ? Ahead.afterPlan(report, main.typed()) : migration.ahead(report, main.typed()));
    return errand.run(
        watch ->
            only
                ? migration.plan(watch, null)
                : patience.until(() -> delivered(migration.migrate(watch)), watch));
  }

  private Report delivered(Report report) {
    main.streams().deliver(report);
    return report;
  }

  private void requireAgain() {
    boolean once = stores.sources().stream().anyMatch(s -> StreamName.of(s).isPresent());
    if (once && mode.mode().kind() == ModeKind.RESUMABLE) {
      throw GodwitException.usage(
          "--resume needs a source that can be read again, and standard input is read once; write"
              + " it to a file first");
    }
  }

  /** What is written to standard output is new, and the only thing there. */
  private void write(StreamName stream, boolean only) {
    String why =
        only
            ? "there is nothing to plan on standard output; leave out --dry-run, or name a file"
            : !mode.mode().equals(Mode.FULL)
                ? "standard output takes a full run alone: no run went there before that another"
                    + " mode could go on from"
                : output.isJson()
                    ? "--json would print its report between the rows; write it to a file by"
                        + " --report FILE.json"
                    : null;
    if (why != null) {
      throw GodwitException.usage("--to " + stream + ": " + why);
    }
    main.streams().write();
  }
}
