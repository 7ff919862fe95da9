package dev.godwit.flyway;

import dev.godwit.history.History;
import dev.godwit.model.GodwitException;
import dev.godwit.postgres.PostgresStore;
import dev.godwit.report.Report;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.flywaydb.core.api.migration.Context;

/**
 * The transaction that an import's rows are in: Flyway's own where there is one. Without ({@code
 * executeInTransaction=false}) each statement would commit, and Flyway would claim a rollback while
 * the rows stay: then it is one of the import's own.
 */
final class Transaction {
  private final Context context;
  private final Connection connection;

  Transaction(Context context) {
    this.context = context;
    this.connection = context.getConnection();
  }

  /** Runs the import; what it throws leaves nothing behind. */
  void run(Supplier<Report> work) {
    boolean flyways;
    try {
      flyways = !connection.getAutoCommit();
      if (!flyways) {
        ImportLog.ownTransaction();
        connection.setAutoCommit(false);
      }
    } catch (SQLException e) {
      throw GodwitException.failed("the import's transaction could not be begun", e);
    }
    if (flyways) {
      // Flyway commits: nothing of the report is said after that.
      Report unused = work.get();
    } else {
      own(work);
    }
  }

  private void own(Supplier<Report> work) {
    try {
      Report report = work.get();
      commit(report);
    } finally {
      // After a commit there is nothing to roll back.
      end();
    }
  }

  private void end() {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // The server rolls a broken connection back itself; what broke it tells more.
      return;
    }
  }

  private void commit(Report report) {
    try {
      connection.commit();
    } catch (SQLException e) {
      String state = String.valueOf(e.getSQLState());
      boolean answered = !state.startsWith("08") && !state.equals("57P01") && !state.equals("null");
      throw GodwitException.failed(
          "the import's transaction could not be committed (SQLSTATE "
              + state
              + "); "
              + (answered ? "nothing was kept, run again" : found(report.migrationId())),
          e);
    }
  }

  /** What became of a commit whose answer was lost, as another connection sees it. */
  private String found(String id) {
    try (Connection other = context.getConfiguration().getDataSource().getConnection()) {
      History history = History.of(PostgresStore.on(other));
      if (!history.isKept()) {
        return unknown(id);
      }
      boolean there =
          history.runs().stream().anyMatch(r -> r.migrationId().equals(id) && r.end() != null);
      return there
          ? "its answer was lost, but its rows are there, and Flyway has no history row of them."
              + " Run again with flyway.godwit.force=true, which replaces them and notes the"
              + " version, or take them back with godwit rollback --migration-id "
              + id
          : "its answer was lost, and nothing was kept: run again";
    } catch (SQLException | GodwitException e) {
      return unknown(id);
    }
  }

  private static String unknown(String id) {
    return "its answer was lost, and whether its rows are there is not known: look whether the"
        + " tables hold rows, or SELECT finished FROM godwit.runs WHERE migration_id = '"
        + id
        + "'";
  }
}
