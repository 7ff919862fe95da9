package dev.godwit.plan.schema;

import dev.godwit.model.ByName;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.model.TypeNames;
import dev.godwit.plan.Planner;
import dev.godwit.plan.Rules;
import dev.godwit.plan.Rules.ColumnRule;
import dev.godwit.plan.Rules.TableRule;
import dev.godwit.recipe.Recipes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * The tables of a source that are made in a target, beside those that it has. {@code tables} are
 * all that travel or are referred to, {@code made} those among them that the target, of which
 * {@code there} is known, lacks.
 */
public record Beside(List<Table> tables, List<Table> made, Catalog there) {
  public Beside {
    tables = List.copyOf(tables);
    made = List.copyOf(made);
  }

  /**
   * Of a target that has none of the tables, all; of one that has some, those that it lacks where
   * rules say that they are made, but for the histories of migration tools. {@code all} are the
   * source's: those that the target has may be referred to.
   */
  public static Beside of(List<Table> travelling, List<Table> all, Catalog there, Rules rules) {
    ByName<Table> has = ByName.tables(there);
    List<Table> missing = travelling.stream().filter(t -> !Planner.has(has, rules, t)).toList();
    boolean none = missing.size() == travelling.size();
    List<Table> made =
        none
            ? missing
            : rules.defaults().makesMissing()
                ? missing.stream().filter(t -> Recipes.history(t).isEmpty()).toList()
                : List.of();
    Set<String> parents = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    made.forEach(t -> t.foreignKeys().forEach(k -> parents.add(k.targetTable())));
    Set<Table> known = new LinkedHashSet<>(travelling);
    for (Table table : all) {
      if (parents.contains(table.name()) && Planner.has(has, rules, table)) {
        known.add(table);
      }
    }
    return new Beside(List.copyOf(known), made, there);
  }

  /** Rules by which tables that are there are called and typed as they are there. */
  public Rules rules(Rules given) {
    return rules(given, (table, column) -> true);
  }

  /** The same, but for the types of columns that do not keep theirs. */
  public Rules rules(Rules given, BiPredicate<Table, Column> keepsType) {
    Map<String, TableRule> rules = new LinkedHashMap<>();
    ByName<Table> has = ByName.tables(there);
    Set<Table> lacking = new HashSet<>(made);
    for (Table from : tables) {
      if (!lacking.contains(from)) {
        has.nearest(Planner.wanted(given, from))
            .ifPresent(to -> rules.put(from.name(), rule(from, to, given, keepsType)));
      }
    }
    return new Rules(Rules.NONE.defaults(), rules, Optional.empty(), Map.of()).over(given);
  }

  private static TableRule rule(
      Table from, Table to, Rules given, BiPredicate<Table, Column> keepsType) {
    Map<String, ColumnRule> columns = new LinkedHashMap<>();
    ByName<Column> has = ByName.columns(to);
    for (Column column : from.columns()) {
      String wanted =
          given
              .table(from.name())
              .column(column.name())
              .map(ColumnRule::rename)
              .orElse(column.name());
      has.nearest(wanted)
          .ifPresent(
              c -> {
                String type = keepsType.test(from, column) ? known(c) : null;
                columns.put(column.name(), ColumnRule.as(c.name(), type));
              });
    }
    return new TableRule(null, to.name(), null, null, columns);
  }

  private static String known(Column column) {
    return TypeNames.parse(column.type().name()) == null ? null : column.type().name();
  }

  /** Names what is made beside others. */
  public List<Problem> news() {
    String message = "only the source has it: it is made";
    return made.size() == tables.size()
        ? List.of()
        : made.stream().map(t -> Problem.of(ProblemKind.MADE).at(t.name()).says(message)).toList();
  }

  /**
   * Of a structure for all tables, that of those which are made, each named where others are there.
   */
  public MappedSchema only(MappedSchema all) {
    if (made.size() == tables.size()) {
      return all;
    }
    Set<String> names = made.stream().map(Table::name).collect(Collectors.toSet());
    Map<String, MappedSchema.MappedTable> mapped = new LinkedHashMap<>(all.tables());
    mapped.keySet().retainAll(names);
    List<Problem> warnings = new ArrayList<>();
    all.warnings().stream()
        .filter(w -> w.table() == null || names.contains(w.table()))
        .forEach(warnings::add);
    List<Table> result = new ArrayList<>();
    mapped.forEach(
        (name, m) ->
            all.target().table(m.target()).ifPresent(t -> result.add(linked(name, t, warnings))));
    List<Catalog.Other> others = all.target().others().stream().filter(o -> !isThere(o)).toList();
    Catalog target = new Catalog(result, others, List.of(), all.target().details());
    List<Problem> problems =
        all.problems().stream().filter(p -> names.contains(p.table())).toList();
    return new MappedSchema(target, mapped, warnings, problems);
  }

  private boolean isThere(Catalog.Other other) {
    return there.others().stream()
        .anyMatch(o -> o.type().equals(other.type()) && o.name().equals(other.name()));
  }

  /** Without foreign keys to columns that are not unique in a table that is there. */
  private Table linked(String from, Table table, List<Problem> warnings) {
    List<ForeignKey> keys = new ArrayList<>();
    for (ForeignKey key : table.foreignKeys()) {
      boolean unique =
          there.table(key.targetTable()).map(t -> isUnique(t, key.targetColumns())).orElse(true);
      if (unique) {
        keys.add(key);
      } else {
        String columns = String.join(", ", key.columns());
        String message =
            "FOREIGN KEY ("
                + columns
                + ") REFERENCES "
                + key.targetTable()
                + " left out: its target"
                + " is not unique there";
        warnings.add(Problem.of(ProblemKind.FOREIGN_KEY).at(from).says(message));
      }
    }
    return table.withForeignKeys(keys);
  }

  private static boolean isUnique(Table table, List<String> columns) {
    Set<String> wanted = new HashSet<>(columns);
    return wanted.equals(new HashSet<>(table.primaryKey()))
        || table.indexes().stream()
            .anyMatch(
                i -> i.unique() && i.where() == null && wanted.equals(new HashSet<>(i.columns())));
  }

  /** All tables that the target will have. */
  public Catalog with(Catalog makes) {
    List<Table> all = new ArrayList<>(there.tables());
    all.addAll(makes.tables());
    return new Catalog(all, there.others(), there.remarks(), there.details());
  }
}
