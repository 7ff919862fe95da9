package dev.godwit.postgres.load;

import dev.godwit.model.Row;
import dev.godwit.postgres.encode.RowEncoder;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.MemoryRows;
import dev.godwit.store.Rows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads a table batch by batch, each of them held in memory before it is written: whoever gives the
 * rows may ask the server about them through the same connection.
 */
final class HeldCopy {
  private static final int BATCH = 1000;
  private static final long BYTES = 8L << 20;

  private final PostgresCopy copy;

  /** Null where the server's refusal ends the load. */
  private final Sieve sieve;

  HeldCopy(PostgresCopy copy) {
    this(copy, null);
  }

  /** With a sieve, what the server refuses of the rows for any reason is handed over. */
  HeldCopy(PostgresCopy copy, Sieve sieve) {
    this.copy = copy;
    this.sieve = sieve;
  }

  /** Whether rows of this load are judged while they are read. */
  static boolean isNeeded(Load load) {
    return load.asks() || load.columns().stream().anyMatch(c -> c.type().nature().isJudged());
  }

  long append(Load load, Rows rows, Arrivals arrivals) throws SQLException {
    long count = 0;
    long size = load.batchRows() == 0 ? BATCH : Math.min(BATCH, load.batchRows());
    List<Row> batch = new ArrayList<>();
    boolean more = true;
    while (more) {
      batch.clear();
      long bytes = 0;
      while (batch.size() < size && bytes < BYTES && (more = rows.next())) {
        batch.add(rows.row().copy());
        bytes += rows.row().length();
      }
      if (!batch.isEmpty()) {
        count += write(load, batch, arrivals);
      }
    }
    return count;
  }

  private long write(Load load, List<Row> batch, Arrivals arrivals) throws SQLException {
    return sieve != null
        ? sieve.take(batch)
        : copy.append(load, new MemoryRows(batch), arrivals, RowEncoder.of(load.columns()), false);
  }
}
