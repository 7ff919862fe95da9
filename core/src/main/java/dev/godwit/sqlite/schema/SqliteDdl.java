package dev.godwit.sqlite.schema;

import dev.godwit.jdbc.Sql;
import dev.godwit.model.Catalog;
import dev.godwit.model.Check;
import dev.godwit.model.Column;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Index;
import dev.godwit.model.Statements;
import dev.godwit.model.Table;
import dev.godwit.sql.SqlTokens;
import dev.godwit.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a catalog of SQLite's types as its statements. */
public final class SqliteDdl {
  private final Catalog catalog;

  public SqliteDdl(Catalog catalog) {
    this.catalog = catalog;
  }

  /** CREATE TABLE with keys; SQLite cannot add those later, and checks none while it is told so. */
  public List<String> all() {
    List<String> result = new ArrayList<>(tables());
    result.addAll(indexes());
    return result;
  }

  /** CREATE TABLE. */
  public List<String> tables() {
    return catalog.tables().stream().map(SqliteDdl::create).toList();
  }

  /** Indexes that belong to no constraint. */
  public List<String> indexes() {
    List<String> result = new ArrayList<>();
    for (Table table : catalog.tables()) {
      for (Index index : table.indexes()) {
        if (index.origin() == Index.Origin.CREATED) {
          result.add(create(table, index));
        }
      }
    }
    return result;
  }

  private static String create(Table table) {
    boolean alias = table.columns().stream().anyMatch(c -> c.identity() != Column.Identity.NONE);
    List<String> lines = new ArrayList<>();
    table.columns().forEach(column -> lines.add(column(column)));
    if (!alias && !table.primaryKey().isEmpty()) {
      lines.add("PRIMARY KEY (" + Sql.SQLITE.names(table.primaryKey()) + ")");
    }
    for (Index index : table.indexes()) {
      if (index.origin() == Index.Origin.UNIQUE && !index.columns().isEmpty()) {
        lines.add("UNIQUE (" + Sql.SQLITE.names(index.columns()) + ")");
      }
    }
    table.checks().forEach(check -> lines.add(check(check)));
    table.foreignKeys().forEach(key -> lines.add(foreignKey(key)));
    return "CREATE TABLE "
        + Sql.SQLITE.name(table.name())
        + " (\n"
        + lines.stream().map(line -> "  " + line).collect(Collectors.joining(",\n"))
        + "\n)"
        + options(table.traits());
  }

  private static String options(Table.Traits traits) {
    return traits.strict()
        ? traits.withoutRowid() ? " STRICT, WITHOUT ROWID" : " STRICT"
        : traits.withoutRowid() ? " WITHOUT ROWID" : "";
  }

  /**
   * Columns that are new in a table that is there, with the checks and the foreign keys that are of
   * them alone, and indexes; SQLite adds other keys to none.
   */
  public static Statements growth(Table table, Table grown) {
    List<String> first = new ArrayList<>();
    List<String> drops = new ArrayList<>();
    List<String> last = new SqliteDdl(new Catalog(List.of(grown), List.of(), List.of())).indexes();
    grown.indexes().stream()
        .filter(i -> i.origin() == Index.Origin.CREATED)
        .forEach(i -> drops.add("DROP INDEX " + Sql.SQLITE.name(i.name())));
    List<Check> checks = new ArrayList<>(grown.checks());
    for (int i = grown.columns().size() - 1; i >= 0; i--) {
      Column column = grown.columns().get(i);
      if (table.column(column.name()).isEmpty()) {
        StringBuilder added = new StringBuilder(addition(table, column));
        // A check belongs to the last of its columns: those before are there.
        checks.stream()
            .filter(c -> names(c, column))
            .forEach(c -> added.append(' ').append(check(c)));
        checks.removeIf(c -> names(c, column));
        grown.foreignKeys().stream()
            .filter(k -> k.columns().equals(List.of(column.name())))
            .forEach(k -> added.append(' ').append(references(k)));
        first.add(0, added.toString());
        drops.add(
            "ALTER TABLE "
                + Sql.SQLITE.name(table.name())
                + " DROP COLUMN "
                + Sql.SQLITE.name(column.name()));
      }
    }
    return new Statements(first, last, drops, List.of());
  }

