package dev.godwit.bench;

import dev.godwit.cli.embedded.EmbeddedServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The PostgreSQL that all lanes share; it must be able to read files of this machine. */
final class Server {
  private static final Pattern URL =
      Pattern.compile("(?:jdbc:)?postgresql://(?:([^:@/]*)(?::([^@/]*))?@)?([^:/]+)(?::(\\d+))?/.*");

  private final String user;
  private final String password;
  private final String host;
  private final String port;

  private Server(String url, String password) {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not postgresql://user:password@host:port/database");
    }
    this.user = matcher.group(1) == null ? "postgres" : matcher.group(1);
    this.password = matcher.group(2) == null ? password : matcher.group(2);
    this.host = matcher.group(3);
    this.port = matcher.group(4) == null ? "5432" : matcher.group(4);
  }

  /** The server of this URL, or one of our own where that is null. */
  static Server of(String url, Path folder) {
    if (url != null) {
      return new Server(url, "");
    }
    EmbeddedServer.Running running = EmbeddedServer.start(folder);
    return new Server(running.url(), running.password());
  }

  Map<String, String> environment() {
    return Map.of("PGHOST", host, "PGPORT", port, "PGUSER", user, "PGPASSWORD", password);
  }

  /** Without the password, which goes by the environment. */
  String url(String database) {
    return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
  }

  /** With the password: for programs that take it in no other way. */
  String fullUrl(String database) {
    return "postgresql://" + user + ":" + password + "@" + host + ":" + port + "/" + database;
  }

  String version() throws SQLException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW server_version")) {
      row.next();
      return row.getString(1);
    }
  }

  /** An empty database, and nothing left to write from before. */
  void create(String database, String... statements) throws SQLException {
    run("postgres", "DROP DATABASE IF EXISTS " + database);
    run("postgres", "CREATE DATABASE " + database);
    run(database, statements);
    run("postgres", "CHECKPOINT");
  }

  void run(String database, String... statements) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** How many rows the table has; 0 where it is not there. */
  long count(String database, String table) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      if ("42P01".equals(e.getSQLState())) {
        return 0;
      }
      throw e;
    }
  }

  private Connection connect(String database) throws SQLException {
    String jdbc = "jdbc:postgresql://" + host + ":" + port + "/" + database;
    return DriverManager.getConnection(jdbc, user, password);
  }
}
