package dev.godwit.cli.report;

import dev.godwit.Report;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** A report as JSON, whose keys are the record's components. */
public final class JsonReport {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
          .build();

  private JsonReport() {}

  public static String of(Report report) {
    return MAPPER.writeValueAsString(report);
  }

  /** Any other record in the same manner. */
  static String any(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** Reads what {@link #of} wrote. */
  public static Report read(String json) {
    return READER.readValue(json, Report.class);
  }

  private static final JsonMapper READER =
      JsonMapper.builder().enable(EnumFeature.READ_ENUMS_USING_TO_STRING).build();
}
