package dev.godwit.flyway;

import dev.godwit.model.GodwitException;
import dev.godwit.report.Report;
import dev.godwit.report.ReportJson;
import dev.godwit.store.OwnFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes a report as JSON: the record's components are the keys. */
final class JsonReportFile {
  private JsonReportFile() {}

  static void write(Report report, Path file) {
    OwnFile.requireOurs(file, ReportJson.BEGINNING);
    try {
      Files.writeString(file, ReportJson.of(report) + "\n");
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** Opens the place for writing, before anything is done that a report is to tell of. */
  static void tryOut(Path file) {
    OwnFile.requireOurs(file, ReportJson.BEGINNING);
    try {
      Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static GodwitException failure(Path file, IOException e) {
    return GodwitException.failed(
        "the report " + file + " cannot be written: " + e.getClass().getSimpleName(), e);
  }
}
