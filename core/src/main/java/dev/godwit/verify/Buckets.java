package dev.godwit.verify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;

/**
 * The content of a table as counts and order-free digests, by a hash of the key: neither the order
 * of rows nor an engine's collation matters. Takes 1.5 MB, however many rows there are.
 */
final class Buckets {
  private static final int BITS = 16;
  private static final int COUNT = 1 << BITS;

  private final long[] rows = new long[COUNT];
  private final long[] a = new long[COUNT];
  private final long[] b = new long[COUNT];

  void add(RowHash row) {
    add(row.bucket(), row.a(), row.b());
  }

  void add(int bucket, long rowA, long rowB) {
    rows[bucket]++;
    a[bucket] += rowA;
    b[bucket] += rowB;
  }

  /** That of a key, by the first half of its digest. */
  static int of(long keyA) {
    return (int) (keyA >>> (64 - BITS));
  }

  /** Whether a bucket holds the same rows on both sides. */
  boolean same(int bucket, Buckets other) {
    return rows[bucket] == other.rows[bucket]
        && a[bucket] == other.a[bucket]
        && b[bucket] == other.b[bucket];
  }

  /** The same by the first halves of digests only, however many rows these are of. */
  boolean sameSum(int bucket, Buckets other) {
    return a[bucket] == other.a[bucket];
  }

  long rows(int bucket) {
    return rows[bucket];
  }

  long rows() {
    long sum = 0;
    for (long n : rows) {
      sum += n;
    }
    return sum;
  }

  /** As {@link dev.godwit.value.digest.Digest#hex} has it. */
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
    return groups(i -> !same(i, other), i -> rows[i] + other.rows[i], budget);
  }

  /** Those buckets, in groups that each hold at most so many rows, or are only one. */
  static List<BitSet> groups(IntPredicate wanted, IntToLongFunction size, long budget) {
    List<BitSet> groups = new ArrayList<>();
    long held = budget;
    for (int i = 0; i < COUNT; i++) {
      if (!wanted.test(i)) {
        continue;
      }
      long more = size.applyAsLong(i);
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
