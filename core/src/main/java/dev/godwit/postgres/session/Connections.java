package dev.godwit.postgres.session;

import java.sql.Connection;
import java.sql.SQLException;

/** Where a store's own connection comes from: a URL, or a program's pool. */
public interface Connections {
  /** A connection that waits as long as a run needs. */
  Connection connect();

  /** The same after the last one broke, waiting for the server a while. */
  Connection reconnect();

  /** Takes back what {@link #connect} gave. */
  default void giveBack(Connection connection) throws SQLException {
    connection.close();
  }

  /** What the store is called, without any password. */
  String name(Connection connection) throws SQLException;

  /** The schema to use where the search path has none. */
  String schema();

  /** Whether nobody said which host is meant. */
  default boolean assumesHost() {
    return false;
  }

  /** Whether somebody said which schema is meant. */
  boolean choosesSchema();
}
