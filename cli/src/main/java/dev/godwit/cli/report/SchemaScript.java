package dev.godwit.cli.report;

import dev.godwit.Schema;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Shown;
import dev.godwit.report.ReportJson;
import dev.godwit.sql.Printable;
import java.util.List;

/** A schema as a script: remarks as comments, then the statements. */
public final class SchemaScript {
  private SchemaScript() {}

  public static String of(Schema schema, String store, String engine) {
    StringBuilder text = new StringBuilder();
    text.append("-- The structure of ").append(oneLine(store)).append(" for ").append(engine);
    text.append(", written by godwit schema.\n");
    remarks(text, "Problems: this cannot hold the rows", schema.problems());
    remarks(text, "Not as it was", schema.warnings());
    for (Schema.Port other : schema.toPort()) {
      text.append("--\n-- To port: the ").append(other.type()).append(' ');
      text.append(oneLine(other.name())).append('\n');
      // It has lines of its own, and only those: a name makes none.
      String sql = other.sql() == null ? "" : Printable.of(other.sql(), SchemaScript::isHostile);
      sql.lines().forEach(l -> text.append("--   ").append(oneLine(l)).append('\n'));
    }
    text.append('\n');
    boolean postgres = engine.equals("postgresql");
    for (String statement : schema.statements()) {
      // SQLite has no way of writing such names but as they are.
      text.append(postgres ? Printable.of(statement, SchemaScript::isHostile) : statement);
      text.append(";\n\n");
    }
    return text.toString().stripTrailing() + "\n";
  }

  /** A tab is as harmless in a quote as a blank. */
  private static boolean isHostile(int c) {
    return c != '\t' && Shown.isHostile(c);
  }

  public static String json(Schema schema) {
    return ReportJson.of(schema) + "\n";
  }

  private static void remarks(StringBuilder text, String title, List<Problem> problems) {
    List<Problem> shown = problems.stream().filter(p -> !p.is(ProblemKind.PORT)).toList();
    if (!shown.isEmpty()) {
      text.append("--\n-- ").append(title).append(":\n");
      shown.forEach(p -> text.append("--   ").append(oneLine(p.toString())).append('\n'));
    }
  }

  /** A name with a line break would end the comment. */
  private static String oneLine(String text) {
    return Shown.line(text);
  }
}
