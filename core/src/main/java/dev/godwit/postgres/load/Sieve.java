package dev.godwit.postgres.load;

import dev.godwit.model.Row;
import dev.godwit.postgres.encode.RowEncoder;
import dev.godwit.postgres.session.Attempt;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.store.Halving;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.MemoryRows;
import dev.godwit.store.Rows;
import dev.godwit.store.Unheard;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes batches of rows, each behind a savepoint; those rows of a batch that the server refuses
 * are found by halving and handed over, the others stay.
 */
public final class Sieve {
  private static final String SAVEPOINT = "godwit_sieve";

  /** Brings rows to where they go: all of them, or an exception. */
  @FunctionalInterface
  interface Writing {
    void write(Rows rows, Arrivals heard) throws SQLException;
  }

  private final Connection connection;
  private final Arrivals arrivals;
  private final Writing writing;
  private final Refusals refusals;
  private final List<Row> stored = new ArrayList<>();
  private long written;

  Sieve(Connection connection, Load load, Writing writing, Arrivals arrivals) {
    this.connection = connection;
    this.writing = writing;
    this.arrivals = arrivals;
    this.refusals = new Refusals(connection, load);
  }

  /** Into the table that {@code copy} says. */
  public static Sieve of(Connection connection, Load load, PostgresCopy copy, Arrivals arrivals) {
    return new Sieve(
        connection,
        load,
        (rows, heard) -> copy.append(load, rows, heard, RowEncoder.of(load.columns()), false),
        arrivals);
  }

  /**
   * Returns how many of the rows were written.
   *
   * @throws SQLException where the server refuses for a reason that is none of a row
   */
  public long take(List<Row> rows) throws SQLException {
    written = 0;
    Halving.of(
        rows, this::write, (row, refusal) -> arrivals.refused(row, refusals.of(refusal, row)));
    return written;
  }

  /** Why the server refuses one of them; null where it took them all. */
  private SQLException write(List<Row> rows) throws SQLException {
    stored.clear();
    SQLException refusal =
        Attempt.of(
            connection,
            SAVEPOINT,
            PostgresErrors::isOfARow,
            () -> writing.write(new MemoryRows(rows), Unheard.keeping(stored)));
    if (refusal == null) {
      rows.forEach(arrivals::arrived);
      stored.forEach(arrivals::stored);
      written += rows.size();
    }
    return refusal;
  }
}
