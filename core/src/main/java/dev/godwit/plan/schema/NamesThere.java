package dev.godwit.plan.schema;

import dev.godwit.model.ByName;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.plan.Content;
import dev.godwit.plan.NameStyle;
import dev.godwit.plan.Planner;
import dev.godwit.plan.Rules;
import dev.godwit.plan.Rules.ColumnRule;
import dev.godwit.plan.Rules.TableRule;
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
  private final ByName<Table> there;
  private final boolean postgres;
  private final NameStyle style;
  private final Rules given;

  private NamesThere(Catalog there, NameStyle style, Rules given) {
    this.there = ByName.tables(there);
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
    ByName<Table> all = new ByName<>(from, Table::name);
    for (Table table : from) {
      TableRule rule = given.table(table.name());
      String made = scope.takeTable(asked(table.name(), rule.rename()));
      String wanted = Planner.wanted(given, table);
      String name = rule.rename() != null || has(there, Table::name, wanted, all) ? wanted : made;
      Optional<Table> to = there.nearest(name);
      met |= to.isPresent();
      Map<String, ColumnRule> columns = to.map(t -> columns(table, t, rule)).orElse(Map.of());
      boolean told = rule.rename() != null || name.equals(table.name());
      if (!told || !columns.isEmpty()) {
        rules.put(table.name(), new TableRule(false, told ? null : name, null, null, columns));
      }
    }
    // Where all are made, whoever makes them says what they are called, and why.
    return met ? new Rules(Rules.NONE.defaults(), rules, Optional.empty(), Map.of()) : Rules.NONE;
  }

  private Map<String, ColumnRule> columns(Table from, Table to, TableRule rule) {
    Map<String, ColumnRule> columns = new LinkedHashMap<>();
    NameScope scope = postgres ? NameScope.columns(from.columns()) : NameScope.sqlite();
    ByName<Column> all = ByName.columns(from);
    ByName<Column> has = ByName.columns(to);
    for (Column column : from.columns()) {
      String name = column.name();
      Optional<ColumnRule> own = rule.column(name);
      if (!own.map(ColumnRule::skip).orElse(false)) {
        String given = own.map(ColumnRule::rename).orElse(null);
        String made = scope.take(asked(name, given));
        if (given == null && !made.equals(name) && !has(has, Column::name, name, all)) {
          columns.put(name, ColumnRule.of(made, null));
        }
      }
    }
    return columns;
  }

  private String asked(String name, String rule) {
    return rule == null ? style.apply(name) : rule;
  }

  /** Whether the target has one of this name, in whatever case where that is no other's own. */
  private static <T> boolean has(
      ByName<T> there, Function<T, String> named, String name, ByName<T> from) {
    return there.find(name).stream()
        .map(named)
        .anyMatch(n -> n.equals(name) || from.exactly(n).isEmpty());
  }
}
