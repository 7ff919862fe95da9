package dev.godwit.startup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The {@code database:} section of an application's configuration, with everything that was left
 * out filled in. {@code files} has an absolute path for each of the application's SQLite files,
 * whatever the engine is. Holds the password, and never shows it.
 */
public record DatabaseConfig(
    Application application,
    Engine engine,
    Map<String, Path> files,
    Server server,
    Pool pool,
    Import imported,
    List<String> warnings) {

  /** Where PostgreSQL is. {@code password} and {@code sslmode} may be null. */
  public record Server(
      String host, int port, String dbname, String user, Password password, String sslmode) {
    public Server {
      Objects.requireNonNull(host);
      Objects.requireNonNull(dbname);
      Objects.requireNonNull(user);
    }
  }

  /**
   * How many connections, and how long to wait: for a connection, for a statement (PostgreSQL; zero
   * is for ever), for another's lock (SQLite).
   */
  public record Pool(int size, int idle, Duration connect, Duration statement, Duration busy) {}

  /**
   * What {@code import_from} says about the import into PostgreSQL: {@code sources} is null where
   * nothing was decided yet, empty for {@code none}. The others may be null.
   */
  public record Import(List<String> sources, String ownerPerson, Long ownerUid, String onMisfit) {
    public Import {
      sources = sources == null ? null : List.copyOf(sources);
    }
  }

  public DatabaseConfig {
    Objects.requireNonNull(application);
    Objects.requireNonNull(engine);
    files = Map.copyOf(files);
    Objects.requireNonNull(server);
    Objects.requireNonNull(pool);
    Objects.requireNonNull(imported);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads {@code file}, {@code NAME.yml} and the secrets beside it, and this process's environment.
   *
   * @throws dev.godwit.model.GodwitException where something is wrong, naming key, file and line
   */
  public static DatabaseConfig load(Application application, Path file) {
    return load(application, file, System.getenv());
  }

  /** The same in an environment of one's own. */
  public static DatabaseConfig load(
      Application application, Path file, Map<String, String> environment) {
    return new DatabaseSection(application, Settings.read(application, file, environment)).config();
  }

  /** The same configuration with another engine. */
  public DatabaseConfig on(Engine other) {
    return new DatabaseConfig(application, other, files, server, pool, imported, warnings);
  }

  /** The main SQLite file. */
  public Path path() {
    return files.get(Application.MAIN);
  }

  /** The engine's JDBC URL, without user and password. */
  public String jdbcUrl() {
    return engine.backend().jdbcUrl(this);
  }

  /** For people: where the data is; never a password. */
  @Override
  public String toString() {
    return engine.backend().place(this);
  }
}
