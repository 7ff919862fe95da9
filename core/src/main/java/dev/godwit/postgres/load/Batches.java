package dev.godwit.postgres.load;

import dev.godwit.store.Rows;
import dev.godwit.store.Through;

/** Rows handed out a batch at a time: the end of a batch looks like the end of the rows. */
final class Batches extends Through {
  private final long size;
  private long given;
  private boolean ended;

  /** {@code size} 0 is one batch of everything. */
  Batches(Rows rows, long size) {
    super(rows);
    this.size = size;
  }

  /** Whether another batch may be asked for; begins it. */
  boolean more() {
    given = 0;
    return !ended;
  }

  @Override
  public boolean next() {
    if (size > 0 && given == size) {
      return false;
    }
    given++;
    ended = !rows.next();
    return !ended;
  }
}
