package dev.godwit.postgres.session;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.GodwitException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** Connections of a program's own, which gets each back as it was. Lends one at a time. */
public final class Pool implements Connections {
  private static final int TRIES = 10;
  private static final int PAUSE_MS = 3000;

  private final DataSource source;
  private SessionSettings settings;
  private boolean autoCommit;
  private boolean readOnly;
  private int isolation;

  public Pool(DataSource source) {
    this.source = source;
  }

  @Override
  public Connection connect() {
    try {
      Connection connection = source.getConnection();
      try {
        requirePostgres(connection);
        autoCommit = connection.getAutoCommit();
        readOnly = connection.isReadOnly();
        isolation = connection.getTransactionIsolation();
        connection.setAutoCommit(true);
        Neighbours.requireNoShadows(connection);
        Pooler.requireSessions(connection, source::getConnection, "the data source");
        settings = SessionSettings.of(connection);
        Timeouts.set(connection, Map.of());
        Queries.run(connection, Spellings.SESSION);
        return connection;
      } catch (SQLException | RuntimeException | Error e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw GodwitException.failed(
          "the data source gave no connection to PostgreSQL: " + e.getMessage(), null);
    }
  }

  /** Refuses connections that no COPY goes through. */
  public static void requirePostgres(Connection connection) throws SQLException {
    if (!connection.isWrapperFor(PGConnection.class)) {
      throw GodwitException.usage(
          "this is no connection of PostgreSQL's own driver but of "
              + connection.getMetaData().getDriverName()
              + "; for a SQLite file, give its path");
    }
  }

  @Override
  public Connection reconnect() {
    for (int i = 1; ; i++) {
      try {
        return connect();
      } catch (GodwitException e) {
        if (i == TRIES) {
          throw e;
        }
      }
      try {
        Thread.sleep(PAUSE_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw GodwitException.failed("interrupted while waiting for the server", e);
      }
    }
  }

  @Override
  public void giveBack(Connection connection) throws SQLException {
    try (connection) {
      if (!connection.isClosed() && !connection.getAutoCommit()) {
        connection.rollback();
      }
      connection.setAutoCommit(true);
      connection.setReadOnly(readOnly);
      connection.setTransactionIsolation(isolation);
      settings.putBack(connection, false);
      connection.setAutoCommit(autoCommit);
    }
  }

  @Override
  public String name(Connection connection) throws SQLException {
    return SourceSession.url(connection);
  }

  @Override
  public String schema() {
    return "public";
  }

  @Override
  public boolean choosesSchema() {
    // Who makes a data source says with its search path which schema is meant.
    return false;
  }
}
