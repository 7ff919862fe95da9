package dev.godwit.plan.schema;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Detail;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Index;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.plan.NameStyle;
import dev.godwit.plan.Rules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** What the tables of a source and their columns are called in a target that is made for them. */
public final class NewNames {
  private final Map<String, Names> tables = new LinkedHashMap<>();
  private final NameStyle style;
  private final Rules rules;
  private final MappingNotes notes;

  /** A table's name in the target, and those of its columns by their old names. */
  record Names(String table, Map<String, String> columns) {
    List<String> of(List<String> old) {
      return old.stream().map(columns::get).toList();
    }

    /** The primary key, none where a column of it is left out. */
    List<String> key(Table table) {
      return knows(table.primaryKey()) ? of(table.primaryKey()) : List.of();
    }

    /** The parts of an index of columns that are known. */
    List<Index.Part> of(Index index, boolean collated) {
      return index.parts().stream()
          .map(
              p ->
                  new Index.Part(
                      columns.get(p.column()),
                      null,
                      p.descending(),
                      collated ? p.collation() : null))
          .toList();
    }

    boolean knows(List<String> old) {
      return columns.keySet().containsAll(old);
    }

    /** Whether expressions of the source still mean the same columns. */
    boolean keeps(Table table) {
      return table.columns().size() == columns.size()
          && columns.entrySet().stream().allMatch(e -> e.getKey().equals(e.getValue()));
    }
  }

  NewNames(NameStyle style, Rules rules, MappingNotes notes) {
    this.style = style;
    this.rules = rules;
    this.notes = notes;
  }

  /** Gives a name, or another where that cannot be; {@code column} is null for the table's. */
  interface Giving {
    String name(Column column, String wanted);
  }

  /** Refuses a table that has more columns, but for those that rules leave out. */
  void requireRoom(Table table, int most, String engine) {
    int columns = SchemaMapping.kept(table, rules).size();
    if (columns > most) {
      notes.refuseWidth(table.name(), columns, engine, most);
    }
  }

  /** Names a table, and those of its columns that rules do not leave out. */
  void name(Table table, Giving giving) {
    Rules.TableRule rule = rules.table(table.name());
    String wanted = rule.rename() == null ? style.apply(table.name()) : rule.rename();
    String name = giving.name(null, wanted);
    Map<String, String> columns = new LinkedHashMap<>();
    for (Column column : table.columns()) {
      Optional<Rules.ColumnRule> own = rule.column(column.name());
      if (!own.map(Rules.ColumnRule::skip).orElse(false)) {
        String asked = own.map(Rules.ColumnRule::rename).orElse(style.apply(column.name()));
        columns.put(column.name(), giving.name(column, asked));
      }
    }
    tables.put(table.name(), new Names(name, columns));
  }

  /** Those of a table's columns that are not left out, each made under its name. */
  List<Column> columns(Table table, BiFunction<Column, String, Column> making) {
    Names names = of(table);
    return table.columns().stream()
        .filter(c -> names.columns().containsKey(c.name()))
        .map(c -> making.apply(c, names.columns().get(c.name())))
        .toList();
  }

  /** The type that a rule gives a column, in words; null where none does. */
  String type(Table table, Column column) {
    return rules.table(table.name()).column(column.name()).map(r -> r.type()).orElse(null);
  }

  Names of(Table table) {
    return tables.get(table.name());
  }

  /** The table's foreign keys under the new names; those that lead nowhere are left out. */
  List<ForeignKey> foreignKeys(Table table) {
    Names own = of(table);
    List<ForeignKey> result = new ArrayList<>();
    for (ForeignKey key : table.foreignKeys()) {
      Names target = tables.get(key.targetTable());
      if (target != null && own.knows(key.columns()) && target.knows(key.targetColumns())) {
        result.add(renamed(key, own, target.table(), target.of(key.targetColumns())));
      } else {
        String message =
            "the foreign key to " + key.targetTable() + " is left out: it has no such target";
        notes.warn(table.name(), key.columns().get(0), ProblemKind.FOREIGN_KEY, message, null);
      }
    }
    return result;
  }

  /** The same with those to tables that are not moved: where nobody asks, they may stay. */
  List<ForeignKey> allForeignKeys(Table table) {
    Names own = of(table);
    List<ForeignKey> result = new ArrayList<>();
    for (ForeignKey key : table.foreignKeys()) {
      Names target = tables.get(key.targetTable());
      if (own.knows(key.columns()) && target == null) {
        result.add(renamed(key, own, key.targetTable(), key.targetColumns()));
      } else if (own.knows(key.columns()) && target.knows(key.targetColumns())) {
        result.add(renamed(key, own, target.table(), target.of(key.targetColumns())));
      }
    }
    return result;
  }

  private static ForeignKey renamed(
      ForeignKey key, Names own, String target, List<String> targetColumns) {
    return new ForeignKey(
        key.name(),
        own.of(key.columns()),
        target,
        targetColumns,
        key.onDelete(),
        key.onUpdate(),
        key.deferrable(),
        key.initiallyDeferred(),
        key.validated(),
        new ForeignKey.Finer(
            key.finer().full(), own.of(key.finer().cleared()), key.finer().period()));
  }

  /** The structure of the tables that were made; what else the source has is for people to move. */
  MappedSchema schema(Catalog source, List<Table> made, List<Detail> carried) {
    for (Catalog.Other other : source.others()) {
      if (other.type().equals("view") || other.type().equals("trigger")) {
        notes.warn(
            other.table() == null ? other.name() : other.table(),
            null,
            ProblemKind.PORT,
            "the " + other.type() + " " + other.name() + " is not moved",
            "write it anew for the target; godwit schema shows its SQL");
      }
    }
    return new MappedSchema(
        new Catalog(made, source.others(), List.of(), carried),
        mapped(),
        notes.warnings(),
        notes.problems());
  }

  /** What became of each table's and column's name. */
  Map<String, MappedSchema.MappedTable> mapped() {
    Map<String, MappedSchema.MappedTable> mapped = new LinkedHashMap<>();
    tables.forEach(
        (table, names) -> {
          Map<String, MappedSchema.MappedColumn> columns = new LinkedHashMap<>();
          names
              .columns()
              .forEach((c, to) -> columns.put(c, new MappedSchema.MappedColumn(to, null, null)));
          mapped.put(table, new MappedSchema.MappedTable(names.table(), columns));
        });
    return mapped;
  }
}
