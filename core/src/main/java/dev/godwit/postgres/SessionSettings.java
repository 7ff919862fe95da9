package dev.godwit.postgres;

import dev.godwit.jdbc.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every setting of a session that it may change, as it stood at a moment. */
record SessionSettings(Map<String, String> values) {
  static SessionSettings of(Connection connection) throws SQLException {
    Map<String, String> result = new LinkedHashMap<>();
    Queries.list(
        connection,
        r -> result.put(r.getString(1), r.getString(2)),
        """
        SELECT s.name, pg_catalog.current_setting(s.name) FROM pg_catalog.pg_settings s
         WHERE s.context OPERATOR(pg_catalog.=) ANY
               (ARRAY['user', 'superuser']::pg_catalog.text[])
           AND s.name OPERATOR(pg_catalog.<>) ALL
               (ARRAY['transaction_isolation', 'transaction_read_only', 'transaction_deferrable']
                ::pg_catalog.text[])""");
    return new SessionSettings(result);
  }

  /** Puts back what has changed; {@code locally}: until the end of the transaction. */
  void putBack(Connection connection, boolean locally) throws SQLException {
    Map<String, String> now = of(connection).values();
    now.entrySet().removeIf(s -> s.getValue().equals(values.get(s.getKey())));
    for (String changed : now.keySet()) {
      // A setting that nobody had before has no value to go back to but none.
      Queries.text(
          connection,
          "SELECT pg_catalog.set_config(?, ?, ?)",
          changed,
          values.getOrDefault(changed, ""),
          locally);
    }
  }
}
