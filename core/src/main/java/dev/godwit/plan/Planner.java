package dev.godwit.plan;

import dev.godwit.model.ByName;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.OnConflict;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.plan.Plan.Filling;
import dev.godwit.plan.Plan.LeftOut;
import dev.godwit.plan.Rules.Ownership;
import dev.godwit.plan.Rules.TableRule;
import dev.godwit.recipe.Recipes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Matches a source's tables and columns with those of a target that has them already: by rule, by
 * name, by name ignoring case. Finds all problems, not the first. Use once.
 */
public final class Planner {
  /** Below this many rows, building keys anew costs more than keeping them. */
  private static final long REBUILD_FROM = 10_000;

  private final Catalog source;
  private final Catalog target;
  private final ByName<Table> from;
  private final ByName<Table> to;
  private final Rules rules;
  private final Scope scope;
  private final Predicate<Table> hasRows;
  private final List<TableCopy> tables = new ArrayList<>();
  private final Set<Table> taken = new HashSet<>();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();
  private final List<Filling> fillings = new ArrayList<>();

  /** {@code hasRows} looks into the source; it is asked only where the answer matters. */
  public Planner(
      Catalog source, Catalog target, Rules rules, Scope scope, Predicate<Table> hasRows) {
    this.source = source;
    this.target = target;
    this.from = ByName.tables(source);
    this.to = ByName.tables(target);
    this.rules = rules;
    this.scope = scope;
    this.hasRows = hasRows;
  }

  /** The plan; {@code from} and {@code to} are what the stores are called. */
  public Plan plan(String migrationId, String from, String to, Owner owner) {
    requireKnownNames();
    rules.tables().forEach(this::warnOfUnknown);
    for (Catalog.Other other : source.others()) {
      if (other.why() != null) {
        leftOut.add(new LeftOut(other.name(), other.why()));
      }
    }
    for (String remark : source.remarks()) {
      warnings.add(Problem.of(ProblemKind.SOURCE).says(remark));
    }
    Catalog.sorted(source.tables()).forEach(this::table);
    ownership(owner);
    // What gets a value later does not stay NULL.
    warnings.removeIf(
        w ->
            w.is(ProblemKind.EXTRA)
                && fillings.stream()
                    .anyMatch(f -> f.table().equals(w.table()) && f.column().equals(w.column())));
    return new Plan(
        migrationId,
        from,
        to,
        tables,
        new Plan.Found(leftOut, problems, warnings),
        new Plan.Besides(Plan.Making.NOTHING, fillings, List.of(), Set.of()));
  }

  /** Whether one of these is the table that this source table goes to. */
  public static boolean has(ByName<Table> there, Rules rules, Table from) {
    return !there.find(wanted(rules, from)).isEmpty();
  }

  /** What the table that this source table goes to is called, but for case. */
  public static String wanted(Rules rules, Table from) {
    String rename = rules.table(from.name()).rename();
    return rename == null ? from.name() : rename;
  }

  private void requireKnownNames() {
    Set<String> named = new LinkedHashSet<>(scope.tables());
    named.addAll(scope.exclude());
    for (String name : named) {
      if (from.find(name).isEmpty()) {
        problems.add(
            Problem.of(ProblemKind.UNKNOWN)
                .at(name)
                .says(
                    "no such table in the source",
                    "did you mean " + Nearest.to(name, sources()) + "?"));
      }
    }
  }

  private List<String> sources() {
    return source.tables().stream().map(Table::name).toList();
  }

  /**
   * A rule that meets nothing was probably meant for something else; skipping nothing is fine, but
   * for what is only spelled otherwise and would travel.
   */
  private void warnOfUnknown(String name, TableRule rule) {
    Optional<Table> table = from.exactly(name);
    if (table.isEmpty()) {
      String nearest = Nearest.to(name, sources());
      if (!rule.skip() || Nearest.isSlip(name, nearest) && !rules.table(nearest).skip()) {
        warnOfUnknown(name, null, "table", nearest);
      }
      return;
    }
    List<Column> columns = new ArrayList<>(table.get().columns());
    to.find(wanted(rules, table.get())).forEach(t -> columns.addAll(t.columns()));
    ByName<Column> known = new ByName<>(columns, Column::name);
    List<String> names = columns.stream().map(Column::name).toList();
    Set<String> unknown = new LinkedHashSet<>(rule.columns().keySet());
    unknown.removeIf(column -> !known.find(column).isEmpty());
    for (String column : unknown) {
      String nearest = Nearest.to(column, names);
      if (!rule.columns().get(column).skip()
          || Nearest.isSlip(column, nearest)
              && !rule.column(nearest).map(Rules.ColumnRule::skip).orElse(false)) {
        warnOfUnknown(name, column, "column", nearest);
      }
    }
  }

  private void warnOfUnknown(String table, String column, String what, String nearest) {
    warnings.add(
        Problem.of(ProblemKind.RULE)
            .at(table, column)
            .says(
                "a rule names this " + what + ", and there is none",
                nearest.isEmpty() ? null : "did you mean " + nearest + "?"));
  }

