package dev.godwit.postgres.session;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Tells whether one schema of a database was written to since, by the server's own counters of rows
 * inserted, updated and deleted in each table. They lag behind by seconds at most: a session's
 * writes are counted once it is idle or has ended. They begin anew after a crash of the server, so
 * that equal content may have another fingerprint. Where they are not kept (a standby, {@code
 * track_counts} off), the number of the next transaction stands for them: any write to the server
 * changes it.
 */
public final class Fingerprint {
  /** The table's file changes with TRUNCATE, and where ALTER TABLE writes the rows anew. */
  private static final String COUNTERS =
      """
      WITH RECURSIVE t(oid) AS (
        SELECT c.oid FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = ? AND c.relkind IN ('r', 'p')
        UNION
        SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN t ON t.oid = i.inhparent)
      SELECT pg_catalog.md5(coalesce(pg_catalog.string_agg(pg_catalog.concat_ws(' ', c.oid, c.relfilenode, c.relnatts,
          pg_catalog.pg_stat_get_tuples_inserted(c.oid),
          pg_catalog.pg_stat_get_tuples_updated(c.oid),
          pg_catalog.pg_stat_get_tuples_deleted(c.oid)), ',' ORDER BY c.oid), ''))
        FROM t JOIN pg_catalog.pg_class c ON c.oid = t.oid AND c.relkind IN ('r', 'p')""";

  private static final String COUNTED =
      "SELECT pg_catalog.current_setting('track_counts') = 'on' AND NOT pg_catalog.pg_is_in_recovery()";

  private static final String NEXT_TRANSACTION =
      "SELECT pg_catalog.txid_snapshot_xmax(pg_catalog.txid_current_snapshot())::text";

  private static final String DATABASE =
      "SELECT oid::text FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()";

  private Fingerprint() {}

  public static String of(Connection connection, String schema) {
    try {
      boolean counted = Queries.is(connection, COUNTED);
      String content =
          counted
              ? Queries.text(connection, COUNTERS, schema)
              : Queries.text(connection, NEXT_TRANSACTION);
      return "postgresql " + content;
    } catch (SQLException e) {
      throw PostgresErrors.of("asking what was written", e);
    }
  }

  /** One schema of one database: the same for every way of connecting to it, and for years. */
  public static String identity(Connection connection, String schema) {
    try {
      String database = Queries.text(connection, DATABASE);
      return "postgresql " + cluster(connection) + "/" + database + " " + Sql.POSTGRES.name(schema);
    } catch (SQLException e) {
      throw PostgresErrors.of("asking which database this is", e);
    }
  }

  /** The server's own identifier, or its address where it does not tell that to this user. */
  private static String cluster(Connection connection) throws SQLException {
    boolean tells =
        Queries.is(
            connection,
            "SELECT pg_catalog.has_function_privilege("
                + "pg_catalog.to_regprocedure('pg_catalog.pg_control_system()'), 'EXECUTE')");
    return Queries.text(
        connection,
        tells
            ? "SELECT system_identifier FROM pg_catalog.pg_control_system()"
            : "SELECT coalesce(pg_catalog.host(pg_catalog.inet_server_addr()), 'socket') || ':'"
                + " || pg_catalog.current_setting('port')");
  }
}
