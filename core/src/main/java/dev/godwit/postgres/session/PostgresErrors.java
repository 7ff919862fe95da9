package dev.godwit.postgres.session;

import dev.godwit.model.GodwitException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The server's errors as messages that hold no value of a row: PostgreSQL puts values into DETAIL,
 * into CONTEXT and, for data exceptions (class 22), into the message itself.
 */
public final class PostgresErrors {
  public static final String UNIQUE_VIOLATION = "23505";
  public static final String FOREIGN_KEY_VIOLATION = "23503";
  public static final String CHECK_VIOLATION = "23514";
  public static final String EXCLUSION_VIOLATION = "23P01";

  /** Raised by a recipe's check, in words that hold no value. */
  private static final String OUR_WORDS = "GW001";

  private static final Set<String> DATA = Set.of("22", "23");

  /** Classes of errors that say how the server or the session fares, whatever the row. */
  private static final Set<String> OF_THE_SERVER =
      Set.of(
          "08", "0A", "0B", "25", "26", "28", "2D", "3B", "3D", "3F", "40", "53", "55", "57", "58",
          "72", "F0", "HV");

  /** Of these, classes that no name or value in a statement can be the cause of. */
  private static final Set<String> OF_THE_SESSION =
      Set.of("08", "25", "40", "53", "55", "57", "58");

  /** Classes of which the server's own sentence holds no value. */
  private static final Set<String> TOLD =
      Set.of("0A", "25", "28", "3D", "3F", "40", "42", "53", "54", "55", "57", "58");

  /** The setting that the server's hint names, in every language. */
  public static final String LOCKS = "max_locks_per_transaction";

  /** Its DETAIL names objects, and no value of a row. */
  private static final String DEPENDED_ON = "2BP01";

  /** Of a column that is to change, its DETAIL names what uses it. */
  private static final String UNSUPPORTED = "0A000";

  static final String RIGHTS = "42501";
  private static final String DAMAGED = "XX001";
  private static final String DAMAGED_INDEX = "XX002";

  /** The routine of PL/pgSQL's RAISE; its name is in no language. */
  private static final String RAISE = "exec_stmt_raise";

  private static final Pattern DENIED =
      Pattern.compile("permission denied for (database|schema|table|sequence) (.+)");

  private PostgresErrors() {}

  /** What asks the server for something. */
  @FunctionalInterface
  public interface Asking<T> {
    T ask() throws SQLException;
  }

  /** What has the server do something. */
  @FunctionalInterface
  public interface Doing {
    void run() throws SQLException;
  }

  /** Asks; {@code doing} completes the sentence "PostgreSQL refused while …". */
  public static <T> T asking(String doing, Asking<T> work) {
    try {
      return work.ask();
    } catch (SQLException e) {
      throw of(doing, e);
    }
  }

  /** The same for work that gives nothing. */
  public static void doing(String doing, Doing work) {
    try {
      work.run();
    } catch (SQLException e) {
      throw of(doing, e);
    }
  }

  /** Whether the server may have refused a row, and would take others. */
  public static boolean isOfARow(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    ServerErrorMessage server = server(e);
    if (server == null || state.length() != 5) {
      return false;
    }
    return isRaised(server)
        || !OF_THE_SERVER.contains(state.substring(0, 2))
            && !Set.of(RIGHTS, DAMAGED, DAMAGED_INDEX).contains(state);
  }

  /** Whether an error of a statement that only casts values may be one of these. */
  public static boolean isOfAValue(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.length() == 5 && !OF_THE_SESSION.contains(state.substring(0, 2));
  }

  /** Whether no other statement would fare better. */
  public static boolean isOfTheSession(SQLException e) {
    // That an object is in use is not for good.
    return !isOfAValue(e) && !"55006".equals(e.getSQLState());
  }

  private static boolean isRaised(ServerErrorMessage server) {
    return RAISE.equals(server.getRoutine());
  }

  private static ServerErrorMessage server(SQLException e) {
    return e instanceof PSQLException p ? p.getServerErrorMessage() : null;
  }

