package dev.godwit.cli.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files around the databases: configuration, people, state. Every secret begins with FAKE. */
final class ConfigFiles {
  private static final List<String> OF_HOME =
      List.of(
          "teleclaude.yml",
          "people/ada/teleclaude.yml",
          "people/Bram_de_Wit/teleclaude.yml",
          "projects.yaml",
          "migration_state.json",
          "state/tui_state.json",
          "state/cron_state.json",
          "state/session_map.json",
          "state/chiptunes-favorites.json",
          "state/runtime-settings.json");

  private static final List<String> OF_CHECKOUT =
      List.of("config.yml", "experiments.yml", "teleclaude.yml", ".env");

  private static final List<String> FOLDERS =
      List.of(
          "company",
          "personal",
          "help-desk",
          "sandbox-cartridges",
          "tmp/sessions",
          "bin",
          "scripts");

  private ConfigFiles() {}

  static void write(Path home, Path checkout) throws IOException {
    for (String folder : FOLDERS) {
      Files.createDirectories(home.resolve(folder));
    }
    Files.writeString(home.resolve("help-desk/README.md"), "# Help desk\n\nNotes to customers.\n");
    for (String name : OF_HOME) {
      copy("home/" + name, home.resolve(name), home, checkout);
    }
    for (String name : OF_CHECKOUT) {
      // A resource whose name begins with a dot is lost by many tools.
      String resource = name.startsWith(".") ? name.substring(1) : name;
      copy("checkout/" + resource, checkout.resolve(name), home, checkout);
    }
  }

  private static void copy(String resource, Path file, Path home, Path checkout)
      throws IOException {
    String text =
        SampleDatabase.resource(resource)
            .replace("@HOME@", home.toString())
            .replace("@CHECKOUT@", checkout.toString());
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
