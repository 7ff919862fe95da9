package dev.godwit.cli;

import dev.godwit.Stores;
import dev.godwit.cli.embedded.EmbeddedServer;
import dev.godwit.cli.manual.Group;
import dev.godwit.cli.report.StreamName;
import dev.godwit.json.read.JsonName;
import dev.godwit.model.GodwitException;
import dev.godwit.postgres.session.PostgresUrl;
import dev.godwit.run.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say where data comes from and goes to. */
@Group("From where, and where to")
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
            + " running; its URL is printed. verify needs it."
      })
  private String to;

  @Option(
      names = "--sqlite-path",
      paramLabel = "PATH",
      description = "The file meant by --from or --to sqlite; where neither says that, the target.")
  private String sqlitePath;

  @Option(
      names = "--json-path",
      paramLabel = "PATH",
      description = {
        "The file or folder meant by --from or --to json; where neither says that, the target."
      })
  private String jsonPath;

  @Option(
      names = "--connection-url",
      paramLabel = "URL",
      description = {
        "The database meant by --from or --to postgresql; where neither says that, the target."
      })
  private String connectionUrl;

  /** Whether the pages of SQLite's files are read without SQLite. */
  private enum Pages {
    ON,
    OFF
  }

  /** For whoever doubts how SQLite's files are read. */
  @Option(names = "--read-pages", paramLabel = "on|off", hidden = true)
  void readPages(Pages pages) {
    Stores.readPages(pages == Pages.ON);
  }

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

  /** Those of a verb that has two stores and no words for them. */
  static StoreOptions between(String one, String other, PasswordFile passwordFile) {
    StoreOptions options = ofTarget(other, null, passwordFile);
    options.from.add(one);
    return options;
  }

  /** The sources' names, one by one. */
  List<String> sources() {
    settle();
    List<String> names = new ArrayList<>();
    for (String given : from) {
      // A comma may be part of a file's name.
      boolean whole = PostgresUrl.recognises(given) || isJson(given) || exists(given);
      names.addAll(whole ? List.of(given) : Arrays.asList(given.split(",", -1)));
    }
    if (names.stream().anyMatch(String::isBlank)) {
      throw GodwitException.usage("--from " + String.join(",", from) + ": a name is empty");
    }
    return names.stream().map(String::strip).map(this::store).toList();
  }

  /** The same as names of stores that can be opened: standard input has been read by then. */
  List<String> sources(Main main) {
    List<String> names = sources();
    main.streams().requireWriting(to == null ? null : store(to));
    return names.stream().map(main.streams()::source).toList();
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
    settle();
    return to != null && JsonName.recognises(store(to));
  }

  /** The target, where that is standard output. */
  Optional<StreamName> targetStream() {
    settle();
    return Optional.ofNullable(to).map(this::store).flatMap(StreamName::of);
  }

  boolean namesTarget() {
    settle();
    return to != null;
  }

  /** Refuses a call of this verb that names no target, which is {@code what}. */
  void requireTarget(String verb, String what) {
    if (!namesTarget()) {
      throw GodwitException.usage(verb + " needs --to: " + what);
    }
  }

  /**
   * Where a store is given by an option of its engine, and no option says what it is for, it is the
   * target: else another one would be filled than the one that was named.
   */
  private void settle() {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("sqlite", sqlitePath);
    given.put("json", jsonPath);
    given.put("postgresql", connectionUrl);
    given.forEach(
        (word, value) -> {
          if (value != null && !isWord(to, word) && from.stream().noneMatch(f -> isWord(f, word))) {
            String option = word.equals("postgresql") ? "--connection-url" : "--" + word + "-path";
            if (to != null) {
              throw GodwitException.usage(
                  option + " " + value + " is for --from or --to " + word + "; neither says that");
            }
            to = word;
          }
        });
    if (to == null && connectionUrl != null) {
      throw GodwitException.usage("--connection-url is the source here; name the target by --to");
    }
  }

  private static boolean isWord(String store, String word) {
    return store != null
        && List.of(store.split(",")).stream()
            .map(String::strip)
            .anyMatch(s -> s.equals(word) || s.equals("postgres") && word.equals("postgresql"));
  }

  /** The target; starts the embedded server where none is named. */
  Place target(Main main) {
    settle();
    String password = password(main);
    if (to == null) {
      EmbeddedServer.Running running =
          EmbeddedServer.start(DataFolder.of(main.surroundings().environment()));
      main.secrets().add(running.password());
      String plain = UrlPassfile.removedFrom(running.url());
      return new Place(plain, running.password(), running.url(), running);
    }
    String name = store(to);
    if (!PostgresUrl.recognises(name)) {
      return new Place(
          main.streams().target(name), null, name.replaceFirst("^(jdbc:)?sqlite:", ""), null);
    }
    UrlPassfile passfile = UrlPassfile.in(name);
    if (password == null && passfile != null) {
      password = passfile.password();
      main.secrets().add(password);
    }
    String shown = PostgresUrl.withoutPasswords(UrlPassfile.removedFrom(name));
    return new Place(
        UrlPassfile.removedFrom(name),
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
      case "postgresql", "postgres" -> ServerWord.url(name, connectionUrl);
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
