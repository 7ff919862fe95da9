package dev.godwit.plan;

import dev.godwit.model.Counter;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.Statements;
import dev.godwit.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that was decided before a row moves. A plan with problems cannot be executed. What is
 * found out later makes another plan of it. Programs hand it from one call to the next, and ask for
 * its problems; the rest of it is in the report of a plan.
 */
public record Plan(
    String migrationId,
    String from,
    String to,
    List<TableCopy> tables,
    Found found,
    Besides besides) {

  /** A source table that does not travel, and why. */
  public record LeftOut(String table, String why) {}

  /** A target column whose NULLs get a value once the rows are in. */
  public record Filling(String table, String column, String value) {}

  /**
   * What the target does not have and the run makes: tables of these names, and what is new in
   * others, each of which is given as it was.
   */
  public record Making(Set<String> tables, Map<String, Table> grown, Statements statements) {
    static final Making NOTHING = new Making(Set.of(), Map.of(), Statements.NONE);

    public Making {
      tables = Set.copyOf(tables);
      grown = Map.copyOf(grown);
    }

    private Making with(Statements others) {
      return new Making(tables, grown, others);
    }
  }

  /** What the planner and those after it came upon. */
  public record Found(List<LeftOut> leftOut, List<Problem> problems, List<Problem> warnings) {
    public Found {
      leftOut = List.copyOf(leftOut);
      problems = List.copyOf(problems);
      warnings = List.copyOf(warnings);
    }

    /** Warnings that are new stand first. */
    Found and(List<LeftOut> out, List<Problem> moreProblems, List<Problem> moreWarnings) {
      return new Found(
          joined(leftOut, out), joined(problems, moreProblems), joined(moreWarnings, warnings));
    }
  }

  /**
   * What a run does to the target besides moving the plan's tables; {@code also} are those of its
   * tables that are emptied and get no rows. {@code yielding} names those that an earlier run made
   * where foreign keys hold for other programs' rows only.
   */
  public record Besides(
      Making making, List<Filling> fillings, List<Table> also, Set<String> yielding) {
    public Besides {
      fillings = List.copyOf(fillings);
      also = List.copyOf(also);
      yielding = Set.copyOf(yielding);
    }

    Besides making(Making what) {
      return new Besides(what, fillings, also, yielding);
    }

    Besides emptying(List<Table> more) {
      return new Besides(making, fillings, more, yielding);
    }

    Besides yielding(Set<String> names) {
      return new Besides(making, fillings, also, names);
    }
  }

  public Plan {
    tables = List.copyOf(tables);
  }

  public List<LeftOut> leftOut() {
    return found.leftOut();
  }

  public List<Problem> problems() {
    return found.problems();
  }

  public List<Problem> warnings() {
    return found.warnings();
  }

  public Making making() {
    return besides.making();
  }

  public List<Filling> fillings() {
    return besides.fillings();
  }

  /** The target's tables that are emptied besides those of the plan. */
  public List<Table> also() {
    return besides.also();
  }

  /** The statements that make what the target does not have, none where it has all. */
  public List<String> creation() {
    return making().statements().first();
  }

  /** The statements that run once the rows are in and compared. */
  public List<String> completion() {
    return making().statements().last();
  }

  /** This table of the target as it is before the run makes what is new in it. */
  public Table before(Table table) {
    return making().grown().getOrDefault(table.name(), table);
  }

  /** Whether the run makes something that is new in this table of the target. */
  public boolean grows(Table table) {
    return making().grown().containsKey(table.name());
  }

  /** This plan, which makes this in tables, each given as it was, and says so. */
  public Plan growing(Map<String, Table> grown, Statements statements, List<Problem> named) {
    return creating(
        new Making(making().tables(), grown, making().statements().and(statements)),
        List.of(),
        named);
  }

  /** Whether the run makes this table of the target. */
  public boolean makes(Table table) {
    return making().tables().contains(table.name());
  }

  /** Whether rows that refer to nothing may come to this table, its keys being Godwit's making. */
  public boolean yields(Table table) {
    return makes(table) || besides.yielding().contains(table.name());
  }

  /** This plan, where foreign keys of these tables give way to rows. */
  public Plan yielding(Set<String> names) {
    return new Plan(migrationId, from, to, tables, found, besides.yielding(names));
  }

  /** Refuses, listing every problem, unless there is none. */
  public void requireNoProblems() {
    GodwitException.requireNone(problems());
  }

  /** This plan, for these of its tables only. */
  public Plan of(List<TableCopy> some) {
    return new Plan(migrationId, from, to, some, found, besides.emptying(List.of()));
  }

  /** This plan, of which this is made first. */
  public Plan creating(Making what, List<Problem> more, List<Problem> moreWarnings) {
    return with(found.and(List.of(), more, moreWarnings), besides.making(what));
  }

  /** This plan with these of its tables only, and more that was found out about it. */
  public Plan leaving(
      List<TableCopy> rest,
      List<LeftOut> out,
      List<Problem> moreProblems,
      List<Problem> moreWarnings) {
    Found all = found.and(out, moreProblems, moreWarnings);
    return new Plan(migrationId, from, to, rest, all, besides);
  }

  /** This plan with these problems. */
  public Plan with(List<Problem> others) {
    return with(new Found(leftOut(), others, warnings()), besides);
  }

  /** This plan, emptying these tables of the target too. */
  public Plan emptying(List<Table> more, List<Problem> moreWarnings) {
    return with(found.and(List.of(), List.of(), moreWarnings), besides.emptying(more));
  }

  /** This plan, with these statements once the rows are in and compared. */
  public Plan ending(List<String> statements) {
    Statements last = new Statements(List.of(), statements, List.of(), List.of());
    return with(found, besides.making(making().with(making().statements().and(last))));
  }

  /** The sequences of the target that only a rule ties to columns. */
  public List<Counter> counters() {
    List<Counter> result = new ArrayList<>();
    for (TableCopy copy : tables) {
      for (ColumnCopy column : copy.columns()) {
        if (column.sequence() != null) {
          result.add(new Counter(copy.to(), column.to().name(), column.sequence()));
        }
      }
    }
    return result;
  }

  /** This plan, of a run of the given id that has made what had to be made. */
  public Plan resuming(String id) {
    Making rest = making().with(making().statements().begun());
    return new Plan(id, from, to, tables, found, besides.making(rest));
  }

  private Plan with(Found what, Besides more) {
    return new Plan(migrationId, from, to, tables, what, more);
  }

  private static <T> List<T> joined(List<T> a, List<T> b) {
    List<T> result = new ArrayList<>(a);
    result.addAll(b);
    return result;
  }
}
