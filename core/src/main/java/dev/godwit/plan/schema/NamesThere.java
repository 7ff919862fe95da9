package dev.godwit.plan.schema;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.plan.Content;
import dev.godwit.plan.NameStyle;
import dev.godwit.plan.Planner;
import dev.godwit.plan.Rules;
import dev.godwit.plan.Rules.ColumnRule;
import dev.godwit.plan.Rules.TableRule;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a source's tables and columns would be called had Godwit made the target, as rules for those
 * that it lacks under their own names.
 */
public final class NamesThere {
  private final Catalog there;
  private final boolean postgres;
  private final NameStyle style;
  private final Rules given;

  private NamesThere(Catalog there, NameStyle style, Rules given) {
    this.there = there;
    // Only PostgreSQL has schemas.
    this.postgres = there.tables().stream().anyMatch(t -> !t.schema().isEmpty());
    this.style = style;
    this.given = given;
  }

  /** The given rules, and below them these names; {@code there} is what the target has. */
  public static Rules rules(List<Table> from, Catalog there, Content content) {
    Rules given = content.rules();
    return given.over(new NamesThere(there, content.names(), given).of(from));
  }

  private Rules of(List<Table> from) {
    Map<String, TableRule> rules = new LinkedHashMap<>();
    boolean met = false;
    NameScope scope = postgres ? NameScope.relations() : NameScope.sqlite();
    for (Table table : from) {
      TableRule rule = given.table(table.name());
      String made = made(scope, table.name(), rule.rename());
      boolean asItIs = rule.rename() != null || has(Planner.wanted(given, table), from);
      String name = asItIs ? Planner.wanted(given, table) : made;
      Optional<Table> to = called(name);
      met |= to.isPresent();
      Map<String, ColumnRule> columns =
          to.map(t -> columns(table, t, rule)).orElseGet(LinkedHashMap::new);
      boolean told = rule.rename() != null || name.equals(table.name());
      String other = told && !hasTwin(table.name(), from, Table::name) ? null : name;
      if (other != null || !columns.isEmpty()) {
        rules.put(table.name(), new TableRule(false, other, null, null, columns));
      }
    }
    // Where all are made, whoever makes them says what they are called, and why.
    return met ? new Rules(Rules.NONE.defaults(), rules, Optional.empty(), Map.of()) : Rules.NONE;
  }

  private Map<String, ColumnRule> columns(Table from, Table to, TableRule rule) {
    Map<String, ColumnRule> columns = new LinkedHashMap<>();
    NameScope scope = postgres ? NameScope.columns(from.columns()) : NameScope.sqlite();
    for (Column column : from.columns()) {
      Optional<ColumnRule> own = rule.column(column.name());
      if (!own.map(ColumnRule::skip).orElse(false)) {
        String name = own.map(ColumnRule::rename).orElse(null);
        String made = made(scope, column.name(), name);
        boolean asItIs = has(to, column.name(), from) || made.equals(column.name());
        if (name == null && !asItIs) {
          columns.put(column.name(), ColumnRule.of(made, null));
        } else if (name == null && hasTwin(column.name(), from.columns(), Column::name)) {
          columns.put(column.name(), ColumnRule.of(column.name(), null));
        }
      }
    }
    return columns;
  }

  private Optional<Table> called(String name) {
    return there.tables().stream()
        .filter(t -> t.name().equalsIgnoreCase(name))
        .max(Comparator.comparing(t -> t.name().equals(name)));
  }

  private String made(NameScope scope, String name, String asked) {
    return scope.take(asked == null ? style.apply(name) : asked);
  }

  /** Whether another is told from this one by case only: a rule for it would be heard for this. */
  private static <T> boolean hasTwin(String name, List<T> all, Function<T, String> named) {
    return all.stream()
        .map(named)
        .anyMatch(other -> other.equalsIgnoreCase(name) && !other.equals(name));
  }

  /** Whether the target has a table of this name, in whatever case where that is no other's own. */
  private boolean has(String name, List<Table> from) {
    return there.tables().stream()
        .map(Table::name)
        .anyMatch(
            t ->
                t.equals(name)
                    || t.equalsIgnoreCase(name)
                        && from.stream().noneMatch(f -> f.name().equals(t)));
  }

  /** Whether it has a column of this name, in whatever case where that is no other's own. */
  private static boolean has(Table to, String name, Table from) {
    return to.column(name).isPresent()
        || to.columns().stream()
            .anyMatch(c -> c.name().equalsIgnoreCase(name) && from.column(c.name()).isEmpty());
  }
}
