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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The recipes that come with Godwit, and those of files. Safe for any thread. */
public final class Recipes {
  private static final List<Entry> INDEX = resource("recipes.txt").lines().map(Entry::of).toList();
  private static final Map<String, Recipe> READ = new ConcurrentHashMap<>();

  private Recipes() {}

  /** Made when first asked for: most programs read none. */
  private static final class Reader {
    static final YAMLMapper MAPPER =
        YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
  }

  /**
   * What the index says of a recipe, names of tables in lower case, so that only those are read
   * that a store may hold: reading all takes a fifth of a second.
   *
   * @param tables those by which it is recognised
   * @param history those that hold the history of a tool
   */
  private record Entry(String name, List<String> tables, List<String> history) {
    static Entry of(String line) {
      List<String> words = List.of(line.split(" "));
      int end = words.indexOf("/");
      return new Entry(words.get(0), words.subList(1, end), words.subList(end + 1, words.size()));
    }

    Recipe recipe() {
      return READ.computeIfAbsent(name, n -> parse(resource(n + ".yml"), n));
    }
  }

  /** A tool's history in a table, and whose it is. */
  public record Found(Recipe recipe, Recipe.History history) {}

  /** Those that come with Godwit, in the order of their index. */
  public static List<Recipe> all() {
    return INDEX.stream().map(Entry::recipe).toList();
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
            + INDEX.stream().map(Entry::name).collect(Collectors.joining(", ")));
  }

  /** One that comes with Godwit, as its file has it. */
  public static String text(Recipe recipe) {
    return resource(recipe.name() + ".yml");
  }

  private static Optional<Recipe> own(String name) {
    return INDEX.stream()
        .filter(e -> e.name().equalsIgnoreCase(name))
        .findFirst()
        .map(Entry::recipe);
  }

  private static Recipe whole(Recipe recipe) {
    return recipe.on() == null ? recipe : recipe.over(named(recipe.on()));
  }

  /** Those whose tables a catalog has, but for what others of them are built on. */
  public static List<Recipe> in(Catalog catalog) {
    Set<String> names =
        Stream.concat(
                catalog.tables().stream().map(Table::name),
                catalog.others().stream().map(Catalog.Other::name))
            .map(Recipes::lower)
            .collect(Collectors.toSet());
    List<Recipe> found =
        INDEX.stream()
            .filter(e -> names.containsAll(e.tables()))
            .map(Entry::recipe)
            .filter(r -> r.isIn(catalog))
            .toList();
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
    String name = lower(table.name());
    return INDEX.stream()
        .filter(e -> e.history().contains(name))
        .map(Entry::recipe)
        .flatMap(r -> r.history().stream().map(h -> new Found(r, h)))
        .filter(f -> f.history().is(table))
        .findFirst();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
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
      recipe = Reader.MAPPER.readValue(yaml, Recipe.class);
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
