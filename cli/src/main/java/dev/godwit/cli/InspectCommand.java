package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.cli.report.Inspection;
import dev.godwit.copy.Progress;
import dev.godwit.inspect.StoreProfile;
import dev.godwit.store.Slack;
import dev.godwit.store.Source;
import dev.godwit.store.can.Checking;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what is in a store. */
@Command(
    name = "inspect",
    description = {
      "Says what is in a store: tables, rows, storage classes, date encodings, keys, and what other"
          + " databases would stumble over. Reads every row once, writes nothing."
    },
    footer = {
      "",
      "Examples:",
      "  godwit inspect app.db",
      "  godwit inspect app.db --report app.html",
      "  godwit inspect env:DATABASE_URL --tables orders --json"
    })
final class InspectCommand extends Verb {
  @Mixin private StoreArgument store;

  @Group("Output")
  @Option(names = "--json", description = "Print it as JSON, and nothing else.")
  private boolean json;

  @Mixin private ReportOption report;

  @Override
  public Integer call() {
    report.check();
    try (Source source = store.open(main)) {
      Checking.Integrity integrity = Checking.of(source).check(Slack.unlimited());
      StoreProfile profile = main.engine(Progress.NONE).inspect(source, store.scope());
      Inspection inspection = Inspection.of(source, integrity, profile);
      String told = json ? inspection.json() : inspection.text();
      main.surroundings().out().print(main.secrets().placed(told));
      report.write(
          () -> main.secrets().placed(inspection.json()),
          () -> main.secrets().placed(inspection.html(source.catalog().tables())));
      return integrity.damage().isEmpty() ? Exit.EXACT : Exit.REFUSED;
    }
  }
}
