package dev.godwit.verify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;

/**
 * The content of a table as counts and order-free digests, by a hash of the key: neither the order
 * of rows nor an engine's collation matters. Takes 1.5 MB at most, however many rows there are.
 */
final class Buckets {
  private static final int BITS = 16;
  private static final int COUNT = 1 << BITS;
  private static final int PAGE = 256;

  /** Of each bucket its rows, and both halves of their sum; null where there are no rows. */
  private final long[][] pages = new long[COUNT / PAGE][];

  void add(RowHash row) {
    add(row.bucket(), row.a(), row.b());
  }

  void add(int bucket, long rowA, long rowB) {
    long[] page = pages[bucket / PAGE];
    if (page == null) {
      page = new long[PAGE * 3];
      pages[bucket / PAGE] = page;
    }
    int at = bucket % PAGE * 3;
    page[at]++;
    page[at + 1] += rowA;
    page[at + 2] += rowB;
  }

  /** That of a key, by the first half of its digest. */
  static int of(long keyA) {
    return (int) (keyA >>> (64 - BITS));
  }

  private long at(int bucket, int which) {
    long[] page = pages[bucket / PAGE];
    return page == null ? 0 : page[bucket % PAGE * 3 + which];
  }

  /** Whether a bucket holds the same rows on both sides. */
  boolean same(int bucket, Buckets other) {
    return rows(bucket) == other.rows(bucket)
        && sameSum(bucket, other)
        && at(bucket, 2) == other.at(bucket, 2);
  }

  /** The same by the first halves of digests only, however many rows these are of. */
  boolean sameSum(int bucket, Buckets other) {
    return at(bucket, 1) == other.at(bucket, 1);
  }

  long rows(int bucket) {
    return at(bucket, 0);
  }

  long rows() {
    return sum(0);
  }

  private long sum(int which) {
    long sum = 0;
    for (long[] page : pages) {
      for (int at = which; page != null && at < page.length; at += 3) {
        sum += page[at];
      }
    }
    return sum;
  }

  /** As {@link dev.godwit.value.digest.Digest#hex} has it. */
  String hex() {
    return String.format("%016x%016x", sum(1), sum(2));
  }

  /**
   * The buckets in which the two differ, in groups of which each has at most {@code budget} rows on
   * this side and on the other together, or only one bucket.
   */
  List<BitSet> differing(Buckets other, long budget) {
    return groups(List.of(this, other), i -> !same(i, other), i -> rows(i) + other.rows(i), budget);
  }

  /** Those buckets with rows, in groups that each hold at most so many, or are only one. */
  static List<BitSet> groups(
      List<Buckets> among, IntPredicate wanted, IntToLongFunction size, long budget) {
    List<BitSet> groups = new ArrayList<>();
    long held = budget;
    for (int i = 0; i < COUNT; i++) {
      int page = i / PAGE;
      if (i % PAGE == 0 && among.stream().allMatch(b -> b.pages[page] == null)) {
        i += PAGE - 1;
        continue;
      }
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
