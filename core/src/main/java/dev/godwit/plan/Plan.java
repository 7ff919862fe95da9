package dev.godwit.plan;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that was decided before a row moves. A plan with problems cannot be executed. {@code
 * also} are the target's tables that are emptied besides those of the plan.
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
    Making making,
    List<Table> also) {

  /** A source table that does not travel, and why. */
  public record LeftOut(String table, String why) {}

  /** A target column whose NULLs get a value once the rows are in. */
  public record Filling(String table, String column, String value) {}

  /**
   * What the target does not have and the run makes: tables of these names, and columns of others,
   * by statements before the rows and after them. {@code undo} takes the columns away again.
   */
  public record Making(
      Set<String> tables,
      Map<String, Set<String>> columns,
      List<String> first,
      List<String> last,
      List<String> undo) {
    static final Making NOTHING = new Making(Set.of(), List.of(), List.of());

    /** Of whole tables. */
    public Making(Set<String> tables, List<String> first, List<String> last) {
      this(tables, Map.of(), first, last, List.of());
    }

    public Making {
      tables = Set.copyOf(tables);
      columns = Map.copyOf(columns);
      undo = List.copyOf(undo);
      first = List.copyOf(first);
      last = List.copyOf(last);
    }
  }

  public Plan {
    tables = List.copyOf(tables);
    leftOut = List.copyOf(leftOut);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    fillings = List.copyOf(fillings);
    also = List.copyOf(also);
  }

  /** The statements that make what the target does not have, none where it has all. */
  public List<String> creation() {
    return making.first();
  }

  /** The statements that run once the rows are in and compared. */
  public List<String> completion() {
    return making.last();
  }

  /** The columns that the run adds to this table of the target. */
  public Set<String> adds(Table table) {
    return making.columns().getOrDefault(table.name(), Set.of());
  }

  /** This plan, of which these columns are added to tables of the target first. */
  public Plan adding(Map<String, Set<String>> columns, List<String> adds, List<String> undo) {
    List<String> first = new ArrayList<>(making.first());
    first.addAll(adds);
    Making all = new Making(making.tables(), columns, first, making.last(), undo);
    List<Problem> named = new ArrayList<>();
    columns.forEach(
        (table, names) ->
            names.forEach(
                name ->
                    named.add(
                        Problem.of(ProblemKind.MADE)
                            .at(table, name)
                            .says("only the source has this column: it is made"))));
    return creating(all, List.of(), named);
  }

  /** Whether the run makes this table of the target. */
  public boolean makes(Table table) {
    return making.tables().contains(table.name());
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
        migrationId, from, to, some, leftOut, problems, warnings, fillings, making, List.of());
  }

  /** This plan, of which this is made first. */
  public Plan creating(Making what, List<Problem> more, List<Problem> moreWarnings) {
    return new Plan(
        migrationId,
        from,
        to,
        tables,
        leftOut,
        joined(problems, more),
        joined(moreWarnings, warnings),
        fillings,
        what,
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
        making,
        also);
  }

  /** This plan with these problems. */
  public Plan with(List<Problem> others) {
    return new Plan(
        migrationId, from, to, tables, leftOut, others, warnings, fillings, making, also);
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
        making,
        more);
  }

  /** This plan, with these statements once the rows are in and compared. */
  public Plan ending(List<String> statements) {
    List<String> last = new ArrayList<>(completion());
    last.addAll(statements);
    Making more = new Making(making.tables(), creation(), last);
    return new Plan(
        migrationId, from, to, tables, leftOut, problems, warnings, fillings, more, also);
  }

  /** This plan, of a run of the given id that has made what had to be made. */
  public Plan resuming(String id) {
    Making rest =
        new Making(making.tables(), making.columns(), List.of(), completion(), making.undo());
    return new Plan(id, from, to, tables, leftOut, problems, warnings, fillings, rest, also);
  }

  private static List<Problem> joined(List<Problem> a, List<Problem> b) {
    List<Problem> result = new ArrayList<>(a);
    result.addAll(b);
    return result;
  }
}
