package dev.godwit.postgres.session;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.GodwitException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Work inside somebody else's transaction. Whatever it throws, nothing of it is left; in either
 * case the transaction goes on with every setting as it was. Use once.
 */
public final class Borrowed {
  private static final String SAVEPOINT = "godwit_run";

  /** Kept back, so that a run that has used up all memory can still be undone. */
  private static final int ROOM = 1 << 20;

  private static final int TRIES = 3;

  private final Connection connection;

  @SuppressWarnings("UnusedVariable") // It is there to be given up.
  private byte[] room = new byte[ROOM];

  public Borrowed(Connection connection) {
    this.connection = connection;
  }

  /** Runs the work between a savepoint and its release. */
  public void run(Runnable work) {
    SessionSettings before = begin();
    boolean done = false;
    try {
      work.run();
      end(before);
      done = true;
    } finally {
      if (!done) {
        room = null;
        undo();
      }
    }
  }

  private SessionSettings begin() {
    try {
      if (connection.getAutoCommit()) {
        throw GodwitException.usage(
            "the connection commits every statement by itself, so that nothing could be undone;"
                + " call setAutoCommit(false) on it, and commit after the run");
      }
      SessionSettings settings = SessionSettings.of(connection);
      Queries.run(connection, "SAVEPOINT " + SAVEPOINT);
      return settings;
    } catch (SQLException e) {
      throw PostgresErrors.of("beginning in the caller's transaction", e);
    }
  }

  private void end(SessionSettings before) {
    try {
      Neighbours.requireNoShadows(connection);
      before.putBack(connection, true);
      Queries.run(connection, "RELEASE SAVEPOINT " + SAVEPOINT);
    } catch (SQLException e) {
      throw PostgresErrors.of("handing the caller's transaction back", e);
    }
  }

  /**
   * Not even once the work is undone may the caller commit half of it: then the connection goes.
   */
  private void undo() {
    for (int i = 0; i < TRIES; i++) {
      try {
        Attempt.undo(connection, SAVEPOINT);
        return;
      } catch (SQLException | RuntimeException | Error e) {
        // What brought us here says more; somebody's late cancellation may have hit this instead.
      }
    }
    abort(connection);
  }

  /** Closes the connection under everybody: the server then undoes what was not committed. */
  public static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException | RuntimeException | Error e) {
      // Then it is closed already.
      return;
    }
  }
}
