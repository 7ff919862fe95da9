package dev.godwit.postgres.load;

import dev.godwit.jdbc.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends to tables so that what fails can be undone and done again another way. Small tables share
 * a savepoint: one for each would be two round trips, and work for the server besides.
 */
final class Undoable {
  private static final int TABLES = 20;

  /** So many are soon read once more. */
  private static final long ROWS = 100_000;

  private final Connection connection;
  private final List<Appending> done = new ArrayList<>();
  private long rows;

  Undoable(Connection connection) {
    this.connection = connection;
  }

  /**
   * Returns how many rows were appended. {@code next}: after the last one nothing else was written
   * or committed.
   */
  long run(Appending appending, boolean next) throws SQLException {
    boolean shares = next && appending.isSmall();
    if (!shares || done.size() == TABLES || rows > ROWS) {
      end();
    }
    if (done.isEmpty()) {
      Queries.run(connection, "SAVEPOINT " + Appending.SAVEPOINT);
    }
    done.add(appending);
    long count = appending.run();
    rows += count;
    if (!shares) {
      end();
    }
    return count;
  }

  /** Undoes the last, which failed, and those before it of the same savepoint; returns them all. */
  List<Appending> undo() throws SQLException {
    Queries.run(connection, "ROLLBACK TO SAVEPOINT " + Appending.SAVEPOINT);
    List<Appending> undone = List.copyOf(done);
    end();
    return undone;
  }

  /** What was appended stays. */
  void end() throws SQLException {
    if (!done.isEmpty()) {
      Queries.run(connection, "RELEASE SAVEPOINT " + Appending.SAVEPOINT);
    }
    done.clear();
    rows = 0;
  }
}
