package dev.godwit.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Plans, copies and verifies. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Moves every row, or none: plans, copies and verifies in one transaction. With --profile or"
          + " --locations through Flyway, with its history; without, into the tables that the"
          + " target has."
    })
final class MigrateCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Mixin private StoreOptions stores;
  @Mixin private RunOptions run;
  @Mixin private OutputOptions output;

  @Option(
      names = {"--dry-run", "--preview"},
      description = "Only say what would be done, as the verb plan does.")
  private boolean dryRun;

  @Override
  public Integer call() {
    Errand errand = new Errand(main, output, dryRun ? "plan" : "migrate");
    Migration migration = new Migration(main, errand, stores, run);
    return errand.run(watch -> dryRun ? migration.plan(watch, null) : migration.migrate(watch));
  }
}
