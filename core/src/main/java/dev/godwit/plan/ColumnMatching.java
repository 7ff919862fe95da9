package dev.godwit.plan;

import dev.godwit.model.ByName;
import dev.godwit.model.Column;
import dev.godwit.model.Kind;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.plan.Plan.Filling;
import dev.godwit.plan.Rules.ColumnRule;
import dev.godwit.plan.Rules.Defaults;
import dev.godwit.plan.Rules.TableRule;
import dev.godwit.value.CoercionRules;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Matches the columns of one table with those of the target's: as {@link Planner} does tables. */
final class ColumnMatching {
  private final Table from;
  private final Table to;
  private final ByName<Column> there;
  private final TableRule table;
  private final Defaults defaults;
  private final BooleanSupplier hasRows;

  /** Those that travel, or get a value by a rule. */
  final List<ColumnCopy> columns = new ArrayList<>();

  /** Those that the target computes itself. */
  final List<ColumnCopy> computed = new ArrayList<>();

  final List<Problem> problems = new ArrayList<>();
  final List<Problem> warnings = new ArrayList<>();
  final List<Filling> fillings = new ArrayList<>();

  ColumnMatching(
      Table from, Table to, TableRule table, Defaults defaults, BooleanSupplier hasRows) {
    this.from = from;
    this.to = to;
    this.there = ByName.columns(to);
    RuleNames names = new RuleNames();
    this.table =
        names.of(
            table,
            from.name(),
            Stream.concat(from.columns().stream(), to.columns().stream()).toList());
    problems.addAll(names.problems);
    this.defaults = defaults;
    this.hasRows = hasRows;
    Set<String> filled = new LinkedHashSet<>();
    for (Column column : from.columns()) {
      matched(column).ifPresent(copy -> add(copy, filled));
    }
    for (Column column : to.columns()) {
      if (!filled.contains(column.name())) {
        unfilled(column).ifPresent(columns::add);
      }
    }
  }

  private ColumnRule rule(Column column) {
    return table.column(column.name()).orElse(ColumnRule.NONE);
  }

  private void add(ColumnCopy copy, Set<String> filled) {
    String name = copy.from().name();
    if (!filled.add(copy.to().name())) {
      problem(
          ProblemKind.AMBIGUOUS,
          name,
          "another column goes to " + copy.to().name() + " too",
          "rule: " + name + ": {rename: NAME} or {skip: true}");
    }
    (copy.to().isGenerated() ? computed : columns).add(copy);
  }

  private Optional<ColumnCopy> matched(Column column) {
    ColumnRule rule = rule(column);
    if (rule.skip()) {
      warn(ProblemKind.LEFT_OUT, column, "a rule says skip");
      return Optional.empty();
    }
    Column target = target(column, rule);
    if (target == null) {
      return Optional.empty();
    }
    if (target.isGenerated() && rule.values().computed()) {
      warn(
          ProblemKind.GENERATED,
          column,
          "the target computes it, and a rule says that it may be another value");
      return Optional.empty();
    }
    if (misfits(rule) == OnMisfit.TEXT && target.type().kind() != Kind.TEXT) {
      problem(
          ProblemKind.RULE,
          column.name(),
          "onMisfit: text needs a text column, and the target's is " + target.type(),
          "make it text in the target's schema, or choose quarantine");
    }
    problems.addAll(RuleFit.problems(from.name(), column, target, rule));
    if (target.nullable()) {
      backfill(target, rule);
    }
    CoercionRules coercion =
        new CoercionRules(
            rule.time().rules(defaults.zone()),
            rule.values().conversions(),
            rule.emptyAsNull() == null ? defaults.emptyAsNull() : rule.emptyAsNull());
    return Optional.of(copy(column, target, coercion, rule));
  }

  /** The target's column for it; null, and a problem said, where there is not just one. */
  private Column target(Column column, ColumnRule rule) {
    String wanted = rule.rename() == null ? column.name() : rule.rename();
    List<Column> found = there.find(wanted);
    if (found.size() > 1) {
      problems.add(
          Planner.several("column", found.stream().map(Column::name), from.name(), column.name()));
    }
    if (found.size() != 1) {
      if (hasRows.getAsBoolean()) {
        problem(
            ProblemKind.MISSING,
            column.name(),
            "no column " + wanted + " in the target's " + to.displayName(),
            "rule: " + column.name() + ": {skip: true} or {rename: NAME}");
      }
      return null;
    }
    return found.get(0);
  }

  private OnMisfit misfits(ColumnRule rule) {
    OnMisfit own = rule.onMisfit() == null ? table.onMisfit() : rule.onMisfit();
    return own == null ? defaults.onMisfit() : own;
  }

  private ColumnCopy copy(Column column, Column target, CoercionRules coercion, ColumnRule rule) {
    return new ColumnCopy(
        column,
        target,
        coercion,
        misfits(rule),
        rule.secret(),
        rule.constant(),
        ifNull(target, rule),
        rule.values().expression(),
        rule.values().refers(),
        rule.values().sequence());
  }

  /** What is filled in later would come too late for a column that is NOT NULL. */
  private static String ifNull(Column to, ColumnRule rule) {
    String value = rule.values().ifNull();
    return value == null && !to.nullable() ? rule.backfill() : value;
  }

  private void backfill(Column column, ColumnRule rule) {
    if (rule.backfill() != null) {
      fillings.add(new Filling(to.name(), column.name(), rule.backfill()));
    }
  }

  /** A column that only the target has. */
  private Optional<ColumnCopy> unfilled(Column column) {
    ColumnRule rule = rule(column);
    backfill(column, rule);
    if (rule.values().expression() != null) {
      problems.addAll(RuleFit.problems(from.name(), column, column, rule));
      return Optional.of(copy(null, column, CoercionRules.DEFAULT, rule));
    }
    String constant = rule.constant() == null ? rule.values().ifNull() : rule.constant();
    if (constant != null) {
      return Optional.of(
          new ColumnCopy(
              null,
              column,
              CoercionRules.DEFAULT,
              OnMisfit.FAIL,
              false,
              constant,
              null,
              null,
              rule.values().refers(),
              rule.values().sequence()));
    }
    boolean fillsItself =
        column.nullable()
            || column.defaultValue() != null
            || column.isGenerated()
            || column.identity() != Column.Identity.NONE;
    if (!fillsItself && hasRows.getAsBoolean()) {
      problem(
          ProblemKind.MISSING,
          column.name(),
          "the target's column is NOT NULL without a default, and the source has none",
          "rule: " + column.name() + ": {constant: VALUE}");
    } else if (!column.isGenerated()) {
      String stays = column.defaultValue() == null ? "stays NULL" : "its default";
      warn(ProblemKind.EXTRA, column, "not in the source: " + stays);
    }
    return Optional.empty();
  }

  private void problem(ProblemKind kind, String column, String message, String hint) {
    problems.add(Problem.of(kind).at(from.name(), column).says(message, hint));
  }

  private void warn(ProblemKind kind, Column column, String message) {
    warnings.add(Problem.of(kind).at(from.name(), column.name()).says(message));
  }
}
