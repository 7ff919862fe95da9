package dev.godwit.plan.schema;

import dev.godwit.model.Catalog;
import dev.godwit.model.Check;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Index;
import dev.godwit.model.Kind;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.plan.NameStyle;
import dev.godwit.plan.Rules;
import dev.godwit.plan.expression.SqliteExpressions;
import dev.godwit.plan.schema.NewNames.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes SQLite's structure for tables of any engine: declared types that keep every value as it is,
 * and whatever is not as it was is named.
 */
public final class SqliteMapping {
  private static final int MOST_COLUMNS = 2000;

  private final Catalog source;
  private final MappingNotes notes = new MappingNotes();
  private final NameScope relations = NameScope.sqlite();
  private final NewNames names;

  private SqliteMapping(Catalog source, NameStyle style, Rules rules) {
    this.source = source;
    this.names = new NewNames(style, rules, notes);
  }

  /** The structure for these tables. */
  public static MappedSchema toSqlite(Catalog source, NameStyle style, Rules rules) {
    return new SqliteMapping(source, style, rules).map();
  }

  private MappedSchema map() {
    source.tables().forEach(this::name);
    source.details().forEach(notes::leave);
    return names.schema(source, source.tables().stream().map(this::table).toList(), List.of());
  }

  private void name(Table table) {
    NameScope columns = NameScope.sqlite();
    names.requireRoom(table, MOST_COLUMNS, "SQLite");
    names.name(
        table, (c, wanted) -> c == null ? name(table, wanted) : name(table, c, wanted, columns));
  }

  private String name(Table table, String wanted) {
    String name = relations.takeTable(wanted);
    if (!name.equals(wanted)) {
      boolean reserved = relations.isReserved(wanted);
      String why = reserved ? "SQLite and Godwit keep such names" : "the name is taken";
      renamed(table.name(), null, "table", name, why);
    }
    return name;
  }

  private String name(Table table, Column column, String asked, NameScope taken) {
    String given = taken.take(asked);
    if (!given.equals(asked)) {
      renamed(table.name(), column.name(), "column", given, "the name is taken");
    }
    return given;
  }

  private void renamed(String table, String column, String what, String to, String why) {
    notes.warn(
        table,
        column,
        ProblemKind.RENAMED,
        "the " + what + " is called " + to + " in the target: " + why,
        null);
  }

  private Table table(Table table) {
    Names n = names.of(table);
    boolean native_ = table.columns().stream().allMatch(c -> c.type().kind() == Kind.ANY);
    boolean same = native_ && n.keeps(table);
    List<String> key = n.key(table);
    return new Table(
        "",
        n.table(),
        names.columns(table, (c, name) -> column(table, c, name, native_, same)),
        key,
        indexes(table, n, same),
        foreignKeys(table),
        same ? table.checks() : checks(table, n),
        List.of(),
        native_ && key.size() == table.primaryKey().size() ? table.traits() : Table.Traits.PLAIN,
        table.estimatedRows());
  }

  /** SQLite takes MATCH FULL for MATCH SIMPLE, and clears all columns of a key. */
  private List<ForeignKey> foreignKeys(Table table) {
    List<ForeignKey> result = new ArrayList<>();
    for (ForeignKey key : names.foreignKeys(table)) {
      if (key.finer().period()) {
        String message = "the foreign key " + key.name() + " is left out: SQLite knows no PERIOD";
        notes.warn(table.name(), key.columns().get(0), ProblemKind.FOREIGN_KEY, message, null);
        continue;
      }
      if (!key.finer().equals(ForeignKey.Finer.NONE)) {
        String what = key.finer().full() ? "MATCH FULL" : "columns that are cleared alone";
        String message = "the foreign key " + key.name() + " has no " + what + " in SQLite";
        notes.warn(table.name(), key.columns().get(0), ProblemKind.FOREIGN_KEY, message, null);
      }
      result.add(key.plain());
    }
    return result;
  }

