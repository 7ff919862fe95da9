package dev.godwit.sqlite.read;

import dev.godwit.model.Column;
import dev.godwit.model.Index;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What the indexes of tables have to hold, as sums over the rows that were read anyway. Finds
 * accidents, in 64 bits a row. Thread-safe; a {@link Watch} is not.
 */
public final class IndexSums {
  private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;
  private static final double EXACT = 1L << 53;
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** How many entries there are, and the sum of their hashes. */
  public record Sum(long entries, long hashes) {}

  private final Map<String, Sum> byIndex = new ConcurrentHashMap<>();

  /** The sum over the table of an index, or null where nobody has read all of it. */
  public Sum of(Index index) {
    return byIndex.get(index.name());
  }

  /** Columns of the table alone, in an order that SQLite itself brings along. */
  public static boolean isPlain(Table table, Index index) {
    return index.where() == null
        && index.parts().stream()
            .allMatch(
                p ->
                    p.expression() == null
                        && table.column(p.column()).isPresent()
                        && table.column(p.column()).get().generated() == Column.Generated.NO
                        && (p.collation() == null || IndexOrder.knows(p.collation())));
  }

  /**
   * Watches a reading of these columns, the rowid at {@code rowid}; null where it shows nothing.
   */
  public Watch watch(Table table, List<String> columns, int rowid) {
    return watches(table, columns, rowid, 1).get();
  }

  /** One watch for each of so many readings that together are one; each null or none. */
  Supplier<Watch> watches(Table table, List<String> columns, int rowid, long readings) {
    List<Index> indexes = new ArrayList<>();
    for (Index index : table.indexes()) {
      if (isPlain(table, index)
          && index.parts().stream().allMatch(p -> columns.contains(p.column()))) {
        indexes.add(index);
      }
    }
    if (indexes.isEmpty()) {
      return () -> null;
    }
    Total total = new Total(indexes, readings);
    return () -> new Watch(total, columns, rowid);
  }

  /** What several readings found; it counts once all of them have ended. */
  private final class Total {
    private final List<Index> indexes;
    private final long[] hashes;
    private long readings;
    private long rows;

    Total(List<Index> indexes, long readings) {
      this.indexes = indexes;
      this.hashes = new long[indexes.size()];
      this.readings = readings;
    }

    synchronized void add(long count, long[] sums) {
      rows += count;
      for (int i = 0; i < sums.length; i++) {
        hashes[i] += sums[i];
      }
      if (--readings == 0) {
        for (int i = 0; i < sums.length; i++) {
          byIndex.put(indexes.get(i).name(), new Sum(rows, hashes[i]));
        }
      }
    }
  }

  /** Sums up as the rows pass. */
  public static final class Watch {
    private final Total total;
    private final int[][] cells;
    private final long[] hashes;
    private long rows;

    private Watch(Total total, List<String> columns, int rowid) {
      List<Index> indexes = total.indexes;
      this.total = total;
      this.hashes = new long[indexes.size()];
      this.cells = new int[indexes.size()][];
      for (int i = 0; i < cells.length; i++) {
        List<Index.Part> parts = indexes.get(i).parts();
        cells[i] = new int[parts.size() + 1];
        for (int j = 0; j < parts.size(); j++) {
          cells[i][j] = columns.indexOf(parts.get(j).column());
        }
        cells[i][parts.size()] = rowid;
      }
    }

    /** The cells of the current row, and after them those of {@code more}. */
    void add(Row row, Row more) {
      rows++;
      for (int i = 0; i < cells.length; i++) {
        long hash = 0;
        for (int cell : cells[i]) {
          hash = cell < row.size() ? hash(hash, row, cell) : hash(hash, more, cell - row.size());
        }
        hashes[i] += hash;
      }
    }

    /** Every row of the reading has passed. */
    void end() {
      total.add(rows, hashes);
    }
  }

  /** Entries of an index in its order, each with the rowid behind its values. */
  @FunctionalInterface
  public interface Entries {
    /** Fills the row with the next entry; false after the last. */
    boolean next(Row row);
  }

  /** The sum of an index's own entries, or null where they are not in its order. */
  public static Sum of(Entries entries, Index index) {
    IndexOrder order = new IndexOrder(index);
    Row row = new Row(index.parts().size() + 1);
    long count = 0;
    long hashes = 0;
    while (entries.next(row)) {
      if (!order.follows(row)) {
        return null;
      }
      count++;
      hashes += hash(row);
    }
    return new Sum(count, hashes);
  }

  private static long hash(Row row) {
    long hash = 0;
    for (int i = 0; i < row.size(); i++) {
      hash = hash(hash, row, i);
    }
    return hash;
  }

  private static long hash(long hash, Row row, int i) {
    return switch (row.storageClass(i)) {
      case Row.NULL -> mix(hash, 1);
      case Row.INTEGER -> mix(hash, row.integer(i));
      // An index may hold as an integer what its table gives as a real.
      case Row.REAL -> mix(hash, number(row.real(i)));
      default -> bytes(hash + row.storageClass(i), row.bytes(i));
    };
  }

  private static long number(double value) {
    return Math.abs(value) <= EXACT && value == Math.rint(value)
        ? (long) value
        : Double.doubleToLongBits(value);
  }

  private static long bytes(long hash, byte[] bytes) {
    long result = mix(hash, bytes.length);
    int i = 0;
    for (; i + 8 <= bytes.length; i += 8) {
      result = mix(result, (long) WORD.get(bytes, i));
    }
    long word = 0;
    for (; i < bytes.length; i++) {
      word = word << 8 | (bytes[i] & 0xff);
    }
    return mix(result, word);
  }

  private static long mix(long hash, long value) {
    long product = (hash ^ value) * MULTIPLIER;
    return product ^ (product >>> 29) + hash;
  }
}
