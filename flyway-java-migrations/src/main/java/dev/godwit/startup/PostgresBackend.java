package dev.godwit.startup;

import com.zaxxer.hikari.HikariConfig;
import dev.godwit.model.GodwitException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import org.jooq.DSLContext;
import org.jooq.Field;

/** PostgreSQL: a server's URL, settings of each connection, and an advisory lock. */
final class PostgresBackend implements Backend {
  /** The server notices within about a minute that a client's machine is gone. */
  private static final String PATIENCE =
      "-c idle_session_timeout=0 -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10"
          + " -c tcp_keepalives_count=3";

  @Override
  public String jdbcUrl(DatabaseConfig config) {
    DatabaseConfig.Server server = config.server();
    String host = server.host().contains(":") ? "[" + server.host() + "]" : server.host();
    return "jdbc:postgresql://" + host + ":" + server.port() + "/" + encoded(server.dbname());
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String place(DatabaseConfig config) {
    return config.server().user() + " at " + jdbcUrl(config).substring("jdbc:".length());
  }

  @Override
  public HikariConfig pool(DatabaseConfig config) {
    return pool(config, config.pool().statement().toMillis());
  }

  /** One connection, whose statements may take the time that an import needs. */
  static HikariConfig migrations(DatabaseConfig config) {
    HikariConfig pool = pool(config, 0);
    pool.setMaximumPoolSize(1);
    return pool;
  }

  private static HikariConfig pool(DatabaseConfig config, long statementMillis) {
    HikariConfig pool = new HikariConfig();
    pool.setJdbcUrl(config.jdbcUrl());
    String limit = "-c statement_timeout=" + statementMillis;
    Properties properties = properties(config, config.application().name(), limit);
    properties.stringPropertyNames().stream()
        .filter(name -> !name.equals("password"))
        .forEach(name -> pool.addDataSourceProperty(name, properties.getProperty(name)));
    pool.setUsername(config.server().user());
    if (config.server().password() != null) {
      pool.setPassword(config.server().password().reveal());
    }
    return pool;
  }

  private static Properties properties(DatabaseConfig config, String name, String options) {
    Properties properties = new Properties();
    properties.setProperty("user", config.server().user());
    if (config.server().password() != null) {
      properties.setProperty("password", config.server().password().reveal());
    }
    if (config.server().sslmode() != null) {
      properties.setProperty("sslmode", config.server().sslmode());
    }
    String connect = String.valueOf(config.pool().connect().toSeconds());
    properties.setProperty("connectTimeout", connect);
    properties.setProperty("loginTimeout", connect);
    properties.setProperty("ApplicationName", name);
    properties.setProperty("options", options);
    properties.setProperty("tcpKeepAlive", "true");
    // Values of rows must not come back in the server's messages.
    properties.setProperty("logServerErrorDetail", "false");
    return properties;
  }

  /** A connection of its own, outside of any pool, that may stay idle as long as it likes. */
  static Connection connect(DatabaseConfig config, String name) {
    Properties properties = properties(config, name, PATIENCE);
    properties.setProperty("socketTimeout", String.valueOf(config.pool().connect().toSeconds()));
    try {
      return DriverManager.getConnection(config.jdbcUrl(), properties);
    } catch (SQLException e) {
      throw Engine.POSTGRESQL.backend().unreachable(config, e);
    }
  }

  @Override
  public GodwitException unreachable(DatabaseConfig config, SQLException cause) {
    return GodwitException.failed(
        "no connection for " + config + ": " + cause.getMessage() + wayOut(cause.getSQLState()),
        cause);
  }

  private static String wayOut(String state) {
    return switch (String.valueOf(state)) {
      case "28P01", "28000", "08004" ->
          "; give the password as database_password in the secrets file, or in the environment";
      case "3D000" -> "; create the database first";
      default -> "; check that the server runs, and database.host and database.port";
    };
  }

  /** PostgreSQL looks after its own log. */
  @Override
  public void walCheckpoint(DatabaseConfig config, DSLContext sql) {}

  @Override
  public Field<?> chronological(Field<Instant> time) {
    return time;
  }

  @Override
  public SchemaMigration.Steps schema(DatabaseConfig config) {
    return new PostgresSchema(config);
  }

  @Override
  public Hold acquire(DatabaseConfig config) {
    return AdvisoryHold.acquire(config);
  }

  @Override
  public Optional<Holder> holder(DatabaseConfig config) {
    return AdvisoryHold.holder(config);
  }
}