  /** Rows that are there may not have a value for it before they get theirs. */
  private static boolean names(Check check, Column column) {
    List<Token> tokens = SqlTokens.of(check.expression());
    boolean named =
        tokens.stream().anyMatch(t -> t.isName() && t.text().equalsIgnoreCase(column.name()));
    return named && tokens.stream().noneMatch(t -> t.is("NULL") || t.is("NOTNULL"));
  }

  /** One more column of a table that may hold rows: SQLite gives these only a plain default. */
  private static String addition(Table table, Column column) {
    String value = column.defaultValue() == null ? "" : inner(column.defaultValue());
    boolean fills =
        !column.isGenerated()
            && value.matches("'[^']*'|[-+.\\w]+")
            && !value.toUpperCase(Locale.ROOT).startsWith("CURRENT_");
    Column added =
        new Column(
            column.name(),
            column.type(),
            !fills || column.nullable(),
            fills ? column.defaultValue() : null,
            Column.Generated.NO,
            Column.Identity.NONE,
            column.collation());
    return "ALTER TABLE " + Sql.SQLITE.name(table.name()) + " ADD COLUMN " + column(added);
  }

  private static String column(Column column) {
    StringBuilder sql = new StringBuilder(Sql.SQLITE.name(column.name()));
    if (column.identity() != Column.Identity.NONE) {
      boolean counts = column.identity() == Column.Identity.ALWAYS;
      return sql.append(" INTEGER PRIMARY KEY").append(counts ? " AUTOINCREMENT" : "")
          + " NOT NULL";
    }
    sql.append(column.type().name().isEmpty() ? "" : " " + column.type().name());
    sql.append(column.collation() == null ? "" : " COLLATE " + Sql.SQLITE.name(column.collation()));
    if (column.isGenerated()) {
      boolean stored = column.generated() == Column.Generated.STORED;
      sql.append(" AS (").append(column.defaultValue()).append(stored ? ") STORED" : ")");
    } else if (column.defaultValue() != null) {
      sql.append(" DEFAULT ").append(inner(column.defaultValue()));
    }
    return sql.append(column.nullable() ? "" : " NOT NULL").toString();
  }

  /** An expression needs parentheses, and PRAGMA tells it without them. */
  private static String inner(String value) {
    return SqlTokens.of(value).size() == 1 ? value : "(" + value + ")";
  }

  private static String check(Check check) {
    String name = check.name() == null ? "" : "CONSTRAINT " + Sql.SQLITE.name(check.name()) + " ";
    return name + "CHECK (" + check.expression() + ")";
  }

  private static String foreignKey(ForeignKey key) {
    String name = key.name() == null ? "" : "CONSTRAINT " + Sql.SQLITE.name(key.name()) + " ";
    return name + "FOREIGN KEY (" + Sql.SQLITE.names(key.columns()) + ") " + references(key);
  }

  private static String references(ForeignKey key) {
    String sql =
        "REFERENCES %s (%s)%s%s"
            .formatted(
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
    String parts = index.parts().stream().map(SqliteDdl::part).collect(Collectors.joining(", "));
    return "CREATE %sINDEX %s ON %s (%s)%s"
        .formatted(
            index.unique() ? "UNIQUE " : "",
            Sql.SQLITE.name(index.name()),
            Sql.SQLITE.name(table.name()),
            parts,
            index.where() == null ? "" : " WHERE " + index.where());
  }

  private static String part(Index.Part part) {
    return (part.column() == null ? part.expression() : Sql.SQLITE.name(part.column()))
        + (part.collation() == null ? "" : " COLLATE " + Sql.SQLITE.name(part.collation()))
        + (part.descending() ? " DESC" : "");
  }
}
