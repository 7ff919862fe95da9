package dev.godwit.plan;

import dev.godwit.model.Catalog;
import dev.godwit.model.Check;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Index;
import dev.godwit.model.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes PostgreSQL's structure for tables whose types it has: the same, in another schema, under
 * the names that rules give.
 */
public final class PostgresMapping {
  private final Catalog source;
  private final String schema;
  private final NameStyle style;
  private final Rules rules;
  private final Notes notes = new Notes();
  private final NameScope relations = NameScope.relations();
  private final Map<String, String> tables = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> columns = new LinkedHashMap<>();

  private PostgresMapping(Catalog source, String schema, NameStyle style, Rules rules) {
    this.source = source;
    this.schema = schema;
    this.style = style;
    this.rules = rules;
  }

  /** The structure for these tables, in this schema, which may be empty. */
  public static MappedSchema toPostgres(
      Catalog source, String schema, NameStyle style, Rules rules) {
    return new PostgresMapping(source, schema, style, rules).map();
  }

  private MappedSchema map() {
    source.tables().forEach(this::name);
    List<Table> made = source.tables().stream().map(this::table).toList();
    for (Catalog.Other other : source.others()) {
      if (other.type().equals("view") || other.type().equals("trigger")) {
        notes.warn(
            other.table() == null ? other.name() : other.table(),
            null,
            "port",
            "the " + other.type() + " " + other.name() + " is not moved",
            "make it anew in the target; godwit schema shows its SQL");
      }
    }
    Map<String, MappedSchema.MappedTable> mapped = new LinkedHashMap<>();
    columns.forEach(
        (table, names) -> {
          Map<String, MappedSchema.MappedColumn> each = new LinkedHashMap<>();
          names.forEach((c, to) -> each.put(c, new MappedSchema.MappedColumn(to, null, null)));
          mapped.put(table, new MappedSchema.MappedTable(tables.get(table), each));
        });
    Catalog target = new Catalog(made, source.others(), List.of());
    return new MappedSchema(target, mapped, notes.warnings(), notes.problems());
  }

  private void name(Table table) {
    Rules.TableRule rule = rules.table(table.name());
    String wanted = rule.rename() == null ? style.apply(table.name()) : rule.rename();
    tables.put(table.name(), relations.take(wanted));
    Map<String, String> names = new LinkedHashMap<>();
    NameScope taken = NameScope.columns();
    for (Column column : table.columns()) {
      Optional<Rules.ColumnRule> columnRule = rule.column(column.name());
      if (!columnRule.map(Rules.ColumnRule::skip).orElse(false)) {
        String asked = columnRule.map(Rules.ColumnRule::rename).orElse(style.apply(column.name()));
        names.put(column.name(), taken.take(asked));
      }
    }
    columns.put(table.name(), names);
  }

  private Table table(Table table) {
    Map<String, String> names = columns.get(table.name());
    boolean same =
        names.size() == table.columns().size()
            && names.entrySet().stream().allMatch(e -> e.getKey().equals(e.getValue()));
    boolean keyed = names.keySet().containsAll(table.primaryKey());
    List<Column> made = new ArrayList<>();
    for (Column column : table.columns()) {
      if (names.containsKey(column.name())) {
        made.add(column(table, column, names.get(column.name()), same));
      }
    }
    return new Table(
        schema,
        tables.get(table.name()),
        made,
        keyed ? table.primaryKey().stream().map(names::get).toList() : List.of(),
        indexes(table, names, same && tables.get(table.name()).equals(table.name())),
        foreignKeys(table, names),
        same ? table.checks() : without(table),
        List.of(),
        Table.Traits.PLAIN,
        table.estimatedRows());
  }

  private List<Check> without(Table table) {
    for (Check check : table.checks()) {
      String message = "CHECK (" + check.expression() + ") left out: its columns have other names";
      notes.warn(table.name(), null, "check", message, null);
    }
    return List.of();
  }

  private Column column(Table table, Column column, String name, boolean same) {
    String rule = rules.table(table.name()).column(column.name()).map(r -> r.type()).orElse(null);
    ColumnType type =
        rule == null
            ? TypeNames.spelled(column.type())
            : TypeNames.parse(rule, table.name() + "." + column.name());
    boolean generated = column.isGenerated() && same && rule == null;
    if (column.isGenerated() && !generated) {
      String message = "becomes a plain column with today's values";
      notes.warn(table.name(), column.name(), "generated", message, null);
    }
    boolean serial = column.identity() == Column.Identity.SERIAL;
    boolean plain = column.isGenerated() ? generated : !serial && rule == null;
    return new Column(
        name,
        type,
        column.nullable(),
        plain ? column.defaultValue() : null,
        generated ? column.generated() : Column.Generated.NO,
        serial ? Column.Identity.BY_DEFAULT : column.identity(),
        column.collation());
  }

  private List<Index> indexes(Table table, Map<String, String> names, boolean same) {
    List<Index> result = new ArrayList<>();
    for (Index index : table.indexes()) {
      boolean known = !index.columns().isEmpty() && names.keySet().containsAll(index.columns());
      if (!same && (!known || index.where() != null || index.method() != null)) {
        notes.warn(
            table.name(),
            null,
            "index",
            "the index " + index.name() + " is left out: its table or columns have other names",
            index.definition());
        continue;
      }
      List<Index.Part> parts =
          same
              ? index.parts()
              : index.parts().stream()
                  .map(p -> new Index.Part(names.get(p.column()), null, p.descending(), null))
                  .toList();
      String name = relations.take(index.name());
      boolean itself = same && name.equals(index.name());
      result.add(
          new Index(
              name,
              parts,
              index.unique(),
              index.where(),
              index.origin(),
              index.nullsNotDistinct(),
              itself ? index.definition() : null,
              index.method()));
    }
    return result;
  }

  private List<ForeignKey> foreignKeys(Table table, Map<String, String> names) {
    List<ForeignKey> result = new ArrayList<>();
    for (ForeignKey key : table.foreignKeys()) {
      Map<String, String> target = columns.getOrDefault(key.targetTable(), Map.of());
      boolean known =
          names.keySet().containsAll(key.columns())
              && target.keySet().containsAll(key.targetColumns());
      if (!known) {
        String message = "the foreign key " + key.name() + " is left out: it has no such target";
        notes.warn(table.name(), key.columns().get(0), "foreignKey", message, null);
        continue;
      }
      result.add(
          new ForeignKey(
              key.name(),
              key.columns().stream().map(names::get).toList(),
              tables.get(key.targetTable()),
              key.targetColumns().stream().map(target::get).toList(),
              key.onDelete(),
              key.onUpdate(),
              key.deferrable(),
              key.initiallyDeferred(),
              key.validated()));
    }
    return result;
  }
}
