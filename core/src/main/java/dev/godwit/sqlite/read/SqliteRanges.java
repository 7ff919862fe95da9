package dev.godwit.sqlite.read;

import dev.godwit.btree.RowLayout;
import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.sqlite.file.Snapshot;
import dev.godwit.sqlite.schema.SqliteErrors;
import dev.godwit.store.Ranges;
import dev.godwit.store.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A table's rows by ranges of its rowid, each reader with a connection of its own. */
public final class SqliteRanges implements Ranges {
  /** About as many rows as a reader may be ahead. */
  private static final long ROWS = 2048;

  private static final long WORTH_IT = 100_000;

  /** No row takes less of a file. */
  private static final long BYTES_A_ROW = 4;

  private final Selection selection;
  private final List<Connection> connections = new ArrayList<>();
  private final long least;
  private final long greatest;
  private final long width;
  private final long count;
  private final RowLayout layout;
  private Supplier<IndexSums.Watch> watches;

  private SqliteRanges(Selection selection, long least, long greatest, long rows) {
    this.selection = selection;
    this.least = least;
    this.greatest = greatest;
    // Numbers may be missing anywhere: then ranges hold more rows, or fewer.
    width = (greatest - least) / Math.max(1, rows / ROWS) + 1;
    count = (greatest - least) / width + 1;
    layout = selection.layout();
  }

  /** Empty where one reader does as well, or where another might see what has changed since. */
  public static Optional<Ranges> of(Selection selection, int readers) {
    Snapshot snapshot = selection.snapshot();
    long estimate = selection.table().estimatedRows();
    if (selection.rowid() == null || !snapshot.isStill() || estimate < WORTH_IT) {
      return Optional.empty();
    }
    try {
      String name = Sql.SQLITE.name(selection.reading().from());
      String key = Sql.SQLITE.name(selection.reading().name(selection.rowid()));
      long[] found =
          Queries.one(
              snapshot.connection(),
              r -> new long[] {r.getLong(1), r.getLong(2), r.getLong(3)},
              // Both in one SELECT would read every row.
              "SELECT (SELECT min(%s) FROM %s), (SELECT max(%s) FROM %s), page_count * page_size"
                      .formatted(key, name, key, name)
                  + " FROM pragma_page_count, pragma_page_size");
      if (found[1] - found[0] < 0) {
        // They lie further apart than a number can say.
        return Optional.empty();
      }
      long rows = Math.min(estimate, found[2] / BYTES_A_ROW);
      SqliteRanges ranges = new SqliteRanges(selection, found[0], found[1], rows);
      return ranges.connect(readers) ? Optional.of(ranges) : Optional.empty();
    } catch (SQLException e) {
      throw SqliteErrors.reading(snapshot.original(), e);
    }
  }

  /** False where a writer waits for us to end, and lets nobody else begin. */
  private boolean connect(int readers) {
    try {
      for (long i = 0; i < Math.min(readers, count); i++) {
        connections.add(selection.snapshot().another());
      }
      return true;
    } catch (SQLException e) {
      close();
      return false;
    }
  }

  @Override
  public int readers() {
    return connections.size();
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public Rows open(int reader, long range) {
    long from = least + range * width;
    long to = range + 1 == count ? greatest : from + width - 1;
    return selection.between(
        selection.on(connections.get(reader)), layout, new long[] {from, to}, this::watch);
  }

  private synchronized IndexSums.Watch watch(List<String> selected, int[] keyCells) {
    if (watches == null) {
      watches = selection.watches(selected, keyCells, count);
    }
    return watches.get();
  }

  @Override
  public void close() {
    for (Connection connection : connections) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw SqliteErrors.reading(selection.snapshot().original(), e);
      }
    }
  }
}
