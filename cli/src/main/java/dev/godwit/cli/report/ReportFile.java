package dev.godwit.cli.report;

import dev.godwit.model.GodwitException;
import dev.godwit.store.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a file whole or not at all: whoever reads it never sees half of it. */
public final class ReportFile {
  private ReportFile() {}

  /** Replaces the file's content, durably. */
  public static void write(Path file, String text) {
    Path target = file.toAbsolutePath();
    try {
      Files.createDirectories(target.getParent());
      WholeFile.write(target, draft -> Files.writeString(draft, text));
    } catch (IOException e) {
      throw GodwitException.failed("the report " + file + " cannot be written: " + e, e);
    }
  }
}
