package dev.godwit.postgres;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.Row;
import dev.godwit.store.Kept;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.Unheard;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes batches of rows, each behind a savepoint; those rows of a batch that the server refuses
 * are found by halving and handed over, the others stay.
 */
final class Sieve {
  private static final String SAVEPOINT = "godwit_sieve";

  private final Connection connection;
  private final Load load;
  private final Arrivals arrivals;
  private final PostgresCopy copy;
  private final Refusals refusals;

  /** {@code copy} says which table they go to. */
  Sieve(Connection connection, Load load, PostgresCopy copy, Arrivals arrivals) {
    this.connection = connection;
    this.load = load;
    this.copy = copy;
    this.arrivals = arrivals;
    this.refusals = new Refusals(connection, load);
  }

  /**
   * Returns how many of the rows were written.
   *
   * @throws SQLException where the server refuses for a reason that is none of a row
   */
  long take(List<Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return 0;
    }
    SQLException refusal = write(rows);
    if (refusal == null) {
      rows.forEach(arrivals::arrived);
      return rows.size();
    }
    if (rows.size() == 1) {
      arrivals.refused(rows.get(0), refusals.of(refusal, rows.get(0)));
      return 0;
    }
    int half = rows.size() / 2;
    return take(rows.subList(0, half)) + take(rows.subList(half, rows.size()));
  }

  /** Why the server refuses one of them; null where it took them all. */
  private SQLException write(List<Row> rows) throws SQLException {
    Queries.run(connection, "SAVEPOINT " + SAVEPOINT);
    try {
      RowEncoder encoder = RowEncoder.of(load.columns());
      copy.append(
          load, new Kept(rows), Unheard.never("the target refused its own value"), encoder, false);
      Queries.run(connection, "RELEASE SAVEPOINT " + SAVEPOINT);
      return null;
    } catch (SQLException e) {
      if (!PostgresErrors.isOfARow(e)) {
        throw e;
      }
      Queries.run(
          connection, "ROLLBACK TO SAVEPOINT " + SAVEPOINT + "; RELEASE SAVEPOINT " + SAVEPOINT);
      return e;
    }
  }
}
