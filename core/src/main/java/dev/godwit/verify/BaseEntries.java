package dev.godwit.verify;

import dev.godwit.history.Base;
import dev.godwit.history.Base.Side;
import dev.godwit.model.Row;
import dev.godwit.verify.RowHash.Lanes;
import java.util.BitSet;

/** Makes entries of rows for a {@link Base}. Single-threaded. */
public final class BaseEntries {
  private final RowHash hash;
  private final PartHash core;
  private final Base.Entries out;

  /** {@code watermark} is the place of that column, or -1. */
  public BaseEntries(Comparison comparison, int watermark, Base.Entries out) {
    this.hash = new RowHash(comparison.columns(), comparison.key());
    this.core = watermark < 0 ? null : PartHash.without(comparison.columns(), watermark);
    this.out = out;
  }

  /** The same, where the first half of the row's digest is known. */
  public void row(Side side, Row row, long known) {
    hash.take(row, known);
    entry(side, row);
  }

  /** Notes that this is what a side has now. */
  public void row(Side side, Row row) {
    hash.take(row);
    entry(side, row);
  }

  /** A row that both have, unless it is in one of these buckets. */
  void unless(BitSet buckets, Row row) {
    hash.take(row);
    if (!buckets.get(hash.bucket())) {
      entry(Side.BOTH, row);
    }
  }

  private void entry(Side side, Row row) {
    Lanes key = hash.key();
    out.entry(side, key.a(), key.b(), hash.a(), core == null ? hash.a() : core.of(row));
  }

  /** The row's digest without its watermark. */
  long core(Row row) {
    if (core != null) {
      return core.of(row);
    }
    hash.take(row);
    return hash.a();
  }

  /** Notes how a key is left by what became of it. */
  void note(Lanes key, Trio t) {
    switch (t.fate()) {
      case SAME, TAKE -> both(Side.BOTH, key, t.source, t.sourceCore);
      case LEAVE -> {
        both(Side.SOURCE, key, t.sourceLeft, t.coreLeft);
        both(Side.TARGET, key, t.targetLeft, 0);
      }
      default -> {
        both(Side.SOURCE, key, t.source, t.sourceCore);
        both(Side.TARGET, key, t.row() == null ? t.target : of(t.row()), 0);
      }
    }
  }

  private void both(Side side, Lanes key, long state, long withoutMark) {
    if (state != 0) {
      out.entry(side, key.a(), key.b(), state, withoutMark);
    }
  }

  private long of(Row row) {
    hash.take(row);
    return hash.a();
  }
}
