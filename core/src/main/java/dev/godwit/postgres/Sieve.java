package dev.godwit.postgres;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Arrivals;
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
  private final boolean binary;

  /** {@code copy} says which table they go to. */
  Sieve(Connection connection, Load load, PostgresCopy copy, Arrivals arrivals) {
    this.connection = connection;
    this.load = load;
    this.copy = copy;
    this.arrivals = arrivals;
    this.refusals = new Refusals(connection, load);
    this.binary = load.columns().stream().noneMatch(c -> c.type().kind() == Kind.NATIVE);
  }

  /**
   * Returns how many of the rows were written: as they are {@code spelled}, refused as they were
   * {@code original}.
   *
   * @throws SQLException where the server refuses for a reason that is none of a row
   */
  long take(List<Row> original, List<Row> spelled) throws SQLException {
    if (original.isEmpty()) {
      return 0;
    }
    SQLException refusal = write(spelled);
    if (refusal == null) {
      spelled.forEach(arrivals::arrived);
      return spelled.size();
    }
    if (spelled.size() == 1) {
      arrivals.refused(original.get(0), refusals.of(refusal, spelled.get(0)));
      return 0;
    }
    int half = original.size() / 2;
    return take(original.subList(0, half), spelled.subList(0, half))
        + take(original.subList(half, original.size()), spelled.subList(half, spelled.size()));
  }

  /** Why the server refuses one of them; null where it took them all. */
  private SQLException write(List<Row> rows) throws SQLException {
    Queries.run(connection, "SAVEPOINT " + SAVEPOINT);
    try {
      RowEncoder encoder =
          binary ? new BinaryEncoder(load.columns()) : new TextEncoder(load.columns());
      copy.append(load, new MemoryRows(rows), Unheard.ARRIVALS, encoder, false);
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
