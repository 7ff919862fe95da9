package dev.godwit.cli;

import dev.godwit.cli.embedded.EmbeddedServer;
import dev.godwit.json.JsonName;
import dev.godwit.model.GodwitException;
import dev.godwit.postgres.PostgresUrl;
import dev.godwit.run.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say where data comes from and goes to. */
final class StoreOptions {
  @Option(
      names = "--from",
      required = true,
      paramLabel = "STORE",
      description = {
        "Where the data is. Several: comma-separated, or the option repeated. The word quarantine:"
            + " the rows of the target that did not fit before."
      })
  private List<String> from = new ArrayList<>();

  @Option(
      names = "--to",
      paramLabel = "STORE",
      description = {
        "Where it goes. Left out: a PostgreSQL of your own, kept under your data folder and left"
            + " running; its URL is printed."
      })
  private String to;

  @Option(
      names = "--sqlite-path",
      paramLabel = "PATH",
      description = "The file meant by --from or --to sqlite.")
  private String sqlitePath;

  @Option(
      names = "--json-path",
      paramLabel = "PATH",
      description = "The file or folder meant by --from or --to json.")
  private String jsonPath;

  @Option(
      names = "--connection-url",
      paramLabel = "URL",
      description = "The database meant by --from or --to postgresql.")
  private String connectionUrl;

  @Mixin private PasswordFile passwordFile = new PasswordFile();

  /**
   * A target by name. {@code shown} is its URL for people; {@code embedded} is null but for ours.
   */
  record Place(String name, String password, String shown, EmbeddedServer.Running embedded) {}

  /** Those of a verb that only has a target; all may be null. */
  static StoreOptions ofTarget(String to, String connectionUrl, PasswordFile passwordFile) {
    StoreOptions options = new StoreOptions();
    options.to = to;
    options.connectionUrl = connectionUrl;
    options.passwordFile = passwordFile;
    return options;
  }

  /** The sources' names, one by one. */
  List<String> sources() {
    List<String> names = new ArrayList<>();
    for (String given : from) {
      // A comma may be part of a file's name.
      boolean whole = PostgresUrl.recognises(given) || isJson(given) || exists(given);
      names.addAll(whole ? List.of(given) : Arrays.asList(given.split(",")));
    }
    return names.stream().map(String::strip).filter(n -> !n.isEmpty()).map(this::store).toList();
  }

  /** Whether rows are to come back from the target's own quarantine. */
  boolean fromQuarantine() {
    return sources().equals(List.of("quarantine")) && !exists("quarantine");
  }

  /** Its parameters have commas of their own. */
  private static boolean isJson(String name) {
    return name.startsWith("json:") && name.contains("?");
  }

  private static boolean exists(String name) {
    try {
      return Files.exists(Path.of(name));
    } catch (java.nio.file.InvalidPathException e) {
      return false;
    }
  }

  /** Whether the target is JSON. */
  boolean targetsJson() {
    return to != null && JsonName.recognises(store(to));
  }

  boolean namesTarget() {
    return to != null;
  }

  /** The target; starts the embedded server where none is named. */
  Place target(Main main) {
    String password = password(main);
    if (to == null) {
      EmbeddedServer.Running running =
          EmbeddedServer.start(DataFolder.of(main.surroundings().environment()));
      main.secrets().add(running.password());
      String plain = Passfile.removedFrom(running.url());
      return new Place(plain, running.password(), running.url(), running);
    }
    String name = store(to);
    if (!PostgresUrl.recognises(name)) {
      return new Place(name, null, name.replaceFirst("^(jdbc:)?sqlite:", ""), null);
    }
    Passfile passfile = Passfile.in(name);
    if (password == null && passfile != null) {
      password = passfile.password();
      main.secrets().add(password);
    }
    String shown = PostgresUrl.parse(Passfile.removedFrom(name), password).toString();
    return new Place(
        Passfile.removedFrom(name),
        password,
        passfile == null ? shown : passfile.addTo(shown),
        null);
  }

  /** The password for sources and targets that have none of their own; may be null. */
  String password(Main main) {
    return passwordFile.read(main);
  }

  private String store(String name) {
    return switch (name) {
      case "sqlite" -> need(sqlitePath, "sqlite", "--sqlite-path PATH");
      case "json" -> "json:" + need(jsonPath, "json", "--json-path PATH");
      case "postgresql", "postgres" ->
          need(connectionUrl, name, "--connection-url postgresql://user@host:port/database");
      default -> name;
    };
  }

  private static String need(String value, String word, String option) {
    if (value == null) {
      throw GodwitException.usage(word + " needs " + option);
    }
    return value;
  }
}
