package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.model.GodwitException;
import dev.godwit.recipe.Recipe;
import dev.godwit.recipe.Recipes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which application is moved, or which SQL migrations come before the import: one of both. */
@Group("Applications and Flyway")
final class ApplicationOptions {
  private static final String FOLDER = "filesystem:";
  private static final String CLASSPATH = "classpath:";

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = {
        "By the recipe of an application, of those that godwit profiles lists, or FILE.yml; none:"
            + " without the one that is recognised. teleclaude goes through Flyway, with its"
            + " migrations."
      })
  private String profile;

  @Option(
      names = "--locations",
      split = ",",
      paramLabel = "L",
      description = {
        "Through Flyway: the SQL migrations found there (a folder, filesystem:… or"
            + " classpath:…), then the import as the next version."
      })
  private List<String> locations;

  /** The one that is named; none where none is wanted. */
  Optional<Recipe> recipe() {
    return named(profile);
  }

  /** What {@code --profile} names; none where it is null or says so. */
  static Optional<Recipe> named(String profile) {
    return Optional.ofNullable(profile).filter(name -> !name.equals("none")).map(Recipes::named);
  }

  /** Flyway's locations; empty where the engine works alone. */
  List<String> locations() {
    return profile != null
        ? recipe().map(Recipe::flyway).stream().toList()
        : locations.stream().map(ApplicationOptions::location).toList();
  }

  private static String location(String given) {
    boolean prefixed = given.matches("[a-z0-9]{2,}:.*") && !Files.isDirectory(Path.of(given));
    String folder = prefixed && given.startsWith(FOLDER) ? given.substring(FOLDER.length()) : given;
    if (prefixed && given.startsWith(CLASSPATH)) {
      String resource = given.substring(CLASSPATH.length());
      boolean found = ApplicationOptions.class.getResource("/" + resource) != null;
      requireLocation(given, found || isPattern(resource));
    } else if (!prefixed || given.startsWith(FOLDER)) {
      requireLocation(given, isPattern(folder) || Files.isDirectory(Path.of(folder)));
      return FOLDER + Path.of(folder).toAbsolutePath();
    }
    return given;
  }

  private static boolean isPattern(String folder) {
    return folder.contains("*") || folder.contains("?");
  }

  private static void requireLocation(String given, boolean found) {
    if (!found) {
      throw GodwitException.usage("--locations " + given + ": there is no such folder");
    }
  }
}
