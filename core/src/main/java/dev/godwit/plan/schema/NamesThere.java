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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    NameScope scope = postgres ? NameScope.relations() : NameScope.sqlite();
    for (Table table : from) {
      TableRule rule = given.table(table.name());
      String made = made(scope, table.name(), rule.rename());
      boolean asItIs = rule.rename() != null || Planner.has(there, given, table);
      String name = asItIs ? Planner.wanted(given, table) : made;
      Map<String, ColumnRule> columns = new LinkedHashMap<>();
      there.tables().stream()
          .filter(t -> t.name().equalsIgnoreCase(name))
          .findFirst()
          .ifPresent(t -> columns.putAll(columns(table, t, rule)));
      String other = asItIs || name.equals(table.name()) ? null : name;
      if (other != null || !columns.isEmpty()) {
        rules.put(table.name(), new TableRule(false, other, null, null, columns));
      }
    }
    return new Rules(Rules.NONE.defaults(), rules, Optional.empty(), Map.of());
  }

  private Map<String, ColumnRule> columns(Table from, Table to, TableRule rule) {
    Map<String, ColumnRule> columns = new LinkedHashMap<>();
    NameScope scope = postgres ? NameScope.columns(from.columns()) : NameScope.sqlite();
    for (Column column : from.columns()) {
      Optional<ColumnRule> own = rule.column(column.name());
      if (!own.map(ColumnRule::skip).orElse(false)) {
        String name = own.map(ColumnRule::rename).orElse(null);
        String made = made(scope, column.name(), name);
        if (name == null && !has(to, column.name(), from) && !made.equals(column.name())) {
          columns.put(column.name(), ColumnRule.of(made, null));
        }
      }
    }
    return columns;
  }

  private String made(NameScope scope, String name, String asked) {
    return scope.take(asked == null ? style.apply(name) : asked);
  }

  /** Whether it has a column of this name, in whatever case where that is no other's own. */
  private static boolean has(Table to, String name, Table from) {
    return to.column(name).isPresent()
        || to.columns().stream()
            .anyMatch(c -> c.name().equalsIgnoreCase(name) && from.column(c.name()).isEmpty());
  }
}
