package dev.godwit.jdbc;

import dev.godwit.model.Column;
import dev.godwit.model.Table;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * Renders names and statements for one dialect, every name quoted, so that no name of a table or
 * column can be read as SQL. Thread-safe.
 */
public final class Sql {
  static {
    // jOOQ's advertisements have no place in the output of a program that Godwit is part of.
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
  }

  public static final Sql SQLITE = new Sql(SQLDialect.SQLITE);
  public static final Sql POSTGRES = new Sql(SQLDialect.POSTGRES);

  private final DSLContext context;

  private Sql(SQLDialect dialect) {
    context =
        DSL.using(
            dialect,
            new Settings()
                .withRenderQuotedNames(RenderQuotedNames.ALWAYS)
                .withRenderSchema(true)
                .withRenderFormatted(false));
  }

  /** A quoted identifier. */
  public String name(String name) {
    // jOOQ drops empty parts of a name; SQLite allows them.
    return name.isEmpty() ? "\"\"" : context.render(DSL.quotedName(name));
  }

  /** A quoted identifier with its schema, which may be empty. */
  public String name(String schema, String name) {
    return schema.isEmpty() ? name(name) : name(schema) + "." + name(name);
  }

  /** A table's quoted identifier, with its schema where it has one. */
  public String name(Table table) {
    return name(table.schema(), table.name());
  }

  /** The quoted names of columns, separated by commas. */
  public String columns(Collection<Column> columns) {
    return names(columns.stream().map(Column::name).toList());
  }

  /** Quoted identifiers, separated by commas. */
  public String names(Collection<String> names) {
    return names.stream().map(this::name).collect(Collectors.joining(", "));
  }

  /** A quoted string literal. */
  public String literal(String value) {
    return context.render(DSL.inline(value));
  }
}
