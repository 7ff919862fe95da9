package dev.godwit.postgres.session;

import dev.godwit.jdbc.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every setting of a session that it may change, as it stood at a moment. */
public record SessionSettings(Map<String, Setting> values) {
  /** A setting's value, and the one that it has where nobody has set it. */
  record Setting(String value, String usual) {}

  public static SessionSettings of(Connection connection) throws SQLException {
    Map<String, Setting> result = new LinkedHashMap<>();
    Queries.list(
        connection,
        r -> result.put(r.getString(1), new Setting(r.getString(2), r.getString(3))),
        """
        SELECT s.name, s.setting, s.reset_val FROM pg_catalog.pg_settings s
         WHERE s.context OPERATOR(pg_catalog.=) ANY
               (ARRAY['user', 'superuser']::pg_catalog.text[])
           AND s.name OPERATOR(pg_catalog.<>) ALL
               (ARRAY['transaction_isolation', 'transaction_read_only', 'transaction_deferrable']
                ::pg_catalog.text[])""");
    return new SessionSettings(result);
  }

  /** Puts back what has changed; {@code locally}: until the end of the transaction. */
  public void putBack(Connection connection, boolean locally) throws SQLException {
    for (Map.Entry<String, Setting> now : of(connection).values().entrySet()) {
      // A library that was loaded meanwhile, PL/pgSQL's say, brings settings of its own.
      Setting before = values.get(now.getKey());
      String wanted = before == null ? now.getValue().usual() : before.value();
      if (wanted != null && !wanted.equals(now.getValue().value())) {
        Queries.text(
            connection, "SELECT pg_catalog.set_config(?, ?, ?)", now.getKey(), wanted, locally);
      }
    }
  }
}
