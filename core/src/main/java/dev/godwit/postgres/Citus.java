package dev.godwit.postgres;

import dev.godwit.jdbc.Queries;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What a coordinator of Citus wants of every transaction that writes to its tables; any other
 * server hears nothing of it. Both settings end with the transaction, and have to be said before it
 * looks at a table: from then on Citus refuses DDL, or a command to all nodes, in the same
 * transaction.
 */
final class Citus {
  /** One command after another, and none of them past the connections to the nodes. */
  static final String SETTINGS =
      "SET LOCAL citus.multi_shard_modify_mode TO 'sequential';"
          + " SET LOCAL citus.enable_local_execution TO off";

  private Citus() {}

  /** Whether the database has the extension. Looks at no table. */
  static boolean isOn(Connection connection) throws SQLException {
    return Queries.one(
        connection,
        r -> r.getBoolean(1),
        "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_extension WHERE extname = 'citus')");
  }
}
