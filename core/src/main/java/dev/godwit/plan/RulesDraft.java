package dev.godwit.plan;

import dev.godwit.model.Kind;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * A rules file to start from: what a plan guessed, written down so that it can be corrected, and
 * for what does not fit a rule that waits as a comment.
 */
public final class RulesDraft {
  private static final Set<ProblemKind> GUESSES =
      Set.of(ProblemKind.WIDENED, ProblemKind.ENCODING, ProblemKind.RENAMED, ProblemKind.INFERRED);

  private final Plan plan;
  private final List<Problem> problems;

  private RulesDraft(Plan plan, List<Problem> problems) {
    this.plan = plan;
    this.problems = problems;
  }

  /** The file's text; {@code problems} are what would end a run by today's rules. */
  public static String of(Plan plan, List<Problem> problems) {
    return new RulesDraft(plan, problems).text();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    text.append("# Rules to start from, for ").append(plan.from().replaceAll("\\R", " "));
    text.append(
        "\n# What Godwit guessed stands here; what it could not decide is commented out.\n");
    text.append("# onMisfit: quarantine\n");
    Map<String, List<String>> lines = new LinkedHashMap<>();
    for (TableCopy table : plan.tables()) {
      List<String> columns = columns(table);
      if (!columns.isEmpty()) {
        lines.put(table.from().name(), columns);
      }
    }
    if (lines.isEmpty()) {
      return text.append("tables: {}\n").toString();
    }
    text.append("tables:\n");
    lines.forEach(
        (table, columns) -> {
          boolean rules = columns.stream().anyMatch(c -> !c.startsWith("#"));
          text.append("  ").append(quote(table)).append(rules ? ":\n" : ": {}\n");
          text.append(rules ? "    columns:\n" : "    # columns:\n");
          columns.forEach(c -> text.append("      ").append(c).append('\n'));
        });
    return text.toString();
  }

  private List<String> columns(TableCopy table) {
    List<String> result = new ArrayList<>();
    for (ColumnCopy column : table.columns()) {
      boolean guessed = isNamed(plan.warnings(), table, column, GUESSES);
      if (guessed) {
        result.add(quote(column.name()) + ": {" + guess(column) + "}");
      }
      if (isNamed(problems, table, column, Set.of(ProblemKind.MISFIT))) {
        result.add("# " + quote(column.name()) + ": {onMisfit: quarantine}");
      }
    }
    return result;
  }

  private static boolean isNamed(
      List<Problem> all, TableCopy table, ColumnCopy column, Set<ProblemKind> kinds) {
    return all.stream()
        .anyMatch(
            p ->
                kinds.contains(p.kind())
                    && table.from().name().equals(p.table())
                    && column.name().equals(p.column()));
  }

  private static String guess(ColumnCopy column) {
    List<String> parts = new ArrayList<>();
    if (!column.name().equals(column.to().name())) {
      parts.add("rename: " + quote(column.to().name()));
    }
    if (column.to().type().kind() != Kind.NATIVE) {
      parts.add("type: " + quote(column.to().type().name()));
    }
    if (column.rules().time().unit() != null) {
      parts.add("unit: " + column.rules().time().unit().label());
    }
    return String.join(", ", parts);
  }

  /** JSON's strings are YAML's too. */
  private static String quote(String text) {
    boolean plain =
        text.matches("[A-Za-z_][A-Za-z0-9_]*")
            && !text.matches("(?i)y|n|yes|no|on|off|true|false|null");
    return plain
        ? text
        : "\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + "\"";
  }
}
