package dev.godwit.cli.report;

import dev.godwit.model.Shown;
import dev.godwit.report.Forecast;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a plan means, for people at a terminal. */
final class PlanText {
  private static final int WIDEST_LIST = 60;

  /** As many lines of types as a screen has room for. */
  private static final int FEW_LINES = 16;

  private final Forecast plan;
  private final boolean details;
  private final StringBuilder text = new StringBuilder();

  private PlanText(Forecast plan, boolean details) {
    this.plan = plan;
    this.details = details;
  }

  static String of(Forecast plan, boolean details) {
    return new PlanText(plan, details).text();
  }

  private String text() {
    if (plan.application() != null) {
      application(plan.application());
    }
    if (!plan.steps().isEmpty()) {
      order();
      types();
    }
    if (details) {
      rebuilt();
      choices();
    }
    risks();
    effort();
    needs();
    line("");
    line("The way back");
    line("  " + plan.wayBack());
    return text.toString();
  }

  private void line(String line) {
    text.append(Shown.line(line.stripTrailing())).append('\n');
  }

  private void application(Forecast.Application a) {
    line("");
    line("Application");
    line("  what        " + a.title());
    line("  recipe      " + (a.used() ? "used" : "not used") + ", tried " + a.tried());
    a.versions().forEach(v -> line("  versions    " + v));
    a.seeds().forEach(s -> line("  seed rows   " + s));
    if (!a.converted().isEmpty()) {
      line("  converted   " + String.join(", ", a.converted()));
    }
    a.afterwards().forEach(n -> line("  afterwards  " + n));
  }

  private void order() {
    int name = widest(plan.steps().stream().map(Forecast.Step::table).toList(), 5);
    line("");
    String format = "  %4s  %-" + name + "s  %11s  %9s  %s";
    line(format.formatted("step", "table", "rows", "size", "into"));
    int number = 0;
    for (Forecast.Step s : plan.steps()) {
      number++;
      line(format.formatted(number, s.table(), Words.number(s.rows()), size(s.bytes()), into(s)));
    }
  }

  static String into(Forecast.Step step) {
    boolean same = step.target().equals(step.table());
    String name = same ? "" : step.target();
    return step.made() ? "made" + (same ? "" : " as " + name) : same ? "as it is there" : name;
  }

  /** Columns of a table that change alike are named together. */
  private void types() {
    line("");
    int before = text.length();
    line("Types");
    for (Forecast.Step step : plan.steps()) {
      Map<String, List<String>> alike = new LinkedHashMap<>();
      for (Forecast.Change c : step.changes()) {
        String from = c.fromType().isEmpty() ? "no type" : c.fromType();
        String becomes =
            from + " → " + c.toType() + (c.rule().isEmpty() ? "" : "  (" + c.rule() + ")");
        String name = c.column().equals(c.target()) ? c.column() : c.column() + " as " + c.target();
        alike.computeIfAbsent(becomes, b -> new ArrayList<>()).add(name);
      }
      line("  " + step.table());
      alike.forEach((becomes, names) -> wrapped("    " + becomes + ":  ", names));
    }
    if (!details && text.substring(before).lines().count() > FEW_LINES) {
      text.setLength(before);
      line("The type of every column: --details");
    }
  }

  private void rebuilt() {
    boolean any = plan.steps().stream().anyMatch(s -> !s.rebuilt().isEmpty());
    if (any) {
      line("");
      line("Taken off for the load and built again after it");
      for (Forecast.Step s : plan.steps()) {
        if (!s.rebuilt().isEmpty()) {
          wrapped("  " + s.table() + ":  ", s.rebuilt());
        }
      }
    }
  }

  private void wrapped(String head, List<String> names) {
    StringBuilder line = new StringBuilder(head);
    int start = head.length();
    for (int i = 0; i < names.size(); i++) {
      boolean last = i == names.size() - 1;
      line.append(names.get(i)).append(last ? "" : ", ");
      if (!last && line.length() > Math.max(start, 20) + WIDEST_LIST) {
        line(line.toString());
        line = new StringBuilder("      ");
        start = 0;
      }
    }
    line(line.toString());
  }

  private void choices() {
    line("");
    line("How rows are loaded");
    plan.choices().forEach(c -> line("  " + c));
  }

  private void risks() {
    if (!plan.risks().isEmpty()) {
      line("");
      line("Risks (each is among the warnings)");
      for (Forecast.Risk r : plan.risks()) {
        line("  %6s  %s".formatted(Words.number(r.count()), r.what()));
      }
    }
  }

  private void effort() {
    Forecast.Effort e = plan.effort();
    line("");
    line("Effort");
    line(
        "  about "
            + duration(e.seconds())
            + " for "
            + Words.count(e.rows(), "row")
            + (e.bytes() < 0 ? "" : ", " + size(e.bytes()) + " of values"));
    if (details) {
      line("  " + e.basis());
    }
  }

  /** Where there is enough room, only who asks hears of it. */
  private void needs() {
    List<Forecast.Need> told = plan.needs().stream().filter(n -> details || n.isShort()).toList();
    if (told.isEmpty()) {
      return;
    }
    line("");
    line("Room");
    int what = widest(told.stream().map(Forecast.Need::what).toList(), 0);
    for (Forecast.Need n : told) {
      String free = n.free() < 0 ? "free: not known" : size(n.free()) + " free";
      line(
          ("  %-" + what + "s  %9s wanted, %s  %s%s")
              .formatted(
                  n.what(), size(n.wanted()), free, n.where(), n.isShort() ? "  TOO LITTLE" : ""));
    }
  }

  private static int widest(List<String> words, int least) {
    return words.stream().mapToInt(String::length).reduce(least, Math::max);
  }

  static String duration(double seconds) {
    if (seconds < 90) {
      return seconds < 1 ? "a second" : Math.round(seconds) + " seconds";
    }
    return seconds < 5400
        ? Math.round(seconds / 60) + " minutes"
        : String.format(Locale.ROOT, "%.1f hours", seconds / 3600);
  }

  static String size(long bytes) {
    if (bytes < 0) {
      return "?";
    }
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    double value = bytes;
    int unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }
}
