package dev.godwit.postgres.load;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.postgres.encode.RowEncoder;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.Loading.Feed;
import dev.godwit.store.Rows;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The rows of one table on their way into it, behind a savepoint; may be done again. {@code
 * freezing}: COPY FREEZE is allowed here. {@code sifting}: rows that the server refuses are looked
 * for.
 */
record Appending(
    Connection connection,
    Load load,
    Feed feed,
    Arrivals arrivals,
    boolean freezing,
    boolean sifting) {
  static final String SAVEPOINT = "godwit_load";

  /** Whether it takes no time to do it again, and no savepoint of its own is needed. */
  boolean isSmall() {
    return !load.rebuild();
  }

  /** The same, for rows of which the server has refused one. */
  Appending sifted() {
    return new Appending(connection, load, feed, arrivals, false, true);
  }

  /** Returns how many rows were stored. */
  long run() throws SQLException {
    arrivals.begin();
    try (Rows rows = feed.open()) {
      PostgresCopy copy = new PostgresCopy(connection);
      if (sifting) {
        Sieve sieve = Sieve.of(connection, load, copy, arrivals);
        return new HeldCopy(copy, sieve).append(load, rows, arrivals);
      }
      return HeldCopy.isNeeded(load)
          ? new HeldCopy(copy).append(load, rows, arrivals)
          : inBatches(rows, copy, mayFreeze());
    }
  }

  /**
   * Makes a large empty table one that only this subtransaction has touched, as COPY FREEZE wants
   * it. That the table is empty is looked at under the lock: nobody else's row may be lost.
   */
  private boolean mayFreeze() throws SQLException {
    if (!freezing || !load.rebuild() || load.triggers() || load.table().traits().partitioned()) {
      return false;
    }
    String table = Sql.POSTGRES.name(load.table());
    try {
      Queries.run(connection, "LOCK TABLE ONLY " + table + " IN ACCESS EXCLUSIVE MODE");
      boolean fresh =
          Queries.is(
              connection,
              "SELECT pg_catalog.current_setting('transaction_isolation') = 'read committed'"
                  + " AND NOT EXISTS (SELECT 1 FROM ONLY "
                  + table
                  + ")");
      if (fresh) {
        Queries.run(connection, "TRUNCATE ONLY " + table);
      }
      return fresh;
    } catch (SQLException e) {
      // Somebody's foreign key or lock is in the way; rows go in without it all the same.
      Queries.run(connection, "ROLLBACK TO SAVEPOINT " + SAVEPOINT);
      return false;
    }
  }

  private long inBatches(Rows rows, PostgresCopy copy, boolean freeze) throws SQLException {
    Batches batches = new Batches(rows, load.batchRows());
    long count = 0;
    while (batches.more()) {
      count += copy.append(load, batches, arrivals, RowEncoder.of(load.columns()), freeze);
    }
    return count;
  }
}
