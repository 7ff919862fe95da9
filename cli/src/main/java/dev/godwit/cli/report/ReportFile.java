package dev.godwit.cli.report;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file whole or not at all: whoever reads it never sees half of it. */
public final class ReportFile {
  private ReportFile() {}

  /** Replaces the file's content, durably. */
  public static void write(Path file, String text) {
    Path target = file.toAbsolutePath();
    try {
      Path parent = target.getParent();
      Files.createDirectories(parent);
      Path unfinished = Files.createTempFile(parent, "." + target.getFileName(), ".tmp");
      try {
        flush(unfinished, text);
        move(unfinished, target);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      throw GodwitException.failed("the report " + file + " cannot be written: " + e, e);
    }
  }

  private static void flush(Path file, String text) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
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
