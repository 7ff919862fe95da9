package dev.godwit.postgres.schema;

import dev.godwit.model.Catalog;
import dev.godwit.model.Check;
import dev.godwit.model.Column;
import dev.godwit.model.Detail;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Index;
import dev.godwit.model.Table;
import dev.godwit.sql.Identifiers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes a catalog of PostgreSQL's types as statements, in three steps between which rows can be
 * loaded: tables with their primary keys, then indexes, then foreign keys.
 */
public final class PostgresDdl {
  /** What the server says of an index, with the table's name between the groups. */
  private static final Pattern INDEX =
      Pattern.compile(
          "(CREATE (?:UNIQUE )?INDEX (?:\"(?:[^\"]|\"\")+\"|\\S+) ON )(?:ONLY )?.+?( USING .*)",
          Pattern.DOTALL);

  /** An extension may be in a schema of its own, and the types of columns bear no schema. */
  private static final String VISIBLE =
      "SELECT pg_catalog.set_config('search_path', pg_catalog.current_setting('search_path') || ', ' ||"
          + " pg_catalog.quote_ident(n.nspname), true) FROM pg_catalog.pg_extension x"
          + " JOIN pg_catalog.pg_namespace n ON n.oid = x.extnamespace WHERE x.extname = %s";

  private final Catalog catalog;
  private final Map<String, Map<String, String>> comments;
  private final Set<String> relations = new HashSet<>();

  /** For a catalog, with comments by table and column. */
  public PostgresDdl(Catalog catalog, Map<String, Map<String, String>> comments) {
    this.catalog = catalog;
    this.comments = comments;
    for (Table table : catalog.tables()) {
      relations.add(table.name());
      table.indexes().forEach(index -> relations.add(index.name()));
    }
  }

  /** All steps, one after the other. */
  public List<String> all() {
    List<String> result = new ArrayList<>(types());
    result.addAll(details(Detail.When.FIRST));
    result.addAll(tables());
    result.addAll(details(Detail.When.TABLES));
    result.addAll(indexes());
    result.addAll(foreignKeys());
    return result;
  }

  /** What has to wait until the rows are in. */
  public List<String> completion() {
    return details(Detail.When.LAST);
  }

  private List<String> details(Detail.When when) {
    return catalog.details().stream().filter(x -> x.when() == when).map(Detail::sql).toList();
  }

  /** Types that the tables use; one that is there already is taken as it is. */
  private List<String> types() {
    List<String> result = new ArrayList<>();
    for (Catalog.Other other : catalog.others()) {
      if (other.type().equals("extension")) {
        result.add(other.sql());
        result.add(VISIBLE.formatted(Identifiers.literal(other.name())));
      } else if (other.type().equals("type")) {
        result.add(
            "DO $godwit$ BEGIN "
                + other.sql()
                + "; EXCEPTION WHEN duplicate_object THEN NULL; END $godwit$");
      }
    }
    return result;
  }

  /** CREATE TABLE, referenced tables first, and the comments of columns. */
  public List<String> tables() {
    List<String> result = new ArrayList<>();
    for (Table table : Catalog.sorted(catalog.tables())) {
      result.add(create(table));
      comments
          .getOrDefault(table.name(), Map.of())
          .forEach(
              (column, comment) ->
                  result.add(
                      "COMMENT ON COLUMN %s.%s IS %s"
                          .formatted(name(table), quote(column), Identifiers.literal(comment))));
    }
    return result;
  }

  /** Unique constraints and indexes. */
  public List<String> indexes() {
    List<String> result = new ArrayList<>();
    for (Table table : catalog.tables()) {
      for (Index index : table.indexes()) {
        if (index.origin() == Index.Origin.UNIQUE && !index.columns().isEmpty()) {
          result.add(
              "ALTER TABLE %s ADD CONSTRAINT %s %s"
                  .formatted(name(table), quote(index.name()), unique(index)));
        } else if (index.origin() != Index.Origin.PRIMARY_KEY) {
          result.add(create(table, index));
        }
      }
    }
    return result;
  }

  /** As the server says it, where it does. */
  private static String unique(Index index) {
    String nulls = index.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "";
    return says(index, "UNIQUE")
        ? index.definition()
        : "UNIQUE" + nulls + " (" + names(index.columns()) + ")";
  }

  private static boolean says(Index index, String constraint) {
    return index.definition() != null && index.definition().startsWith(constraint);
  }

  /** Foreign keys, and checks that hold for new rows only. */
  public List<String> foreignKeys() {
    List<String> result = new ArrayList<>();
    for (Table table : Catalog.sorted(catalog.tables())) {
      for (Check check : table.checks()) {
        if (!check.validated()) {
          result.add("ALTER TABLE " + name(table) + " ADD " + check(check) + " NOT VALID");
        }
      }
      for (ForeignKey key : table.foreignKeys()) {
        result.add(create(table, key));
      }
    }
    return result;
  }

  private String create(Table table) {
    List<String> lines = new ArrayList<>();
    table.columns().forEach(column -> lines.add(column(table, column)));
    if (!table.primaryKey().isEmpty()) {
      String plain = "PRIMARY KEY (" + names(table.primaryKey()) + ")";
      lines.add(
          table.indexes().stream()
              .filter(i -> i.origin() == Index.Origin.PRIMARY_KEY)
              .map(
                  i ->
                      ("CONSTRAINT " + quote(i.name()) + " ")
                          + (says(i, "PRIMARY KEY") ? i.definition() : plain))
              .findFirst()
              .orElse(plain));
    }
    table.checks().stream().filter(Check::validated).forEach(c -> lines.add(check(c)));
    return "CREATE TABLE "
        + name(table)
        + " (\n"
        + lines.stream().map(line -> "  " + line).collect(Collectors.joining(",\n"))
        + "\n)";
  }

