package dev.godwit.postgres;

import dev.godwit.jdbc.Sql;
import dev.godwit.model.GodwitException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where a PostgreSQL database is: {@code postgresql://user:password@host:port/db?schema=s} or a
 * JDBC URL, with the parameters of the JDBC driver ({@code sslmode}, …) and with {@code
 * lock_timeout} and {@code statement_timeout}. Its text never holds a password.
 */
public final class PostgresUrl {
  private final String jdbcUrl;
  private final Map<String, String> properties;
  private final Map<String, String> timeouts;
  private final String schema;

  private PostgresUrl(
      String jdbcUrl, Map<String, String> properties, Map<String, String> timeouts, String schema) {
    this.jdbcUrl = jdbcUrl;
    this.properties = properties;
    this.timeouts = timeouts;
    this.schema = schema;
  }

  /** Whether the text has the form of such a URL. */
  public static boolean recognises(String text) {
    return text.startsWith("postgresql://")
        || text.startsWith("postgres://")
        || text.startsWith("jdbc:postgresql:");
  }

  /**
   * Reads a URL. {@code password} is used where the URL has none; where it is null too, the driver
   * looks into {@code PGPASSWORD} and {@code .pgpass}.
   */
  public static PostgresUrl parse(String text, String password) {
    String plain = text.replaceFirst("^jdbc:", "");
    if (!plain.contains("//")) {
      plain = plain.replaceFirst("^postgresql:", "postgresql://localhost/");
    }
    URI uri;
    try {
      uri = URI.create(plain);
    } catch (IllegalArgumentException e) {
      throw GodwitException.usage(
          "not a PostgreSQL URL; write postgresql://user@host:port/database");
    }
    Map<String, String> properties = new LinkedHashMap<>();
    query(uri.getRawQuery(), properties);
    if (uri.getRawUserInfo() != null) {
      String[] parts = uri.getRawUserInfo().split(":", 2);
      properties.put("user", decode(parts[0]));
      if (parts.length == 2) {
        properties.put("password", decode(parts[1]));
      }
    }
    String environment = System.getenv("PGPASSWORD");
    if (!properties.containsKey("password")) {
      if (password != null) {
        properties.put("password", password);
      } else if (environment != null) {
        properties.put("password", environment);
      }
    }
    Map<String, String> timeouts = new LinkedHashMap<>(properties);
    timeouts.keySet().retainAll(Timeouts.PARAMETERS);
    properties.keySet().removeAll(Timeouts.PARAMETERS);
    String schema = properties.remove("schema");
    if (schema != null) {
      properties.put("currentSchema", Sql.POSTGRES.name(schema));
    }
    String host = uri.getHost() == null ? "localhost" : uri.getHost();
    int port = uri.getPort() < 0 ? 5432 : uri.getPort();
    String database = uri.getRawPath() == null ? "/" : uri.getRawPath();
    return new PostgresUrl(
        "jdbc:postgresql://" + host + ":" + port + database,
        properties,
        timeouts,
        schema == null ? "public" : schema);
  }

  private static void query(String query, Map<String, String> properties) {
    if (query != null) {
      for (String pair : query.split("&")) {
        String[] parts = pair.split("=", 2);
        properties.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
      }
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The URL for JDBC, without user and password. */
  public String jdbcUrl() {
    return jdbcUrl;
  }

  public String user() {
    return properties.get("user");
  }

  /** The password, or null where the driver is to find it. */
  public String password() {
    return properties.get("password");
  }

  public String schema() {
    return schema;
  }

  /** Whether the URL says which schema it means. */
  boolean choosesSchema() {
    return properties.containsKey("currentSchema");
  }

  /** Everything that JDBC takes beside the URL. */
  public Properties properties() {
    Properties result = new Properties();
    // A server that is not there, or no longer, is noticed; who knows better says so in the URL.
    result.setProperty("connectTimeout", "15");
    result.setProperty("tcpKeepAlive", "true");
    properties.forEach(result::setProperty);
    result.setProperty("ApplicationName", "godwit");
    // Values must not come back in the server's messages.
    result.setProperty("logServerErrorDetail", "false");
    return result;
  }

  /** Connections to it, each new. */
  public DataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(jdbcUrl);
    source.setUser(user());
    source.setPassword(password());
    Properties all = properties();
    try {
      for (String name : all.stringPropertyNames()) {
        source.setProperty(name, all.getProperty(name));
      }
    } catch (SQLException e) {
      throw GodwitException.usage(this + ": " + e.getMessage());
    }
    return source;
  }

  /** Loads the driver, what renders SQL for it, and what most servers ask for a password with. */
  static void prepare() {
    try {
      DriverManager.getDriver("jdbc:postgresql:" + Sql.POSTGRES.literal(""));
      // SCRAM-SHA-256 (RFC 7677): Java's first time takes a tenth of a second.
      byte[] salt = new byte[16];
      PBEKeySpec key = new PBEKeySpec("godwit".toCharArray(), salt, 4096, 256);
      SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key);
    } catch (SQLException e) {
      throw new IllegalStateException("the driver is not there", e);
    } catch (GeneralSecurityException e) {
      // Not every Java has it; only who connects with a password has to hear of that.
      return;
    }
  }

  Connection connect() {
    try {
      Connection connection = DriverManager.getConnection(jdbcUrl, properties());
      try {
        Timeouts.set(connection, timeouts);
        return connection;
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw GodwitException.failed(
          "no connection to " + this + ": " + e.getMessage() + wayOut(e.getSQLState()), null);
    }
  }

  /** Tries for two minutes, at growing intervals: a server that restarts needs a moment. */
  Connection reconnect() {
    long end = System.nanoTime() + 120_000_000_000L;
    for (long pause = 250; ; pause = Math.min(2 * pause, 8_000)) {
      try {
        return connect();
      } catch (GodwitException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw GodwitException.failed("interrupted while waiting for the server", e);
      }
    }
  }

  private static String wayOut(String state) {
    return switch (String.valueOf(state)) {
      case "28P01", "28000", "08004" ->
          "; give the password with PGPASSWORD, .pgpass or --password-file";
      case "3D000" -> "; create the database first";
      default -> "; check that the server runs and the host and port are right";
    };
  }

  /** For people: host, port, database and user; never a password. */
  @Override
  public String toString() {
    String plain = jdbcUrl.substring("jdbc:".length());
    String user = user();
    String text = user == null ? plain : plain.replaceFirst("//", "//" + user + "@");
    return schema.equals("public") ? text : text + "?schema=" + schema;
  }
}
