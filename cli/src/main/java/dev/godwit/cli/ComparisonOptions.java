package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.model.GodwitException;
import dev.godwit.plan.Rules;
import dev.godwit.plan.RulesFile;
import dev.godwit.plan.Scope;
import dev.godwit.run.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which rows of two stores belong together. */
@Group("What is compared")
final class ComparisonOptions {
  @Mixin private Exactness exactness;

  @Option(names = "--tables", split = ",", paramLabel = "NAME", description = "Only these tables.")
  private Set<String> tables = Set.of();

  @Option(names = "--exclude", split = ",", paramLabel = "NAME", description = "Not these tables.")
  private Set<String> exclude = Set.of();

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "The rules that the rows were moved by, see docs/rules.md.")
  private Path rules;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "The rules of: ${COMPLETION-CANDIDATES}.")
  private Profile profile;

  boolean exactly() {
    return exactness.required();
  }

  Options options() {
    Rules given = rules();
    Options all = Options.DEFAULT.with(profile == null ? given : given.over(profile.rules()));
    return all.with(new Scope(tables, exclude));
  }

  private Rules rules() {
    if (rules == null) {
      return Rules.NONE;
    }
    try {
      return RulesFile.parse(Files.readString(rules), rules.toString());
    } catch (IOException e) {
      throw GodwitException.usage("--rules " + rules + " cannot be read");
    }
  }
}
