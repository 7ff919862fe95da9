package dev.godwit.verify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The content of a table as counts and order-free digests, by a hash of the key: neither the order
 * of rows nor an engine's collation matters. Takes 1.5 MB, however many rows there are.
 */
final class Buckets {
  static final int BITS = 16;
  private static final int COUNT = 1 << BITS;

  private final long[] rows = new long[COUNT];
  private final long[] a = new long[COUNT];
  private final long[] b = new long[COUNT];

  void add(RowHash row) {
    int bucket = row.bucket();
    rows[bucket]++;
    a[bucket] += row.a();
    b[bucket] += row.b();
  }

  long rows() {
    long sum = 0;
    for (long n : rows) {
      sum += n;
    }
    return sum;
  }

  /** As {@link dev.godwit.value.Digest#hex} has it. */
  String hex() {
    long sumA = 0;
    long sumB = 0;
    for (int i = 0; i < COUNT; i++) {
      sumA += a[i];
      sumB += b[i];
    }
    return String.format("%016x%016x", sumA, sumB);
  }

  /**
   * The buckets in which the two differ, in groups of which each has at most {@code budget} rows on
   * this side and on the other together, or only one bucket.
   */
  List<BitSet> differing(Buckets other, long budget) {
    List<BitSet> groups = new ArrayList<>();
    long held = budget;
    for (int i = 0; i < COUNT; i++) {
      if (rows[i] == other.rows[i] && a[i] == other.a[i] && b[i] == other.b[i]) {
        continue;
      }
      long more = rows[i] + other.rows[i];
      if (groups.isEmpty() || held + more > budget) {
        groups.add(new BitSet(COUNT));
        held = 0;
      }
      held += more;
      groups.get(groups.size() - 1).set(i);
    }
    return groups;
  }
}
