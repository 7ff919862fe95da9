package dev.godwit.store;

import dev.godwit.model.Row;

/**
 * A table that is as one of the target's, holds nothing, and is seen by nobody else: rows are tried
 * on it, and go with it. Refused ones are told to the {@link Loading.Arrivals} that it was made
 * with, late. Not thread-safe.
 */
public interface Trial extends AutoCloseable {
  /** Tries a row of the intent's columns, now or with others later. The row may be reused. */
  void take(Row row);

  /** Tries what was not tried yet. */
  void end();

  /** Whether a row may be refused for what another one is, beyond keys. */
  default boolean minds() {
    return false;
  }

  /** Takes a row that the target holds, and that stays: before all that come, and never refused. */
  default void stands(Row row) {
    // Nobody minds it.
  }

  /** What could not be tried, and what to do, as sentences; null where everything was. */
  String untried();

  /** Takes the table away. */
  @Override
  void close();
}
