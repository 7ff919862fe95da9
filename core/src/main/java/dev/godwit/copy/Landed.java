package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.plan.TableCopy;
import dev.godwit.value.digest.Digest;

/**
 * The rows that are in the target: as they were sent, and as it stored them where they were read
 * back at once. Not thread-safe.
 */
final class Landed {
  private final TableCopy copy;
  private final boolean digesting;
  private Digest sent;
  private Digest stored;
  private boolean judged;
  private long rows;
  private long skipped;

  /** Without {@code digesting}, rows that arrive are only counted. */
  Landed(TableCopy copy, boolean digesting) {
    this.copy = copy;
    this.digesting = digesting;
    clear();
  }

  void clear() {
    sent = empty();
    stored = null;
    rows = 0;
    skipped = 0;
  }

  private Digest empty() {
    return new Digest(copy.targetColumns().stream().map(Column::type).toList());
  }

  void arrived(Row row) {
    rows++;
    if (digesting) {
      sent.add(row);
    }
  }

  void stored(Row row) {
    if (stored == null) {
      stored = empty();
    }
    stored.add(row);
  }

  /** Says that the target decides row by row. */
  void judged() {
    judged = true;
  }

  /** A row that was written, and perhaps read back at once, is to go. */
  void leaves(Row row) {
    rows--;
    without(row);
  }

  /** A row that was written is changed by that; it is the same one. */
  void changes(Row row, Runnable change) {
    without(row);
    change.run();
    sent.add(row);
    if (stored != null) {
      stored.add(row);
    }
  }

  private void without(Row row) {
    sent.remove(row);
    if (stored != null) {
      stored.remove(row);
    }
  }

  /** Whether a row is to be written; counts it where the target has it, or keeps its like. */
  boolean unlessThere(boolean wanted) {
    skipped += wanted ? 0 : 1;
    return wanted;
  }

  long skipped() {
    return skipped;
  }

  long rows() {
    return rows;
  }

  /** The digest of all rows that are to be found in the target. */
  Digest digest() {
    return sent;
  }

  /** What the target stored of the rows that arrived; null where it took them all. */
  Digest stored() {
    return !judged ? null : stored == null ? empty() : stored;
  }
}
