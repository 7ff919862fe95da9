package dev.godwit.postgres.load;

import dev.godwit.jdbc.Sql;
import java.util.List;

/**
 * Something that is taken off a table for the load and put back after it. {@code schema} and {@code
 * parent} name the table and, for a foreign key, the referenced one. {@code terms} are what rows of
 * the same key have in common: a key's expressions; of a foreign key, how {@code t} and the row
 * {@code p} that it refers to are compared, by the key's own operators.
 */
public record Piece(
    Type type,
    String schema,
    String table,
    String name,
    String definition,
    String comment,
    List<String> columns,
    String parentSchema,
    String parent,
    List<String> parentColumns,
    boolean full,
    List<String> terms,
    String predicate,
    String expression,
    boolean removable) {

  /** In the order in which they are put back. */
  public enum Type {
    KEY,
    INDEX,
    CHECK,
    FOREIGN_KEY
  }

  /** Names differ mostly; a record's own takes Java longer to make than all of these to use. */
  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** Whether two rows can be in each other's way here. */
  boolean unique() {
    return type == Type.KEY || type == Type.INDEX && definition.startsWith("CREATE UNIQUE");
  }

  public String qualifiedTable() {
    return Sql.POSTGRES.name(schema, table);
  }

  String drop() {
    return type == Type.INDEX
        ? "DROP INDEX " + Sql.POSTGRES.name(schema, name)
        : "ALTER TABLE " + qualifiedTable() + " DROP CONSTRAINT " + Sql.POSTGRES.name(name);
  }

  public String add() {
    String sql =
        type == Type.INDEX
            ? definition
            : "ALTER TABLE "
                + qualifiedTable()
                + " ADD CONSTRAINT "
                + Sql.POSTGRES.name(name)
                + " "
                + definition;
    if (comment == null) {
      return sql;
    }
    String on =
        type == Type.INDEX
            ? "INDEX " + Sql.POSTGRES.name(schema, name)
            : "CONSTRAINT " + Sql.POSTGRES.name(name) + " ON " + qualifiedTable();
    return sql + "; COMMENT ON " + on + " IS " + Sql.POSTGRES.literal(comment);
  }

  /** A condition on the table, aliased {@code t}, that holds for the rows in the way. */
  String violators() {
    return switch (type) {
      case CHECK -> "(" + expression + ") IS FALSE";
      case FOREIGN_KEY -> orphans();
      default -> "t.ctid IN (" + duplicates() + ")";
    };
  }

  private String orphans() {
    int last = columns.size() - 1;
    boolean period = definition.contains(" PERIOD ") || definition.contains("(PERIOD ");
    String match = String.join(" AND ", terms.subList(0, period ? last : columns.size()));
    String from = " FROM " + Sql.POSTGRES.name(parentSchema, parent) + " p WHERE " + match + ")";
    String missing =
        period
            ? "(t.%s <@ (SELECT pg_catalog.range_agg(p.%s)"
                    .formatted(
                        Sql.POSTGRES.name(columns.get(last)),
                        Sql.POSTGRES.name(parentColumns.get(last)))
                + from
                + ") IS NOT TRUE"
            : "NOT EXISTS (SELECT 1" + from;
    String allSet = "(" + nullness(" IS NOT NULL", " AND ") + ")";
    String anySet = "(" + nullness(" IS NOT NULL", " OR ") + ")";
    return full ? anySet + " AND " + missing : allSet + " AND " + missing;
  }

  private String nullness(String test, String glue) {
    return String.join(
        glue, columns.stream().map(c -> "t." + Sql.POSTGRES.name(c) + test).toList());
  }

  /** All but the first row, in load order, of each group that shares a key. */
  private String duplicates() {
    String keys = String.join(", ", terms);
    StringBuilder where = new StringBuilder("true");
    if (!definition.contains("NULLS NOT DISTINCT")) {
      terms.forEach(k -> where.append(" AND (").append(k).append(") IS NOT NULL"));
    }
    if (predicate != null) {
      where.append(" AND (").append(predicate).append(')');
    }
    return "SELECT d.ctid FROM (SELECT ctid, pg_catalog.row_number() OVER (PARTITION BY "
        + keys
        + " ORDER BY ctid) AS nth FROM "
        + qualifiedTable()
        + " WHERE "
        + where
        + ") d WHERE d.nth > 1";
  }
}