  /** {@code doing} completes the sentence "… failed while". */
  public static GodwitException of(String doing, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (isBroken(e)) {
      return GodwitException.failed(
          "the connection to PostgreSQL broke while "
              + doing
              + ": nothing of this transaction was kept; run again once the server answers",
          null);
    }
    ServerErrorMessage server = server(e);
    if (server != null && String.valueOf(server.getHint()).contains(LOCKS)) {
      return GodwitException.refused(
          "PostgreSQL has no room for as many locks as one transaction needs while "
              + doing
              + "; nothing was kept. Raise its setting "
              + LOCKS
              + ", restart it, and run again");
    }
    if (server != null && server.getDetail() != null) {
      String detail = server.getDetail().replace("\n", "; ");
      if (DEPENDED_ON.equals(state)) {
        return GodwitException.refused(
            "others depend on what would go while "
                + doing
                + ": "
                + detail
                + "; nothing was changed. Drop these first, then run again");
      }
      if (UNSUPPORTED.equals(state)) {
        String what = "PostgreSQL cannot do it while " + doing + ": " + message(e) + ", " + detail;
        return GodwitException.refused(
            what + "; nothing was changed. Drop that first, then run again");
      }
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
            + wayOut(state, server),
        null);
  }

  /** Whether the connection is gone, and with it the answer to what was asked last. */
  static boolean isBroken(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return state.startsWith("08") || state.equals("57P01") || state.equals("57P02");
  }

  /** Of a COMMIT: without an answer, nobody knows whether it was done. */
  public static GodwitException committing(String target, SQLException e) {
    return isBroken(e)
        ? GodwitException.unanswered(
            "the connection to "
                + target
                + " broke while committing, and the server's answer was lost: the transaction may"
                + " have been kept or not; godwit history --to the target says, once the server"
                + " answers")
        : of("committing", e);
  }

  private static String wayOut(String state, ServerErrorMessage server) {
    return switch (state) {
      case RIGHTS -> right(server == null ? "" : String.valueOf(server.getMessage()));
      case "55P03" -> "; another session holds a lock on the table: end it, then run again";
      case "57014" ->
          "; a time limit or somebody ended the statement: ?statement_timeout=0 in the URL is no"
              + " limit";
      case "22021" ->
          "; a text has bytes that are no UTF-8, as a database in SQL_ASCII may hold: mend it there";
      case "53100" -> "; the server's disk is full: make room, then run again";
      case "25006" ->
          "; connect to the primary if this is a replica, else SET default_transaction_read_only ="
              + " off for the role and the database";
      default -> "";
    };
  }

  /** What helps a role that lacks a right, as far as the server's words tell which. */
  private static String right(String refusal) {
    Matcher denied = DENIED.matcher(refusal);
    if (!denied.matches()) {
      return "; connect as the owner of the tables, or as a role with that right";
    }
    String kind = denied.group(1).toUpperCase(Locale.ROOT);
    String rights =
        switch (kind) {
          case "DATABASE" -> "CREATE";
          case "SCHEMA" -> "USAGE, CREATE";
          default -> "ALL";
        };
    String on = denied.group(2).equals(Journals.SCHEMA) ? ", or make it for this role" : "";
    return "; as an administrator: GRANT "
        + rights
        + " ON "
        + kind
        + " "
        + denied.group(2)
        + " TO this role"
        + on;
  }

  /** What the server said, without values. */
  public static String message(SQLException e) {
    ServerErrorMessage server = server(e);
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (server == null) {
      return state.startsWith("08") ? "the connection broke" : String.valueOf(e.getMessage());
    }
    String of = state.length() == 5 ? state.substring(0, 2) : "";
    if (state.equals(OUR_WORDS)) {
      return server.getMessage();
    }
    boolean data = DATA.contains(of);
    boolean told = TOLD.contains(of) && !isRaised(server);
    StringBuilder text = new StringBuilder();
    text.append(
        told && !data
            ? server.getMessage()
            : isRaised(server) ? "a function of the target raised an exception" : condition(state));
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
      case "22012" -> "an expression of the target divides by zero";
      case "22P05" -> "the target's encoding lacks a character of it";
      default ->
          DATA.contains(state.substring(0, Math.min(2, state.length())))
              ? "a value does not fit its column's type"
              : "an error of its own";
    };
  }
}
