package dev.godwit.run.protocol;

import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Verdict;
import dev.godwit.plan.TableCopy;
import dev.godwit.report.Difference;
import dev.godwit.report.Report;
import dev.godwit.report.ReportBuilder;
import dev.godwit.report.TableReport;
import dev.godwit.store.can.Salvaging;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a run has come to so far, for its report. Not thread-safe. */
public final class Account {
  private final Task task;
  private final long start = System.nanoTime();
  private final List<Problem> warnings = new ArrayList<>();
  private final List<Problem> setAside = new ArrayList<>();
  private final List<TableReport> tables = new ArrayList<>();
  private final List<Report.Filled> filled = new ArrayList<>();
  private final List<Report.Converted> converted = new ArrayList<>();
  private final List<Report.Change> changes = new ArrayList<>();
  private final List<Difference> differences = new ArrayList<>();
  private boolean merged;
  private boolean partial;

  public Account(Task task) {
    this.task = task;
    warnings.addAll(task.plan().warnings());
    task.source().as(Salvaging.class).ifPresent(s -> warnings.addAll(s.losses()));
  }

  public void warn(Problem warning) {
    warnings.add(warning);
  }

  public void warn(List<Problem> more) {
    warnings.addAll(more);
  }

  public void setAside(List<Problem> rows) {
    setAside.addAll(rows);
  }

  public void table(TableReport table) {
    tables.add(table);
  }

  void filled(Report.Filled column) {
    filled.add(column);
  }

  public void converted(TableCopy copy, Map<String, Map<String, Long>> values) {
    converted.addAll(Report.Converted.of(copy.from().name(), values));
  }

  public void changed(Report.Change change) {
    changes.add(change);
  }

  /** Rows of the target stay beside the source's, or were written over. */
  public void merged(List<Difference> left) {
    merged |= !left.isEmpty();
    differences.addAll(left);
  }

  /** Only part of the source was looked at. */
  public void partial() {
    partial = true;
  }

  public double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  private Verdict verdict() {
    boolean lost = warnings.stream().anyMatch(w -> w.is(ProblemKind.SALVAGED));
    if (lost || tables.stream().anyMatch(t -> t.rejected() > 0)) {
      return Verdict.QUARANTINED;
    }
    return partial ? Verdict.PARTIAL : merged ? Verdict.MERGED : Verdict.EXACT;
  }

  /** The report as of now; {@code backup} may be null. */
  public Report report(String backup) {
    return ReportBuilder.of(
            task.plan().migrationId(),
            "migrate",
            task.mode().toString(),
            task.plan().from(),
            task.plan().to())
        .verdict(verdict())
        .seconds(seconds())
        .tables(tables)
        .filled(filled)
        .converted(converted)
        .problems(setAside)
        .warnings(warnings)
        .leftOut(task.plan().leftOut())
        .differences(differences)
        .changes(changes)
        .backup(backup)
        .build();
  }
}
