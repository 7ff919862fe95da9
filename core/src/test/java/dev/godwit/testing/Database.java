package dev.godwit.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database that belongs to one test. */
public final class Database {
  private final Servers.Server server;
  private final String name;

  Database(Servers.Server server, String name) {
    this.server = server;
    this.name = name;
  }

  /** Another one of the same server, made by the caller, who is to drop it. */
  public Database beside(String other) {
    return new Database(server, other);
  }

  public String name() {
    return name;
  }

  public String host() {
    return server.host();
  }

  public int port() {
    return server.port();
  }

  public String user() {
    return server.user();
  }

  public String password() {
    return server.password();
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + name;
  }

  /** The URL with user and password, as the command line takes it. */
  public String url() {
    return "postgresql://"
        + server.user()
        + ":"
        + server.password()
        + "@"
        + server.host()
        + ":"
        + server.port()
        + "/"
        + name;
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), server.user(), server.password());
  }

  /** Runs SQL, several statements at once if need be. */
  public void run(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql + ": " + e.getMessage(), e);
    }
  }

  /** Rows as text, columns joined by |, NULL as the word. */
  public List<String> rows(String sql) {
    try (Connection connection = connect()) {
      return rows(connection, sql);
    } catch (SQLException e) {
      throw new AssertionError(sql + ": " + e.getMessage(), e);
    }
  }

  /** The same of any database. */
  public static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> result = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          cells.add(String.valueOf(rows.getString(i)));
        }
        result.add(String.join("|", cells));
      }
      return result;
    }
  }

  /** The only value of the only row, as text. */
  public String value(String sql) {
    List<String> rows = rows(sql);
    if (rows.size() != 1) {
      throw new AssertionError(sql + " gave " + rows.size() + " rows");
    }
    return rows.get(0);
  }
}
