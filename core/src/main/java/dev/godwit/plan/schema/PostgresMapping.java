package dev.godwit.plan.schema;

import static dev.godwit.model.Detail.Kind.CHECK;
import static dev.godwit.model.Detail.Kind.DEFAULT;
import static dev.godwit.model.Detail.Kind.GENERATED;
import static dev.godwit.model.Detail.Kind.INDEX;

import dev.godwit.model.Catalog;
import dev.godwit.model.Check;
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
 * Makes PostgreSQL's structure for tables whose types it has: the same, in another schema, under
 * the names that rules give.
 */
public final class PostgresMapping {
  private final Catalog source;
  private final String schema;
  private final Rules rules;
  private final MappingNotes notes = new MappingNotes();
  private final NameScope relations = NameScope.relations();
  private final NewNames names;
  private CarriedDetails details;

  private PostgresMapping(Catalog source, String schema, NameStyle style, Rules rules) {
    this.source = source;
    this.schema = schema;
    this.rules = rules;
    this.names = new NewNames(style, rules, notes);
  }

  /** The structure for these tables, in this schema, which may be empty. */
  public static MappedSchema toPostgres(
      Catalog source, String schema, NameStyle style, Rules rules) {
    return new PostgresMapping(source, schema, style, rules).map();
  }

  private MappedSchema map() {
    source.tables().forEach(this::name);
    details = new CarriedDetails(source, schema, rules, names, notes);
    List<Table> made = source.tables().stream().map(this::table).toList();
    return names.schema(source, made, details.carried());
  }

  private void name(Table table) {
    NameScope columns = NameScope.columns(table.columns());
    names.requireRoom(table, SchemaMapping.MOST_COLUMNS, "PostgreSQL");
    names.name(
        table,
        (c, wanted) -> {
          if (wanted.isEmpty()) {
            notes.refuse(
                table.name(),
                "\"\"",
                ProblemKind.NAME,
                "a name that is empty, and PostgreSQL has no such names",
                "rule: columns: {\"\": {rename: NAME}}; or rename it in the source");
          }
          return (c == null ? relations : columns).take(wanted);
        });
  }

  private Table table(Table table) {
    Names n = names.of(table);
    boolean same = n.keeps(table);
    return new Table(
        schema,
        n.table(),
        names.columns(table, (c, name) -> column(table, c, name, same)),
        n.key(table),
        indexes(table, n, same && n.table().equals(table.name())),
        names.foreignKeys(table),
        same
            ? table.checks().stream().filter(c -> !details.lacks(table, CHECK, c.name())).toList()
            : without(table),
        List.of(),
        Table.Traits.PLAIN,
        table.estimatedRows());
  }

  private List<Check> without(Table table) {
    for (Check check : table.checks()) {
      String message = "CHECK (" + check.expression() + ") left out: its columns have other names";
      notes.warn(table.name(), null, ProblemKind.CHECK, message, null);
    }
    return List.of();
  }

  private Column column(Table table, Column column, String name, boolean same) {
    String rule = names.type(table, column);
    ColumnType type =
        rule == null
            ? AskedTypes.spelled(column.type(), source)
            : AskedTypes.parse(rule, table.name() + "." + column.name());
    boolean generated =
        column.isGenerated()
            && same
            && rule == null
            && !details.lacks(table, GENERATED, column.name());
    if (column.isGenerated() && !generated) {
      String message = "becomes a plain column with today's values";
      notes.warn(table.name(), column.name(), ProblemKind.GENERATED, message, null);
    }
    boolean elsewhere = details.numbers(table, column);
    boolean serial = column.identity() == Column.Identity.SERIAL && !elsewhere;
    boolean known = !elsewhere && !details.lacks(table, DEFAULT, column.name());
    boolean plain = column.isGenerated() ? generated : !serial && rule == null && known;
    return new Column(
        name,
        type,
        column.nullable(),
        plain ? column.defaultValue() : null,
        generated ? column.generated() : Column.Generated.NO,
        serial ? Column.Identity.BY_DEFAULT : elsewhere ? Column.Identity.NONE : column.identity(),
        column.collation());
  }

  private List<Index> indexes(Table table, Names n, boolean same) {
    List<Index> result = new ArrayList<>();
    for (Index index : table.indexes()) {
      if (details.lacks(table, INDEX, index.name())) {
        continue;
      }
      boolean known = !index.columns().isEmpty() && n.knows(index.columns());
      if (!same && (!known || index.where() != null || index.method() != null)) {
        notes.warn(
            table.name(),
            null,
            ProblemKind.INDEX,
            "the index " + index.name() + " is left out: its table or columns have other names",
            index.definition());
        continue;
      }
      if (!same && index.definition() != null && index.definition().contains(" DEFERRABLE")) {
        String message = "the constraint " + index.name() + " is not DEFERRABLE in the target";
        notes.warn(table.name(), null, ProblemKind.INDEX, message, index.definition());
      }
      String name = relations.take(index.name());
      boolean itself = same && name.equals(index.name());
      result.add(
          new Index(
              name,
              same ? index.parts() : n.of(index, false),
              index.unique(),
              index.where(),
              index.origin(),
              index.nullsNotDistinct(),
              itself ? index.definition() : null,
              index.method(),
              null));
    }
    return result;
  }
}
