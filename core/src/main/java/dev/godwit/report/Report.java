package dev.godwit.report;

import dev.godwit.model.Problem;
import dev.godwit.plan.Plan.LeftOut;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run did, or would do. The record is the JSON report: component names are its keys. {@code
 * seconds} is wall time, {@code plan} is null but for the verb plan, {@code backup} is the file
 * that keeps what was overwritten, null where nothing was; {@code server} is what the target's
 * server calls itself, null where that is not known; {@code next} is what somebody has to do after
 * it, a sentence each.
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
    List<Converted> converted,
    List<Problem> problems,
    List<Problem> warnings,
    List<LeftOut> leftOut,
    Forecast plan,
    List<Difference> differences,
    List<Change> changes,
    List<ReadSpeed> readSpeed,
    String backup,
    String server,
    List<String> next) {

  /** The kind of the problem that a commit's answer was lost: nobody knows what was kept. */
  public static final String UNANSWERED = "unanswered";

  /** How it ended, and the exit code that says so. */
  public enum Verdict {
    /** The target holds just what the source does. */
    EXACT(0),
    /** By a rule, rows of the target stayed beside the source's, or were written over. */
    MERGED(0),
    /** Only part of the source was looked at, as asked for. */
    PARTIAL(0),
    PLANNED(0),
    /** Rows did not fit and are set aside, or were lost with the damaged part of the source. */
    QUARANTINED(3),
    DIFFERENT(3),
    REFUSED(3),
    FAILED(1);

    private static final int NOT_WHAT_WAS_ASKED_FOR = 3;

    private final int exitCode;

    Verdict(int exitCode) {
      this.exitCode = exitCode;
    }

    /** The program's; {@code exactly}: anything less than exact is not what was asked for. */
    public int exitCode(boolean exactly) {
      return exactly && (this == MERGED || this == PARTIAL) ? NOT_WHAT_WAS_ASKED_FOR : exitCode;
    }

    /** Whether a run that ended so was kept. */
    public boolean isKept() {
      return this == EXACT || this == MERGED || this == PARTIAL || this == QUARANTINED;
    }

    /** Whether a run was kept of whose verdict a history tells. */
    public static boolean isKept(String verdict) {
      return Arrays.stream(values()).anyMatch(v -> v.isKept() && v.toString().equals(verdict));
    }

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

  /**
   * What an incremental or differential run did to a table, or would do. {@code keptChanged} and
   * {@code keptInTarget} rows of the target stay other than the source's; {@code watermark} says
   * how new rows were told from old ones.
   */
  public record Change(
      String table,
      long inserts,
      long updates,
      long deletes,
      long keptChanged,
      long keptInTarget,
      String watermark) {}

  /** How many rows a second each store gives: {@code what} is {@code lookup} or {@code scan}. */
  public record ReadSpeed(String table, String what, double source, double target) {}

  /** A column that was filled where it was NULL, and in how many rows. */
  public record Filled(String table, String column, long rows) {}

  /** How many values of a column a rule, {@code round} for example, made others. */
  public record Converted(String table, String column, String rule, long values) {
    /** Of one table, from the counts by column and rule. */
    public static List<Converted> of(String table, Map<String, Map<String, Long>> counts) {
      List<Converted> result = new ArrayList<>();
      counts.forEach(
          (column, rules) ->
              rules.forEach(
                  (rule, values) -> result.add(new Converted(table, column, rule, values))));
      return result;
    }
  }

  public Report {
    tables = List.copyOf(tables);
    filled = List.copyOf(filled);
    converted = List.copyOf(converted);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    leftOut = List.copyOf(leftOut);
    differences = List.copyOf(differences);
    changes = List.copyOf(changes);
    readSpeed = List.copyOf(readSpeed);
    // Reports that an earlier version wrote have none.
    next = next == null ? List.of() : List.copyOf(next);
  }

  /** Begins the report of what a verb did in a mode, from a store to another: exact, of nothing. */
  public static ReportBuilder of(
      String migrationId, String verb, String mode, String from, String to) {
    return new ReportBuilder(migrationId, verb, mode, from, to);
  }

  /** Begins another report that says what this one does. */
  public ReportBuilder edit() {
    return new ReportBuilder(migrationId, verb, mode, from, to)
        .verdict(verdict)
        .seconds(seconds)
        .tables(tables)
        .filled(filled)
        .converted(converted)
        .problems(problems)
        .warnings(warnings)
        .leftOut(leftOut)
        .plan(plan)
        .differences(differences)
        .changes(changes)
        .readSpeed(readSpeed)
        .backup(backup)
        .server(server)
        .next(next);
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
