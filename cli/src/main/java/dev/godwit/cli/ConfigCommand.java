package dev.godwit.cli;

import dev.godwit.cli.settings.Setting;
import dev.godwit.cli.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says which options a verb would be given, and by whom. */
@Command(
    name = "config",
    description = {
      "Says what a verb would take from godwit.yml and from variables, and from where each comes."
          + " Passwords are hidden."
    },
    footer = {
      "",
      "godwit.yml, in the folder where godwit is started:",
      "  from: app.db",
      "  to: env:DATABASE_URL",
      "  on-misfit: quarantine",
      "  profiles:",
      "    staging:",
      "      to: postgresql://me@staging.example.org/app",
      "",
      "Examples:",
      "  godwit config",
      "  godwit config migrate --profile staging"
    })
final class ConfigCommand extends Verb {
  private static final List<String> SERVER =
      List.of("PGSERVICE", "PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGPASSWORD", "PGSSLMODE");

  @Parameters(
      paramLabel = "VERB",
      arity = "0..1",
      description = "Whose options (default: migrate).")
  private String verb = "migrate";

  @Option(names = "--profile", paramLabel = "NAME", description = "With this profile of the file.")
  private String profile;

  @Override
  public Integer call() {
    List<String> words = new ArrayList<>(List.of(verb));
    if (profile != null) {
      words.add("--profile=" + profile);
    }
    Settings.Line line =
        main.settings(main.commandLine(verb)).complete(words.toArray(String[]::new));
    for (Setting setting : line.taken()) {
      said("--" + setting.name(), String.join(", ", setting.values()), setting.origin());
    }
    Map<String, String> environment = new TreeMap<>(main.surroundings().environment());
    environment.keySet().retainAll(SERVER);
    environment.forEach(
        (name, value) ->
            said(name, name.equals("PGPASSWORD") ? "***" : value, "what a URL leaves out"));
    if (line.taken().isEmpty()) {
      main.surroundings()
          .out()
          .println("Neither godwit.yml nor a variable sets an option of " + verb);
    }
    return Exit.EXACT;
  }

  private void said(String name, String value, String origin) {
    String text = "%-20s %-40s %s".formatted(name, main.secrets().hide(value), origin);
    main.surroundings().out().println(dev.godwit.model.Shown.line(text));
  }
}
