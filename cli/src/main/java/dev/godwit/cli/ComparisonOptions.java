package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.plan.NameStyle;
import dev.godwit.plan.RecipeRules;
import dev.godwit.plan.RuleNames;
import dev.godwit.plan.Rules;
import dev.godwit.recipe.Recipe;
import dev.godwit.run.Options;
import dev.godwit.run.before.Recognition;
import dev.godwit.store.Source;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which rows of two stores belong together. */
@Group("What is compared")
final class ComparisonOptions {
  @Mixin private Exactness exactness;

  @Mixin private ScopeOptions scope;

  @Option(
      names = "--rules",
      converter = GivenRules.class,
      paramLabel = "FILE",
      description = "The rules that the rows were moved by, see docs/rules.md.")
  private Path rules;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "The recipe that the rows were moved by; none: without the one that is recognised.")
  private String profile;

  @Option(
      names = "--names",
      paramLabel = "keep|lower|snake",
      description = "What became of names where Godwit made the tables (default: keep).")
  private NameStyle names = NameStyle.KEEP;

  boolean exactly() {
    return exactness.required();
  }

  Options options() {
    Rules given = GivenRules.in(rules);
    Rules own = profile().map(r -> RecipeRules.named(r, false)).orElse(Rules.NONE);
    return Options.DEFAULT.with(given.over(own)).with(scope.scope()).with(names);
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
    return given.with(
        RuleNames.within(given.content().rules(), source.catalog()).over(found.rules()));
  }

  private Optional<Recipe> profile() {
    return ApplicationOptions.named(profile);
  }
}
