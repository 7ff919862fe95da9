package dev.godwit.verify;

import dev.godwit.history.Base.Side;
import dev.godwit.model.Row;
import dev.godwit.verify.RowHash.Lanes;

/**
 * A key as the source has it, as the target has it, and as the last run left both. What is known of
 * each is the sum of its rows' digests, 0 where there is none.
 */
public final class Trio {
  /** By the columns that are compared now. */
  long source;

  long target;

  /** By the columns that the last run compared. */
  long sourceNow;

  long targetNow;
  long sourceLeft;
  long targetLeft;

  /** Without the watermark. */
  long sourceCore;

  long targetCore;
  long coreLeft;

  int sourceRows;
  int targetRows;
  private final Lanes key;
  private final boolean keyed;
  private Fate fate = Fate.SAME;
  private Row row;

  Trio(Lanes key, boolean keyed) {
    this.key = key;
    this.keyed = keyed;
  }

  void left(Side side, long state, long core) {
    if (side != Side.TARGET) {
      sourceLeft += state;
      coreLeft += core;
    }
    if (side != Side.SOURCE) {
      targetLeft += state;
    }
  }

  /** Says that both sides were left alike, as the target is now. */
  public void alike() {
    targetNow = target;
    targetLeft = target;
    sourceNow = source;
    sourceLeft = target;
    coreLeft = targetCore;
  }

  /** Whether something is written into the target, or taken out of it. */
  public boolean moves() {
    return fate == Fate.TAKE || row != null;
  }

  /** Says what was left by the columns of now, where these are others: as much as is known. */
  void move() {
    coreLeft = isSourceAsLeft() ? sourceCore : 0;
    sourceLeft = isSourceAsLeft() ? source : sourceLeft == 0 ? 0 : 1;
    targetLeft = isTargetAsLeft() ? target : targetLeft == 0 ? 0 : 1;
  }

  Lanes key() {
    return key;
  }

  /** The digest of the key. */
  public long[] lanes() {
    return new long[] {key.a(), key.b()};
  }

  /** Whether both sides have it alike. */
  public boolean isSame() {
    return source == target && sourceRows == targetRows;
  }

  /** Whether it is as the last run left it, in the source. */
  public boolean isSourceAsLeft() {
    return sourceNow == sourceLeft;
  }

  /** The same in the target. */
  public boolean isTargetAsLeft() {
    return targetNow == targetLeft;
  }

  /** Whether the source has come to use the key of a row that is the target's own. */
  public boolean isTaken() {
    return keyed && sourceLeft == 0 && targetLeft != 0 && inSource() && inTarget();
  }

  /** Whether both sides have it alike by the columns that the last run compared. */
  public boolean wasAlike() {
    return sourceNow == targetNow;
  }

  /** Whether several rows of the source have a key that only one row can have. */
  public boolean isRepeated() {
    return keyed && sourceRows > 1;
  }

  public boolean inSource() {
    return sourceRows > 0;
  }

  public boolean inTarget() {
    return targetRows > 0;
  }

  /** How many rows only the source has. */
  public int onlyInSource() {
    return keyed && inTarget() ? 0 : Math.max(0, sourceRows - targetRows);
  }

  public int onlyInTarget() {
    return keyed && inSource() ? 0 : Math.max(0, targetRows - sourceRows);
  }

  /** How many rows both have under the key, and not alike. */
  public int changed() {
    return keyed && inSource() && inTarget() ? Math.max(sourceRows, targetRows) : 0;
  }

  public Fate fate() {
    return fate;
  }

  public void fate(Fate decided) {
    fate = decided;
  }

  /** What is written instead of the source's row, once all is judged; or null. */
  public Row row() {
    return row;
  }

  public void row(Row kept) {
    row = kept;
  }
}
