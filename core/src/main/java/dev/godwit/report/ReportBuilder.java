package dev.godwit.report;

import dev.godwit.model.Problem;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Plan.LeftOut;
import java.util.List;

/** Puts a {@link Report} together. What is not said is empty, null, 0 or exact. Not thread-safe. */
public final class ReportBuilder {
  private Report.Summary summary;
  private List<TableReport> tables = List.of();
  private List<Report.Filled> filled = List.of();
  private List<Report.Converted> converted = List.of();
  private List<Problem> problems = List.of();
  private List<Problem> warnings = List.of();
  private List<LeftOut> leftOut = List.of();
  private Forecast plan;
  private List<Difference> differences = List.of();
  private List<Report.Change> changes = List.of();
  private List<Report.ReadSpeed> readSpeed = List.of();
  private String backup;
  private String server;
  private List<String> next = List.of();

  private ReportBuilder(Report.Summary summary) {
    this.summary = summary;
  }

  /** Begins the report of what a verb did in a mode, from a store to another: exact, of nothing. */
  public static ReportBuilder of(
      String migrationId, String verb, String mode, String from, String to) {
    return new ReportBuilder(
        new Report.Summary(migrationId, verb, mode, from, to, Verdict.EXACT, 0));
  }

  /** Begins another report that says what this one does. */
  public static ReportBuilder of(Report r) {
    return new ReportBuilder(r.summary())
        .tables(r.tables())
        .filled(r.filled())
        .converted(r.converted())
        .problems(r.problems())
        .warnings(r.warnings())
        .leftOut(r.leftOut())
        .plan(r.plan())
        .differences(r.differences())
        .changes(r.changes())
        .readSpeed(r.readSpeed())
        .backup(r.backup())
        .server(r.server())
        .next(r.next());
  }

  public ReportBuilder verb(String value) {
    return with(value, summary.from(), summary.to(), summary.verdict(), summary.seconds());
  }

  /** Both stores, as people call them. */
  public ReportBuilder stores(String source, String target) {
    return with(summary.verb(), source, target, summary.verdict(), summary.seconds());
  }

  public ReportBuilder verdict(Verdict value) {
    return with(summary.verb(), summary.from(), summary.to(), value, summary.seconds());
  }

  public ReportBuilder seconds(double value) {
    return with(summary.verb(), summary.from(), summary.to(), summary.verdict(), value);
  }

  private ReportBuilder with(String verb, String from, String to, Verdict verdict, double seconds) {
    summary =
        new Report.Summary(summary.migrationId(), verb, summary.mode(), from, to, verdict, seconds);
    return this;
  }

  public ReportBuilder tables(List<TableReport> value) {
    tables = value;
    return this;
  }

  public ReportBuilder filled(List<Report.Filled> value) {
    filled = value;
    return this;
  }

  public ReportBuilder converted(List<Report.Converted> value) {
    converted = value;
    return this;
  }

  public ReportBuilder problems(List<Problem> value) {
    problems = value;
    return this;
  }

  public ReportBuilder warnings(List<Problem> value) {
    warnings = value;
    return this;
  }

  public ReportBuilder leftOut(List<LeftOut> value) {
    leftOut = value;
    return this;
  }

  public ReportBuilder plan(Forecast value) {
    plan = value;
    return this;
  }

  public ReportBuilder differences(List<Difference> value) {
    differences = value;
    return this;
  }

  public ReportBuilder changes(List<Report.Change> value) {
    changes = value;
    return this;
  }

  public ReportBuilder readSpeed(List<Report.ReadSpeed> value) {
    readSpeed = value;
    return this;
  }

  public ReportBuilder backup(String value) {
    backup = value;
    return this;
  }

  public ReportBuilder server(String value) {
    server = value;
    return this;
  }

  public ReportBuilder next(List<String> value) {
    next = value;
    return this;
  }

  public Report build() {
    return new Report(
        summary,
        tables,
        filled,
        converted,
        problems,
        warnings,
        leftOut,
        plan,
        differences,
        changes,
        readSpeed,
        backup,
        server,
        next);
  }
}
