package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.plan.TableCopy;
import dev.godwit.scratch.Scratch;
import dev.godwit.scratch.Shelf;
import dev.godwit.store.Rows;
import dev.godwit.store.Target;
import dev.godwit.store.can.Scanning;
import dev.godwit.value.digest.Digest;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a run that brings a target up to date would do to one table: rows that come, and rows of the
 * target that go or are written over. The heap does not grow with them. Not thread-safe.
 */
public final class Coming implements AutoCloseable {
  private final TableCopy copy;
  private final Digest digest;
  private final Shelf rows;
  private final HashCounts gone = new HashCounts();
  private final long[] lanes = new long[2];
  private boolean comes;

  Coming(TableCopy copy, Scratch scratch) {
    this.copy = copy;
    this.digest = new Digest(copy.targetColumns().stream().map(Column::type).toList());
    this.rows = scratch.shelf(copy.to().name(), copy.targetColumns().size());
  }

  /** A row in the target's forms. */
  public void comes(Row row) {
    rows.add(row);
    comes = true;
  }

  /** A row as the target has it. */
  public void goes(Row row) {
    gone.add(hash(row), 0);
  }

  long[] hash(Row row) {
    digest.hash(row, lanes);
    return lanes;
  }

  /** The target's columns that rows are told apart by. */
  List<String> keyColumns() {
    return copy.key().stream().map(i -> copy.targetColumns().get(i).name()).toList();
  }

  TableCopy copy() {
    return copy;
  }

  boolean hasComing() {
    return comes;
  }

  boolean hasGoing() {
    return gone.total() > 0;
  }

  Rows rows() {
    return rows.read();
  }

  /** Shows the rows of the target that stay as they are. */
  void staying(Target target, Consumer<Row> shown) {
    try (Rows all = Scanning.of(target).scan(copy.to(), copy.targetColumns());
        HashCounts met = new HashCounts()) {
      while (all.next()) {
        if (!hasGoing() || stays(all.row(), met)) {
          shown.accept(all.row());
        }
      }
    }
  }

  /** Of equal rows as many as go are passed over. */
  private boolean stays(Row row, HashCounts met) {
    boolean goes = gone.count(hash(row), 0) > met.count(lanes, 0);
    if (goes) {
      met.add(lanes, 0);
    }
    return !goes;
  }

  @Override
  public void close() {
    rows.close();
    gone.close();
  }
}
