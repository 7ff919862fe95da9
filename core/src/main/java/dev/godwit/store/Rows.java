package dev.godwit.store;

import dev.godwit.model.Row;

/** Rows of one table, one at a time, forward only. Not thread-safe. Close it when done. */
public interface Rows extends AutoCloseable {
  /** Moves to the next row; false after the last. */
  boolean next();

  /** The current row, reused by the next call of {@link #next()}: copy what you keep. */
  Row row();

  /** Where reading can go on after the current row; its text names the row to people. */
  Position position();

  @Override
  void close();
}
