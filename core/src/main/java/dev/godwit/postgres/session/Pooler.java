package dev.godwit.postgres.session;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.GodwitException;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/**
 * A pooler between us and the server that lends sessions for a transaction each. Then settings and
 * locks of a session are everybody's: values could come back in somebody else's spelling.
 */
final class Pooler {
  private static final int TRIES = 3;

  private Pooler() {}

  /** Opens a second connection to the same place. */
  interface Another {
    Connection connect() throws SQLException;
  }

  /**
   * Refuses where two connections at a time are seen to have one session.
   *
   * @throws GodwitException where that is so
   */
  static void requireSessions(Connection connection, Another another, String name)
      throws SQLException {
    int session = session(connection);
    // A pooler makes up the number that it tells; only then a second connection has to be made.
    if (session == connection.unwrap(PGConnection.class).getBackendPID()) {
      return;
    }
    for (int i = 0; i < TRIES; i++) {
      if (session(connection) != session || session(another) == session) {
        throw GodwitException.refused(
            name
                + " is a pooler that lends a session for one transaction only: settings and locks"
                + " of ours would reach others, and theirs us; nothing was written. Connect to"
                + " the server itself, or to a pool of whole sessions");
      }
    }
  }

  /** That of a second connection; 0 where none is to be had, and so none shared. */
  private static int session(Another another) {
    try (Connection second = another.connect()) {
      return session(second);
    } catch (SQLException e) {
      return 0;
    }
  }

  private static int session(Connection connection) throws SQLException {
    return Queries.one(connection, r -> r.getInt(1), "SELECT pg_catalog.pg_backend_pid()");
  }
}
