package dev.godwit.plan.schema;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Index;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.plan.NameStyle;
import dev.godwit.plan.Rules;
import dev.godwit.plan.schema.NewNames.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * What a JSON store keeps of tables of any engine: all of it, in their own words, so that they can
 * be made again; but for what rules rename, leave out or give another type.
 */
public final class JsonMapping {
  private final Catalog source;
  private final MappingNotes notes = new MappingNotes();
  private final NewNames names;

  private JsonMapping(Catalog source, NameStyle style, Rules rules) {
    this.source = source;
    this.names = new NewNames(style, rules, notes);
  }

  /** The structure for these tables. */
  public static MappedSchema toJson(Catalog source, NameStyle style, Rules rules) {
    return new JsonMapping(source, style, rules).map();
  }

  private MappedSchema map() {
    source.tables().forEach(t -> names.name(t, (column, wanted) -> wanted));
    List<Table> made = source.tables().stream().map(this::table).toList();
    source.details().forEach(notes::leave);
    return new MappedSchema(
        new Catalog(made, source.others(), List.of()), names.mapped(), notes.warnings(), List.of());
  }

  private Table table(Table table) {
    Names n = names.of(table);
    boolean whole = n.keeps(table);
    return new Table(
        "",
        n.table(),
        names.columns(table, (c, name) -> column(table, c, name)),
        n.key(table),
        indexes(table, n, whole),
        names.allForeignKeys(table),
        whole ? table.checks() : List.of(),
        List.of(),
        table.traits(),
        table.estimatedRows());
  }

  private Column column(Table table, Column c, String name) {
    String rule = names.type(table, c);
    ColumnType type =
        rule == null ? c.type() : AskedTypes.parse(rule, table.name() + "." + c.name());
    if (c.isGenerated()) {
      // Files compute nothing.
      String message = "becomes a plain column with today's values";
      notes.warn(table.name(), c.name(), ProblemKind.GENERATED, message, null);
    }
    return new Column(
        name,
        type,
        c.nullable(),
        c.isGenerated() ? null : c.defaultValue(),
        Column.Generated.NO,
        c.identity(),
        c.collation());
  }

  private static List<Index> indexes(Table table, Names n, boolean whole) {
    List<Index> result = new ArrayList<>();
    for (Index i : table.indexes()) {
      boolean known = !i.columns().isEmpty() && n.knows(i.columns());
      if (whole) {
        result.add(i);
      } else if (known && i.where() == null) {
        result.add(
            new Index(
                i.name(),
                n.of(i, true),
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
}
