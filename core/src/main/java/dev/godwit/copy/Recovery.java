package dev.godwit.copy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows that were refused after they had been coerced, known only by their digest: reading the
 * source again finds them, as they were. Equal rows are told apart by number only. The heap does
 * not grow with their number.
 */
final class Recovery implements AutoCloseable {
  /** Why a row was refused. */
  record Reason(String kind, String column, String text, boolean quarantine) {}

  private final HashCounts rows = new HashCounts();
  private final List<Reason> reasons = new ArrayList<>();
  private final Map<Reason, Integer> tags = new HashMap<>();

  boolean isEmpty() {
    return rows.total() == 0;
  }

  void add(long[] lanes, String kind, String column, String text, boolean quarantine) {
    Reason reason = new Reason(kind, column, text, quarantine);
    Integer tag = tags.get(reason);
    if (tag == null) {
      tag = reasons.size();
      tags.put(reason, tag);
      reasons.add(reason);
    }
    rows.add(lanes[0], lanes[1], tag);
  }

  /**
   * Why the row with this digest was refused, once for each time it was; empty where it was not. A
   * row that stayed in the target may have been in the way of several constraints.
   */
  List<Reason> take(long[] lanes) {
    int first = rows.take(lanes[0], lanes[1]);
    if (first < 0) {
      return List.of();
    }
    List<Reason> result = new ArrayList<>(List.of(reasons.get(first)));
    for (int tag = 0; tag < reasons.size() && !result.get(0).quarantine(); tag++) {
      if (tag != first && rows.take(lanes[0], lanes[1], tag) >= 0) {
        result.add(reasons.get(tag));
      }
    }
    return result;
  }

  @Override
  public void close() {
    rows.close();
  }
}
