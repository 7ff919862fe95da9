package dev.godwit.sqlite;

import dev.godwit.jdbc.Sql;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Index;
import dev.godwit.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a catalog of common kinds as SQLite's statements. Declared types keep values exactly: what
 * a number's affinity would change is stored as text, under a name that leads back to its kind.
 */
public final class SqliteDdl {
  private final Catalog catalog;

  /** For a catalog of any engine. */
  public SqliteDdl(Catalog catalog) {
    this.catalog = catalog;
  }

  /** CREATE TABLE with keys; SQLite cannot add those later, and checks none while it is told so. */
  public List<String> all() {
    List<String> result = new ArrayList<>(tables());
    result.addAll(indexes());
    return result;
  }

  /** CREATE TABLE, referenced tables first. */
  public List<String> tables() {
    return catalog.tables().stream().map(SqliteDdl::create).toList();
  }

  /** Indexes that belong to no constraint; those of expressions and predicates are left out. */
  public List<String> indexes() {
    List<String> result = new ArrayList<>();
    for (Table table : catalog.tables()) {
      for (Index index : table.indexes()) {
        boolean plain = !index.columns().isEmpty() && index.where() == null;
        if (plain && index.origin() == Index.Origin.CREATED) {
          result.add(create(table, index));
        }
      }
    }
    return result;
  }

  /** The declared type that holds a kind exactly. */
  static String declared(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> "BOOLEAN";
      case SMALLINT -> "SMALLINT";
      case INTEGER -> "INTEGER";
      case BIGINT -> "BIGINT";
      case REAL -> "REAL";
      case DOUBLE -> "DOUBLE PRECISION";
      // NUMERIC affinity would turn '1.10' into a double.
      case NUMERIC -> "DECIMAL_TEXT" + limits(type);
      case TEXT, NATIVE -> "TEXT";
      case VARCHAR -> type.length() == 0 ? "TEXT" : "VARCHAR(" + type.length() + ")";
      case CHAR -> type.length() == 0 ? "TEXT" : "CHAR(" + type.length() + ")";
      case BYTES -> "BLOB";
      case UUID -> "UUID";
      case DATE -> "DATE";
      case TIME -> "TIME";
      case TIMESTAMP -> "TIMESTAMP";
      case TIMESTAMPTZ -> "TIMESTAMPTZ";
      // NUMERIC affinity would change JSON that is a number.
      case JSON -> "JSON_TEXT";
      case JSONB -> "JSONB_TEXT";
      case ANY -> "";
    };
  }

  private static String limits(ColumnType type) {
    return type.length() == 0 ? "" : "(" + type.length() + "," + type.scale() + ")";
  }

  private static String create(Table table) {
    boolean alias = isAlias(table);
    List<String> lines = new ArrayList<>();
    for (Column column : table.columns()) {
      boolean key = alias && table.primaryKey().contains(column.name());
      lines.add(column(column, key));
    }
    if (!alias && !table.primaryKey().isEmpty()) {
      lines.add("PRIMARY KEY (" + Sql.SQLITE.names(table.primaryKey()) + ")");
    }
    for (Index index : table.indexes()) {
      if (index.origin() == Index.Origin.UNIQUE && !index.columns().isEmpty()) {
        lines.add("UNIQUE (" + Sql.SQLITE.names(index.columns()) + ")");
      }
    }
    table.foreignKeys().forEach(key -> lines.add(foreignKey(key)));
    return "CREATE TABLE "
        + Sql.SQLITE.name(table.name())
        + " (\n"
        + lines.stream().map(line -> "  " + line).collect(Collectors.joining(",\n"))
        + "\n)";
  }

  /** Whether the primary key is one whole number, which SQLite numbers by itself. */
  private static boolean isAlias(Table table) {
    return table.primaryKey().size() == 1
        && table
            .column(table.primaryKey().get(0))
            .map(c -> c.type().kind().isInteger() && c.type().kind().isNumeric())
            .orElse(false);
  }

  private static String column(Column column, boolean key) {
    String name = Sql.SQLITE.name(column.name());
    if (key) {
      boolean counts = column.identity() != Column.Identity.NONE;
      return name + " INTEGER PRIMARY KEY" + (counts ? " AUTOINCREMENT" : "") + " NOT NULL";
    }
    return (name + " " + declared(column.type())).strip() + (column.nullable() ? "" : " NOT NULL");
  }

  private static String foreignKey(ForeignKey key) {
    String sql =
        "FOREIGN KEY (%s) REFERENCES %s (%s)%s%s"
            .formatted(
                Sql.SQLITE.names(key.columns()),
                Sql.SQLITE.name(key.targetTable()),
                Sql.SQLITE.names(key.targetColumns()),
                action("DELETE", key.onDelete()),
                action("UPDATE", key.onUpdate()));
    String when = key.initiallyDeferred() ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE";
    return key.deferrable() ? sql + when : sql;
  }

  private static String action(String event, String action) {
    return action == null || action.isBlank() || action.equals("NO ACTION")
        ? ""
        : " ON " + event + " " + action;
  }

  private static String create(Table table, Index index) {
    String parts =
        index.parts().stream()
            .map(p -> Sql.SQLITE.name(p.column()) + (p.descending() ? " DESC" : ""))
            .collect(Collectors.joining(", "));
    return "CREATE %sINDEX %s ON %s (%s)"
        .formatted(
            index.unique() ? "UNIQUE " : "",
            Sql.SQLITE.name(index.name()),
            Sql.SQLITE.name(table.name()),
            parts);
  }
}
