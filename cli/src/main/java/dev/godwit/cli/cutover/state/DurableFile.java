package dev.godwit.cli.cutover.state;

import dev.godwit.store.OwnFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Writes a file so that it is there whole or not at all, whatever happens: beside its place, to
 * disk, then renamed.
 */
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
    Files.createFile(
        unfinished,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (FileChannel out = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
      out.force(true);
    }
    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString(rights));
    move(unfinished, file);
    // The rename itself must survive a power cut.
    OwnFile.sync(file.getParent());
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
