package dev.godwit.cli.report;

import dev.godwit.Schema;
import dev.godwit.model.Catalog;
import dev.godwit.model.Problem;
import dev.godwit.report.ReportJson;
import java.util.List;

/** A schema as a script: remarks as comments, then the statements. */
public final class SchemaText {
  private SchemaText() {}

  public static String of(Schema schema, String store, String engine) {
    StringBuilder text = new StringBuilder();
    text.append("-- The structure of ").append(oneLine(store)).append(" for ").append(engine);
    text.append(", written by godwit schema.\n");
    remarks(text, "Problems: this cannot hold the rows", schema.problems());
    remarks(text, "Not as it was", schema.warnings());
    for (Catalog.Other other : schema.toPort()) {
      text.append("--\n-- To port: the ").append(other.type()).append(' ');
      text.append(oneLine(other.name())).append('\n');
      String sql = other.sql() == null ? "" : other.sql();
      sql.lines().forEach(l -> text.append("--   ").append(l).append('\n'));
    }
    text.append('\n');
    schema.statements().forEach(s -> text.append(s).append(";\n\n"));
    return text.toString().stripTrailing() + "\n";
  }

  public static String json(Schema schema) {
    return ReportJson.of(schema) + "\n";
  }

  private static void remarks(StringBuilder text, String title, List<Problem> problems) {
    List<Problem> shown = problems.stream().filter(p -> !p.kind().equals("port")).toList();
    if (!shown.isEmpty()) {
      text.append("--\n-- ").append(title).append(":\n");
      shown.forEach(p -> text.append("--   ").append(oneLine(p.toString())).append('\n'));
    }
  }

  /** A name with a line break would end the comment. */
  private static String oneLine(String text) {
    return text.replaceAll("\\R", " ");
  }
}
