package dev.godwit.cli.report;

import dev.godwit.report.Difference;
import dev.godwit.report.Report;
import dev.godwit.report.TableReport;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** How two stores compare, for people: counts and digests by table, then the rows that differ. */
final class ComparedText {
  private final Report report;

  ComparedText(Report report) {
    this.report = report;
  }

  void write(Consumer<String> line) {
    if (report.tables().isEmpty()) {
      return;
    }
    int name = 5;
    for (TableReport t : report.tables()) {
      name = Math.max(name, t.name().length());
    }
    String format = "  %-" + name + "s  %11s  %11s  %-9s  %7s";
    line.accept("");
    line.accept(format.formatted("table", "source", "target", "digest", "seconds"));
    for (TableReport t : report.tables()) {
      line.accept(
          format.formatted(
              t.name(),
              Words.number(t.sourceRows()),
              Words.number(t.targetRows()),
              t.digest(),
              Words.seconds(t.seconds())));
    }
    report.differences().stream().filter(d -> !d.isEqual()).forEach(d -> rows(d, line));
  }

  /** What a run did, or would do, to rows that the target had. */
  static void changes(Report report, Consumer<String> line) {
    if (report.changes().isEmpty()) {
      return;
    }
    int name = 5;
    for (Report.Change c : report.changes()) {
      name = Math.max(name, c.table().length());
    }
    String format = "  %-" + name + "s  %9s  %9s  %9s  %9s  %s";
    boolean planned = report.verb().equals("plan");
    line.accept("");
    line.accept(planned ? "What the run would change" : "What the run changed");
    line.accept(format.formatted("table", "inserts", "updates", "deletes", "left", "told by"));
    for (Report.Change c : report.changes()) {
      line.accept(
          format.formatted(
              c.table(),
              Words.number(c.inserts()),
              Words.number(c.updates()),
              Words.number(c.deletes()),
              Words.number(c.keptChanged() + c.keptInTarget()),
              c.watermark()));
    }
  }

  /** How fast both stores are read. */
  static void speeds(Report report, Consumer<String> line) {
    if (report.readSpeed().isEmpty()) {
      return;
    }
    line.accept("");
    line.accept("Read speed, rows a second");
    for (Report.ReadSpeed s : report.readSpeed()) {
      line.accept(
          "  %s, %s: source %s, target %s"
              .formatted(
                  s.table(),
                  s.what().equals("lookup") ? "by key" : "all of it",
                  speed(s.source()),
                  speed(s.target())));
    }
  }

  /** Whoever reads all of a table for a row is below one. */
  private static String speed(double rows) {
    return rows < 10 ? String.format(Locale.ROOT, "%.1f", rows) : Words.number(Math.round(rows));
  }

  private static void rows(Difference d, Consumer<String> line) {
    line.accept("");
    line.accept(d.table());
    List<String> columns =
        d.columns().stream().filter(c -> !c.equal()).map(c -> c.column()).toList();
    if (!columns.isEmpty()) {
      line.accept("  columns whose digests differ: " + String.join(", ", columns));
    }
    for (Difference.RowDifference r : d.rows()) {
      line.accept("  " + r.key() + "  " + words(r));
      r.values().forEach(v -> line.accept("    " + v.column() + ": " + value(r, v)));
    }
    long more = d.onlyInSource() + d.onlyInTarget() + d.changed() - d.rows().size();
    if (more > 0) {
      line.accept("  and " + Words.count(more, "more row"));
    }
  }

  private static String value(Difference.RowDifference row, Difference.Value v) {
    String source = v.source() == null ? "NULL" : v.source();
    String target = v.target() == null ? "NULL" : v.target();
    return switch (row.where()) {
      case SOURCE -> source;
      case TARGET -> target;
      case BOTH -> source + " → " + target;
    };
  }

  private static String words(Difference.RowDifference r) {
    return switch (r.where()) {
      case SOURCE -> "only in the source";
      case TARGET -> "only in the target";
      case BOTH -> "not the same in " + r.columns().stream().collect(Collectors.joining(", "));
    };
  }
}
