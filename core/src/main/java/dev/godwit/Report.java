package dev.godwit;

import dev.godwit.model.Problem;
import dev.godwit.plan.Plan.LeftOut;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run did, or would do. The record is the JSON report: component names are its keys. {@code
 * seconds} is wall time, {@code plan} is null but for the verb plan.
 */
public record Report(
    String migrationId,
    String verb,
    String mode,
    String from,
    String to,
    Verdict verdict,
    double seconds,
    List<TableReport> tables,
    List<Filled> filled,
    List<Problem> problems,
    List<Problem> warnings,
    List<LeftOut> leftOut,
    Forecast plan) {

  /** How it ended. */
  public enum Verdict {
    EXACT,
    QUARANTINED,
    REFUSED,
    DIFFERENT,
    FAILED,
    PLANNED;

    /** In lower case, as the JSON report has it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One table: source rows = copied + skipped + rejected. Skipped rows are those that the target
   * had already. {@code digest} is {@code equal}, {@code different} or {@code skipped}; {@code
   * coercions} counts the values whose representation changed, {@code guesses} names the unit that
   * a column's numbers were taken for.
   */
  public record TableReport(
      String name,
      String target,
      long sourceRows,
      long copied,
      long skipped,
      long rejected,
      long targetRows,
      String digest,
      double seconds,
      Map<String, String> renamed,
      Map<String, Long> coercions,
      Map<String, String> guesses) {}

  /** A column that was filled where it was NULL, and in how many rows. */
  public record Filled(String table, String column, long rows) {}

  /** Of a run, or of a plan without a forecast. */
  public Report(
      String migrationId,
      String verb,
      String mode,
      String from,
      String to,
      Verdict verdict,
      double seconds,
      List<TableReport> tables,
      List<Filled> filled,
      List<Problem> problems,
      List<Problem> warnings,
      List<LeftOut> leftOut) {
    this(
        migrationId,
        verb,
        mode,
        from,
        to,
        verdict,
        seconds,
        tables,
        filled,
        problems,
        warnings,
        leftOut,
        null);
  }

  public Report {
    tables = List.copyOf(tables);
    filled = List.copyOf(filled);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    leftOut = List.copyOf(leftOut);
  }

  /** Source rows of all tables. */
  public long sourceRows() {
    return tables.stream().mapToLong(TableReport::sourceRows).sum();
  }

  public long copied() {
    return tables.stream().mapToLong(TableReport::copied).sum();
  }

  public long rejected() {
    return tables.stream().mapToLong(TableReport::rejected).sum();
  }
}
