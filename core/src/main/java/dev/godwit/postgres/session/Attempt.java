package dev.godwit.postgres.session;

import dev.godwit.jdbc.Queries;
import dev.godwit.postgres.session.PostgresErrors.Doing;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Predicate;

/** Work in a transaction that goes on where the server refuses the work. */
public final class Attempt {
  private Attempt() {}

  /**
   * What the server has against it, and then nothing of it is done; null where it is done. {@code
   * name} is the savepoint's, another one in each attempt within an attempt.
   *
   * @throws SQLException where it is none of the {@code refusals}: whoever called has to go back
   */
  public static SQLException of(
      Connection connection, String name, Predicate<SQLException> refusals, Doing work)
      throws SQLException {
    Queries.run(connection, "SAVEPOINT " + name);
    try {
      work.run();
      Queries.run(connection, "RELEASE SAVEPOINT " + name);
      return null;
    } catch (SQLException e) {
      if (!refusals.test(e)) {
        throw e;
      }
      undo(connection, name);
      return e;
    }
  }

  /** Whether the server takes it, whatever row it is of; it is undone all the same. */
  public static boolean fits(Connection connection, String name, Doing work) throws SQLException {
    Queries.run(connection, "SAVEPOINT " + name);
    boolean fits = true;
    try {
      work.run();
    } catch (SQLException e) {
      if (!PostgresErrors.isOfARow(e)) {
        throw e;
      }
      fits = false;
    }
    undo(connection, name);
    return fits;
  }

  /** Goes back to a savepoint, which is no more then. */
  public static void undo(Connection connection, String name) throws SQLException {
    Queries.run(connection, "ROLLBACK TO SAVEPOINT " + name + "; RELEASE SAVEPOINT " + name);
  }
}
