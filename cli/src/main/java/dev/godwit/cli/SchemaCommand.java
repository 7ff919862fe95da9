package dev.godwit.cli;

import dev.godwit.Schema;
import dev.godwit.cli.manual.Group;
import dev.godwit.cli.report.SchemaScript;
import dev.godwit.copy.Progress;
import dev.godwit.plan.NameStyle;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a store's structure as SQL. */
@Command(
    name = "schema",
    description = {
      "Writes the DDL that would hold a store, ready to be V1__schema.sql. What is not as it was"
          + " is named in comments at its head; views and triggers are listed, for a person to"
          + " port."
    },
    footer = {"", "Example:", "  godwit schema app.db >V1__schema.sql"})
final class SchemaCommand extends Verb {
  @Mixin private StoreArgument store;

  @Option(
      names = "--to",
      paramLabel = "sqlite|postgresql",
      description = "The engine to write for (default: postgresql).")
  private Engine to = Engine.POSTGRESQL;

  @Option(
      names = "--names",
      paramLabel = "keep|lower|snake",
      description = "What becomes of the case of names (default: keep).")
  private NameStyle names = NameStyle.KEEP;

  @Option(
      names = "--rules",
      converter = GivenRules.class,
      paramLabel = "FILE",
      description = "Rules, see docs/rules.md.")
  private Path rules;

  @Group("Output")
  @Option(names = "--json", description = "Print statements and warnings as JSON.")
  private boolean json;

  /** The engines that DDL can be written for. */
  enum Engine {
    SQLITE,
    POSTGRESQL
  }

  @Override
  public Integer call() {
    Options options = Options.DEFAULT.with(GivenRules.in(rules)).with(store.scope()).with(names);
    try (Source source = store.open(main)) {
      Schema schema = main.engine(Progress.NONE).schema(source, to == Engine.SQLITE, options);
      String engine = to.name().toLowerCase(Locale.ROOT);
      main.surroundings()
          .out()
          .print(
              json
                  ? SchemaScript.json(schema)
                  : SchemaScript.of(schema, main.secrets().placed(source.name()), engine));
      return schema.problems().isEmpty() ? Exit.EXACT : Exit.REFUSED;
    }
  }
}
