package dev.godwit.flyway;

import dev.godwit.model.GodwitException;
import dev.godwit.plan.OnMisfit;
import dev.godwit.plan.Owner;
import dev.godwit.plan.Scope;
import dev.godwit.verify.Depth;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.Configuration;

/**
 * The options {@code flyway.godwit.*}, checked. Null where not set; {@code sources} is empty where
 * there is nothing to import, {@code batchRows} 0 where there is no limit.
 */
record ImportSettings(
    List<String> sources,
    Optional<MigrationVersion> version,
    String rules,
    OnMisfit onMisfit,
    Depth verify,
    Scope scope,
    Owner owner,
    boolean force,
    ZoneId zone,
    long batchRows,
    String backup,
    String debug,
    String report) {
  private static final String NOTHING = "none";

  /**
   * Reads and checks all of them.
   *
   * @throws GodwitException naming the option, the value and what is allowed
   */
  static ImportSettings of(Configuration configuration) {
    WrittenOptions written = configuration.getPluginRegister().getExact(WrittenOptions.class);
    if (written != null) {
      written.requireKnown();
    }
    return new Reader(written(configuration)).settings();
  }

  /** A placeholder {@code godwit.source} is the way in where only placeholders can be given. */
  private static Map<String, String> written(Configuration configuration) {
    GodwitExtension extension = configuration.getPluginRegister().getExact(GodwitExtension.class);
    Map<String, String> placeholders = configuration.getPlaceholders();
    Map<String, String> values = new HashMap<>();
    for (String name : GodwitExtension.names()) {
      String value = extension == null ? null : extension.values().get(name);
      String given = value != null ? value : placeholders.get("godwit." + name);
      if (given != null && !given.isBlank()) {
        values.put(name, given.strip());
      }
    }
    return values;
  }

  /** Whether an import is declared here at all. */
  boolean isConfigured() {
    return sources != null || version.isPresent();
  }

  /** Whether the user said that there is no SQLite database. */
  boolean nothingToImport() {
    return sources != null && sources.isEmpty();
  }

  void requireSource() {
    if (sources == null) {
      throw GodwitException.usage(
          "the import is pending, but flyway.godwit.source is not set. Set it to the path of the"
              + " SQLite file (several: comma-separated), in a configuration file, as"
              + " -godwit.source=PATH on Flyway's command line or as FLYWAY_GODWIT_SOURCE in the"
              + " environment; set it to none for a fresh install that has nothing to import");
    }
  }

  /** Turns text into values, one option at a time. */
  private record Reader(Map<String, String> values) {
    ImportSettings settings() {
      Long batchRows = value("batchRows", "a whole number from 1 on", Reader::positive);
      return new ImportSettings(
          value("source", "one or several paths, comma-separated, or none", Reader::sources),
          Optional.ofNullable(
              value("version", "a Flyway version such as 2", MigrationVersion::fromVersion)),
          value("rules", "a path, or classpath: and a resource", v -> v),
          value("onMisfit", "fail, quarantine, null or text", word(OnMisfit.class)),
          value("verify", "none, counts or digest", word(Depth.class)),
          new Scope(names("tables"), names("exclude")),
          new Owner(
              value("ownerPerson", "a name", v -> v),
              value("ownerUid", "a whole number from 0 on", Reader::natural)),
          Boolean.TRUE.equals(value("force", "true or false", Reader::truth)),
          value("zone", "a time zone such as UTC, +02:00 or Europe/Amsterdam", ZoneId::of),
          batchRows == null ? 0 : batchRows,
          value("backup", "a folder, or none", v -> v),
          value("debug", "a file", v -> v),
          value("report", "a file", v -> v));
    }

    private <T> T value(String name, String allowed, Function<String, T> parse) {
      String text = values.get(name);
      if (text == null) {
        return null;
      }
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException | DateTimeException | FlywayException e) {
        throw GodwitException.usage(
            GodwitExtension.PREFIX + name + "=" + text + " is not allowed; it takes " + allowed);
      }
    }

    private Set<String> names(String name) {
      List<String> list = value(name, "names of tables, comma-separated", Reader::list);
      return list == null ? Set.of() : Set.copyOf(list);
    }

    private static List<String> list(String text) {
      List<String> names = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
      if (names.stream().anyMatch(String::isEmpty)) {
        throw new IllegalArgumentException("a name is empty");
      }
      return names.stream().distinct().collect(Collectors.toUnmodifiableList());
    }

    private static List<String> sources(String text) {
      List<String> names = list(text);
      if (names.equals(List.of(NOTHING))) {
        return List.of();
      }
      if (names.contains(NOTHING)) {
        throw new IllegalArgumentException("none and something");
      }
      return names;
    }

    private static <E extends Enum<E>> Function<String, E> word(Class<E> type) {
      return text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    private static boolean truth(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IllegalArgumentException("neither");
      };
    }

    private static long natural(String text) {
      long number = Long.parseLong(text);
      if (number < 0) {
        throw new IllegalArgumentException("negative");
      }
      return number;
    }

    private static long positive(String text) {
      if (natural(text) == 0) {
        throw new IllegalArgumentException("zero");
      }
      return natural(text);
    }
  }
}
