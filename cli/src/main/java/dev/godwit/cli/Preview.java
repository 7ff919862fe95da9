package dev.godwit.cli;

import dev.godwit.Godwit;
import dev.godwit.copy.Findings;
import dev.godwit.copy.Progress;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Plan;
import dev.godwit.plan.TableCopy;
import dev.godwit.report.Forecast;
import dev.godwit.report.Report;
import dev.godwit.report.ReportBuilder;
import dev.godwit.report.TableReport;
import dev.godwit.report.TableReportBuilder;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Making;
import java.util.ArrayList;
import java.util.List;

/** Plans against a target as it will be once the given SQL has run, and takes that SQL back. */
final class Preview {
  private Preview() {}

  /** Carries a plan out of a transaction that must not be kept. */
  private static final class TakenBack extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Plan plan;

    TakenBack(Plan plan) {
      super(null, null, false, false);
      this.plan = plan;
    }
  }

  static Plan plan(Source source, Target target, Options options, List<String> pending) {
    Godwit godwit = new Godwit(Progress.NONE);
    if (pending.isEmpty()) {
      return godwit.plan(source, target, options);
    }
    try {
      target.atomically(
          () -> {
            pending.forEach(sql -> target.execute(List.of(sql)));
            Making.of(target).refresh();
            throw new TakenBack(godwit.plan(source, target, options));
          });
      throw new IllegalStateException("the preview was kept");
    } catch (TakenBack e) {
      Making.of(target).refresh();
      return e.plan;
    }
  }

  /** The plan as a report. */
  static Report report(Plan plan, Forecast forecast, Findings findings, double seconds) {
    List<Problem> problems = new ArrayList<>(plan.problems());
    problems.addAll(findings.problems());
    List<Problem> warnings = new ArrayList<>(findings.setAside());
    warnings.addAll(findings.warnings());
    warnings.addAll(plan.warnings());
    forecast.needs().stream()
        .filter(Forecast.Need::isShort)
        .map(Preview::room)
        .forEach(warnings::add);
    return ReportBuilder.of(plan.migrationId(), "plan", "full", plan.from(), plan.to())
        .verdict(problems.isEmpty() ? Verdict.PLANNED : Verdict.REFUSED)
        .seconds(seconds)
        .tables(plan.tables().stream().map(t -> table(t, findings)).toList())
        .converted(
            findings.converted().entrySet().stream()
                .flatMap(e -> Report.Converted.of(e.getKey(), e.getValue()).stream())
                .toList())
        .problems(problems)
        .warnings(warnings)
        .leftOut(plan.leftOut())
        .plan(forecast)
        .build();
  }

  private static Problem room(Forecast.Need need) {
    return Problem.of(ProblemKind.ROOM)
        .says(
            "too little room for " + need.what() + " in " + need.where(),
            "make room there before migrate");
  }

  private static TableReport table(TableCopy t, Findings findings) {
    return TableReportBuilder.of(t)
        .rows(findings.rows().getOrDefault(t.from().name(), t.from().estimatedRows()), 0, 0)
        .build();
  }

  /** How many rows the source may hold; -1 where a table's number is not known. */
  static long expectedRows(List<Table> tables) {
    boolean known = tables.stream().allMatch(t -> t.estimatedRows() >= 0);
    return known ? tables.stream().mapToLong(Table::estimatedRows).sum() : -1;
  }
}
