package dev.godwit.plan;

import dev.godwit.model.ByName;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.plan.Rules.TableRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Puts rules under the names that they mean: the one that is as they write it, else the only one
 * that is but for case. A rule that means nothing keeps its name, and so does one beside another
 * that has the name to the letter. Use once.
 */
public final class RuleNames {
  final List<Problem> problems = new ArrayList<>();

  RuleNames() {}

  /**
   * Rules under the names of a catalog's tables and columns.
   *
   * @throws GodwitException where it is not clear which one a rule is for
   */
  public static Rules within(Rules rules, Catalog catalog) {
    RuleNames names = new RuleNames();
    Map<String, TableRule> result = new LinkedHashMap<>();
    ByName<Table> tables = ByName.tables(catalog);
    names
        .named(null, rules.tables(), catalog.tables().stream().map(Table::name).toList())
        .forEach(
            (name, rule) -> {
              Optional<Table> table = tables.exactly(name);
              result.put(name, table.map(t -> names.of(rule, name, t.columns())).orElse(rule));
            });
    GodwitException.requireNone(names.problems);
    return new Rules(rules.defaults(), result, rules.ownership(), rules.files());
  }

  /** A table's rule, for these columns; what is not clear is a problem. */
  TableRule of(TableRule rule, String table, Collection<Column> columns) {
    return rule.columns().isEmpty()
        ? rule
        : rule.with(named(table, rule.columns(), columns.stream().map(Column::name).toList()));
  }

  private <T> Map<String, T> named(String table, Map<String, T> said, List<String> names) {
    ByName<String> known = new ByName<>(new TreeSet<>(names), UnaryOperator.identity());
    Map<String, T> result = new LinkedHashMap<>();
    new TreeMap<>(said)
        .forEach(
            (written, rule) -> {
              List<String> meant = known.find(written);
              boolean clear = meant.size() == 1 && !said.containsKey(meant.get(0));
              if (meant.size() > 1) {
                unclear(table, written, "it could mean several that differ by case: ", meant);
              }
              if (result.put(clear ? meant.get(0) : written, rule) != null) {
                unclear(table, written, "so does another but for case: ", meant);
              }
            });
    return result;
  }

  private void unclear(String table, String written, String why, List<String> meant) {
    problems.add(
        Problem.of(ProblemKind.RULE)
            .at(table == null ? written : table, table == null ? null : written)
            .says(
                "a rule names this, and " + why + String.join(", ", meant),
                "write the name as the source has it"));
  }
}
