package dev.godwit.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a database of its own, as a parameter of type {@link Database}, and drops it
 * afterwards. A connection that the test left open fails it.
 */
public final class FreshDatabase implements ParameterResolver, AfterEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(FreshDatabase.class);
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final int PATIENCE_MS = 3000;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Database.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(Database.class, c -> create(), Database.class);
  }

  private static Database create() {
    String name = "godwit_test_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
    admin("CREATE DATABASE " + name);
    return new Database(Servers.server(), name);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    Database database = context.getStore(NAMESPACE).remove(Database.class, Database.class);
    if (database == null) {
      return;
    }
    int left = connections(database.name());
    // A closed connection's backend takes a moment to go.
    for (int waited = 0; left > 0 && waited < PATIENCE_MS; waited += 50) {
      Thread.sleep(50);
      left = connections(database.name());
    }
    admin("DROP DATABASE " + database.name() + " WITH (FORCE)");
    if (left > 0 && context.getExecutionException().isEmpty()) {
      throw new AssertionError("the test left " + left + " connections open");
    }
  }

  private static int connections(String database) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + database + "'")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void admin(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql + ": " + e.getMessage(), e);
    }
  }

  private static Connection connect() throws SQLException {
    Servers.Server s = Servers.server();
    return DriverManager.getConnection(
        "jdbc:postgresql://" + s.host() + ":" + s.port() + "/postgres", s.user(), s.password());
  }
}
