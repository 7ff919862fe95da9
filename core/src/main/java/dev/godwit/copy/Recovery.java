package dev.godwit.copy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Rows that were refused after they had been coerced, known only by their digest: reading the
 * source again finds them, as they were. Equal rows are told apart by number only.
 */
final class Recovery {
  /** Why a row was refused. */
  record Reason(String kind, String column, String text, boolean quarantine) {}

  private record Key(long high, long low) {}

  private final Map<Key, Deque<Reason>> reasons = new HashMap<>();
  private final Map<Reason, Reason> shared = new HashMap<>();

  boolean isEmpty() {
    return reasons.isEmpty();
  }

  void add(long[] lanes, String kind, String column, String text, boolean quarantine) {
    Reason reason = shared.computeIfAbsent(new Reason(kind, column, text, quarantine), r -> r);
    reasons.computeIfAbsent(new Key(lanes[0], lanes[1]), k -> new ArrayDeque<>(1)).add(reason);
  }

  /** Why the row with this digest was refused, once for each time it was; null otherwise. */
  Reason take(long[] lanes) {
    Key key = new Key(lanes[0], lanes[1]);
    Deque<Reason> found = reasons.get(key);
    if (found == null) {
      return null;
    }
    Reason reason = found.poll();
    if (found.isEmpty()) {
      reasons.remove(key);
    }
    return reason;
  }
}
