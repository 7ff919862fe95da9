package dev.godwit.run.before;

import dev.godwit.history.History;
import dev.godwit.history.State;
import dev.godwit.model.Column;
import dev.godwit.model.Engine;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.plan.Plan;
import dev.godwit.plan.RecipeRules;
import dev.godwit.plan.Rules;
import dev.godwit.recipe.Recipe;
import dev.godwit.recipe.Recipes;
import dev.godwit.report.Forecast;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Counting;
import dev.godwit.store.can.Making;
import dev.godwit.store.can.Scanning;
import dev.godwit.store.can.Sequenced;
import dev.godwit.verify.Versions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The applications whose tables a source holds, and what that means for a target. A recipe is
 * {@code used} where the application made the target's tables: then its {@code rules} stand below
 * those of the user, who is told so; else it only speaks. {@code files}: the target is no server.
 */
public record Recognition(
    List<Recipe> found,
    Optional<Recipe> used,
    Rules rules,
    List<String> converted,
    List<Problem> problems,
    List<Problem> warnings,
    List<String> last,
    boolean files) {
  private static final int NAMED = 10;

  /** Of nothing. */
  public static final Recognition NONE =
      new Recognition(
          List.of(),
          Optional.empty(),
          Rules.NONE,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          false);

  public Recognition {
    found = List.copyOf(found);
    converted = List.copyOf(converted);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    last = List.copyOf(last);
  }

  /** What two stores have of the recipes that come with Godwit. */
  public static Recognition of(Source source, Source target) {
    return of(Recipes.in(source.catalog()), source, target);
  }

  private static Recognition of(List<Recipe> found, Source source, Source target) {
    if (found.isEmpty()) {
      return NONE;
    }
    List<Recipe> home = found.stream().filter(r -> isAtHome(r, target)).toList();
    if (found.size() > 1 || home.isEmpty()) {
      return new Recognition(
          found,
          Optional.empty(),
          Rules.NONE,
          List.of(),
          List.of(),
          isHomeward(source, target) ? homeward(found) : spoken(found),
          List.of(),
          isFile(target));
    }
    return used(home.get(0), " made the target's tables: its recipe is used", source, target);
  }

  /**
   * The recipe that somebody asked for.
   *
   * @throws GodwitException where the source has not its tables
   */
  public static Recognition asked(Recipe recipe, Source source, Source target) {
    if (!recipe.isIn(source.catalog())) {
      throw GodwitException.usage(
          "--profile "
              + recipe.name()
              + ": the source has not the tables that "
              + recipe.title()
              + " is known by, with their columns: "
              + String.join(", ", recipe.detect().tables().keySet()));
    }
    return used(recipe, ": its recipe is used, as asked for", source, target);
  }

  private static Recognition used(Recipe recipe, String why, Source source, Source target) {
    boolean home = isAtHome(recipe, target);
    RecipeRules.Found rules =
        RecipeRules.of(
            recipe,
            source.catalog(),
            target.catalog(),
            described(recipe.described(), source),
            home);
    String words = words(recipe, why, rules.converted(), home);
    return new Recognition(
        List.of(recipe),
        Optional.of(recipe),
        rules.rules(),
        rules.converted(),
        target instanceof Target t ? running(recipe, t) : List.of(),
        Stream.concat(
                Stream.of(Problem.of(ProblemKind.RECIPE).says(words)),
                isHomeward(source, target)
                    ? homeward(List.of(recipe)).stream()
                    : Stream.<Problem>empty())
            .toList(),
        target instanceof Target && home && !isFile(target) ? statements(recipe) : List.of(),
        isFile(target));
  }

  /** What the application says of a table's column; empty where nothing. */
  private static BinaryOperator<String> described(Recipe.Described by, Source source) {
    Map<String, String> said = new HashMap<>();
    Optional<Table> table =
        by == null ? Optional.empty() : Recipe.table(source.catalog(), by.table());
    List<Column> columns =
        table.stream()
            .flatMap(t -> Stream.of(by.of(), by.column(), by.as()).map(t::column))
            .flatMap(Optional::stream)
            .toList();
    if (columns.size() == 3) {
      try (Rows rows = Scanning.of(source).scan(table.get(), columns)) {
        while (rows.next()) {
          Row row = rows.row();
          said.put(row.value(0) + "." + row.value(1), String.valueOf(row.value(2)));
        }
      }
    }
    return (of, column) -> said.getOrDefault(of + "." + column, "");
  }

  /** Out of a server into files, which recipes are not for. */
  private static boolean isHomeward(Source source, Source target) {
    return source.as(Sequenced.class).isPresent() && isFile(target);
  }

  private static List<Problem> homeward(List<Recipe> found) {
    String all = found.stream().map(Recipe::title).collect(Collectors.joining(", "));
    String message =
        "the source has tables of "
            + all
            + "; dates, UUIDs and durations are written as Godwit spells them, not as "
            + all
            + " does in such files";
    String hint = "godwit rollback takes a move back; keep the file that the rows came from";
    return List.of(Problem.of(ProblemKind.RECIPE).says(message, hint));
  }

  private static boolean isFile(Source target) {
    return target instanceof Target t && Making.of(t).language() != Engine.POSTGRESQL;
  }

  /** The plan with what was found, and with what has to be done and to hold at its end. */
  public Plan of(Plan plan) {
    return plan.leaving(plan.tables(), List.of(), problems, warnings).ending(last);
  }

  /**
   * What a person has to do afterwards, a sentence each; no application runs on what is in files.
   */
  public List<String> next() {
    List<String> result = new ArrayList<>();
    for (Recipe recipe : files ? List.<Recipe>of() : found) {
      if (recipe.connect() != null) {
        result.add(recipe.title() + ": " + recipe.connect().strip());
      }
      recipe.check().stream()
          .filter(c -> c.run() != null)
          .forEach(c -> result.add(recipe.title() + ": " + c.run() + ": " + c.says()));
    }
    return result;
  }

  /** The application for a plan, of which {@code noted} is what was found out; null for none. */
  public Forecast.Application application(Source source, Source target, List<Problem> noted) {
    if (found.isEmpty()) {
      return null;
    }
    Recipe first = used.orElse(found.get(0));
    List<String> versions = new ArrayList<>();
    for (Table table : source.catalog().tables()) {
      for (String entries : entries(first, table).stream().toList()) {
        Optional<Table> there = Recipe.table(target.catalog(), table.name());
        versions.add(
            table.name()
                + ": "
                + versions(source, table, entries)
                + " in the source, "
                + there.map(t -> versions(target, t, entries)).orElse("no such table")
                + " in the target");
      }
    }
    List<String> seeds =
        noted.stream()
            .filter(w -> w.table() != null && isSeed(first, w.table()))
            .map(w -> w.table() + ": " + w.message())
            .toList();
    String title = found.stream().map(Recipe::title).collect(Collectors.joining(", "));
    return new Forecast.Application(
        title, first.tried().words(), used.isPresent(), versions, seeds, converted, next());
  }

  private static boolean isSeed(Recipe recipe, String table) {
    return recipe.seeds().keySet().stream().anyMatch(table::equalsIgnoreCase);
  }

  /** The names of the columns that tell its versions apart, by commas; nothing where none do. */
  private static Optional<String> entries(Recipe recipe, Table table) {
    return recipe.history().stream()
        .filter(h -> h.table().equalsIgnoreCase(table.name()))
        .findFirst()
        .or(() -> Recipes.history(table).map(Recipes.Found::history))
        .map(h -> String.join(",", h.entry()))
        .filter(e -> !e.isEmpty());
  }

  private static String versions(Source store, Table table, String entries) {
    List<Column> columns =
        Stream.of(entries.split(","))
            .flatMap(e -> table.columns().stream().filter(c -> c.name().equalsIgnoreCase(e)))
            .toList();
    return Versions.named(store, table, columns);
  }

  private static boolean isAtHome(Recipe recipe, Source target) {
    return recipe.isIn(target.catalog())
        && recipe.detect().tables().keySet().stream().noneMatch(t -> isMade(t, target));
  }

  /** Whether Godwit made the table. */
  private static boolean isMade(String table, Source store) {
    return store instanceof Target target
        && History.of(target).runs().stream()
            .filter(r -> r.before() != null && r.undoneBy() == null)
            .map(r -> State.read(r.before()).table(table))
            .anyMatch(t -> t != null && t.made());
  }

  private static List<Problem> spoken(List<Recipe> found) {
    List<Problem> result = new ArrayList<>();
    for (Recipe recipe : found) {
      String prepare =
          recipe.prepare() == null
              ? ""
              : ". Where it is to run there, let it make its tables first: " + recipe.prepare();
      boolean several = found.size() > 1;
      String message =
          "the source has tables of "
              + recipe.title()
              + "; its recipe is not used: "
              + (several
                  ? "there are other applications' too"
                  : "the target's tables are not the application's own")
              + prepare;
      result.add(
          Problem.of(ProblemKind.RECIPE)
              .says(message, several ? "--profile " + recipe.name() + " uses it" : null));
    }
    return result;
  }

  /** Rows that no fresh installation has. */
  private static List<Problem> running(Recipe recipe, Target target) {
    List<Problem> result = new ArrayList<>();
    recipe
        .seeds()
        .forEach(
            (name, seed) -> {
              Optional<Table> table = Recipe.table(target.catalog(), name);
              boolean counts =
                  seed.most() != null
                      && table.isPresent()
                      && History.of(target).writer(table.get().name()) == null;
              long rows = counts ? Counting.of(target).count(table.get()) : 0;
              if (counts && rows > seed.most()) {
                String message =
                    recipe.title()
                        + " runs there already: "
                        + rows
                        + " rows, where a fresh installation has "
                        + (seed.most() == 0 ? "none" : seed.most() + " at most");
                String hint = "make a fresh database, or decide by rules, with --profile none";
                result.add(Problem.of(ProblemKind.OCCUPIED).at(name).says(message, hint));
              }
            });
    return result;
  }

  private static String words(Recipe recipe, String why, List<String> converted, boolean home) {
    StringBuilder text = new StringBuilder();
    text.append(recipe.title()).append(why).append(", tried ");
    text.append(recipe.tried().words());
    Map<String, List<String>> seeds =
        recipe.seeds().entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    e -> e.getValue().onConflict(),
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    seeds.forEach(
        (what, tables) ->
            text.append("; ").append(what).append(' ').append(String.join(", ", tables)));
    if (!converted.isEmpty()) {
      text.append("; converted ").append(named(converted));
    }
    if (home && !recipe.leaveOut().isEmpty()) {
      text.append("; left out ").append(named(recipe.leaveOut()));
    }
    return text.append(" (--profile none: without it)").toString();
  }

  /** Some of many. */
  public static String named(List<String> all) {
    String some = String.join(", ", all.subList(0, Math.min(NAMED, all.size())));
    return all.size() > NAMED ? some + " and " + (all.size() - NAMED) + " more" : some;
  }

  private static List<String> statements(Recipe recipe) {
    List<String> result = new ArrayList<>();
    for (Recipe.Check c : recipe.check()) {
      if (c.nothing() != null) {
        result.add(
            """
            DO $godwit$ BEGIN
              IF EXISTS (%s) THEN RAISE EXCEPTION '%s' USING ERRCODE = 'GW001'; END IF;
            EXCEPTION WHEN undefined_table THEN NULL; -- of a part that is not installed
            END $godwit$"""
                .formatted(c.nothing(), c.says().replace("'", "''").replace("%", "%%")));
      }
    }
    return result;
  }
}
