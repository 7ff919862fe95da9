package dev.godwit.plan;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that was decided before a row moves. A plan with problems cannot be executed. {@code
 * creation} are the statements that make the target's tables, none where it has them, {@code
 * completion} those that run once the rows are in and compared; {@code also} are the target's
 * tables that are emptied besides those of the plan.
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
    List<String> creation,
    List<String> completion,
    List<Table> also) {

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
    completion = List.copyOf(completion);
    also = List.copyOf(also);
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
    return new Plan(
        migrationId,
        from,
        to,
        some,
        leftOut,
        problems,
        warnings,
        fillings,
        creation,
        completion,
        List.of());
  }

  /** This plan, for tables that these statements make first. */
  public Plan creating(
      List<String> statements, List<String> last, List<Problem> more, List<Problem> moreWarnings) {
    return new Plan(
        migrationId,
        from,
        to,
        tables,
        leftOut,
        joined(problems, more),
        joined(moreWarnings, warnings),
        fillings,
        statements,
        last,
        also);
  }

  /** This plan with these of its tables only, and more that was found out about it. */
  public Plan leaving(
      List<TableCopy> rest,
      List<LeftOut> out,
      List<Problem> moreProblems,
      List<Problem> moreWarnings) {
    List<LeftOut> allOut = new ArrayList<>(leftOut);
    allOut.addAll(out);
    return new Plan(
        migrationId,
        from,
        to,
        rest,
        allOut,
        joined(problems, moreProblems),
        joined(moreWarnings, warnings),
        fillings,
        creation,
        completion,
        also);
  }

  /** This plan, emptying these tables of the target too. */
  public Plan emptying(List<Table> more, List<Problem> moreWarnings) {
    return new Plan(
        migrationId,
        from,
        to,
        tables,
        leftOut,
        problems,
        joined(moreWarnings, warnings),
        fillings,
        creation,
        completion,
        more);
  }

  /** This plan, of a run of the given id that has made what had to be made. */
  public Plan resuming(String id) {
    return new Plan(
        id, from, to, tables, leftOut, problems, warnings, fillings, List.of(), completion, also);
  }

  private static List<Problem> joined(List<Problem> a, List<Problem> b) {
    List<Problem> result = new ArrayList<>(a);
    result.addAll(b);
    return result;
  }
}
