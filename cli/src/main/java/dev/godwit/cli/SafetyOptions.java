package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.model.GodwitException;
import dev.godwit.run.Emptying;
import dev.godwit.run.Safety;
import dev.godwit.verify.Depth;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say what a run overwrites, how it can be undone, and how it is proved. */
@Group("Safety")
final class SafetyOptions {
  @Option(
      names = "--verify",
      arity = "0..1",
      fallbackValue = "digest",
      paramLabel = "none|counts|digest",
      description = "How what arrived is compared with what was sent (default: digest).")
  private Depth verify;

  /** How far {@code --force} goes. */
  enum Force {
    TABLES,
    CASCADE
  }

  @Option(
      names = "--force",
      arity = "0..1",
      fallbackValue = "tables",
      paramLabel = "cascade",
      description = {
        "Empty the target's tables first, all or nothing; only those of the plan, or refuse. With"
            + " =cascade also whatever refers to them or inherits from them: plan names each."
      })
  private Force force;

  @Option(
      names = "--salvage",
      description = {
        "Take what can be read of a damaged SQLite file, and name what could not. Not through"
            + " Flyway: its version 2 would look whole."
      })
  private boolean salvage;

  @Option(
      names = "--backup",
      paramLabel = "DIR|none",
      description = {
        "Where rows that are about to be overwritten are kept (default: godwit/backups under your"
            + " data folder)."
      })
  private String backup;

  @Option(
      names = "--rehearse",
      description = {
        "Restore the backup into a scratch place first, and compare it: nothing is written where it"
            + " differs. Not through Flyway."
      })
  private boolean rehearse;

  /** Null where nothing is said. */
  Depth verify() {
    return verify;
  }

  Emptying emptying() {
    return force == null
        ? Emptying.NOTHING
        : force == Force.CASCADE ? Emptying.CASCADE : Emptying.TABLES;
  }

  /** {@code locations} are Flyway's, empty where the engine works alone. */
  boolean salvage(List<String> locations) {
    return alone("--salvage", salvage, locations);
  }

  Safety safety(List<String> locations) {
    return Safety.USUAL.keeping(backup).rehearsing(alone("--rehearse", rehearse, locations));
  }

  private static boolean alone(String option, boolean given, List<String> locations) {
    if (given && !locations.isEmpty()) {
      throw GodwitException.usage(option + " goes with neither --profile nor --locations");
    }
    return given;
  }

  /** How the plug-in's setting says what goes first; null where nothing does. */
  String forced() {
    return force == null ? null : force == Force.CASCADE ? "cascade" : "true";
  }

  /** The plug-in's setting for the backup: none or a folder; null where nothing is said. */
  String backup() {
    return backup == null || backup.equals("none")
        ? backup
        : Path.of(backup).toAbsolutePath().toString();
  }
}
