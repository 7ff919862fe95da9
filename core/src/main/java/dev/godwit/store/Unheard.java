package dev.godwit.store;

import dev.godwit.model.Row;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.Loading.Violation;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Rows that arrive where nobody listens: only one that is refused is told of. */
public final class Unheard implements Arrivals {
  private final BiConsumer<Row, Violation> refused;
  private final Consumer<Row> stored;

  private Unheard(BiConsumer<Row, Violation> refused, Consumer<Row> stored) {
    this.refused = refused;
    this.stored = stored;
  }

  /** Rows that are refused go to {@code refused}. */
  public static Unheard but(BiConsumer<Row, Violation> refused) {
    return new Unheard(refused, row -> {});
  }

  /** No row can be refused: one that is ends in an IllegalStateException that says {@code what}. */
  public static Unheard never(String what) {
    return new Unheard(refusing(what), row -> {});
  }

  /** The same; rows as the target stored them are added to {@code stored}. */
  public static Unheard keeping(List<Row> stored) {
    return new Unheard(refusing("the target refused its own value"), row -> stored.add(row.copy()));
  }

  private static BiConsumer<Row, Violation> refusing(String what) {
    return (row, why) -> {
      throw new IllegalStateException(what + ": " + why.message());
    };
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
    stored.accept(row);
  }

  @Override
  public void refused(Row row, Violation why) {
    refused.accept(row, why);
  }
}
