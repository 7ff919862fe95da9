package dev.godwit.plan;

import dev.godwit.model.Catalog;
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
 * What a JSON store keeps of tables of any engine: all of it, in their own words, so that they can
 * be made again; but for what rules rename, leave out or give another type.
 */
public final class JsonMapping {
  private final Catalog source;
  private final NameStyle style;
  private final Rules rules;
  private final Map<String, String> tables = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> columns = new LinkedHashMap<>();

  private JsonMapping(Catalog source, NameStyle style, Rules rules) {
    this.source = source;
    this.style = style;
    this.rules = rules;
  }

  /** The structure for these tables. */
  public static MappedSchema toJson(Catalog source, NameStyle style, Rules rules) {
    return new JsonMapping(source, style, rules).map();
  }

  private MappedSchema map() {
    source.tables().forEach(this::name);
    Map<String, MappedSchema.MappedTable> mapped = new LinkedHashMap<>();
    columns.forEach(
        (table, names) -> {
          Map<String, MappedSchema.MappedColumn> each = new LinkedHashMap<>();
          names.forEach((c, to) -> each.put(c, new MappedSchema.MappedColumn(to, null, null)));
          mapped.put(table, new MappedSchema.MappedTable(tables.get(table), each));
        });
    List<Table> made = source.tables().stream().map(this::table).toList();
    Notes notes = new Notes();
    source.details().forEach(notes::leave);
    return new MappedSchema(
        new Catalog(made, source.others(), List.of()), mapped, notes.warnings(), List.of());
  }

  private void name(Table table) {
    Rules.TableRule rule = rules.table(table.name());
    tables.put(table.name(), rule.rename() == null ? style.apply(table.name()) : rule.rename());
    Map<String, String> names = new LinkedHashMap<>();
    for (Column column : table.columns()) {
      Optional<Rules.ColumnRule> columnRule = rule.column(column.name());
      if (!columnRule.map(Rules.ColumnRule::skip).orElse(false)) {
        names.put(
            column.name(),
            columnRule.map(Rules.ColumnRule::rename).orElse(style.apply(column.name())));
      }
    }
    columns.put(table.name(), names);
  }

  private Table table(Table table) {
    Map<String, String> names = columns.get(table.name());
    List<Column> made = new ArrayList<>();
    for (Column c : table.columns()) {
      if (names.containsKey(c.name())) {
        made.add(
            new Column(
                names.get(c.name()),
                type(table, c),
                c.nullable(),
                c.defaultValue(),
                c.generated(),
                c.identity(),
                c.collation()));
      }
    }
    boolean same = names.entrySet().stream().allMatch(e -> e.getKey().equals(e.getValue()));
    boolean whole = same && made.size() == table.columns().size();
    boolean keyed = names.keySet().containsAll(table.primaryKey());
    return new Table(
        "",
        tables.get(table.name()),
        made,
        keyed ? table.primaryKey().stream().map(names::get).toList() : List.of(),
        indexes(table, names, whole),
        foreignKeys(table, names),
        whole ? table.checks() : List.of(),
        List.of(),
        table.traits(),
        table.estimatedRows());
  }

  private ColumnType type(Table table, Column column) {
    return rules
        .table(table.name())
        .column(column.name())
        .map(Rules.ColumnRule::type)
        .map(type -> AskedTypes.parse(type, table.name() + "." + column.name()))
        .orElse(column.type());
  }

  private static List<Index> indexes(Table table, Map<String, String> names, boolean whole) {
    List<Index> result = new ArrayList<>();
    for (Index i : table.indexes()) {
      boolean known = !i.columns().isEmpty() && names.keySet().containsAll(i.columns());
      if (whole) {
        result.add(i);
      } else if (known && i.where() == null) {
        result.add(
            new Index(
                i.name(),
                i.parts().stream()
                    .map(
                        p ->
                            new Index.Part(
                                names.get(p.column()), null, p.descending(), p.collation()))
                    .toList(),
                i.unique(),
                null,
                i.origin(),
                i.nullsNotDistinct(),
                null,
                i.method(),
                i.constraint()));
      }
    }
    return result;
  }

  private List<ForeignKey> foreignKeys(Table table, Map<String, String> names) {
    List<ForeignKey> result = new ArrayList<>();
    for (ForeignKey k : table.foreignKeys()) {
      Map<String, String> target = columns.get(k.targetTable());
      boolean known = names.keySet().containsAll(k.columns());
      if (known && (target == null || target.keySet().containsAll(k.targetColumns()))) {
        result.add(
            new ForeignKey(
                k.name(),
                k.columns().stream().map(names::get).toList(),
                tables.getOrDefault(k.targetTable(), k.targetTable()),
                target == null
                    ? k.targetColumns()
                    : k.targetColumns().stream().map(target::get).toList(),
                k.onDelete(),
                k.onUpdate(),
                k.deferrable(),
                k.initiallyDeferred(),
                k.validated(),
                new ForeignKey.Finer(
                    k.finer().full(),
                    k.finer().cleared().stream().map(names::get).toList(),
                    k.finer().period())));
      }
    }
    return result;
  }
}
