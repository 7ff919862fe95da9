package dev.godwit.plan.schema;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** One server for a test class, and a fresh database whenever one is asked for. */
final class PostgresForTests implements AutoCloseable {
  private final EmbeddedPostgres server;
  private int databases;

  PostgresForTests() throws IOException {
    server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
  }

  /** Runs statements in a database of their own; fails with the statement that does not run. */
  void run(List<String> statements) throws SQLException {
    String name = "test" + ++databases;
    try (Connection admin = server.getPostgresDatabase().getConnection();
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
      try (Connection connection = server.getDatabase("postgres", name).getConnection();
          Statement fresh = connection.createStatement()) {
        for (String sql : statements) {
          try {
            fresh.execute(sql);
          } catch (SQLException e) {
            throw new AssertionError(e.getMessage() + "\n" + sql, e);
          }
        }
      }
      statement.execute("DROP DATABASE " + name);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
