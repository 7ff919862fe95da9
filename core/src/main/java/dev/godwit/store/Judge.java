package dev.godwit.store;

import dev.godwit.model.Row;
import java.util.List;

/**
 * Lets an engine itself judge values that it alone understands, before they are written. Not
 * thread-safe; asks through the store's own connection, which nothing else may be using then.
 */
public interface Judge {
  /**
   * Brings the cells of these rows into the engine's own spelling, in place, and hands over those
   * that it would not take or would change.
   */
  void judge(List<Row> rows, Refusals refusals);

  /** Hears of cells that do not fit, by the row's place in the list; {@code reason} is no value. */
  @FunctionalInterface
  interface Refusals {
    void refused(int row, int column, String reason);
  }
}
