package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two stores, with values where somebody asks for them. */
@Command(
    name = "diff",
    description = {
      "Says how two stores differ, as verify does: which rows are on one side only, and which columns"
          + " of the others. Writes nothing. Exit code 0 where they are equal, 3 where they differ."
    },
    footer = {
      "",
      "Examples:",
      "  godwit diff app.db copy.db --show-values",
      "  godwit diff app.db env:DATABASE_URL --tables users"
    })
final class DiffCommand extends Verb {
  @Parameters(index = "0", paramLabel = "A", description = "The one store.")
  private String one;

  @Parameters(index = "1", paramLabel = "B", description = "The other.")
  private String other;

  @Mixin private PasswordFile passwordFile = new PasswordFile();
  @Mixin private ComparisonOptions comparison;

  @Group("What is compared")
  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Only about N rows of each table, looked up by key.")
  private long sample;

  @Group("Output")
  @Option(
      names = "--show-values",
      description = {
        "Show what the rows that differ hold on both sides, but for secret columns. Without it, only"
            + " keys and columns are named."
      })
  private boolean values;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Errand errand = new Errand(main, output, "verify").exactly(comparison.exactly());
    StoreOptions stores = StoreOptions.between(one, other, passwordFile);
    return errand.run(
        watch -> VerifyCommand.compare(main, errand, watch, stores, comparison, sample, values));
  }
}
