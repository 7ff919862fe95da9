package dev.godwit.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.godwit.model.Problem;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Plan.LeftOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run did, or would do. The record is the JSON report: component names are its keys, those
 * of the summary among them. {@code plan} is null but for the verb plan, {@code backup} is the file
 * that keeps what was overwritten, null where nothing was; {@code server} is what the target's
 * server calls itself, null where that is not known; {@code next} is what somebody has to do after
 * it, a sentence each.
 */
public record Report(
    @JsonUnwrapped Summary summary,
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

  /** Which run it was, between which stores, and how it ended. {@code seconds} is wall time. */
  public record Summary(
      String migrationId,
      String verb,
      String mode,
      String from,
      String to,
      Verdict verdict,
      double seconds) {}

  /**
   * What an incremental or differential run did to a table, or would do. {@code keptChanged} and
   * {@code keptInTarget} rows of the target stay other than the source's; {@code conflicts} are
   * those that both sides had changed and a rule settled, {@code merged} of them column by column;
   * {@code watermark} says how new rows were told from old ones, {@code compared} how many rows of
   * the source were compared with the target's.
   */
  public record Change(
      String table,
      long inserts,
      long updates,
      long deletes,
      long keptChanged,
      long keptInTarget,
      long conflicts,
      long merged,
      String watermark,
      long compared) {}

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

  public String migrationId() {
    return summary.migrationId();
  }

  public String verb() {
    return summary.verb();
  }

  public String mode() {
    return summary.mode();
  }

  public String from() {
    return summary.from();
  }

  public String to() {
    return summary.to();
  }

  public Verdict verdict() {
    return summary.verdict();
  }

  public double seconds() {
    return summary.seconds();
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
