package dev.godwit.store;

/**
 * The rows of a table in ranges of their order, for several threads to read at once. All readers
 * see the same state of the store.
 */
public interface Ranges extends AutoCloseable {
  /** How many threads may read, each with a number of its own, from 0 on. */
  int readers();

  /** How many ranges there are: at least 1. */
  long count();

  /** The rows of one range, from 0 on; the calls of one reader come from one thread. */
  Rows open(int reader, long range);

  @Override
  void close();
}
