package dev.godwit.postgres.check;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.postgres.session.PostgresErrors;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the server says of itself and of the tables, before rows are read or written. */
public final class PostgresHealth {
  /** Columns of a table that are oids, or of a domain over them. */
  private static final String OIDS =
      """
      WITH RECURSIVE base(oid) AS (
        SELECT 'pg_catalog.oid'::regtype::oid
        UNION
        SELECT t.oid FROM base JOIN pg_catalog.pg_type t ON t.typbasetype = base.oid)
      SELECT a.attname FROM pg_catalog.pg_attribute a
       WHERE a.attrelid = pg_catalog.to_regclass(?)::oid AND a.attnum > 0 AND NOT a.attisdropped
         AND a.atttypid IN (SELECT oid FROM base)""";

  private PostgresHealth() {}

  public static String version(Connection connection) {
    try {
      String version = Queries.text(connection, "SHOW server_version").split(" ")[0];
      return "PostgreSQL " + version;
    } catch (SQLException e) {
      throw PostgresErrors.of("asking for the version", e);
    }
  }

  /** The server's data folder, where the server is this machine and tells. */
  public static Optional<Path> folder(Connection connection) {
    try {
      String address =
          Queries.text(connection, "SELECT pg_catalog.host(pg_catalog.inet_server_addr())");
      boolean tells =
          Queries.is(connection, "SELECT pg_catalog.pg_has_role('pg_read_all_settings', 'USAGE')");
      boolean local = address == null || InetAddress.getByName(address).isLoopbackAddress();
      if (!local || !tells) {
        return Optional.empty();
      }
      String folder = Queries.text(connection, "SHOW data_directory");
      return Optional.of(Path.of(folder)).filter(Files::exists);
    } catch (SQLException e) {
      throw PostgresErrors.of("asking for the data folder", e);
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** A sentence for each index of the schema that the server itself does not trust. */
  public static List<String> invalidIndexes(Connection connection, String schema) {
    try {
      return Queries.list(
          connection,
          r ->
              "the index "
                  + r.getString(1)
                  + " of "
                  + r.getString(2)
                  + " is not valid: it was not finished; REINDEX it or drop it",
          """
          SELECT ic.relname, c.relname
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
            JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname = ? AND NOT i.indisvalid AND c.relkind = 'r' ORDER BY 1""",
          schema);
    } catch (SQLException e) {
      throw PostgresErrors.of("looking at indexes", e);
    }
  }

  /** How many pages the table's own rows take now; 0 where it has none. */
  public static long pages(Connection connection, Table table) {
    return PostgresErrors.asking(
        "asking for the size of " + table.displayName(),
        () ->
            Queries.number(
                connection,
                "SELECT pg_catalog.pg_relation_size(pg_catalog.to_regclass(?)) / 8192",
                Sql.POSTGRES.name(table)));
  }

  /** Those of the tables that hold a row. */
  public static List<Table> occupied(
      Connection connection, List<Table> tables, Function<Table, String> from) {
    List<Table> result = new ArrayList<>();
    try {
      for (List<Table> some : Queries.parts(tables)) {
        List<String> each = new ArrayList<>();
        for (Table t : some) {
          // Citus fetches all rows of such a subquery that it cannot send to one node alone.
          each.add("EXISTS (SELECT 1 FROM " + from.apply(t) + " LIMIT 1)");
        }
        List<Boolean> holds =
            Queries.one(
                connection,
                r -> Queries.<Boolean>array(r, 1),
                "SELECT ARRAY[" + String.join(", ", each) + "]");
        for (int j = 0; j < holds.size(); j++) {
          if (holds.get(j)) {
            result.add(some.get(j));
          }
        }
      }
      return result;
    } catch (SQLException e) {
      String what = tables.size() == 1 ? tables.get(0).displayName() : "the tables";
      throw PostgresErrors.of("looking for rows in " + what, e);
    }
  }

  /** Tables that may not be read, or of which a policy hides rows. */
  public static List<Problem> unreadable(Connection connection, List<Table> tables) {
    List<Problem> result = new ArrayList<>();
    try {
      for (Table table : tables) {
        String name = Sql.POSTGRES.name(table);
        String state =
            Queries.text(
                connection,
                "SELECT CASE WHEN NOT pg_catalog.has_table_privilege(t.oid, 'SELECT') THEN 'right'"
                    + " WHEN pg_catalog.row_security_active(t.oid) THEN 'policy' END"
                    + " FROM pg_catalog.pg_class t WHERE t.oid = pg_catalog.to_regclass(?)::oid",
                name);
        if ("right".equals(state)) {
          String hint = "GRANT SELECT ON " + name + " TO whoever connects";
          result.add(problem(table, ProblemKind.RIGHT, "there is no right to read it", hint));
        } else if ("policy".equals(state)) {
          String hint = "connect as its owner, or as a role with BYPASSRLS";
          result.add(
              problem(table, ProblemKind.POLICY, "row level security may hide rows of it", hint));
        }
      }
      return result;
    } catch (SQLException e) {
      throw PostgresErrors.of("looking at rights", e);
    }
  }

  /**
   * Columns whose values are the oids of large objects: these do not move, and the oids mean
   * nothing.
   */
  public static List<Problem> largeObjects(Connection connection, List<Table> tables) {
    List<Problem> result = new ArrayList<>();
    try {
      boolean any =
          Queries.is(
              connection, "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_largeobject_metadata)");
      if (!any) {
        return result;
      }
      for (Table table : tables) {
        for (String column : Queries.texts(connection, OIDS, Sql.POSTGRES.name(table))) {
          if (table.column(column).isPresent() && refers(connection, table, column)) {
            result.add(
                Problem.of(ProblemKind.LARGE_OBJECT)
                    .at(table.displayName(), column)
                    .says(
                        "holds oids of large objects, and large objects do not move",
                        "make it bytea in the source (lo_get), or rule: "
                            + column
                            + ": {skip: true}"));
          }
        }
      }
      return result;
    } catch (SQLException e) {
      throw PostgresErrors.of("looking for large objects", e);
    }
  }

  private static boolean refers(Connection connection, Table table, String column)
      throws SQLException {
    String sql =
        "SELECT EXISTS (SELECT 1 FROM ONLY %s t WHERE t.%s::oid IN"
            + " (SELECT m.oid FROM pg_catalog.pg_largeobject_metadata m))";
    String from = table.traits().partitioned() ? sql.replace("ONLY ", "") : sql;
    return Queries.is(
        connection, from.formatted(Sql.POSTGRES.name(table), Sql.POSTGRES.name(column)));
  }

  private static Problem problem(Table table, ProblemKind kind, String message, String hint) {
    return Problem.of(kind).at(table.displayName()).says(message, hint);
  }
}
