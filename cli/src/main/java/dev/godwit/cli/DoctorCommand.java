package dev.godwit.cli;

import dev.godwit.cli.embedded.EmbeddedServer;
import dev.godwit.cli.settings.SettingsFile;
import dev.godwit.model.Release;
import dev.godwit.postgres.PostgresStore;
import dev.godwit.run.DataFolder;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Says what a report of a defect has to say. */
@Command(
    name = "doctor",
    description = {
      "Says which versions, platform and drivers this is, and whether they work here: for reports of"
          + " defects. Prints no secrets and connects to nothing."
    },
    footer = {"", "Example:", "  godwit doctor"})
final class DoctorCommand extends Verb {
  @Option(names = "--json", description = "Print it as JSON, and nothing else.")
  private boolean json;

  @Override
  public Integer call() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("godwit", Release.version().orElse("(from source)"));
    facts.put("java", property("java.runtime.version") + ", " + property("java.vendor"));
    facts.put(
        "system", property("os.name") + " " + property("os.version") + ", " + property("os.arch"));
    facts.put("memory", Runtime.getRuntime().maxMemory() / 1_000_000 + " MB at most");
    facts.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("locale", Locale.getDefault() + ", " + Charset.defaultCharset());
    facts.put("zone", ZoneId.systemDefault().toString());
    facts.put("terminal", terminal());
    String sqlite = sqlite();
    facts.put("sqlite", sqlite);
    facts.put("postgresql driver", PostgresStore.driver());
    facts.put("postgresql of one's own", EmbeddedServer.brought());
    facts.put("data folder", folder(DataFolder.of(main.surroundings().environment())));
    facts.put("temporary files", folder(Path.of(property("java.io.tmpdir"))));
    facts.put("settings", settings());
    print(facts);
    return sqlite.startsWith("does not") ? Exit.FAILED : Exit.EXACT;
  }

  private void print(Map<String, String> facts) {
    if (json) {
      main.surroundings().out().println(JsonMapper.shared().writeValueAsString(facts));
    } else {
      facts.forEach((what, is) -> main.surroundings().out().printf("%-24s %s%n", what, is));
    }
  }

  private static String property(String name) {
    return System.getProperty(name, "?");
  }

  private String terminal() {
    Surroundings s = main.surroundings();
    return s.terminal()
        ? s.width() + " columns, TERM=" + s.environment().getOrDefault("TERM", "")
        : "none";
  }

  private static String sqlite() {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = connection.createStatement();
        ResultSet version = statement.executeQuery("SELECT sqlite_version()")) {
      return version.getString(1) + ", driver " + connection.getMetaData().getDriverVersion();
    } catch (SQLException | LinkageError e) {
      return "does not start: " + e.getMessage();
    }
  }

  /** A folder as it is: who is not there yet will be made. */
  private static String folder(Path path) {
    String state =
        !Files.exists(path)
            ? "not there yet"
            : Files.isWritable(path)
                ? path.toFile().getUsableSpace() / 1_000_000 + " MB free"
                : "cannot be written";
    return path + ", " + state;
  }

  /** The names alone: what they hold is for godwit config, on one's own screen. */
  private String settings() {
    boolean file = Files.exists(main.surroundings().folder().resolve(SettingsFile.NAME));
    String variables =
        main.surroundings().environment().keySet().stream()
            .filter(n -> n.startsWith("GODWIT_") || n.startsWith("PG"))
            .sorted()
            .collect(Collectors.joining(", "));
    return (file ? SettingsFile.NAME : "no " + SettingsFile.NAME)
        + (variables.isEmpty() ? "" : "; set: " + variables);
  }
}
