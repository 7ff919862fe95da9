package dev.godwit.cli;

import dev.godwit.cli.cutover.profile.CutoverProfile;
import dev.godwit.cli.cutover.profile.Places;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The options that say where a person's installation is, and where the system's is to be. */
final class InstallationOptions {
  @Option(
      names = "--from",
      required = true,
      paramLabel = "HOME",
      description = "The home folder of the person whose installation it is.")
  private Path from;

  @Option(
      names = "--project",
      paramLabel = "DIR",
      description = "The checkout, where it is in none of the usual folders.")
  private Path project;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = {
        "Write everything under this folder, as if it were /: to try it. Nothing is given to the"
            + " service user then."
      })
  private Path root;

  @Option(
      names = "--os",
      paramLabel = "linux|macos",
      description = "Whose folders and commands (default: this machine's).")
  private String system;

  Places places(CutoverProfile known) {
    return Places.find(known, from, project, root, system == null ? own() : system);
  }

  private static String own() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "macos" : "linux";
  }
}
