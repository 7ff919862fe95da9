package dev.godwit.cli;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.cli.manual.Group;
import dev.godwit.cli.progress.Watch;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares two stores. */
@Command(
    name = "verify",
    description = {
      "Compares what two stores hold: digests of every table and column, then the rows that differ,"
          + " by key, then numbering, foreign keys and indexes. Writes nothing. Exit code 0 where"
          + " they are equal, 3 where they differ."
    },
    footer = {"", "Example:", "  godwit verify --from app.db --to postgresql://me@localhost/app"})
final class VerifyCommand extends Verb {
  @Mixin private StoreOptions stores;
  @Mixin private ComparisonOptions comparison;
  @Mixin private OutputOptions output;

  @Group("What is compared")
  @Option(
      names = "--sample",
      paramLabel = "N",
      description = {
        "Compare only about N rows of each table, looked up by key, instead of all: for huge ones."
      })
  private long sample;

  @Override
  public Integer call() {
    Errand errand = new Errand(main, output, "verify").exactly(comparison.exactly());
    stores.requireTarget("verify", "the store that the rows went to");
    return errand.run(watch -> compare(main, errand, watch, stores, comparison, sample, false));
  }

  /** Compares; {@code open} shows the values of what differs. */
  static Report compare(
      Main main,
      Errand errand,
      Watch watch,
      StoreOptions stores,
      ComparisonOptions comparison,
      long sample,
      boolean open) {
    Options options = comparison.options();
    try (Source source =
        Stores.sources(stores.sources(main), stores.password(main), options.content().rules())) {
      StoreOptions.Place place = stores.target(main);
      errand.between(source.name(), place.shown());
      errand.of(source.catalog().tables());
      try (Source target =
          Stores.targetAsSource(place.name(), place.password(), options.content().rules())) {
        errand.at(target);
        Godwit godwit = main.engine(watch);
        Options recognised = comparison.between(source, target);
        if (open) {
          return godwit.diff(source, target, recognised, sample);
        }
        return sample > 0
            ? godwit.verifySample(source, target, recognised, sample)
            : godwit.verify(source, target, recognised);
      }
    }
  }
}
