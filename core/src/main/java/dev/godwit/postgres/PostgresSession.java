package dev.godwit.postgres;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.GodwitException;
import dev.godwit.postgres.check.Citus;
import dev.godwit.postgres.session.Borrowed;
import dev.godwit.postgres.session.Connections;
import dev.godwit.postgres.session.Fingerprint;
import dev.godwit.postgres.session.Journals;
import dev.godwit.postgres.session.Neighbours;
import dev.godwit.postgres.session.Pool;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.postgres.session.PostgresLock;
import dev.godwit.postgres.session.SessionSettings;
import dev.godwit.postgres.session.SourceSession;
import dev.godwit.postgres.session.Spellings;
import dev.godwit.store.can.Remote;
import dev.godwit.store.can.Stopping;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.postgresql.PGConnection;

/** One connection, the schema that is meant, and whose transaction it is in. */
final class PostgresSession implements Remote, Stopping {
  /** Where an owned connection comes from; null for one that somebody lent. */
  private final Connections from;

  private volatile Connection connection;
  private final String name;
  private final String schema;

  /** Of a source as it was opened; null for a target. */
  private final String fingerprint;

  /** The settings of a borrowed connection that is read from; null else. */
  private final SessionSettings before;

  /** Whether every transaction begins with the settings of {@link Citus}. */
  private final boolean citus;

  /** Of {@link Citus}, as the caller had them in a transaction of its own. */
  private final Map<String, String> callersSettings;

  /** The server's number of the connection's session. */
  private int number;

  /** Whether the transaction is one of {@link #atomically}. */
  private boolean writing;

  private PostgresSession(
      Connections from,
      Connection connection,
      String name,
      String schema,
      String fingerprint,
      SessionSettings before) {
    this.from = from;
    this.connection = connection;
    this.name = name;
    this.schema = schema;
    this.fingerprint = fingerprint;
    this.before = before;
    try {
      citus = Citus.isOn(connection);
      callersSettings = citus && !owned() ? Citus.settings(connection) : Map.of();
      begin();
    } catch (SQLException e) {
      throw PostgresErrors.of("asking for Citus", e);
    }
    number = owned() ? number() : 0;
  }

  /** As {@link PostgresStore#on(Connection, String)} says. */
  static PostgresSession on(Connection connection, String chosen) {
    try {
      Pool.requirePostgres(connection);
      Neighbours.requireNoShadows(connection);
      Journals.requireOwn(connection);
      String schema = chosen == null ? SourceSession.currentSchema(connection) : chosen;
      if (schema == null) {
        throw GodwitException.refused(
            "no schema of the search_path exists in the target; create it, or name another");
      }
      if (chosen != null && !SourceSession.exists(connection, chosen)) {
        throw GodwitException.refused(
            "the target has no schema " + chosen + "; create it, or name another");
      }
      return lent(connection, schema, null, null);
    } catch (SQLException e) {
      throw PostgresErrors.of("looking for the schema", e);
    }
  }

  /** As {@link PostgresStore#left} says. */
  static PostgresSession left(Connection connection, String schema) {
    try {
      Neighbours.requireNoShadows(connection);
      Journals.requireOwn(connection);
      return lent(connection, schema, null, null);
    } catch (SQLException e) {
      throw PostgresErrors.of("looking for the schema", e);
    }
  }

  private static PostgresSession lent(
      Connection connection, String schema, String fingerprint, SessionSettings before)
      throws SQLException {
    String url = SourceSession.url(connection);
    return new PostgresSession(null, connection, url, schema, fingerprint, before);
  }

  /** Connects to write. */
  static PostgresSession open(Connections from) {
    return open(
        from,
        connection -> {
          Journals.requireOwn(connection);
          String current = SourceSession.currentSchema(connection);
          String name = from.name(connection);
          connection.setAutoCommit(false);
          String schema = current == null ? from.schema() : current;
          return new PostgresSession(from, connection, name, schema, null, null);
        });
  }

  /**
   * Connects to read: all reads see one snapshot, and nothing can be written. A {@code target} is
   * read where it is written to.
   */
  static PostgresSession openSource(Connections from, boolean target) {
    return open(
        from,
        connection -> {
          String name = from.name(connection);
          String schema = SourceSession.prepare(connection, from, name, target);
          // Before the snapshot: what comes between the two is found to have changed, not missed.
          String fingerprint = Fingerprint.of(connection, schema);
          SourceSession.begin(connection);
          return new PostgresSession(from, connection, name, schema, fingerprint, null);
        });
  }

  private interface Opening {
    PostgresSession of(Connection connection) throws SQLException;
  }

  private static PostgresSession open(Connections from, Opening opening) {
    Connection connection = from.connect();
    try {
      return opening.of(connection);
    } catch (SQLException e) {
      giveBackQuietly(from, connection);
      throw PostgresErrors.of("connecting", e);
    } catch (RuntimeException | Error e) {
      giveBackQuietly(from, connection);
      throw e;
    }
  }

