package dev.godwit.postgres.session;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.GodwitException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** How a session reads a database: one snapshot, values spelled in one way, one schema. */
public final class SourceSession {
  private SourceSession() {}

  /**
   * Settles how values are spelled; returns the schema to read: of a {@code target} the one that is
   * written to where none is chosen, of any other the only one that holds tables.
   */
  public static String prepare(Connection connection, Connections from, String name, boolean target)
      throws SQLException {
    seeAll(connection, false);
    return schema(connection, from, name, target);
  }

  /** No policy may hide a row; {@code locally}: until the end of the transaction. */
  public static void seeAll(Connection connection, boolean locally) throws SQLException {
    Queries.run(connection, (locally ? "SET LOCAL " : "SET ") + "row_security = off");
  }

  /** Begins the transaction that sees the snapshot. */
  public static void begin(Connection connection) throws SQLException {
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
  }

  private static String schema(Connection connection, Connections from, String name, boolean target)
      throws SQLException {
    List<String> filled =
        Queries.texts(
            connection,
            """
            SELECT DISTINCT n.nspname FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_'::text
               AND n.nspname NOT IN ('information_schema', 'godwit')
               AND (n.nspname, c.relname) <> ('drizzle', '__drizzle_migrations')
               AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                                WHERE d.classid = 'pg_catalog.pg_class'::regclass::oid
                                  AND d.objid = c.oid AND d.deptype = 'e')
             ORDER BY 1""");
    String current = currentSchema(connection);
    String chosen = current == null ? from.schema() : current;
    if (from.choosesSchema()) {
      if (!exists(connection, from.schema())) {
        throw GodwitException.refused(name + ": there is no such schema");
      }
    } else if (!target && (filled.size() > 1 || (filled.size() == 1 && !filled.contains(chosen)))) {
      throw GodwitException.refused(
          name
              + " holds tables in "
              + (filled.size() > 1 ? "several schemas: " : "another schema: ")
              + String.join(", ", filled)
              + "; choose one with ?schema=NAME");
    }
    return chosen;
  }

  /**
   * The first schema of the search path, or null. A role called godwit has Godwit's own there,
   * where no data is; in the system's own schemas there is none either.
   */
  public static String currentSchema(Connection connection) throws SQLException {
    return Queries.text(
        connection,
        """
        SELECT s.name FROM pg_catalog.unnest(pg_catalog.current_schemas(false))
               WITH ORDINALITY s(name, place)
         WHERE s.name NOT IN ('godwit', 'pg_catalog', 'information_schema')
         ORDER BY s.place LIMIT 1""");
  }

  /** Whether there is a schema of this name. */
  public static boolean exists(Connection connection, String schema) throws SQLException {
    return Queries.is(
        connection,
        "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = ?)",
        schema);
  }

  /** Tables whose rows a plain SELECT would show together with those of their heirs. */
  public static Set<String> parents(Connection connection, String schema) throws SQLException {
    return new TreeSet<>(
        Queries.texts(
            connection,
            """
            SELECT DISTINCT c.relname FROM pg_catalog.pg_inherits i
              JOIN pg_catalog.pg_class c ON c.oid = i.inhparent AND c.relkind = 'r'
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ?""",
            schema));
  }

  /** What the server calls itself: behind a name, a proxy or a tunnel it may be another. */
  public static String server(Connection connection) throws SQLException {
    return Queries.text(
        connection,
        """
        SELECT pg_catalog.concat(
            coalesce(pg_catalog.host(pg_catalog.inet_server_addr()), 'a local socket'), ' port ',
            pg_catalog.current_setting('port'), ', database ', pg_catalog.current_database(),
            ', user ', current_user)""");
  }

  /** The same for every way of connecting to one schema of one database. */
  public static String place(Connection connection, String schema) throws SQLException {
    return Queries.one(
        connection,
        r -> r.getString(1) + " " + Sql.POSTGRES.name(schema),
        "SELECT pg_catalog.pg_postmaster_start_time()::timestamptz(6) AT TIME ZONE 'UTC'"
            + " || ' ' || pg_catalog.current_setting('port') || ' ' || pg_catalog.current_database()");
  }

  /** Where the server is, as the driver was told. */
  public static String url(Connection connection) throws SQLException {
    // The driver's own URL carries no password, but may carry parameters that do.
    return connection.getMetaData().getURL().replaceFirst("\\?.*", "");
  }
}
