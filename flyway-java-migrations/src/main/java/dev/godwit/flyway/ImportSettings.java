package dev.godwit.flyway;

import dev.godwit.model.GodwitException;
import dev.godwit.plan.OnMisfit;
import dev.godwit.plan.Owner;
import dev.godwit.plan.Scope;
import dev.godwit.run.Emptying;
import dev.godwit.verify.Depth;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.Configuration;

/**
 * The options {@code flyway.godwit.*}, checked, files by their absolute paths. Null where not set;
 * {@code sources} is empty where there is nothing to import, {@code batchRows} 0 where there is no
 * limit. {@code byVersion}: some were written for one version alone.
 */
record ImportSettings(
    List<String> sources,
    List<MigrationVersion> versions,
    boolean byVersion,
    String schema,
    String rules,
    OnMisfit onMisfit,
    Depth verify,
    Scope scope,
    Owner owner,
    Emptying emptying,
    ZoneId zone,
    long batchRows,
    String backup,
    String debug,
    String report) {
  private static final String NOTHING = "none";

  /**
   * Reads and checks all that is not written for one version alone.
   *
   * @throws GodwitException naming the option, the value and what is allowed
   */
  static ImportSettings of(Configuration configuration) {
    return read(configuration, null, Map.of());
  }

  /**
   * The same for the import of one version: what is written for it alone goes before what its class
   * says, and that before what is written for all.
   */
  static ImportSettings of(
      Configuration configuration, MigrationVersion version, Map<String, String> own) {
    return read(configuration, version, own);
  }

  private static ImportSettings read(
      Configuration configuration, MigrationVersion version, Map<String, String> own) {
    WrittenOptions written = FlywayVersion.plugin(configuration, WrittenOptions.class);
    if (written != null) {
      written.requireKnown();
    }
    Map<String, String> values = forAll(configuration);
    own.forEach((name, value) -> put(values, name, value));
    if (written != null && version != null) {
      written.of(version).forEach((name, value) -> put(values, name, value));
    }
    if (version != null) {
      ofVersion(configuration, version).forEach((name, value) -> put(values, name, value));
    }
    boolean byVersion =
        written != null && written.namesVersions()
            || configuration.getPlaceholders().keySet().stream()
                .anyMatch(p -> p.matches("godwit\\.\\d.*"));
    return new Reader(values, NamedFiles.of(configuration), version).settings(byVersion);
  }

  /** A placeholder {@code godwit.source} is the way in where only placeholders can be given. */
  private static Map<String, String> forAll(Configuration configuration) {
    GodwitExtension extension = FlywayVersion.plugin(configuration, GodwitExtension.class);
    Map<String, String> placeholders = configuration.getPlaceholders();
    Map<String, String> values = new HashMap<>();
    for (String name : GodwitExtension.names()) {
      String value = extension == null ? null : extension.values().get(name);
      put(values, name, value != null ? value : placeholders.get("godwit." + name));
    }
    return values;
  }

  /** The same for one version, {@code godwit.2.source}. */
  private static Map<String, String> ofVersion(Configuration configuration, MigrationVersion of) {
    Map<String, String> placeholders = configuration.getPlaceholders();
    Map<String, String> values = new HashMap<>();
    for (String name : GodwitExtension.names()) {
      put(values, name, placeholders.get("godwit." + of.getVersion() + "." + name));
    }
    return values;
  }

  private static void put(Map<String, String> values, String name, String value) {
    if (value != null && !value.isBlank()) {
      values.put(name, value.strip());
    }
  }

  /** Whether an import is declared here at all. */
  boolean isConfigured() {
    return sources != null || !versions.isEmpty() || byVersion;
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
  private record Reader(Map<String, String> values, NamedFiles places, MigrationVersion version) {
    ImportSettings settings(boolean byVersion) {
      Emptying emptied = value("force", "true or false, or cascade", Reader::emptied);
      Long batchRows = value("batchRows", "a whole number from 1 on", Reader::positive);
      return new ImportSettings(
          value("source", "one or several paths, comma-separated, or none", this::sources),
          Objects.requireNonNullElse(
              value("version", "a Flyway version such as 2", Reader::versions), List.of()),
          byVersion,
          value("schema", "the name of a schema", v -> v),
          value("rules", "a path, or classpath: and a resource", places::rules),
          value("onMisfit", "fail, quarantine, null or text", word(OnMisfit.class)),
          value("verify", "none, counts or digest", word(Depth.class)),
          new Scope(names("tables"), names("exclude")),
          new Owner(
              value("ownerPerson", "a name", v -> v),
              value("ownerUid", "a whole number from 0 on", Reader::natural)),
          emptied == null ? Emptying.NOTHING : emptied,
          value("zone", "a time zone such as UTC, +02:00 or Europe/Amsterdam", ZoneId::of),
          batchRows == null ? 0 : batchRows,
          value("backup", "a folder, or none", v -> v.equals(NOTHING) ? v : places.file(v)),
          value("debug", "a file", places::file),
          value("report", "a file", places::file));
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
            GodwitExtension.PREFIX
                + name
                + "="
                + text
                + (version == null ? "" : " of version " + version)
                + " is not allowed; it takes "
                + allowed);
      }
    }

    private Set<String> names(String name) {
      List<String> list = value(name, "names of tables, comma-separated", Reader::list);
      return list == null ? Set.of() : Set.copyOf(list);
    }

    /** A comma that belongs to a name is written {@code \,}. */
    private static List<String> list(String text) {
      List<String> names =
          Arrays.stream(text.split("(?<!\\\\),", -1))
              .map(n -> n.replace("\\,", ",").strip())
              .toList();
      if (names.stream().anyMatch(String::isEmpty)) {
        throw new IllegalArgumentException("a name is empty");
      }
      return names.stream().distinct().collect(Collectors.toUnmodifiableList());
    }

    private static List<MigrationVersion> versions(String text) {
      return list(text).stream().map(MigrationVersion::fromVersion).distinct().toList();
    }

    private List<String> sources(String text) {
      List<String> names = list(text);
      if (names.equals(List.of(NOTHING))) {
        return List.of();
      }
      if (names.contains(NOTHING)) {
        throw new IllegalArgumentException("none and something");
      }
      return names.stream().map(places::source).toList();
    }

    private static <E extends Enum<E>> Function<String, E> word(Class<E> type) {
      return text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    private static Emptying emptied(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true" -> Emptying.TABLES;
        case "cascade" -> Emptying.CASCADE;
        case "false" -> Emptying.NOTHING;
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
