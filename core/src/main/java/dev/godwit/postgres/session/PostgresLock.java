package dev.godwit.postgres.session;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.GodwitException;
import dev.godwit.store.Holder;
import dev.godwit.store.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * An advisory lock on one schema of a database: the server lets go of it with the session, or, on a
 * borrowed connection, with the transaction. The holder is named by its session's application_name.
 */
public final class PostgresLock implements Target.Lock {
  /** "godw": what tells these locks from others of the database. */
  private static final int SPACE = 0x676f6477;

  private static final String NAME = "godwit ";

  private static final int NAME_BYTES = 63;

  /** How long a server may take to notice that a client has died, and how often that is asked. */
  private static final int PATIENCE_MS = 3_000;

  private static final int PAUSE_MS = 200;

  private static final int LONGEST_END_MS = 60_000;

  private static final String HOLDER =
      """
      SELECT a.pid, a.application_name
        FROM pg_catalog.pg_locks l
        JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
       WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
         AND l.classid = ? AND l.objid = ?
         AND l.database = (SELECT oid FROM pg_catalog.pg_database
                            WHERE datname = pg_catalog.current_database())""";

  private record Session(int pid, String application) {}

  private final Connection connection;
  private final boolean owned;
  private final int key;

  /** What the session was called; the lock itself goes with a borrowed one's transaction. */
  private String before = "";

  private PostgresLock(Connection connection, boolean owned, int key) {
    this.connection = connection;
    this.owned = owned;
    this.key = key;
  }

  public static PostgresLock take(
      Connection connection, boolean owned, String target, String schema, Holder holder) {
    PostgresLock lock = new PostgresLock(connection, owned, schema.hashCode() & Integer.MAX_VALUE);
    try {
      lock.await(target);
      lock.sign(holder);
      return lock;
    } catch (SQLException e) {
      throw PostgresErrors.of("locking the target", e);
    }
  }

  /** Waits only for a server that has not noticed yet that the holder died. */
  private void await(String target) throws SQLException {
    long end = System.nanoTime() + PATIENCE_MS * 1_000_000L;
    while (!tryLock()) {
      Session session = Queries.one(connection, PostgresLock::session, HOLDER, SPACE, key);
      Optional<Holder> holder = session == null ? Optional.empty() : holder(session);
      boolean gone = session == null || holder.filter(Holder::isDead).isPresent();
      if (!gone || System.nanoTime() > end) {
        throw refusal(target, session, holder);
      }
      pause();
    }
  }

  /**
   * Waits until a session of this user has ended: then what it did is kept or undone for good, and
   * its locks are free.
   */
  public static void awaitEnd(Connection connection, int session) throws SQLException {
    long end = System.nanoTime() + LONGEST_END_MS * 1_000_000L;
    while (Queries.is(
        connection,
        """
        SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_stat_activity
                        WHERE pid = ? AND usename = current_user
                          AND datname = pg_catalog.current_database())""",
        session)) {
      if (System.nanoTime() > end) {
        throw GodwitException.failed(
            "the server still works on session "
                + session
                + ", whose connection broke; wait until pg_stat_activity has it no more, then run"
                + " again",
            null);
      }
      pause();
    }
  }

  private static Session session(java.sql.ResultSet r) throws SQLException {
    return new Session(r.getInt(1), r.getString(2));
  }

  private static Optional<Holder> holder(Session session) {
    String name = String.valueOf(session.application());
    return name.startsWith(NAME) ? Holder.parse(name.substring(NAME.length())) : Optional.empty();
  }

  private static GodwitException refusal(String target, Session session, Optional<Holder> holder) {
    if (session == null || holder.isEmpty()) {
      return GodwitException.inUse(
          target
              + " is in use by another run"
              + (session == null ? "" : ", session " + session.pid() + " of the server")
              + "; nothing was written. Wait for its end, then run again");
    }
    return holder
        .get()
        .refusal(
            target,
            holder.get().isDead()
                ? "That process has ended, and the server has not noticed yet: end its session with"
                    + " SELECT pg_terminate_backend("
                    + session.pid()
                    + "), then run again"
                : "");
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GodwitException.failed("interrupted while waiting for the target", e);
    }
  }

  private boolean tryLock() throws SQLException {
    return Queries.is(
        connection,
        owned
            ? "SELECT pg_catalog.pg_try_advisory_lock(?, ?)"
            : "SELECT pg_catalog.pg_try_advisory_xact_lock(?, ?)",
        SPACE,
        key);
  }

  private void sign(Holder holder) throws SQLException {
    before = Queries.text(connection, "SELECT pg_catalog.current_setting('application_name')");
    String text = NAME + holder.text();
    name(text.substring(0, Math.min(text.length(), NAME_BYTES)));
    if (owned) {
      // Otherwise the name would go with the first transaction that is rolled back.
      connection.commit();
    }
  }

  private void name(String application) throws SQLException {
    Queries.text(
        connection, "SELECT pg_catalog.set_config('application_name', ?, ?)", application, !owned);
  }

  @Override
  public void close() {
    try {
      if (!owned) {
        name(before);
        return;
      }
      Queries.is(connection, "SELECT pg_catalog.pg_advisory_unlock(?, ?)", SPACE, key);
      name(before);
      connection.commit();
    } catch (SQLException e) {
      // The connection broke, and the lock went with it.
      return;
    }
  }
}
