package dev.godwit.store;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes a file so that it is there whole or not at all, whatever happens: beside its place, to the
 * disk, then renamed.
 */
public final class WholeFile {
  private WholeFile() {}

  /** Fills a file. */
  @FunctionalInterface
  public interface Content {
    void write(Path draft) throws IOException;
  }

  /** In place of what is there; only its owner can read it, where there are owners. */
  public static void write(Path file, Content content) throws IOException {
    Path name = file.getFileName();
    write(file, Files.createTempFile(file.getParent(), "." + name, ".tmp"), content);
  }

  /** The same by an empty file of this name in the same folder, which is gone afterwards. */
  public static void write(Path file, Path draft, Content content) throws IOException {
    try {
      content.write(draft);
      OwnFile.sync(draft);
      move(draft, file);
      // The rename itself must survive a power cut.
      OwnFile.sync(file.getParent());
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
