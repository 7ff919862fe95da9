package dev.godwit.recipe;

import dev.godwit.model.Catalog;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The recipes that come with Godwit, and those of files. Safe for any thread. */
public final class Recipes {
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Recipes() {}

  /** Read when first asked for: most programs never do. */
  private static final class Own {
    static final List<Recipe> ALL =
        resource("recipes.txt").lines().map(n -> parse(resource(n + ".yml"), n)).toList();
  }

  /** A tool's history in a table, and whose it is. */
  public record Found(Recipe recipe, Recipe.History history) {}

  /** Those that come with Godwit, in the order of their index. */
  public static List<Recipe> all() {
    return Own.ALL;
  }

  /**
   * The one of this name, or in this file, with what it is built on.
   *
   * @throws GodwitException where there is none, or it is wrong
   */
  public static Recipe named(String nameOrPath) {
    Optional<Recipe> own = own(nameOrPath);
    if (own.isPresent()) {
      return whole(own.get());
    }
    if (nameOrPath.endsWith(".yml") || nameOrPath.endsWith(".yaml")) {
      try {
        return whole(parse(Files.readString(Path.of(nameOrPath)), nameOrPath));
      } catch (IOException e) {
        throw GodwitException.usage("the recipe " + nameOrPath + " cannot be read");
      }
    }
    throw GodwitException.usage(
        "no profile "
            + nameOrPath
            + ": write none, the path of a recipe, FILE.yml, or one of "
            + all().stream().map(Recipe::name).collect(Collectors.joining(", ")));
  }

  /** One that comes with Godwit, as its file has it. */
  public static String text(Recipe recipe) {
    return resource(recipe.name() + ".yml");
  }

  private static Optional<Recipe> own(String name) {
    return all().stream().filter(r -> r.name().equalsIgnoreCase(name)).findFirst();
  }

  private static Recipe whole(Recipe recipe) {
    return recipe.on() == null ? recipe : recipe.over(named(recipe.on()));
  }

  /** Those whose tables a catalog has, but for what others of them are built on. */
  public static List<Recipe> in(Catalog catalog) {
    List<Recipe> found = all().stream().filter(r -> r.isIn(catalog)).toList();
    return found.stream()
        .filter(r -> found.stream().noneMatch(o -> isBuiltOn(o, r.name())))
        .map(Recipes::whole)
        .toList();
  }

  private static boolean isBuiltOn(Recipe recipe, String name) {
    return recipe.on() != null
        && (recipe.on().equals(name)
            || own(recipe.on()).filter(r -> isBuiltOn(r, name)).isPresent());
  }

  /** The tool whose history the table holds, whatever else its store does. */
  public static Optional<Found> history(Table table) {
    for (Recipe recipe : all()) {
      for (Recipe.History history : recipe.history()) {
        if (history.is(table) && recipe.kind() == Recipe.Kind.TOOL) {
          return Optional.of(new Found(recipe, history));
        }
      }
    }
    return Optional.empty();
  }

  private static String resource(String name) {
    try (InputStream in = Recipes.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a recipe.
   *
   * @throws GodwitException where a key or a value is wrong
   */
  static Recipe parse(String yaml, String origin) {
    Recipe recipe;
    try {
      recipe = MAPPER.readValue(yaml, Recipe.class);
    } catch (JacksonException e) {
      String line = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
      throw GodwitException.usage(
          "the recipe " + origin + " is wrong: " + e.getOriginalMessage() + line);
    }
    if (recipe.name() == null
        || recipe.title() == null
        || recipe.kind() == null
        || recipe.tried() == null) {
      throw GodwitException.usage("the recipe " + origin + " needs name, title, kind and tried");
    }
    return recipe;
  }
}
