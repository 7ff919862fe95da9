package dev.godwit.verify;

import dev.godwit.model.Row;
import dev.godwit.report.Difference;
import dev.godwit.report.Difference.ColumnDigest;
import dev.godwit.store.Loading.Feed;
import dev.godwit.store.Rows;
import dev.godwit.value.digest.Digest;
import dev.godwit.verify.RowHash.Lanes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds out how two tables differ, in bounded memory: first by digests of buckets of rows, then, by
 * reading both again, by the hashes of the rows in buckets that differ, as many buckets at a time
 * as memory allows. Use once.
 */
public final class Verifier {
  /** What one row of a differing bucket takes, measured, with some air. */
  private static final long BYTES_A_ROW = 500;

  private final Comparison comparison;
  private final long budget;
  private final Buckets source = new Buckets();
  private final Buckets target = new Buckets();
  private final List<Digest> sourceColumns;
  private final List<Digest> targetColumns;
  private boolean read;

  public Verifier(Comparison comparison) {
    this(comparison, Math.max(50_000, Runtime.getRuntime().maxMemory() / 8 / BYTES_A_ROW));
  }

  /** {@code budget} is how many rows of differing buckets are held in memory at a time. */
  public Verifier(Comparison comparison, long budget) {
    this.comparison = comparison;
    this.budget = budget;
    this.sourceColumns = columnDigests();
    this.targetColumns = columnDigests();
  }

  private List<Digest> columnDigests() {
    return comparison.columns().stream().map(c -> new Digest(List.of(c.type()))).toList();
  }

  /** Compares everything; names at most {@code limit} rows that differ. */
  public Difference compare(int limit) {
    long[] counts = new long[3];
    Set<Lanes> first = new LinkedHashSet<>();
    differing(
        d -> {
          counts[0] += d.onlyInSource();
          counts[1] += d.onlyInTarget();
          counts[2] += d.changed();
          first.addAll(d.first(limit - first.size()));
        });
    List<ColumnDigest> columns = new ArrayList<>();
    for (int i = 0; i < sourceColumns.size(); i++) {
      columns.add(
          new ColumnDigest(
              comparison.names().get(i), sourceColumns.get(i).hex(), targetColumns.get(i).hex()));
    }
    return new Difference(
        comparison.table(),
        source.rows(),
        target.rows(),
        source.hex(),
        target.hex(),
        counts[0],
        counts[1],
        counts[2],
        columns,
        first.isEmpty() ? List.of() : new Details(comparison, first).rows());
  }

  /** Hands over all rows that differ, group by group. */
  private void differing(Consumer<Differing> each) {
    read();
    for (BitSet group : source.differing(target, budget)) {
      each.accept(Differing.find(comparison, group));
    }
  }

  private void read() {
    if (!read) {
      read = true;
      each(comparison.source(), reader(source, sourceColumns));
      each(comparison.target(), reader(target, targetColumns));
    }
  }

  private Consumer<Row> reader(Buckets buckets, List<Digest> columns) {
    RowHash hash = new RowHash(comparison.columns(), comparison.key());
    Row cell = new Row(1);
    return row -> {
      hash.take(row);
      buckets.add(hash);
      for (int i = 0; i < columns.size(); i++) {
        cell.copy(0, row, i);
        columns.get(i).add(cell);
      }
    };
  }

  /** Gives every row of a feed to somebody. */
  public static void each(Feed feed, Consumer<Row> what) {
    try (Rows rows = feed.open()) {
      while (rows.next()) {
        what.accept(rows.row());
      }
    }
  }
}
