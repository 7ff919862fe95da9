package dev.godwit.plan;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import dev.godwit.recipe.Recipe;
import dev.godwit.recipe.Recipe.Conversion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BinaryOperator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a recipe says of two stores, as rules that anybody could have written. */
public final class RecipeRules {
  private final Recipe recipe;
  private final Catalog target;
  private final BinaryOperator<String> said;
  private final boolean home;
  private final ObjectNode root = JsonMapper.shared().createObjectNode();
  private final ObjectNode tables = root.putObject("tables");
  private final List<String> converted = new ArrayList<>();

  /**
   * Rules for what a source has, in a target that the application made. {@code converted} names the
   * columns that conversions are for.
   */
  public record Found(Rules rules, List<String> converted) {}

  private RecipeRules(Recipe recipe, Catalog target, BinaryOperator<String> said, boolean home) {
    this.home = home;
    this.recipe = recipe;
    this.target = target;
    this.said = said;
  }

  /**
   * The rules of a recipe in a target that its application made; {@code said} is what it says of a
   * table's column, empty where nothing. {@code home}: the application made the target's tables, so
   * that what it leaves out is there.
   */
  public static Found of(
      Recipe recipe, Catalog source, Catalog target, BinaryOperator<String> said, boolean home) {
    RecipeRules rules = new RecipeRules(recipe, target, said, home);
    source.tables().forEach(rules::table);
    if (recipe.missingTables() != null) {
      rules.root.put("missingTables", recipe.missingTables().name().toLowerCase(Locale.ROOT));
    }
    return new Found(RulesFile.of(rules.root, "the recipe " + recipe.name()), rules.converted);
  }

  /** Rules of its own, for whoever asks for it by name; none where it has none. */
  public static Rules named(Recipe recipe, boolean toJson) {
    String resource = toJson && recipe.toJson() != null ? recipe.toJson() : recipe.rules();
    if (resource == null) {
      return Rules.NONE;
    }
    try (InputStream in = RecipeRules.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw GodwitException.usage(
            "the recipe "
                + recipe.name()
                + " needs "
                + resource
                + ", which is not in this program");
      }
      return RulesFile.parse(
          new String(in.readAllBytes(), StandardCharsets.UTF_8), "the profile's " + resource);
    } catch (IOException e) {
      throw GodwitException.failed("the profile's " + resource + " cannot be read", e);
    }
  }

  /** The same, of tables and columns that the source has. */
  public static Rules named(Recipe recipe, boolean toJson, Catalog source) {
    return named(recipe, toJson).only(source);
  }

  private void table(Table from) {
    String name = from.name();
    if (home
        && recipe.leaveOut().stream().anyMatch(p -> name.toLowerCase(Locale.ROOT).matches(p))) {
      tables.put(name, "skip");
      return;
    }
    Optional<Table> to = Recipe.table(target, name);
    ObjectNode rule = JsonMapper.shared().createObjectNode();
    if (to.isPresent()) {
      seed(name, rule);
      history(name, rule);
    }
    ObjectNode columns = JsonMapper.shared().createObjectNode();
    from.columns().forEach(c -> column(from, c, to, columns));
    if (!columns.isEmpty()) {
      rule.set("columns", columns);
    }
    if (!rule.isEmpty()) {
      tables.set(name, rule);
    }
  }

  private void seed(String table, ObjectNode rule) {
    recipe.seeds().entrySet().stream()
        .filter(e -> e.getKey().equalsIgnoreCase(table))
        .map(e -> e.getValue())
        .findFirst()
        .ifPresent(
            seed -> {
              rule.put("onConflict", seed.onConflict());
              if (!seed.by().isEmpty()) {
                seed.by().forEach(rule.putArray("by")::add);
              }
            });
  }

  /** Of an application; a tool's are known wherever they are. */
  private void history(String table, ObjectNode rule) {
    if (recipe.kind() == Recipe.Kind.APPLICATION) {
      recipe.history().stream()
          .filter(h -> h.table().equalsIgnoreCase(table))
          .findFirst()
          .ifPresent(h -> h.entry().forEach(rule.putArray("history")::add));
    }
  }

  private void column(Table from, Column column, Optional<Table> to, ObjectNode columns) {
    Optional<Column> there =
        to.stream()
            .flatMap(t -> t.columns().stream())
            .filter(c -> c.name().equalsIgnoreCase(column.name()))
            .findFirst();
    if (to.isPresent() && there.isEmpty()) {
      return;
    }
    String type = there.map(t -> t.type().name()).orElse(null);
    String description = said.apply(from.name(), column.name());
    for (Conversion c : recipe.convert()) {
      if (c.isFor(from.name(), column.name(), column.type().name(), type, description)) {
        columns.set(column.name(), c.rule().deepCopy());
        converted.add(from.name() + "." + column.name());
        break;
      }
    }
    if (home && there.isPresent()) {
      recipe.sequences().stream()
          .filter(s -> s.table().equalsIgnoreCase(from.name()))
          .filter(s -> s.column().equalsIgnoreCase(column.name()))
          .findFirst()
          .ifPresent(s -> columns.withObjectProperty(column.name()).put("sequence", s.sequence()));
    }
  }
}
