package dev.godwit.flyway;

import dev.godwit.model.GodwitException;
import dev.godwit.report.Report;
import dev.godwit.report.ReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a report as JSON: the record's components are the keys. */
final class ReportFile {
  private ReportFile() {}

  static void write(Report report, Path file) {
    try {
      Files.writeString(file, ReportJson.of(report) + "\n");
    } catch (IOException e) {
      throw GodwitException.failed(
          "the report " + file + " cannot be written: " + e.getClass().getSimpleName(), e);
    }
  }
}
