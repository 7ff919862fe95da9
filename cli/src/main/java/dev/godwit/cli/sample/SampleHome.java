package dev.godwit.cli.sample;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** Writes a TeleClaude home folder with a checkout beside it, the same on every run. */
public final class SampleHome {
  /** What was written: the home folder, the checkout, and the two databases in them. */
  public record Written(Path home, Path checkout, Path database, Path events) {}

  private SampleHome() {}

  /**
   * Writes {@code dir/.teleclaude} and the checkout {@code dir/teleclaude}. Without {@code messy}
   * every row fits TeleClaude's PostgreSQL schema; with it, the misfits of real installations are
   * there too. Never writes over an existing folder.
   */
  public static Written write(Path dir, boolean messy) throws IOException, SQLException {
    Path root = dir.toAbsolutePath().normalize();
    Path home = root.resolve(".teleclaude");
    Path checkout = root.resolve("teleclaude");
    for (Path folder : new Path[] {home, checkout}) {
      if (Files.exists(folder)) {
        throw new FileAlreadyExistsException(
            folder.toString(), null, "the sample wants a folder of its own; choose another");
      }
    }
    Files.createDirectories(home);
    Files.createDirectories(checkout);
    Written written =
        new Written(home, checkout, checkout.resolve("teleclaude.db"), home.resolve("events.db"));
    Databases.teleclaude(written.database(), messy);
    Databases.events(written.events(), messy);
    ConfigFiles.write(home, checkout);
    DocSnippets.write(home, checkout, messy);
    return written;
  }

  /** Writes a small teleclaude.db and events.db, one file each, into an existing folder. */
  public static void writeSmall(Path dir) throws IOException, SQLException {
    Path teleclaude = dir.resolve("teleclaude.db");
    Path events = dir.resolve("events.db");
    Files.deleteIfExists(teleclaude);
    Files.deleteIfExists(events);
    Databases.small(teleclaude, events);
  }
}
