package dev.godwit.startup;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.GodwitException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * An advisory lock of PostgreSQL on a connection of its own, whose application name says who holds
 * it. The server drops it when the connection ends.
 */
final class AdvisoryHold implements Backend.Hold {
  private static final String LOCKS =
      "pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1"
          + " AND ((l.classid::bigint << 32) | l.objid::bigint) = ?"
          + " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())";

  private final Connection connection;
  private final long key;

  private AdvisoryHold(Connection connection, long key) {
    this.connection = connection;
    this.key = key;
  }

  /** The same for every version of this program: from {@code NAME-daemon}. */
  static long key(Application application) {
    try {
      byte[] name = (application.name() + "-daemon").getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(name)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Backend.Hold acquire(DatabaseConfig config) {
    long key = key(config.application());
    String self = Holder.self().written(config.application().name());
    Connection connection = PostgresBackend.connect(config, self);
    try {
      if (Queries.is(connection, "SELECT pg_try_advisory_lock(?)", key)) {
        return new AdvisoryHold(connection, key);
      }
      throw InstanceLock.taken(config, find(connection, key).orElseGet(Holder::unknown));
    } catch (SQLException e) {
      close(connection);
      throw failed(e);
    } catch (RuntimeException e) {
      close(connection);
      throw e;
    }
  }

  static Optional<Holder> holder(DatabaseConfig config) {
    try (Connection connection =
        PostgresBackend.connect(config, config.application().name() + " check")) {
      return find(connection, key(config.application()));
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static Optional<Holder> find(Connection connection, long key) throws SQLException {
    List<String> names =
        Queries.texts(
            connection,
            "SELECT (SELECT application_name FROM pg_stat_activity a WHERE a.pid = l.pid) FROM "
                + LOCKS,
            key);
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(Holder.parse(names.get(0)).orElseGet(Holder::unknown));
  }

  private static GodwitException failed(SQLException e) {
    return GodwitException.failed("the instance's lock: " + e.getMessage(), e);
  }

  @Override
  public synchronized boolean isHeld() {
    try {
      return Queries.is(
          connection,
          "SELECT EXISTS (SELECT 1 FROM " + LOCKS + " AND l.pid = pg_backend_pid())",
          key);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void release() {
    close(connection);
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // Without its connection the server drops the lock in any case.
      return;
    }
  }
}
