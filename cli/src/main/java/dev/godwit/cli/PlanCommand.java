package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what {@code migrate} would do. */
@Command(
    name = "plan",
    description = {
      "Says what migrate would do: tables, types, order, problems, warnings. Writes nothing; SQL"
          + " migrations that are still to come are tried and taken back."
    },
    footer = {
      "",
      "Examples:",
      "  godwit plan --from app.db --to postgresql://me@localhost/app",
      "  godwit plan --from app.db --to env:DATABASE_URL --write-rules rules.yml"
    })
final class PlanCommand extends Verb {
  @Mixin private StoreOptions stores;
  @Mixin private RunOptions run;
  @Mixin private ModeOptions mode;
  @Mixin private OutputOptions output;

  @Group("Output")
  @Option(
      names = "--write-rules",
      paramLabel = "FILE.yml",
      description = "Write the guesses that it made as rules to start from.")
  private Path writeRules;

  @Override
  public Integer call() {
    Errand errand =
        new Errand(main, output, "plan")
            .exactly(run.exactly())
            .in(mode.mode())
            .ahead(report -> Ahead.afterPlan(report, main.typed()));
    return errand.run(
        watch -> new Migration(main, errand, stores, run, mode.mode()).plan(watch, writeRules));
  }
}
