package dev.godwit.cli.cutover.report;

import dev.godwit.cli.cutover.step.Check;
import dev.godwit.plan.Plan.LeftOut;
import dev.godwit.report.TableReport;
import java.util.List;

/**
 * What a cutover did, or would do. The record is the JSON report. {@code verdict} is one of
 * planned, exact, quarantined, refused, different, failed and undone; {@code tables} are as they
 * were compared last.
 */
public record CutoverReport(
    String migrationId,
    String verb,
    String mode,
    String profile,
    String from,
    String to,
    String root,
    String verdict,
    double seconds,
    String summary,
    List<Check> preflight,
    List<StepReport> steps,
    List<TableReport> tables,
    List<LeftOut> leftOut,
    List<String> wayBack) {

  /**
   * One step; {@code status} is planned, done, before (done by an earlier run), failed or left (not
   * begun); {@code lines} are what it does or did.
   */
  public record StepReport(String name, String status, List<String> lines, List<Check> checks) {}

  /** What stands in the way. */
  public List<Check> failures() {
    return checks(Check.Level.FAILED);
  }

  public List<Check> warnings() {
    return checks(Check.Level.WARNING);
  }

  private List<Check> checks(Check.Level level) {
    return java.util.stream.Stream.concat(
            preflight.stream(), steps.stream().flatMap(s -> s.checks().stream()))
        .filter(c -> c.level() == level)
        .toList();
  }
}
