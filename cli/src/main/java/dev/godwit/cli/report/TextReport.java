package dev.godwit.cli.report;

import dev.godwit.model.Problem;
import dev.godwit.model.Shown;
import dev.godwit.model.Verdict;
import dev.godwit.report.Forecast;
import dev.godwit.report.Report;
import dev.godwit.report.TableReport;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A report for people at a terminal: the verdict first. */
public final class TextReport {
  private static final int WIDEST_PLACE = 34;

  private final Report report;
  private final boolean details;
  private final List<String> ahead;
  private final StringBuilder text = new StringBuilder();

  private TextReport(Report report, boolean details, List<String> ahead) {
    this.report = report;
    this.details = details;
    this.ahead = ahead;
  }

  /**
   * The report's text.
   *
   * @param details with what only people ask who want to know how it is done
   * @param ahead what to do next, a line each
   */
  public static String of(Report report, boolean details, List<String> ahead) {
    return new TextReport(report, details, ahead).text();
  }

  private String text() {
    line(report.verdict() + ": " + Words.verdict(report));
    line("");
    boolean planned = report.plan() != null;
    line("  from  " + report.from() + (planned ? engine(report.plan().from()) : ""));
    line("  to    " + report.to() + (planned ? engine(report.plan().to()) : ""));
    if (report.server() != null && (details || !planned)) {
      line("  at    " + report.server());
    }
    if (planned && details) {
      line("  id    " + report.migrationId());
    }
    problems(Words.problems(report), report.problems());
    if (planned) {
      text.append(PlanText.of(report.plan(), details));
    } else if (report.verb().equals("verify")) {
      new ComparedText(report).write(this::line);
    } else {
      tables();
    }
    ComparedText.changes(report, this::line);
    if (details) {
      ComparedText.speeds(report, this::line);
    }
    perTable("Coerced to the target's types (values per column)", Words::coercions);
    perTable("Numbers taken for times", Words::guesses);
    perTable("Renamed", Words::renamed);
    converted();
    filled();
    problems("Warnings", report.warnings());
    leftOut();
    wayBack();
    next();
    return text.toString();
  }

  private static String engine(Forecast.Engine engine) {
    return engine.version().isEmpty() ? "" : "  (" + engine.version() + ")";
  }

  private void line(String line) {
    text.append(Shown.line(line.stripTrailing())).append('\n');
  }

  private void tables() {
    if (report.tables().isEmpty()) {
      return;
    }
    int name = 5;
    for (TableReport t : report.tables()) {
      name = Math.max(name, t.name().length());
    }
    boolean planned = report.verdict() == Verdict.PLANNED || !Words.MOVING.contains(report.verb());
    boolean skipped = report.tables().stream().anyMatch(t -> t.skipped() > 0);
    String format =
        "  %-"
            + name
            + "s  %11s"
            + (planned ? "" : "  %11s  %8s  %-9s  %7s" + (skipped ? "  %9s" : ""));
    line("");
    line(
        format.formatted(
            "table",
            planned ? "about rows" : "rows",
            "copied",
            "rejected",
            "digest",
            "seconds",
            "skipped"));
    for (TableReport t : report.tables()) {
      line(
          format.formatted(
              t.name(),
              Words.number(t.sourceRows()),
              Words.number(t.copied()),
              Words.number(t.rejected()),
              t.digest(),
              Words.seconds(t.seconds()),
              Words.number(t.skipped())));
    }
  }

  private void perTable(String title, Function<TableReport, String> words) {
    boolean any = report.tables().stream().anyMatch(t -> !words.apply(t).isEmpty());
    if (any) {
      line("");
      line(title);
      report.tables().stream()
          .filter(t -> !words.apply(t).isEmpty())
          .forEach(t -> line("  " + t.name() + "  " + words.apply(t)));
    }
  }

  private void converted() {
    if (!report.converted().isEmpty()) {
      line("");
      line("Made other values, as rules say");
      for (Report.Converted c : report.converted()) {
        String place = c.table() + "." + c.column();
        line("  " + place + "  " + c.rule() + "  " + Words.count(c.values(), "value"));
      }
    }
  }

  private void filled() {
    if (!report.filled().isEmpty()) {
      line("");
      line("Filled where it was NULL");
      for (Report.Filled f : report.filled()) {
        line("  " + f.table() + "." + f.column() + "  " + Words.count(f.rows(), "row"));
      }
    }
  }

  private void problems(String title, List<Problem> problems) {
    if (problems.isEmpty()) {
      return;
    }
    line("");
    line(title);
    List<Words.Remark> remarks = Words.grouped(problems);
    int width =
        Math.min(WIDEST_PLACE, remarks.stream().mapToInt(r -> r.place().length()).max().orElse(0));
    for (Words.Remark r : remarks) {
      String place = width == 0 ? "" : ("%-" + width + "s  ").formatted(r.place());
      line("  " + place + r.message() + (r.hint().isEmpty() ? "" : "; " + r.hint()));
    }
  }

  private void wayBack() {
    if (report.backup() != null) {
      line("");
      line("Backup of what was overwritten: " + report.backup());
    }
    String command = Words.wayBack(report);
    if (!command.isEmpty()) {
      line("");
      line("To take it back: " + command);
    }
  }

  private void next() {
    List<String> all = Stream.concat(report.next().stream(), ahead.stream()).toList();
    if (!all.isEmpty()) {
      line("");
      line("Next");
      all.forEach(n -> line("  " + n));
    }
  }

  private void leftOut() {
    if (!report.leftOut().isEmpty()) {
      line("");
      line("Left out");
      report.leftOut().forEach(l -> line("  " + l.table() + "  " + l.why()));
    }
  }
}