  private Column column(Table table, Column column, String name, boolean native_, boolean same) {
    String rule = names.type(table, column);
    boolean generated = column.isGenerated() && same;
    if (column.isGenerated() && !generated) {
      String message = "becomes a plain column with today's values: SQLite may compute others";
      notes.warn(table.name(), column.name(), ProblemKind.GENERATED, message, null);
    }
    ColumnType type = rule != null ? ColumnType.of(Kind.ANY, rule) : SqliteTypes.of(column.type());
    Column.Identity identity =
        rule != null ? Column.Identity.NONE : identity(table, column, native_);
    if (identity != Column.Identity.NONE) {
      type = ColumnType.of(Kind.ANY, "INTEGER");
    }
    return new Column(
        name,
        type,
        column.nullable() && identity == Column.Identity.NONE,
        same ? column.defaultValue() : native_ ? plainDefault(column) : defaultOf(table, column),
        generated ? column.generated() : Column.Generated.NO,
        identity,
        native_ ? column.collation() : null);
  }

  /** A key of one whole number is SQLite's own row number; numbering is AUTOINCREMENT's. */
  private static Column.Identity identity(Table table, Column column, boolean native_) {
    if (native_) {
      return column.identity();
    }
    boolean key = table.primaryKey().equals(List.of(column.name()));
    boolean whole = column.type().kind().isInteger() && column.type().kind().isNumeric();
    if (!key || !whole) {
      return Column.Identity.NONE;
    }
    return column.identity() == Column.Identity.NONE
        ? Column.Identity.SERIAL
        : Column.Identity.ALWAYS;
  }

  private static String plainDefault(Column column) {
    return column.isGenerated() ? null : column.defaultValue();
  }

  private String defaultOf(Table table, Column column) {
    if (column.isGenerated()
        || column.identity() != Column.Identity.NONE
        || column.defaultValue() == null) {
      return null;
    }
    String translated = SqliteExpressions.defaultValue(column.defaultValue(), column.type());
    if (translated == null) {
      String message = "DEFAULT " + column.defaultValue() + " left out: SQLite has no such value";
      notes.warn(table.name(), column.name(), ProblemKind.DEFAULT, message, null);
    }
    return translated;
  }

  private List<Check> checks(Table table, Names n) {
    List<Check> result = new ArrayList<>();
    for (Check check : table.checks()) {
      String translated = SqliteExpressions.condition(check.expression(), table, n.columns());
      if (translated == null) {
        String message = "CHECK (" + check.expression() + ") left out: it may mean something else";
        notes.warn(table.name(), null, ProblemKind.CHECK, message, "write it anew for SQLite");
      } else {
        result.add(new Check(check.name(), translated, check.validated()));
      }
    }
    return result;
  }

  private List<Index> indexes(Table table, Names n, boolean same) {
    List<Index> result = new ArrayList<>();
    for (Index index : table.indexes()) {
      if (index.origin() == Index.Origin.PRIMARY_KEY) {
        continue;
      }
      List<String> columns = index.columns();
      String where =
          index.where() == null || same
              ? index.where()
              : SqliteExpressions.condition(index.where(), table, n.columns());
      boolean plain = !columns.isEmpty() && n.knows(columns);
      boolean usual = index.method() == null || index.method().equals("btree");
      if (!usual || !(plain || same) || (where == null) != (index.where() == null)) {
        notes.warn(
            table.name(),
            null,
            ProblemKind.INDEX,
            "the index " + index.name() + " is left out: SQLite's would not be the same",
            index.definition());
        continue;
      }
      if (index.nullsNotDistinct()) {
        String message = "the unique index " + index.name() + " takes NULLs for distinct in SQLite";
        notes.warn(table.name(), null, ProblemKind.INDEX, message, null);
      }
      result.add(renamed(index, n, where, same));
    }
    return result;
  }

  private Index renamed(Index index, Names n, String where, boolean same) {
    boolean own = index.name().regionMatches(true, 0, "sqlite_", 0, 7);
    return new Index(
        own ? index.name() : relations.take(index.name()),
        same ? index.parts() : n.of(index, false),
        index.unique(),
        where,
        // A constraint inside CREATE TABLE could not be built after the rows.
        own ? index.origin() : Index.Origin.CREATED,
        false,
        null);
  }
}
