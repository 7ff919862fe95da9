package dev.godwit.cli.report;

import dev.godwit.cli.progress.Throughput;
import dev.godwit.model.Table;
import dev.godwit.report.Report;
import java.util.List;

/**
 * A report with what only people see of the run: its pace, the tables of the source, and what to do
 * next, a line each.
 */
public record RunReport(
    Report report, Throughput throughput, List<Table> tables, List<String> ahead) {
  public RunReport {
    tables = List.copyOf(tables);
    ahead = List.copyOf(ahead);
  }

  /** For a browser. */
  public String html() {
    return new HtmlReport(this).page().html();
  }

  /**
   * For a terminal.
   *
   * @param details with what only people ask who want to know how it is done
   */
  public String text(boolean details) {
    return TextReport.of(report, details, ahead);
  }
}