  /** As {@link PostgresStore#reading} says. */
  static PostgresSession reading(Connection connection) {
    try {
      Pool.requirePostgres(connection);
      boolean snapshot =
          connection.getTransactionIsolation() >= Connection.TRANSACTION_REPEATABLE_READ;
      if (connection.getAutoCommit() || !snapshot) {
        throw GodwitException.usage(
            "the connection's transaction does not see one snapshot; call"
                + " setTransactionIsolation(TRANSACTION_REPEATABLE_READ) and setAutoCommit(false)"
                + " on it first");
      }
      SessionSettings before = SessionSettings.of(connection);
      Queries.run(connection, Spellings.TRANSACTION);
      SourceSession.seeAll(connection, true);
      String schema = SourceSession.currentSchema(connection);
      return lent(connection, schema, Fingerprint.of(connection, schema), before);
    } catch (SQLException e) {
      throw PostgresErrors.of("beginning to read in the caller's transaction", e);
    }
  }

  private static void giveBackQuietly(Connections from, Connection connection) {
    try {
      from.giveBack(connection);
    } catch (SQLException e) {
      // What went wrong before says more.
      return;
    }
  }

  Connection connection() {
    return connection;
  }

  String name() {
    return name;
  }

  String schema() {
    return schema;
  }

  /** Whether it is ours: its transactions too. */
  boolean owned() {
    return from != null;
  }

  boolean citus() {
    return citus;
  }

  String fingerprint() {
    return fingerprint == null ? Fingerprint.of(connection, schema) : fingerprint;
  }

  /** Whether nothing but Godwit depends on how the transaction ends that is open now. */
  boolean mayEnd() {
    return owned() && !writing;
  }

  /** Whether a statement that fails takes more with it than a transaction begun for it. */
  boolean failsForOthers() throws SQLException {
    return owned() ? fingerprint != null : !writing && !connection.getAutoCommit();
  }

  /** A broken connection does not tell any more. */
  private int number() {
    return PostgresErrors.asking(
        "connecting", () -> connection.unwrap(PGConnection.class).getBackendPID());
  }

  /** Begins the next transaction, where something has to be said first in it. */
  private void begin() throws SQLException {
    if (citus) {
      Queries.run(connection, Citus.SETTINGS);
    }
  }

  /** Also where nothing was committed: said twice, the settings are what they were. */
  void beginAfterCommit() {
    PostgresErrors.doing("beginning a transaction", this::begin);
  }

  /** Also by which name it was found where nobody gave one. */
  @Override
  public String server() {
    String called =
        PostgresErrors.asking(
            "asking which server this is", () -> SourceSession.server(connection));
    return owned() && from.assumesHost() ? "localhost, as no host is named: " + called : called;
  }

  @Override
  public boolean reconnect() {
    try {
      if (!owned() || connection.isValid(5)) {
        return false;
      }
      connection.close();
      connection = from.reconnect();
      PostgresLock.awaitEnd(connection, number);
      number = number();
      connection.setAutoCommit(false);
      begin();
      return true;
    } catch (SQLException e) {
      throw PostgresErrors.of("connecting again", e);
    }
  }

  @Override
  public Set<String> unknownRoles(Set<String> roles) {
    Set<String> unknown = new TreeSet<>(roles);
    PostgresErrors.asking(
            "asking for the roles",
            () -> Queries.texts(connection, "SELECT rolname FROM pg_catalog.pg_roles"))
        .forEach(unknown::remove);
    return unknown;
  }

  void atomically(Runnable work) {
    boolean within = writing;
    writing = true;
    try {
      if (owned()) {
        work.run();
        PostgresErrors.doing(
            "looking at the search path", () -> Neighbours.requireNoShadows(connection));
        connection.commit();
      } else {
        new Borrowed(connection).run(work);
      }
    } catch (SQLException e) {
      throw PostgresErrors.committing(name, e);
    } finally {
      writing = within;
      if (owned()) {
        rollback();
      }
    }
  }

  /** After a commit this does nothing. */
  void rollback() {
    try {
      connection.rollback();
      begin();
    } catch (SQLException e) {
      // A broken connection is rolled back by the server; the first error tells more.
      return;
    }
  }

  @Override
  public void cancel() {
    try {
      connection.unwrap(PGConnection.class).cancelQuery();
    } catch (SQLException e) {
      // The connection is gone, and with it what it did.
      return;
    }
  }

  void close() {
    try {
      if (owned()) {
        // What it did is kept or not by now: that it ends badly changes nothing.
        giveBackQuietly(from, connection);
      } else if (before != null && !connection.isClosed()) {
        before.putBack(connection, true);
      } else if (before == null) {
        Citus.putBack(connection, callersSettings);
      }
    } catch (SQLException e) {
      throw PostgresErrors.of("closing the connection", e);
    }
  }
}
