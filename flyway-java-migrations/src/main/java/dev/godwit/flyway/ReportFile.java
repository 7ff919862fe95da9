package dev.godwit.flyway;

import dev.godwit.Report;
import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a report as JSON: the record's components are the keys. */
final class ReportFile {
  private ReportFile() {}

  static void write(Report report, Path file) {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
            .build();
    try {
      Files.writeString(file, mapper.writeValueAsString(report) + "\n");
    } catch (IOException e) {
      throw GodwitException.failed(
          "the report " + file + " cannot be written: " + e.getClass().getSimpleName(), e);
    }
  }
}
