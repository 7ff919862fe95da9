package dev.godwit.startup;

import dev.godwit.model.GodwitException;
import dev.godwit.plan.Nearest;
import dev.godwit.plan.OnMisfit;
import dev.godwit.startup.Settings.Setting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Turns settings into a configuration, and complains where it cannot: of a place, never a value.
 */
final class DatabaseSection {
  private static final List<String> KEYS =
      List.of(
          "engine",
          "host",
          "port",
          "dbname",
          "user",
          "password",
          "sslmode",
          "pool_size",
          "pool_idle",
          "connect_timeout",
          "statement_timeout",
          "busy_timeout",
          "import_from",
          "owner_person",
          "owner_uid",
          "on_misfit");
  private static final List<String> SSL =
      List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
  private static final int MOST_SECONDS = 86_400;
  private static final int MOST_CONNECTIONS = 1000;

  private final Application application;
  private final Settings settings;

  DatabaseSection(Application application, Settings settings) {
    this.application = application;
    this.settings = settings;
  }

  DatabaseConfig config() {
    requireKnown();
    Engine engine = value("engine", Engine.SQLITE, DatabaseSection::engine, "sqlite or postgresql");
    return new DatabaseConfig(
        application, engine, files(), server(), pool(), imported(), settings.warnings());
  }

  private static Engine engine(String text) {
    return Arrays.stream(Engine.values())
        .filter(e -> e.toString().equals(text))
        .findFirst()
        .orElseThrow(IllegalArgumentException::new);
  }

  private void requireKnown() {
    List<String> known = new ArrayList<>(KEYS);
    application.files().forEach(f -> known.add(f.key()));
    settings
        .all()
        .forEach(
            (key, setting) -> {
              if (!known.contains(key)) {
                throw GodwitException.usage(
                    setting.origin()
                        + " is no setting of the database; did you mean "
                        + Nearest.to(key, known)
                        + "?");
              }
            });
  }

  private Map<String, Path> files() {
    Map<String, Path> files = new LinkedHashMap<>();
    for (Application.SqliteSchema file : application.files()) {
      Path path = value(file.key(), null, this::path, "the path of a file, without a ?");
      files.put(file.name(), path == null ? settings.path(file.path()) : path);
    }
    return files;
  }

  private Path path(String text) {
    // The driver reads what is behind a ? as settings.
    if (text.isBlank() || text.contains("?")) {
      throw new IllegalArgumentException("no path");
    }
    try {
      return settings.path(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private DatabaseConfig.Server server() {
    String name = "a name that is not empty";
    return new DatabaseConfig.Server(
        value("host", "localhost", DatabaseSection::host, "a host name or an IP address"),
        number("port", 5432, 1, 65_535),
        value("dbname", application.name(), DatabaseSection::notEmpty, name),
        value("user", application.name(), DatabaseSection::notEmpty, name),
        value("password", null, Password::new, "a password"),
        value("sslmode", null, one(SSL), String.join(", ", SSL)));
  }

  /** Folders of sockets and lists of hosts would end up as nonsense in the URL. */
  private static String host(String text) {
    if (!text.matches("[A-Za-z0-9._:%-]+")) {
      throw new IllegalArgumentException("no host");
    }
    return text;
  }

  private DatabaseConfig.Pool pool() {
    int size = number("pool_size", 5, 1, MOST_CONNECTIONS);
    return new DatabaseConfig.Pool(
        size,
        number("pool_idle", 1, 0, size),
        seconds("connect_timeout", 10, 1),
        seconds("statement_timeout", 30, 0),
        seconds("busy_timeout", 5, 0));
  }

  private DatabaseConfig.Import imported() {
    List<String> sources =
        value(
            "import_from",
            null,
            this::sources,
            "a SQLite file, several separated by commas, or none");
    return new DatabaseConfig.Import(
        sources,
        value("owner_person", null, DatabaseSection::notEmpty, "a name"),
        value("owner_uid", null, DatabaseSection::natural, "a whole number from 0 on"),
        value("on_misfit", null, DatabaseSection::onMisfit, "fail, quarantine, null or text"));
  }

  private List<String> sources(String text) {
    List<String> names = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    if (names.equals(List.of("none"))) {
      return List.of();
    }
    if (names.contains("none") || names.contains("")) {
      throw new IllegalArgumentException("none and something");
    }
    return names.stream().map(n -> path(n).toString()).toList();
  }

  private static String onMisfit(String text) {
    return OnMisfit.valueOf(text.toUpperCase(Locale.ROOT)).name().toLowerCase(Locale.ROOT);
  }

  private static Long natural(String text) {
    long number = Long.parseLong(text);
    if (number < 0) {
      throw new IllegalArgumentException("negative");
    }
    return number;
  }

  private static String notEmpty(String text) {
    if (text.isBlank() || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("empty");
    }
    return text;
  }

  private static Function<String, String> one(List<String> words) {
    return text -> {
      if (!words.contains(text)) {
        throw new IllegalArgumentException("unknown");
      }
      return text;
    };
  }

  private Duration seconds(String key, int usual, int least) {
    return Duration.ofSeconds(number(key, usual, least, MOST_SECONDS));
  }

  private int number(String key, int usual, int least, int most) {
    return value(
        key,
        Math.min(usual, most),
        text -> {
          int number = Integer.parseInt(text);
          if (number < least || number > most) {
            throw new IllegalArgumentException("out of range");
          }
          return number;
        },
        "a whole number from " + least + " to " + most);
  }

  private <T> T value(String key, T usual, Function<String, T> parse, String allowed) {
    Setting setting = settings.get(key);
    if (setting == null) {
      return usual;
    }
    try {
      return parse.apply(setting.value());
    } catch (IllegalArgumentException e) {
      throw GodwitException.usage(setting.origin() + " must be " + allowed);
    }
  }
}
