package dev.godwit.startup;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What starts: its name, where Flyway finds its migrations for PostgreSQL, and its SQLite files,
 * one or two, the main one first. The name gives the defaults: database and user, the prefix of
 * environment variables, the key of the lock.
 */
public record Application(String name, String location, List<SqliteSchema> files) {
  /**
   * One SQLite file, with migrations and a history of its own. A second file is attached under its
   * {@code name}, which also makes its key: {@code NAME_path}. {@code path} is the default,
   * relative to the configuration's folder or, after {@code ~/}, to the user's.
   */
  public record SqliteSchema(String name, String location, String path) {
    public SqliteSchema {
      Objects.requireNonNull(name);
      Objects.requireNonNull(location);
      Objects.requireNonNull(path);
    }

    /** The key of its path in the configuration. */
    String key() {
      return name.equals(MAIN) ? "path" : name + "_path";
    }
  }

  static final String MAIN = "main";

  /** TeleClaude: its daemon's database, and that of its events. */
  public static final Application TELECLAUDE =
      new Application(
          "teleclaude",
          "classpath:db/teleclaude",
          List.of(
              new SqliteSchema(MAIN, "classpath:db/teleclaude_sqlite", "teleclaude.db"),
              new SqliteSchema(
                  "events", "classpath:db/teleclaude_events", "~/.teleclaude/events.db")));

  public Application {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException(
          "an application's name has small letters, digits and _ only");
    }
    Objects.requireNonNull(location);
    files = List.copyOf(files);
    if (files.isEmpty() || files.size() > 2 || !files.get(0).name().equals(MAIN)) {
      throw new IllegalArgumentException(
          "one SQLite file named " + MAIN + ", and perhaps one more");
    }
  }

  /**
   * An application with one SQLite file, {@code NAME.db}, and its migrations in {@code
   * classpath:db/NAME} for PostgreSQL and {@code classpath:db/NAME_sqlite} for SQLite.
   */
  public static Application named(String name) {
    String location = "classpath:db/" + name;
    return new Application(
        name, location, List.of(new SqliteSchema(MAIN, location + "_sqlite", name + ".db")));
  }

  /** What its environment variables begin with: {@code TELECLAUDE_}. */
  String prefix() {
    return name.toUpperCase(Locale.ROOT) + "_";
  }
}
