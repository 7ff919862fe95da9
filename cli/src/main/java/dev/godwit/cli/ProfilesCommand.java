package dev.godwit.cli;

import dev.godwit.recipe.Recipe;
import dev.godwit.recipe.Recipes;
import dev.godwit.report.ReportJson;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the recipes, or tells one of them whole. */
@Command(
    name = "profiles",
    description = {
      "Lists the applications, and the tools that make their tables, that have a recipe, and how"
          + " each was tried. plan and migrate recognise them by themselves."
    },
    footer = {"", "Example:", "  godwit profiles django"})
final class ProfilesCommand extends Verb {
  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "Only this one, as its file has it.")
  private String name;

  @Option(names = "--json", description = "Print them as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = main.surroundings().out();
    List<Recipe> recipes = name == null ? Recipes.all() : List.of(Recipes.named(name));
    if (json) {
      out.println(ReportJson.of(recipes));
    } else if (name != null) {
      out.print(Recipes.text(recipes.get(0)));
    } else {
      out.printf("%-20s %-44s %s%n", "profile", "what it is", "tried");
      recipes.forEach(r -> out.printf("%-20s %-44s %s%n", r.name(), r.title(), r.tried().words()));
    }
    return Exit.EXACT;
  }
}
