package dev.godwit.cli.cutover.state;

import dev.godwit.store.OwnFile;
import dev.godwit.store.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes a file with these rights, whole or not at all, whatever happens. */
final class DurableFile {
  private DurableFile() {}

  /**
   * Where a file is written before it is renamed; the same each time, so that none is left over.
   */
  static Path unfinished(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".godwit-unfinished");
  }

  static void write(Path file, InputStream content, String rights) throws IOException {
    Path unfinished = unfinished(file);
    Files.deleteIfExists(unfinished);
    // Never readable by others, not even for a moment.
    OwnFile.create(unfinished);
    WholeFile.write(
        file,
        unfinished,
        draft -> {
          try (OutputStream out = Files.newOutputStream(draft)) {
            content.transferTo(out);
          }
          Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(rights));
        });
  }
}
