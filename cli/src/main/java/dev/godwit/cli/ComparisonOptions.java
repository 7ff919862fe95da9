package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.model.GodwitException;
import dev.godwit.plan.RecipeRules;
import dev.godwit.plan.Rules;
import dev.godwit.plan.RulesFile;
import dev.godwit.plan.Scope;
import dev.godwit.recipe.Recipe;
import dev.godwit.recipe.Recipes;
import dev.godwit.run.Options;
import dev.godwit.run.Recognition;
import dev.godwit.store.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
      description =
          "The recipe that the rows were moved by; none: without the one that is recognised.")
  private String profile;

  boolean exactly() {
    return exactness.required();
  }

  Options options() {
    Rules given = rules();
    Rules own = profile().map(r -> RecipeRules.named(r, false)).orElse(Rules.NONE);
    return Options.DEFAULT.with(given.over(own)).with(new Scope(tables, exclude));
  }

  /** Those by which rows came between these stores, an application's that both show among them. */
  Options between(Source source, Source target) {
    Options given = options();
    Optional<Recipe> named = profile();
    boolean other = profile != null && (named.isEmpty() || named.get().rules() != null);
    Recognition found =
        other
            ? Recognition.NONE
            : named
                .map(r -> Recognition.asked(r, source, target))
                .orElseGet(() -> Recognition.of(source, target));
    return given.with(given.content().rules().over(found.rules()));
  }

  private Optional<Recipe> profile() {
    return Optional.ofNullable(profile).filter(p -> !p.equals("none")).map(Recipes::named);
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
