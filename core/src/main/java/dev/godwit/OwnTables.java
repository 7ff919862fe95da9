package dev.godwit;

import dev.godwit.history.Made;
import dev.godwit.model.Engine;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.plan.Plan;
import dev.godwit.plan.Scope;
import dev.godwit.plan.TableCopy;
import dev.godwit.run.Options;
import dev.godwit.store.Target;
import dev.godwit.store.can.Making;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables of a target that runs made, and what a plan says because of that. */
final class OwnTables {
  private final Target target;
  private final Options options;

  /** Null until somebody asks: the history may be long. */
  private Made made;

  OwnTables(Target target, Options options) {
    this.target = target;
    this.options = options;
  }

  boolean has(Table table) {
    return hasAll(List.of(table.name()));
  }

  boolean hasAll(Collection<String> names) {
    if (made == null) {
      made = Made.in(target);
    }
    return made.hasAll(names);
  }

  /** With the tables that runs made for what the source does not have any more. */
  Plan naming(Plan plan) {
    Set<String> met = new HashSet<>();
    plan.tables().forEach(c -> met.add(c.to().name()));
    List<Table> left =
        target.catalog().tables().stream().filter(t -> !met.contains(t.name())).toList();
    boolean all = options.content().scope().equals(Scope.ALL) && !plan.tables().isEmpty();
    if (left.isEmpty() || !all) {
      return plan;
    }
    List<Problem> gone =
        left.stream()
            .filter(t -> has(t))
            .filter(t -> plan.leftOut().stream().noneMatch(l -> l.table().equals(t.name())))
            .map(
                t ->
                    Problem.of(ProblemKind.EXTRA)
                        .at(t.displayName())
                        .says("the source has no such table any more: its rows stay"))
            .toList();
    return plan.creating(plan.making(), List.of(), gone);
  }

  /** SQLite asks of foreign keys only what comes later: rows that break one came as they were. */
  Plan yielding(Plan plan) {
    if (Making.of(target).language() != Engine.SQLITE) {
      return plan;
    }
    Set<String> referring =
        plan.tables().stream()
            .map(TableCopy::to)
            .filter(t -> !t.foreignKeys().isEmpty() && !plan.makes(t) && has(t))
            .map(Table::name)
            .collect(Collectors.toSet());
    return referring.isEmpty() ? plan : plan.yielding(referring);
  }

  /** With the tables that a rule distributes, and that are there already. */
  Plan spread(Plan plan) {
    List<Problem> late =
        plan.tables().stream()
            .filter(c -> options.content().rules().table(c.from().name()).distribute() != null)
            .filter(c -> !plan.makes(c.to()) && !has(c.to()))
            .map(
                c ->
                    Problem.of(ProblemKind.RULE)
                        .at(c.from().name())
                        .says(
                            "rule distribute: only tables that Godwit makes are distributed, and"
                                + " this one is there already",
                            "call create_distributed_table in V1, and take out the rule"))
            .toList();
    return late.isEmpty() ? plan : plan.creating(plan.making(), late, List.of());
  }
}
