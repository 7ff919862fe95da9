package dev.godwit.copy;

import dev.godwit.model.Row;
import dev.godwit.store.Judge;
import dev.godwit.store.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Coerced rows that wait for the engine's judgement, each with the source's row behind it. */
final class Undecided {
  private static final int MOST = 1000;
  private static final long BYTES = 4L << 20;

  /** {@code number} counts the source's rows. */
  record Waiting(Row source, Position position, long number, Row coerced) {}

  /**
   * Hears of a cell that does not fit; true where the row may go on. {@code before} is the column
   * for which it may not already, or -1.
   */
  @FunctionalInterface
  interface Hearer {
    boolean misfit(Waiting row, int column, String reason, int before);
  }

  private final Judge judge;
  private List<Waiting> rows = new ArrayList<>();
  private long bytes;
  private int at = -1;

  Undecided(Judge judge) {
    this.judge = judge;
  }

  void add(Row source, Position position, long number, Row coerced) {
    rows.add(new Waiting(source.copy(), position, number, coerced.copy()));
    bytes += source.length() + coerced.length();
  }

  boolean isFull() {
    return rows.size() == MOST || bytes > BYTES;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Judges the rows; those that may not go on are not among them then. */
  void judge(Hearer misfits) {
    int[] gone = new int[rows.size()];
    Arrays.fill(gone, -1);
    judge.judge(
        rows.stream().map(Waiting::coerced).toList(),
        (row, column, reason) -> {
          boolean goesOn = misfits.misfit(rows.get(row), column, reason, gone[row]);
          gone[row] = goesOn || gone[row] >= 0 ? gone[row] : column;
        });
    List<Waiting> left = new ArrayList<>();
    for (int i = 0; i < gone.length; i++) {
      if (gone[i] < 0) {
        left.add(rows.get(i));
      }
    }
    rows = left;
  }

  /** Moves to the next row; false, and all forgotten, after the last. */
  boolean next() {
    if (++at < rows.size()) {
      return true;
    }
    rows = new ArrayList<>();
    bytes = 0;
    at = -1;
    return false;
  }

  Waiting current() {
    return rows.get(at);
  }
}
