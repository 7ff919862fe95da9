package dev.godwit.report;

import dev.godwit.model.Shown;
import java.util.regex.Pattern;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** A report as JSON, whose keys are the record's components. */
public final class ReportJson {
  /** How all that is written here begins. */
  public static final Pattern BEGINNING = Pattern.compile("\\{\\R  \"\\w+\" : ");

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
          .enable(EnumFeature.READ_ENUMS_USING_TO_STRING)
          .build();

  private ReportJson() {}

  /** Any record in the same manner: of schemas, inspections, histories. */
  public static String of(Object report) {
    return Shown.json(MAPPER.writeValueAsString(report));
  }

  /** Reads what {@link #of} wrote of a report. */
  public static Report read(String json) {
    return MAPPER.readValue(json, Report.class);
  }
}
