package dev.godwit.run.sync;

import dev.godwit.copy.CoercedFeed;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.plan.TableCopy;
import dev.godwit.plan.Watermark;
import dev.godwit.run.protocol.Account;
import dev.godwit.run.protocol.Greatest;
import dev.godwit.run.protocol.Standing;
import dev.godwit.run.protocol.Task;
import dev.godwit.store.Filtered;
import dev.godwit.verify.Comparison;
import dev.godwit.verify.Depth;
import dev.godwit.verify.Verifier;
import java.time.Clock;

/**
 * Where the new rows of a table begin: where the last run ended by the table's watermark, or where
 * somebody said. Single-threaded.
 */
final class NewRows {
  private final Task task;
  private final TableCopy copy;
  private final CoercedFeed feed;
  private final Watermark watermark;
  private final Object ended;
  private final Object from;
  private final Greatest reached;

  /**
   * {@code last} is null where nothing is known of an earlier run.
   *
   * @throws GodwitException where somebody said from where on, and the column has no such value
   */
  NewRows(Task task, TableCopy copy, CoercedFeed feed, Standing last, Account account) {
    this.task = task;
    this.copy = copy;
    this.feed = feed;
    this.watermark = Watermark.of(copy, task.options().content().rules());
    this.ended = last != null && last.reaches(watermark) ? last.reached() : null;
    this.reached = new Greatest(watermark.place());
    this.from = from(account);
  }

  /** Null where only comparing tells. */
  private Object from(Account account) {
    // Rows may have values of a new column without the watermark having moved.
    boolean grown = task.plan().grows(copy.to());
    if (task.mode().deletes() || grown && !isAsked()) {
      return null;
    }
    if (!isAsked()) {
      return ended;
    }
    String asked = task.mode().since();
    if (watermark.by() == Watermark.By.UPDATED_AT || isKey() && asked.matches("-?\\d+")) {
      Greatest like = new Greatest(watermark.place());
      Verifier.each(() -> new Filtered(feed.open(), row -> like.value() == null), like::see);
      return new SinceValue(asked)
          .of(
              copy.from().name(),
              copy.columns().get(watermark.place()),
              like.value(),
              Clock.systemUTC());
    }
    new SinceValue(asked).requireForm();
    account.warn(
        Problem.of(ProblemKind.SINCE)
            .at(copy.from().name())
            .says(
                "--since does not hold here: no column says when its rows were written; every"
                    + " row was compared",
                "rule for the table: watermark: COLUMN"));
    return null;
  }

  /** Whether somebody said from where on to read. */
  private boolean isAsked() {
    return task.mode().since() != null;
  }

  private boolean isKey() {
    return watermark.by() == Watermark.By.KEY;
  }

  /** Whether only the new rows are looked at. */
  boolean isPart() {
    return from != null && (isAsked() || task.options().verify() != Depth.DIGEST);
  }

  /** Whether every row is looked at, though it is known where the new ones begin. */
  boolean isChecked() {
    return from != null && !isPart();
  }

  /** The same comparison, of the rows that are looked at. */
  Comparison of(Comparison whole) {
    return isPart() ? whole.from(() -> new Filtered(feed.open(), this::has)) : whole;
  }

  boolean has(Row row) {
    boolean open = isKey() && !isAsked();
    Object own = row.value(watermark.place());
    int order = own == null ? 1 : Standing.order(own, from);
    return order > 0 || !open && order == 0;
  }

  /** Sees a row of the source, for where the next run begins. */
  void see(Row row) {
    reached.see(row);
  }

  /** Whether the first row was written later than the other, by a column that says when. */
  boolean isLater(Row ours, Row theirs) {
    if (watermark.place() < 0) {
      return false;
    }
    Object a = ours.value(watermark.place());
    Object b = theirs.value(watermark.place());
    return b == null || Standing.haveOrder(a, b) && Standing.order(a, b) > 0;
  }

  /** Whether a row that is not new may well differ: greater keys tell of new rows only. */
  boolean mayMiss() {
    return isKey();
  }

  /** The watermark's column; null where there is none. */
  String column() {
    return watermark.column();
  }

  /**
   * What the next run goes on from: what this one went on from, where it {@code stays}. The digests
   * are null where they are not known.
   */
  Standing standing(String source, String target, boolean stays) {
    Object greatest = reached.value();
    boolean less = greatest == null || ended != null && Standing.order(ended, greatest) > 0;
    boolean back = stays || isPart() && less;
    return new Standing(watermark.column(), back ? ended : greatest, source, target);
  }

  /** That older changes were not looked at, as was asked for; else null. */
  Problem asked() {
    return !isAsked() || !isPart()
        ? null
        : Problem.of(ProblemKind.SINCE)
            .at(copy.from().name(), column())
            .says(
                "only rows from "
                    + task.mode().since()
                    + " on were looked at, as asked for: older changes were not",
                null);
  }

  /** How rows are found; {@code below}: rows that are not new have changed. */
  String words(boolean below) {
    String ended = column() + (isKey() ? " after " : " from ") + "where the last run ended";
    if (task.mode().deletes()) {
      return "every row compared";
    }
    if (isPart()) {
      return isAsked() ? column() + " from " + task.mode().since() + ", as asked for" : ended;
    }
    if (watermark.by() == Watermark.By.DIGEST) {
      return "no watermark column and no single key of whole numbers: every row compared";
    }
    if (from == null) {
      return column() + ", but no earlier run is known: every row compared";
    }
    return below ? "rows up to the last run's have changed: every row compared" : ended;
  }
}
