package dev.godwit.plan;

import dev.godwit.model.Catalog;
import dev.godwit.model.Detail;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the tables of a source and their columns are called in a target that is made for them. */
final class NewNames {
  private final Map<String, Names> tables = new LinkedHashMap<>();
  private final Notes notes;

  /** A table's name in the target, and those of its columns by their old names. */
  record Names(String table, Map<String, String> columns) {
    List<String> of(List<String> old) {
      return old.stream().map(columns::get).toList();
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

  NewNames(Notes notes) {
    this.notes = notes;
  }

  void put(Table table, Names names) {
    tables.put(table.name(), names);
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
      if (target == null || !own.knows(key.columns()) || !target.knows(key.targetColumns())) {
        String message =
            "the foreign key to " + key.targetTable() + " is left out: it has no such target";
        notes.warn(table.name(), key.columns().get(0), ProblemKind.FOREIGN_KEY, message, null);
        continue;
      }
      result.add(
          new ForeignKey(
              key.name(),
              own.of(key.columns()),
              target.table(),
              target.of(key.targetColumns()),
              key.onDelete(),
              key.onUpdate(),
              key.deferrable(),
              key.initiallyDeferred(),
              key.validated(),
              new ForeignKey.Finer(
                  key.finer().full(), own.of(key.finer().cleared()), key.finer().period())));
    }
    return result;
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
    Map<String, MappedSchema.MappedTable> mapped = new LinkedHashMap<>();
    tables.forEach(
        (table, names) -> {
          Map<String, MappedSchema.MappedColumn> columns = new LinkedHashMap<>();
          names
              .columns()
              .forEach((c, to) -> columns.put(c, new MappedSchema.MappedColumn(to, null, null)));
          mapped.put(table, new MappedSchema.MappedTable(names.table(), columns));
        });
    Catalog target = new Catalog(made, source.others(), List.of(), carried);
    return new MappedSchema(target, mapped, notes.warnings(), notes.problems());
  }
}
