package dev.godwit.postgres.check;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a coordinator of Citus wants of every transaction that writes to its tables; any other
 * server hears nothing of it. Both settings end with the transaction, and have to be said before it
 * looks at a table: from then on Citus refuses DDL, or a command to all nodes, in the same
 * transaction.
 */
public final class Citus {
  /** One command after another, and none of them past the connections to the nodes. */
  public static final String SETTINGS =
      "SET LOCAL citus.multi_shard_modify_mode TO 'sequential';"
          + " SET LOCAL citus.enable_local_execution TO off";

  private static final List<String> NAMES =
      List.of("citus.multi_shard_modify_mode", "citus.enable_local_execution");

  private Citus() {}

  /** What the transaction has for both, before {@link #SETTINGS}; '' where it has nothing. */
  public static Map<String, String> settings(Connection connection) throws SQLException {
    Map<String, String> result = new LinkedHashMap<>();
    for (String name : NAMES) {
      String value = Queries.text(connection, "SELECT pg_catalog.current_setting(?, true)", name);
      result.put(name, value == null ? "" : value);
    }
    return result;
  }

  /** Makes both what they were; a transaction that cannot go on has none to put back. */
  public static void putBack(Connection connection, Map<String, String> settings) {
    try {
      for (Map.Entry<String, String> setting : settings.entrySet()) {
        Queries.text(
            connection,
            "SELECT pg_catalog.set_config(?, ?, true)",
            setting.getKey(),
            setting.getValue());
      }
    } catch (SQLException e) {
      // It failed, or is over: the settings went with it.
      return;
    }
  }

  /** Whether the database has the extension. Looks at no table. */
  public static boolean isOn(Connection connection) throws SQLException {
    return Queries.is(
        connection,
        "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_extension WHERE extname = 'citus')");
  }

  /**
   * A table that Citus holds on its nodes: {@code column} is what it is distributed by, null for a
   * reference table, which every node has whole.
   */
  public record Spread(String column) {}

  private static final String KNOWN =
      "SELECT pg_catalog.to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL";

  /** Local tables that Citus manages have the method of reference tables and another model. */
  private static final String SPREAD =
      """
      SELECT c.relname,
             CASE WHEN p.partmethod <> 'n'
                  THEN pg_catalog.column_to_column_name(p.logicalrelid, p.partkey) END
        FROM pg_catalog.pg_dist_partition p
        JOIN pg_catalog.pg_class c ON c.oid = p.logicalrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND (p.partmethod <> 'n' OR p.repmodel = 't')
       ORDER BY c.relname""";

  /** The tables of a schema that are on the nodes, by name; the others are the coordinator's. */
  public static Map<String, Spread> spread(Connection connection, String schema)
      throws SQLException {
    Map<String, Spread> result = new LinkedHashMap<>();
    if (Queries.is(connection, KNOWN)) {
      Queries.list(
          connection, r -> result.put(r.getString(1), new Spread(r.getString(2))), SPREAD, schema);
    }
    return result;
  }

  /** The names of those whose rows lie on several nodes. */
  public static Set<String> distributed(Map<String, Spread> spread) {
    return spread.keySet().stream()
        .filter(t -> spread.get(t).column() != null)
        .collect(Collectors.toSet());
  }

  /** The catalog as Citus holds it: no row without a value to distribute it by. */
  public static Catalog required(Catalog catalog, Map<String, Spread> spread) {
    List<Table> tables = new ArrayList<>();
    for (Table table : catalog.tables()) {
      Spread of = spread.get(table.name());
      tables.add(
          of == null || of.column() == null
              ? table
              : table.with(
                  table.columns().stream()
                      .map(c -> c.name().equals(of.column()) ? required(c) : c)
                      .toList()));
    }
    return new Catalog(tables, catalog.others(), catalog.remarks());
  }

  private static Column required(Column c) {
    return new Column(
        c.name(), c.type(), false, c.defaultValue(), c.generated(), c.identity(), c.collation());
  }

  /** Sentences for people: where the tables are, and what to expect of that. */
  public static List<String> words(Catalog catalog, Map<String, Spread> spread) {
    List<String> result = new ArrayList<>();
    spread.forEach(
        (table, of) -> {
          String name = Sql.POSTGRES.name(table);
          result.add(
              of.column() == null
                  ? name + " is a reference table: every node of Citus gets all of its rows"
                  : name + " is distributed by " + Sql.POSTGRES.name(of.column()));
          catalog
              .table(table)
              .filter(t -> of.column() != null)
              .ifPresent(t -> numbered(t).ifPresent(c -> result.add(perNode(name, c))));
        });
    return result;
  }

  private static java.util.Optional<Column> numbered(Table table) {
    return table.columns().stream().filter(c -> c.identity() != Column.Identity.NONE).findFirst();
  }

  private static String perNode(String table, Column column) {
    return table
        + "."
        + Sql.POSTGRES.name(column.name())
        + " is numbered by each node from a range of its own: insert through the coordinator where"
        + " numbers must follow each other";
  }
}