  private void table(Table from) {
    TableRule rule = rules.table(from.name());
    if (!scope.includes(from.name())) {
      leftOut.add(new LeftOut(from.name(), "not among the tables asked for"));
      return;
    }
    if (rule.skip()) {
      leftOut.add(new LeftOut(from.name(), "a rule says skip"));
      return;
    }
    String wanted = wanted(rules, from);
    List<Table> found = to.find(wanted);
    if (found.size() > 1) {
      problems.add(several("table", found.stream().map(Table::name), from.name(), null));
    }
    if (found.size() != 1) {
      missing(from, wanted);
    } else {
      Table to = found.get(0);
      requireAlone(from, to);
      TableCopy copy = match(from, to, rule);
      // Better known now than when all rows have been moved.
      Watermark.of(copy, rules);
      tables.add(copy);
    }
  }

  /** What arrived could not be told apart by source. */
  private void requireAlone(Table from, Table to) {
    if (!taken.add(to)) {
      problems.add(
          Problem.of(ProblemKind.AMBIGUOUS)
              .at(from.name())
              .says(
                  "another table goes to " + to.displayName() + " too",
                  "rule: " + from.name() + ": {rename: NAME} or skip"));
    }
  }

  private void missing(Table from, String wanted) {
    if (Recipes.history(from).isPresent()) {
      boolean beside =
          target.others().stream()
              .anyMatch(o -> o.type().equals(Catalog.HISTORY) && o.name().equals(from.name()));
      String there = beside ? "has its own in another schema" : "has no such table";
      leftOut.add(new LeftOut(from.name(), "the history of a migration tool; the target " + there));
    } else if (!hasRows.test(from)) {
      leftOut.add(new LeftOut(from.name(), "no such table in the target, and it has no rows"));
    } else {
      problems.add(
          Problem.of(ProblemKind.MISSING)
              .at(from.name())
              .says(
                  "no table " + wanted + " in the target" + otherThing(wanted),
                  "rule: "
                      + from.name()
                      + ": skip, or rename: NAME; missingTables: make makes such tables, and"
                      + " --tables "
                      + from.name()
                      + " brings this one by itself"));
    }
  }

  /** What else the target calls by the name. */
  private String otherThing(String wanted) {
    return target.others().stream()
        .filter(o -> o.table() == null && o.name().equalsIgnoreCase(wanted))
        .findFirst()
        .map(o -> ", where " + o.name() + " is a " + o.type() + ", which takes no rows of a load")
        .orElse("");
  }

  private TableCopy match(Table from, Table to, TableRule rule) {
    ColumnMatching matching =
        new ColumnMatching(from, to, rule, rules.defaults(), () -> hasRows.test(from));
    List<ColumnCopy> columns = matching.columns;
    problems.addAll(matching.problems);
    warnings.addAll(matching.warnings);
    fillings.addAll(matching.fillings);
    if (columns.isEmpty() && hasRows.test(from)) {
      problems.add(
          Problem.of(ProblemKind.MISSING)
              .at(from.name())
              .says("no column of it is in the target", "rule: skip"));
    }
    ConflictKey key = ConflictKey.of(to, columns, rule.by());
    if (key.columns().isEmpty() && !rule.by().isEmpty()) {
      problems.add(
          Problem.of(ProblemKind.RULE)
              .at(from.name())
              .says(
                  "no key of conflicts is " + String.join(", ", rule.by()) + ": " + key.why(),
                  "name a unique key of the target's table, or make one there"));
    }
    boolean keyed = !to.primaryKey().isEmpty() || !to.indexes().isEmpty();
    boolean large = from.estimatedRows() < 0 || from.estimatedRows() >= REBUILD_FROM;
    return new TableCopy(
        from,
        to,
        columns,
        rule.onMisfit() == null ? rules.defaults().onMisfit() : rule.onMisfit(),
        rule.onConflict() == null ? OnConflict.FAIL : rule.onConflict(),
        key.columns(),
        keyed && large,
        matching.computed);
  }

  private void ownership(Owner owner) {
    if (owner.person() == null && owner.uid() == null) {
      return;
    }
    Ownership place = rules.ownership().orElse(Ownership.USUAL);
    Optional<Table> table = target.table(place.table());
    fill(table, place, place.person(), owner.person());
    fill(table, place, place.uid(), owner.uid() == null ? null : owner.uid().toString());
  }

  private void fill(Optional<Table> table, Ownership place, String column, String value) {
    if (value == null) {
      return;
    }
    if (table.flatMap(t -> t.column(column)).isEmpty()) {
      problems.add(
          Problem.of(ProblemKind.OWNERSHIP)
              .at(place.table(), column)
              .says(
                  "the target has no such column to write the owner into",
                  "rule: ownership: {table: NAME, person: COLUMN, uid: COLUMN}"));
    } else {
      fillings.add(new Filling(place.table(), column, value));
    }
  }

  /** What is wrong where several have the name; {@code column} may be null. */
  static Problem several(String what, Stream<String> names, String table, String column) {
    return Problem.of(ProblemKind.AMBIGUOUS)
        .at(table, column)
        .says(
            "several "
                + what
                + "s of the target match but for case: "
                + names.distinct().sorted().collect(Collectors.joining(", ")),
            "rule: rename: NAME");
  }
}
