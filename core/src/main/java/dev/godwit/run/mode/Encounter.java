package dev.godwit.run.mode;

import dev.godwit.copy.Held;
import dev.godwit.history.History;
import dev.godwit.model.ByName;
import dev.godwit.model.OnConflict;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.Plan;
import dev.godwit.plan.TableCopy;
import dev.godwit.report.Difference;
import dev.godwit.report.Difference.RowDifference;
import dev.godwit.report.Difference.Where;
import dev.godwit.run.before.Repointing;
import dev.godwit.store.Target;
import dev.godwit.store.can.Counting;
import dev.godwit.verify.Merging;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a run that empties no table finds in those of its target, and what that means by the rules:
 * for a plan and for the run alike. Read once; {@link #judge} when every row of the source has been
 * shown to what is {@link #held}.
 */
final class Encounter implements AutoCloseable {
  /** Never the first advice: it takes all rows of all tables, and often few are in the way. */
  static final String LAST_RESORT =
      "--force (or flyway.godwit.force=true) empties every table of the plan first";

  private final Map<TableCopy, Held> held = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> remarks = new ArrayList<>();
  private final List<Difference> differences = new ArrayList<>();

  Encounter(Plan plan, Target target) {
    List<TableCopy> occupied = occupied(plan, target);
    ByName<History.Wrote> writers =
        occupied.isEmpty() ? ByName.none() : History.of(target).writers();
    for (TableCopy copy : occupied) {
      String earlier =
          writers.nearest(copy.to().name()).map(History.Wrote::migrationId).orElse(null);
      if (copy.onConflict() == OnConflict.REPLACE) {
        long rows = Counting.of(target).count(copy.to());
        remarks.add(
            Problem.of(ProblemKind.REPLACED)
                .at(copy.from().name())
                .says(
                    (rows == 1 ? "1 row of the target goes" : rows + " rows of the target go")
                        + " first",
                    "by the rule onConflict: replace"));
      } else if (earlier != null && copy.onConflict() == OnConflict.FAIL) {
        problems.add(
            occupied(
                copy,
                ": migration " + earlier + " wrote them",
                "--mode differential brings it up to date"));
      } else if (plan.grows(copy.to())) {
        problems.add(
            occupied(
                copy, ", and gets columns", "--mode differential fills them; --force begins anew"));
      } else if (copy.conflictKey().isEmpty()) {
        problems.add(
            occupied(
                copy,
                ", and no key tells which of the source's they are: neither a primary key that the"
                    + " source fills nor just one unique key whose columns are NOT NULL",
                "rule for the table: onConflict: {skip: COLUMN} names a unique key, replace empties"
                    + " the table first"));
      } else {
        held.put(copy, Held.of(copy, target, plan.fillings(), referred(plan, copy)));
      }
    }
  }

  private static Problem occupied(TableCopy copy, String more, String hint) {
    return Problem.of(ProblemKind.OCCUPIED)
        .at(copy.to().displayName())
        .says("the target's table holds rows already" + more, hint);
  }

  /** Those of the plan whose table in the target holds rows. */
  static List<TableCopy> occupied(Plan plan, Target target) {
    Set<String> known = new HashSet<>();
    target.catalog().tables().forEach(t -> known.add(t.name()));
    List<Table> there =
        plan.tables().stream()
            .filter(t -> !t.columns().isEmpty() && !plan.makes(t.to()))
            .map(TableCopy::to)
            .filter(t -> known.contains(t.name()))
            .toList();
    Set<Table> occupied = new HashSet<>(Counting.of(target).occupied(there));
    return plan.tables().stream().filter(t -> occupied.contains(t.to())).toList();
  }

  /** What tables hold whose rows stay. */
  Map<TableCopy, Held> held() {
    return held;
  }

  /** Says what the rules make of it, once every row of the source has been shown. */
  void judge() {
    held.forEach(
        (copy, there) -> {
          Held.Meeting meeting = there.meeting();
          Difference d = difference(copy, meeting);
          boolean differs = d.changed() > 0 || d.onlyInTarget() > 0;
          if (!differs) {
            return;
          }
          if (copy.onConflict() == OnConflict.FAIL) {
            problems.add(Merging.occupied(copy, d));
          } else if (meeting.elsewhere() > 0) {
            problems.add(Merging.elsewhere(copy, d, meeting.elsewhere()));
          } else {
            differences.add(d);
            remarks.add(Merging.remark(copy, d));
          }
        });
    if (!problems.isEmpty()) {
      remarks.add(Problem.of(ProblemKind.OCCUPIED).says(LAST_RESORT));
    }
  }

  /** The places of columns, beside its key, by which rows of the plan refer to those that stay. */
  private static List<Integer> referred(Plan plan, TableCopy copy) {
    if (copy.onConflict() != OnConflict.SKIP) {
      return List.of();
    }
    Set<String> byTarget = new HashSet<>();
    Set<String> bySource = new HashSet<>();
    for (TableCopy other : plan.tables()) {
      other.to().foreignKeys().stream()
          .filter(k -> k.targetTable().equals(copy.to().name()))
          .filter(k -> !isLed(other, k.columns(), false))
          .forEach(k -> byTarget.addAll(k.targetColumns()));
      other.from().foreignKeys().stream()
          .filter(k -> k.targetTable().equals(copy.from().name()))
          .filter(k -> !isLed(other, k.columns(), true))
          .forEach(k -> bySource.addAll(k.targetColumns()));
    }
    return IntStream.range(0, copy.columns().size())
        .filter(
            i -> {
              ColumnCopy column = copy.columns().get(i);
              return byTarget.contains(column.to().name())
                  || column.from() != null && bySource.contains(column.from().name());
            })
        .boxed()
        .filter(i -> !copy.conflictPlaces().contains(i))
        .toList();
  }

  /** Whether a foreign key refers to the rows that stay by what they are called there. */
  private static boolean isLed(TableCopy copy, List<String> columns, boolean inSource) {
    return columns.size() == 1
        && copy.columns().stream()
            .filter(c -> !inSource || c.from() != null)
            .filter(c -> columns.contains((inSource ? c.from() : c.to()).name()))
            .anyMatch(Repointing::isRepointed);
  }

  private static Difference difference(TableCopy copy, Held.Meeting m) {
    List<RowDifference> rows =
        m.first().stream()
            .map(
                o ->
                    new RowDifference(
                        o.key(), o.columns().isEmpty() ? Where.TARGET : Where.BOTH, o.columns()))
            .toList();
    return new Difference(
        copy.from().name(),
        m.sourceRows(),
        m.rows(),
        "",
        "",
        m.missing(),
        m.onlyInTarget(),
        m.changed(),
        List.of(),
        rows);
  }

  /** What forbids the run. */
  List<Problem> problems() {
    return problems;
  }

  /** What the rules do, for the warnings of a report. */
  List<Problem> remarks() {
    return remarks;
  }

  /** How tables differed that a rule let differ. */
  List<Difference> differences() {
    return differences;
  }

  /**
   * Whether the target will not hold just what the source does, or rows of it were written over.
   */
  boolean merges() {
    return !differences.isEmpty();
  }

  /** Whether this table will hold just what the source does. */
  boolean isExact(TableCopy copy) {
    return differences.stream().noneMatch(d -> d.table().equals(copy.from().name()));
  }

  @Override
  public void close() {
    held.values().forEach(Held::close);
  }
}
