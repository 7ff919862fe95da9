package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.model.Shown;
import dev.godwit.plan.OnMisfit;
import dev.godwit.plan.Plan.Filling;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Loading.Violation;
import dev.godwit.value.digest.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Rows of one table that its target has refused in attempts that were undone, and that a rule sets
 * aside: readings of the source leave them out from then on. What the target has under their keys
 * stays, unless it is refused as well. Rows are known by digest, equal ones by number. Not
 * thread-safe.
 */
public final class Declined implements AutoCloseable {
  private static final int STAYS = 0;
  private static final int GOES = 1;

  private final TableCopy copy;
  private final Answers answers;
  private final Backfill backfill;
  private final Digest digest;
  private final CellHash key;
  private final Row whole;
  private final HashCounts rows = new HashCounts();
  private final HashCounts keys = new HashCounts();
  private final List<Recovery.Reason> reasons = new ArrayList<>();
  private HashCounts met = new HashCounts();
  // When the reading began: what was refused since is for the next.
  private long wanted;
  private String first;

  public Declined(TableCopy copy, List<Filling> fillings) {
    this.copy = copy;
    this.answers = new Answers(copy);
    this.backfill = new Backfill(copy, fillings);
    List<Column> columns = copy.targetColumns();
    this.digest = new Digest(columns.stream().map(Column::type).toList());
    this.key = CellHash.of(columns, copy.key().stream().mapToInt(Integer::intValue).toArray());
    this.whole = new Row(columns.size());
  }

  /** Whether a rule sets rows aside that are refused so. */
  public boolean mayTake(Violation why) {
    return answers.to(why) == OnMisfit.QUARANTINE;
  }

  /**
   * Takes in a row that the target refused. One that was left out, or that has the key of one, is
   * the target's: it goes.
   */
  public void take(Row row, Violation why) {
    long[] under = key(row);
    if (key.size() == 0 ? tag(under) >= 0 : holds(under)) {
      keys.mark(under, GOES);
      return;
    }
    takeOnly(row, why);
    if (key.size() > 0) {
      keys.mark(under, STAYS);
    }
  }

  /** The same for one of several rows of the source, whose key is that of a row that comes. */
  public void takeOnly(Row row, Violation why) {
    takeOnly(hash(row), why, () -> RowName.of(copy, row));
  }

  void takeOnly(long[] lanes, Violation why, Supplier<String> name) {
    Recovery.Reason reason =
        new Recovery.Reason(why.kind(), answers.column(why.columns()), answers.text(why), true);
    if (!reasons.contains(reason)) {
      reasons.add(reason);
    }
    rows.add(lanes, reasons.indexOf(reason));
    first = first == null ? name.get() + " " + reason.text() : first;
  }

  /** What the row is known by. */
  long[] hash(Row row) {
    long[] lanes = new long[2];
    digest.hash(row, lanes);
    return lanes;
  }

  /** As comparisons tell rows apart: without a key, by the whole row. */
  private long[] key(Row row) {
    if (key.size() == 0) {
      return hash(row);
    }
    key.take(row);
    return key.lanes();
  }

  private int tag(long[] lanes) {
    for (int tag = 0; tag < reasons.size(); tag++) {
      if (rows.has(lanes, tag)) {
        return tag;
      }
    }
    return -1;
  }

  /** Whether what the target has under this key stays as it is. */
  public boolean holds(long[] under) {
    return keys.has(under, STAYS);
  }

  /** Whether this row of the target stays in the place of one that is left out. */
  public boolean holds(Row row) {
    return key.size() > 0 && holds(key(row));
  }

  /** Whether what the target has under this key has to go. */
  public boolean removes(long[] under) {
    return keys.has(under, GOES);
  }

  /** How many rows of the source are left out. */
  public long size() {
    return rows.total();
  }

  /**
   * Once the source has been read without them: refuses where it does not have all of them. Those
   * are rows of the target, and there nobody may miss one.
   */
  public void requireMet() {
    long missed = wanted - met.total();
    if (missed > 0) {
      throw GodwitException.refused(
          copy.to().displayName()
              + ": "
              + Shown.count(missed, "row")
              + " of the target that the source does not have so would be in the way of a"
              + " constraint, and cannot be set aside; nothing was written. The first that was"
              + " refused is "
              + first
              + ". Mend it in the target first");
    }
  }

  /** Another reading of the source begins. */
  void begin() {
    met.close();
    met = new HashCounts();
    wanted = rows.total();
  }

  /** Why this row of the source is left out; null where it is not. */
  Recovery.Reason meet(Row row) {
    if (size() == 0) {
      return null;
    }
    whole.take(row);
    backfill.apply(whole);
    long[] lanes = hash(whole);
    for (int tag = 0; tag < reasons.size(); tag++) {
      if (rows.count(lanes, tag) > met.count(lanes, tag)) {
        met.add(lanes, tag);
        return reasons.get(tag);
      }
    }
    return null;
  }

  @Override
  public void close() {
    rows.close();
    keys.close();
    met.close();
  }
}
