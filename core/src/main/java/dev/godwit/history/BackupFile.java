package dev.godwit.history;

import dev.godwit.model.GodwitException;
import dev.godwit.store.OwnFile;
import dev.godwit.store.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * A run's backup and the manifest beside it: {@code ID.zip} and {@code ID.json}, readable by their
 * owner alone. Each is whole and on the disk, or not there.
 */
public final class BackupFile {
  private final Path file;
  private final Path manifest;
  private String written;

  /** In this folder, which is made where it is missing. {@code suffix} begins with a point. */
  public BackupFile(Path folder, String migrationId, String suffix) {
    this.file = folder.toAbsolutePath().resolve(migrationId + suffix);
    this.manifest = folder.toAbsolutePath().resolve(migrationId + ".json");
  }

  public Path file() {
    return file;
  }

  /** The checksum of what {@link #write} wrote; null before. */
  public String checksum() {
    return written;
  }

  /** Writes the backup: {@code content} fills an empty file. */
  public void write(Consumer<Path> content) {
    publish(file, content::accept);
    written = checksum(file);
  }

  /**
   * The SHA-256 of a backup, in hex.
   *
   * @throws GodwitException where it cannot be read
   */
  public static String checksum(Path file) {
    try {
      MessageDigest sum = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), sum)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(sum.digest());
    } catch (IOException e) {
      throw GodwitException.failed("the backup " + file + " cannot be read", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has it", e);
    }
  }

  /** Writes the manifest. */
  public void describe(State state) {
    publish(manifest, draft -> Files.writeString(draft, state.json() + "\n"));
  }

  /** Removes both: the run that they were made for was not kept. */
  public void discard() {
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(manifest);
    } catch (IOException e) {
      // What ended the run matters more than a file too many.
      return;
    }
  }

  private static void publish(Path file, WholeFile.Content content) {
    try {
      OwnFile.createFolders(file.getParent());
      WholeFile.write(file, content);
    } catch (IOException | UncheckedIOException e) {
      throw GodwitException.failed(
          "the backup "
              + file
              + " cannot be written: "
              + e.getMessage()
              + "; nothing was overwritten. --backup DIR names another folder",
          e);
    }
  }
}
