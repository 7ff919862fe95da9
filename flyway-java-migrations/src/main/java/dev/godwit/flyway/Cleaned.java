package dev.godwit.flyway;

import dev.godwit.history.History;
import dev.godwit.model.GodwitException;
import dev.godwit.postgres.PostgresStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.api.configuration.Configuration;

/** Schemas that Flyway's {@code clean} has emptied. */
final class Cleaned {
  private static final String PRODUCT = "PostgreSQL";

  private Cleaned() {}

  /**
   * Takes the notes of the runs on these schemas out of Godwit's history, where there is one. What
   * is in the way of that is logged: the schemas are clean all the same.
   */
  static void forget(Connection connection, Configuration configuration) {
    try {
      if (connection.getMetaData().getDatabaseProductName().equals(PRODUCT)) {
        for (String schema : schemas(connection, configuration)) {
          PostgresStore left = PostgresStore.left(connection, schema);
          left.atomically(() -> History.of(left).forget());
        }
      }
    } catch (SQLException | GodwitException e) {
      ImportLog.notForgotten(e);
    }
  }

  private static Set<String> schemas(Connection connection, Configuration configuration)
      throws SQLException {
    Set<String> schemas = new LinkedHashSet<>(List.of(configuration.getSchemas()));
    if (configuration.getDefaultSchema() != null) {
      schemas.add(configuration.getDefaultSchema());
    }
    if (schemas.isEmpty() && connection.getSchema() != null) {
      schemas.add(connection.getSchema());
    }
    return schemas;
  }
}
