package dev.godwit.verify;

import dev.godwit.model.Row;
import dev.godwit.verify.RowHash.Lanes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a group of buckets that are not the same on both sides, known by their hashes only.
 * Found by reading both sides.
 */
final class Differing {
  private record Pair(Lanes key, Lanes row) {}

  /** How often each version of a key's row is on one side only. */
  private static final class Versions {
    final Map<Lanes, Integer> source = new HashMap<>(2);
    final Map<Lanes, Integer> target = new HashMap<>(2);
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
    (count > 0 ? versions.source : versions.target).put(pair.row(), Math.abs(count));
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

  private static long sum(Map<Lanes, Integer> counts) {
    return counts.values().stream().mapToLong(Integer::longValue).sum();
  }

  long onlyInSource() {
    return onlyInSource;
  }

  long onlyInTarget() {
    return onlyInTarget;
  }

  long changed() {
    return changed;
  }

  /** The hashes of the first keys that differ. */
  List<Lanes> first(int limit) {
    return new ArrayList<>(keys.keySet()).subList(0, Math.min(limit, keys.size()));
  }
}
