package dev.godwit.postgres.session;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.GodwitException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How long a session waits for others and works on one statement: a minute for a lock, and without
 * end for itself, whatever the server's or the role's limits are, because one COPY may take hours.
 */
public final class Timeouts {
  private static final String LOCK = "lock_timeout";
  private static final String STATEMENT = "statement_timeout";

  /** The parameters of a URL that say otherwise, as PostgreSQL writes times: {@code 5s}. */
  static final Set<String> PARAMETERS = Set.of(LOCK, STATEMENT);

  private static final Map<String, String> USUAL =
      Map.of(
          LOCK,
          "60s",
          STATEMENT,
          "0",
          "idle_in_transaction_session_timeout",
          "0",
          // From PostgreSQL 17 on.
          "transaction_timeout",
          "0");

  private static final String INVALID_VALUE = "22023";

  private Timeouts() {}

  /** For as long as the session lasts. Not as start-up options, which poolers refuse. */
  static void set(Connection connection, Map<String, String> chosen) throws SQLException {
    Map<String, String> all = new LinkedHashMap<>(USUAL);
    all.putAll(chosen);
    try {
      set(connection, all, false);
    } catch (SQLException e) {
      if (!INVALID_VALUE.equals(e.getSQLState())) {
        throw e;
      }
      throw GodwitException.usage(
          chosen + ": write a time as PostgreSQL does, such as 500ms, 30s or 2h; 0 is no limit");
    }
  }

  /** On somebody else's connection: until the end of the transaction. */
  public static void setLocally(Connection connection) {
    PostgresErrors.doing("setting time limits", () -> set(connection, USUAL, true));
  }

  private static void set(Connection connection, Map<String, String> all, boolean local)
      throws SQLException {
    Queries.texts(
        connection,
        """
        SELECT pg_catalog.set_config(s.name, t.value, ?)
          FROM unnest(pg_catalog.string_to_array(?, '|'), pg_catalog.string_to_array(?, '|')) t (name, value)
          JOIN pg_catalog.pg_settings s ON s.name = t.name""",
        local,
        String.join("|", all.keySet()),
        String.join("|", all.values()));
  }
}
