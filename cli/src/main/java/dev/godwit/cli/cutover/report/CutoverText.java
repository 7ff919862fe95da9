package dev.godwit.cli.cutover.report;

import dev.godwit.cli.cutover.report.CutoverReport.StepReport;
import dev.godwit.cli.cutover.step.Check;
import dev.godwit.report.TableReport;
import java.util.List;
import java.util.Locale;

/** A cutover's report for people at a terminal: the verdict first. */
public final class CutoverText {
  private final StringBuilder text = new StringBuilder();

  private CutoverText() {}

  public static String of(CutoverReport report) {
    return new CutoverText().text(report);
  }

  private String text(CutoverReport r) {
    line(r.verdict() + ": " + r.summary());
    line("");
    line("  from  " + r.from());
    line("  to    " + r.to());
    if (r.root() != null) {
      line("  under " + r.root());
    }
    if (!r.preflight().isEmpty()) {
      line("");
      line("Before anything is written");
      r.preflight().forEach(this::check);
    }
    r.steps().forEach(this::step);
    tables(r.tables());
    if (!r.wayBack().isEmpty()) {
      line("");
      line("The way back");
      r.wayBack().forEach(l -> line("  " + l));
    }
    return text.toString();
  }

  private void step(StepReport step) {
    line("");
    line(title(step));
    step.lines().forEach(l -> line("  " + l));
    step.checks().forEach(this::check);
  }

  static String title(StepReport step) {
    String name = step.name().substring(0, 1).toUpperCase(Locale.ROOT) + step.name().substring(1);
    return switch (step.status()) {
      case "planned" -> name + ", to do";
      case "before" -> name + ", done before";
      case "failed" -> name + ", FAILED";
      case "left" -> name + ", not begun";
      default -> name;
    };
  }

  private void check(Check c) {
    String mark =
        switch (c.level()) {
          case OK -> "ok     ";
          case WARNING -> "warning";
          case FAILED -> "FAILED ";
        };
    line("  " + mark + "  " + c.name() + ": " + c.evidence());
    if (c.advice() != null) {
      line("           → " + c.advice());
    }
  }

  private void tables(List<TableReport> tables) {
    if (tables.isEmpty()) {
      return;
    }
    int width = tables.stream().mapToInt(t -> t.name().length()).max().orElse(5);
    String format = "  %-" + width + "s  %10s  %10s  %8s  %s";
    line("");
    line(format.formatted("table", "source", "target", "rejected", "digest"));
    for (TableReport t : tables) {
      line(
          format.formatted(
              t.name(), number(t.sourceRows()), number(t.targetRows()), t.rejected(), t.digest()));
    }
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private void line(String line) {
    text.append(line.stripTrailing()).append('\n');
  }
}