  /** One more column of a table that may hold rows: NOT NULL only where a default fills it. */
  static String addition(Table table, Column column) {
    StringBuilder sql = new StringBuilder("ALTER TABLE ").append(name(table));
    sql.append(" ADD COLUMN ").append(quote(column.name())).append(' ');
    sql.append(column.type().name());
    sql.append(column.collation() == null ? "" : " COLLATE " + quote(column.collation()));
    boolean filled = column.defaultValue() != null && !column.isGenerated();
    sql.append(filled ? " DEFAULT " + column.defaultValue() : "");
    return sql.append(filled && !column.nullable() ? " NOT NULL" : "").toString();
  }

  private String column(Table table, Column column) {
    StringBuilder sql = new StringBuilder(quote(column.name()));
    sql.append(' ').append(column.type().name());
    sql.append(column.collation() == null ? "" : " COLLATE " + quote(column.collation()));
    if (column.isGenerated()) {
      boolean virtual = column.generated() == Column.Generated.VIRTUAL;
      sql.append(" GENERATED ALWAYS AS (").append(column.defaultValue());
      sql.append(virtual ? ") VIRTUAL" : ") STORED");
    } else if (column.identity() != Column.Identity.NONE) {
      boolean always = column.identity() == Column.Identity.ALWAYS;
      sql.append(always ? " GENERATED ALWAYS" : " GENERATED BY DEFAULT").append(" AS IDENTITY");
      sql.append(sequence(table, column));
    } else if (column.defaultValue() != null) {
      sql.append(" DEFAULT ").append(column.defaultValue());
    }
    return sql.append(column.nullable() ? "" : " NOT NULL").toString();
  }

  /** PostgreSQL would take a name that a later table or index needs. */
  private String sequence(Table table, Column column) {
    String own = table.name() + "_" + column.name() + "_seq";
    if (!relations.contains(own)) {
      return "";
    }
    int i = 2;
    while (relations.contains(own + i)) {
      i++;
    }
    relations.add(own + i);
    return " (SEQUENCE NAME " + Identifiers.postgres(table.schema(), own + i) + ")";
  }

  static String check(Check check) {
    String name = check.name() == null ? "" : "CONSTRAINT " + quote(check.name()) + " ";
    return name + "CHECK (" + check.expression() + ")" + (check.alone() ? " NO INHERIT" : "");
  }

  private static String create(Table table, Index index) {
    Matcher own = INDEX.matcher(index.definition() == null ? "" : index.definition());
    if (own.matches()) {
      return own.group(1) + name(table) + own.group(2);
    }
    String parts = index.parts().stream().map(PostgresDdl::part).collect(Collectors.joining(", "));
    return "CREATE "
        + (index.unique() ? "UNIQUE " : "")
        + "INDEX "
        + quote(index.name())
        + " ON "
        + name(table)
        + (index.method() == null ? "" : " USING " + index.method())
        + " ("
        + parts
        + ")"
        + (index.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "")
        + (index.where() == null ? "" : " WHERE " + index.where());
  }

  private static String part(Index.Part part) {
    String sql = part.column() == null ? "(" + part.expression() + ")" : quote(part.column());
    return sql + (part.descending() ? " DESC" : "");
  }

  private static String create(Table table, ForeignKey key) {
    StringBuilder sql = new StringBuilder("ALTER TABLE ").append(name(table)).append(" ADD ");
    if (key.name() != null) {
      sql.append("CONSTRAINT ").append(quote(key.name())).append(' ');
    }
    sql.append("FOREIGN KEY (").append(referring(key, key.columns())).append(") REFERENCES ");
    sql.append(Identifiers.postgres(table.schema(), key.targetTable()));
    sql.append(" (").append(referring(key, key.targetColumns())).append(')');
    sql.append(key.finer().full() ? " MATCH FULL" : "");
    sql.append(action("DELETE", key.onDelete()));
    if (!key.finer().cleared().isEmpty()) {
      sql.append(" (").append(names(key.finer().cleared())).append(')');
    }
    sql.append(action("UPDATE", key.onUpdate()));
    if (key.deferrable()) {
      sql.append(" DEFERRABLE").append(key.initiallyDeferred() ? " INITIALLY DEFERRED" : "");
    }
    return sql.append(key.validated() ? "" : " NOT VALID").toString();
  }

  private static String referring(ForeignKey key, List<String> columns) {
    if (!key.finer().period()) {
      return names(columns);
    }
    int last = columns.size() - 1;
    return names(columns.subList(0, last)) + ", PERIOD " + quote(columns.get(last));
  }

  private static String action(String event, String action) {
    return action == null || action.isBlank() || action.equals("NO ACTION")
        ? ""
        : " ON " + event + " " + action;
  }

  private static String name(Table table) {
    return Identifiers.postgres(table.schema(), table.name());
  }

  private static String quote(String name) {
    return Identifiers.postgres(name);
  }

  private static String names(List<String> names) {
    return names.stream().map(PostgresDdl::quote).collect(Collectors.joining(", "));
  }
}
