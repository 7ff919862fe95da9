package dev.godwit.postgres;

import dev.godwit.model.Row;
import dev.godwit.store.Loading;
import dev.godwit.store.Loading.Arrivals;

/** Nobody listens: what could be said of the rows is known. */
enum Unheard implements Arrivals {
  ARRIVALS;

  @Override
  public void begin() {
    // Nothing to forget.
  }

  @Override
  public void arrived(Row row) {
    // Counted by whoever asked.
  }

  @Override
  public void stored(Row row) {
    // Nothing is stored.
  }

  @Override
  public void refused(Row row, Loading.Violation why) {
    throw new IllegalStateException("the target refused its own value: " + why.message());
  }
}
