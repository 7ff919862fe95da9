package dev.godwit.postgres.session;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.GodwitException;
import dev.godwit.postgres.address.Passfile;
import dev.godwit.postgres.address.ServerAddress;
import dev.godwit.postgres.address.ServiceFile;
import dev.godwit.postgres.address.UrlParameters;
import dev.godwit.postgres.address.UrlText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where a PostgreSQL database is: {@code postgresql://user:password@host:port/db?schema=s}, as
 * libpq reads it, or a JDBC URL, as its driver does. Several hosts are tried in turn. What the URL
 * leaves out comes from its {@code service}, then from {@code PGHOST}, {@code PGPORT}, {@code
 * PGUSER}, {@code PGDATABASE} and the like, as {@code psql} has it. Its text never holds a
 * password.
 */
public final class PostgresUrl implements Connections {
  /** The system property that names, with commas, parameters that are allowed to run code. */
  public static final String ALLOWED = UrlParameters.ALLOWED;

  private static final Set<String> SECRET = Set.of("password", "sslpassword");

  /** What psql takes from the environment, where nothing else says it. */
  private static final Map<String, String> ENVIRONMENT =
      Map.ofEntries(
          Map.entry("PGHOST", "host"),
          Map.entry("PGPORT", "port"),
          Map.entry("PGUSER", "user"),
          Map.entry("PGDATABASE", "dbname"),
          Map.entry("PGPASSWORD", "password"),
          Map.entry("PGOPTIONS", "options"),
          Map.entry("PGSSLMODE", "sslmode"),
          Map.entry("PGSSLROOTCERT", "sslrootcert"),
          Map.entry("PGSSLNEGOTIATION", "sslnegotiation"),
          Map.entry("PGGSSENCMODE", "gssencmode"),
          Map.entry("PGCHANNELBINDING", "channel_binding"),
          Map.entry("PGREQUIREAUTH", "require_auth"),
          Map.entry("PGLOADBALANCEHOSTS", "load_balance_hosts"),
          Map.entry("PGCONNECT_TIMEOUT", "connect_timeout"),
          Map.entry("PGTARGETSESSIONATTRS", "target_session_attrs"));

  /** What psql would ask of a server, and the driver cannot: nobody may believe that it was. */
  private static final List<String> NOT_HEARD =
      List.of(
          "PGHOSTADDR",
          "PGREQUIRESSL",
          "PGREQUIREPEER",
          "PGSSLCRL",
          "PGSSLCRLDIR",
          "PGSSLMINPROTOCOLVERSION",
          "PGSSLMAXPROTOCOLVERSION");

  private final ServerAddress address;
  private final Map<String, String> properties;
  private final Map<String, String> timeouts;
  private final String schema;

  private PostgresUrl(ServerAddress address, Map<String, String> keywords) {
    this.address = address;
    this.properties = UrlParameters.forDriver(keywords);
    properties.put("user", keywords.get("user"));
    if (keywords.containsKey("password")) {
      properties.put("password", keywords.get("password"));
    }
    this.timeouts = new LinkedHashMap<>(keywords);
    timeouts.keySet().retainAll(Timeouts.PARAMETERS);
    String chosen = keywords.get("schema");
    if (chosen != null) {
      if (properties.containsKey("currentSchema")) {
        throw GodwitException.usage("the URL has both schema and currentSchema; leave one out");
      }
      properties.put("currentSchema", Sql.POSTGRES.name(chosen));
    }
    this.schema = chosen == null ? "public" : chosen;
  }

  /** Whether the text means such a URL, well written or not. */
  public static boolean recognises(String text) {
    return UrlText.recognises(text);
  }

  /**
   * Reads a URL. {@code password} is used where the URL has none; where it is null too, the driver
   * looks into {@code PGPASSWORD} and {@code .pgpass}.
   *
   * @throws GodwitException where it cannot be read, or has a parameter that is not known or could
   *     run code; the system property {@code godwit.allow-url-parameter} names, with commas, those
   *     of the latter that are allowed
   */
  public static PostgresUrl parse(String text, String password) {
    return parse(text, password, System.getenv());
  }

  static PostgresUrl parse(String text, String password, Map<String, String> environment) {
    Map<String, String> keywords = UrlText.read(text);
    if (password != null) {
      keywords.putIfAbsent("password", password);
    }
    String service = keywords.getOrDefault("service", environment.getOrDefault("PGSERVICE", ""));
    if (!service.isEmpty()) {
      Map<String, String> found = ServiceFile.read(service, environment);
      if (found.containsKey("service")) {
        throw GodwitException.usage("service " + service + " names another service");
      }
      found.values().removeIf(String::isEmpty);
      found.forEach(keywords::putIfAbsent);
    }
    for (String variable : NOT_HEARD) {
      if (!environment.getOrDefault(variable, "").isEmpty()) {
        throw GodwitException.usage(
            variable + " is not understood, and what it asks for would not be; unset it");
      }
    }
    ENVIRONMENT.forEach(
        (variable, keyword) -> {
          String value = environment.getOrDefault(variable, "");
          if (!value.isEmpty()) {
            keywords.putIfAbsent(keyword, value);
          }
        });
    keywords.putIfAbsent("user", System.getProperty("user.name"));
    keywords.putIfAbsent("dbname", keywords.get("user"));
    ServerAddress address = ServerAddress.of(keywords);
    if (keywords.containsKey("passfile")) {
      Passfile.password(keywords.get("passfile"), address, keywords.get("user"))
          .ifPresent(p -> keywords.putIfAbsent("password", p));
    }
    return new PostgresUrl(address, keywords);
  }

  /** The URL for JDBC, without user and password. */
  public String jdbcUrl() {
    return address.jdbcUrl();
  }

  /** The host, the first where there are several. */
  public String host() {
    return address.places().get(0).host();
  }

  public int port() {
    return address.places().get(0).port();
  }

  public String database() {
    return address.database();
  }

  /** Whether neither the URL nor the environment names a host: then localhost is meant. */
  @Override
  public boolean assumesHost() {
    return address.assumed();
  }

  public String user() {
    return properties.get("user");
  }

  /** The password, or null where the driver is to find it. */
  public String password() {
    return properties.get("password");
  }

  @Override
  public String name(Connection connection) {
    return toString();
  }

  @Override
  public String schema() {
    return schema;
  }

  /** Whether the URL says which schema it means. */
  @Override
  public boolean choosesSchema() {
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
    source.setUrl(jdbcUrl());
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
  public static void prepare() {
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

  /** Connects, with settings that a run needs. */
  @Override
  public Connection connect() {
    try {
      Connection connection = DriverManager.getConnection(jdbcUrl(), properties());
      try {
        Neighbours.requireNoShadows(connection);
        Pooler.requireSessions(connection, this::impatient, toString());
        Timeouts.set(connection, timeouts);
        Queries.run(connection, Spellings.SESSION);
        return connection;
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw GodwitException.failed(
          "no connection to "
              + this
              + assumption()
              + ": "
              + e.getMessage()
              + wayOut(e.getSQLState()),
          null);
    }
  }

  /** One that does not wait where a pool has no session left. */
  private Connection impatient() throws SQLException {
    Properties properties = properties();
    properties.setProperty("socketTimeout", "3");
    return DriverManager.getConnection(jdbcUrl(), properties);
  }

  /** What the server calls itself, for people: address, port, database and user. */
  public String server() {
    try (Connection connection = connect()) {
      return SourceSession.server(connection);
    } catch (SQLException e) {
      throw PostgresErrors.of("asking which server this is", e);
    }
  }

  /** Tries for two minutes, at growing intervals: a server that restarts needs a moment. */
  @Override
  public Connection reconnect() {
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

  private String assumption() {
    return assumesHost() ? " (no host is named: localhost is meant)" : "";
  }

  private static String wayOut(String state) {
    return switch (String.valueOf(state)) {
      case "28P01", "28000", "08004" ->
          "; if it wants a password, give it with PGPASSWORD, .pgpass or --password-file";
      case "3D000" -> "; create the database first";
      case "57014" -> "; the time limit of the role or the database is too short";
      default -> "; check that the server runs and the host and port are right";
    };
  }

  /** A URL as it was written, but for passwords: what connects again where those are known. */
  public static String withoutPasswords(String text) {
    String[] parts = text.split("\\?", 2);
    String place = parts[0].replaceFirst("(//[^/:@]*):[^/]*@", "$1@");
    if (parts.length == 1) {
      return place;
    }
    String kept =
        Arrays.stream(parts[1].split("&"))
            .filter(p -> !SECRET.contains(key(p)))
            .collect(Collectors.joining("&"));
    return kept.isEmpty() ? place : place + "?" + kept;
  }

  private static String key(String parameter) {
    return URLDecoder.decode(parameter.split("=", 2)[0], StandardCharsets.UTF_8)
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  /** For people: host, port, database and user; never a password. */
  @Override
  public String toString() {
    String text = "postgresql:" + address.forPeople(user());
    return schema.equals("public") ? text : text + "?schema=" + schema;
  }
}
