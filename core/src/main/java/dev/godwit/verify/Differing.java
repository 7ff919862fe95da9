package dev.godwit.verify;

import dev.godwit.model.Row;
import dev.godwit.report.Difference;
import dev.godwit.verify.RowHash.Lanes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a group of buckets that are not the same on both sides, known by their hashes only.
 * Found by reading both sides; the rows themselves are in a second reading, row by row asked for
 * with {@link #inSource} and {@link #inTarget}, each row of a side once.
 */
public final class Differing {
  private record Pair(Lanes key, Lanes row) {}

  /** How often each version of a key's row is on one side only. */
  private static final class Versions {
    /** How often, and how many of these the present reading has met. */
    final Map<Lanes, int[]> source = new HashMap<>(2);

    final Map<Lanes, int[]> target = new HashMap<>(2);

    boolean changed() {
      return !source.isEmpty() && !target.isEmpty();
    }
  }

  private final BitSet buckets;
  private final RowHash hash;
  private final Map<Lanes, Versions> keys = new LinkedHashMap<>();
  private long onlyInSource;
  private long onlyInTarget;
  private long changed;

  private Differing(BitSet buckets, RowHash hash) {
    this.buckets = buckets;
    this.hash = hash;
  }

  static Differing find(Comparison comparison, BitSet buckets) {
    Differing result = new Differing(buckets, new RowHash(comparison.columns(), comparison.key()));
    Map<Pair, Integer> pairs = new LinkedHashMap<>();
    Verifier.each(comparison.source(), row -> result.count(pairs, row, 1));
    Verifier.each(comparison.target(), row -> result.count(pairs, row, -1));
    pairs.forEach(result::sort);
    result.tally();
    return result;
  }

  private void count(Map<Pair, Integer> pairs, Row row, int step) {
    hash.take(row);
    if (buckets.get(hash.bucket())) {
      // Zero is taken out, so that equal rows leave nothing behind.
      pairs.merge(
          new Pair(hash.key(), hash.row()), step, (a, b) -> a + b == 0 ? null : (Integer) (a + b));
    }
  }

  private void sort(Pair pair, int count) {
    Versions versions = keys.computeIfAbsent(pair.key(), k -> new Versions());
    (count > 0 ? versions.source : versions.target).put(pair.row(), new int[] {Math.abs(count), 0});
  }

  private void tally() {
    for (Versions v : keys.values()) {
      long source = sum(v.source);
      long target = sum(v.target);
      changed += Math.min(source, target);
      onlyInSource += Math.max(0, source - target);
      onlyInTarget += Math.max(0, target - source);
    }
  }

  private static long sum(Map<Lanes, int[]> counts) {
    return counts.values().stream().mapToLong(c -> c[0]).sum();
  }

  /** Begins another reading of both sides. */
  public void rewind() {
    for (Versions v : keys.values()) {
      v.source.values().forEach(c -> c[1] = 0);
      v.target.values().forEach(c -> c[1] = 0);
    }
  }

  public long onlyInSource() {
    return onlyInSource;
  }

  public long onlyInTarget() {
    return onlyInTarget;
  }

  public long changed() {
    return changed;
  }

  /** What a row of the source is: on this side only, on both and changed, or, null, the same. */
  public Difference.Where inSource(Row row) {
    Versions v = versions(row);
    return v == null || !take(v.source)
        ? null
        : v.changed() ? Difference.Where.BOTH : Difference.Where.SOURCE;
  }

  /** The same for a row of the target. */
  public Difference.Where inTarget(Row row) {
    Versions v = versions(row);
    return v == null || !take(v.target)
        ? null
        : v.changed() ? Difference.Where.BOTH : Difference.Where.TARGET;
  }

  private Versions versions(Row row) {
    hash.take(row);
    return buckets.get(hash.bucket()) ? keys.get(hash.key()) : null;
  }

  /** Of n equal rows on one side, and m on the other, only the first that are too many differ. */
  private boolean take(Map<Lanes, int[]> side) {
    int[] count = side.get(hash.row());
    return count != null && count[1]++ < count[0];
  }

  /** The row's key, to be compared with other rows' only. */
  public Object key(Row row) {
    hash.take(row);
    return hash.key();
  }

  /** The hashes of the first keys that differ. */
  List<Lanes> first(int limit) {
    return new ArrayList<>(keys.keySet()).subList(0, Math.min(limit, keys.size()));
  }
}
