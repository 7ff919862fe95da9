package dev.godwit.plan;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that was decided before a row moves. A plan with problems cannot be executed. {@code
 * creation} are the statements that make the target's tables, none where it has them.
 */
public record Plan(
    String migrationId,
    String from,
    String to,
    List<TableCopy> tables,
    List<LeftOut> leftOut,
    List<Problem> problems,
    List<Problem> warnings,
    List<Filling> fillings,
    List<String> creation) {

  /** A source table that does not travel, and why. */
  public record LeftOut(String table, String why) {}

  /** A target column whose NULLs get a value once the rows are in. */
  public record Filling(String table, String column, String value, boolean ownership) {}

  public Plan {
    tables = List.copyOf(tables);
    leftOut = List.copyOf(leftOut);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    fillings = List.copyOf(fillings);
    creation = List.copyOf(creation);
  }

  /** Refuses, listing every problem, unless there is none. */
  public void requireNoProblems() {
    if (!problems.isEmpty()) {
      throw GodwitException.refused(
          problems.size()
              + (problems.size() == 1 ? " problem" : " problems")
              + ", nothing was written:",
          problems);
    }
  }

  /** This plan, for these of its tables only. */
  public Plan of(List<TableCopy> some) {
    return new Plan(migrationId, from, to, some, leftOut, problems, warnings, fillings, creation);
  }

  /** This plan, for tables that these statements make first. */
  public Plan creating(List<String> statements, List<Problem> more, List<Problem> moreWarnings) {
    return new Plan(
        migrationId,
        from,
        to,
        tables,
        leftOut,
        joined(problems, more),
        joined(moreWarnings, warnings),
        fillings,
        statements);
  }

  /** This plan, of a run of the given id that has made what had to be made. */
  public Plan resuming(String id) {
    return new Plan(id, from, to, tables, leftOut, problems, warnings, fillings, List.of());
  }

  private static List<Problem> joined(List<Problem> a, List<Problem> b) {
    List<Problem> result = new ArrayList<>(a);
    result.addAll(b);
    return result;
  }
}
