package dev.godwit.store;

import dev.godwit.model.Row;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.Loading.Violation;
import java.util.function.BiConsumer;

/** Rows that arrive where nobody listens: only one that is refused is told of. */
public final class Unheard implements Arrivals {
  private final BiConsumer<Row, Violation> refused;

  private Unheard(BiConsumer<Row, Violation> refused) {
    this.refused = refused;
  }

  /** Rows that are refused go to {@code refused}. */
  public static Unheard but(BiConsumer<Row, Violation> refused) {
    return new Unheard(refused);
  }

  /** No row can be refused: one that is ends in an IllegalStateException that says {@code what}. */
  public static Unheard never(String what) {
    return new Unheard(
        (row, why) -> {
          throw new IllegalStateException(what + ": " + why.message());
        });
  }

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
    // Only where rows are merged.
  }

  @Override
  public void refused(Row row, Violation why) {
    refused.accept(row, why);
  }
}
