package dev.godwit.postgres;

import dev.godwit.model.GodwitException;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The server's errors as messages that hold no value of a row: PostgreSQL puts values into DETAIL,
 * into CONTEXT and, for data exceptions (class 22), into the message itself.
 */
final class PostgresErrors {
  static final String UNIQUE_VIOLATION = "23505";
  static final String FOREIGN_KEY_VIOLATION = "23503";
  static final String CHECK_VIOLATION = "23514";
  static final String EXCLUSION_VIOLATION = "23P01";
  private static final Set<String> DATA = Set.of("22", "23");

  private PostgresErrors() {}

  /** {@code doing} completes the sentence "… failed while". */
  static GodwitException of(String doing, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (state.startsWith("08") || state.equals("57P01") || state.equals("57P02")) {
      return GodwitException.failed(
          "the connection to PostgreSQL broke while "
              + doing
              + ": nothing of this transaction was kept; run again once the server answers",
          null);
    }
    // No cause: a stack trace would print what the message leaves out.
    return GodwitException.failed(
        "PostgreSQL refused while "
            + doing
            + ": "
            + message(e)
            + " (SQLSTATE "
            + state
            + ")"
            + wayOut(state),
        null);
  }

  private static String wayOut(String state) {
    return switch (state) {
      case "42501" -> "; connect as the owner of the tables";
      case "55P03" -> "; another session holds a lock on the table: end it, then run again";
      case "57014" ->
          "; a time limit or somebody ended the statement: ?statement_timeout=0 in the URL is no"
              + " limit";
      case "53100" -> "; the server's disk is full: make room, then run again";
      case "25006" -> "; the server is read-only: connect to the primary";
      default -> "";
    };
  }

  /** What the server said, without values. */
  static String message(SQLException e) {
    ServerErrorMessage server = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (server == null) {
      return state.startsWith("08") ? "the connection broke" : String.valueOf(e.getMessage());
    }
    boolean data = state.length() == 5 && DATA.contains(state.substring(0, 2));
    StringBuilder text = new StringBuilder();
    text.append(data ? condition(state) : server.getMessage());
    if (server.getConstraint() != null) {
      text.append(", constraint ").append(server.getConstraint());
    }
    if (server.getColumn() != null) {
      text.append(", column ").append(server.getColumn());
    }
    return text.toString();
  }

  private static String condition(String state) {
    return switch (state) {
      case UNIQUE_VIOLATION -> "two rows have the same unique key";
      case FOREIGN_KEY_VIOLATION -> "a row refers to another that does not exist";
      case CHECK_VIOLATION -> "a row violates a CHECK constraint";
      case EXCLUSION_VIOLATION -> "two rows exclude each other";
      case "23502" -> "NULL in a NOT NULL column";
      case "22001" -> "a value is too long for its column";
      case "22003" -> "a number is out of its column's range";
      default -> "a value does not fit its column's type";
    };
  }
}
