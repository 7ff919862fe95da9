package dev.godwit.store;

import dev.godwit.model.Row;
import java.util.function.Predicate;

/** Those of other rows that are wanted. The predicate sees each row once. */
public final class Filtered extends Through {
  private final Predicate<Row> wanted;

  public Filtered(Rows rows, Predicate<Row> wanted) {
    super(rows);
    this.wanted = wanted;
  }

  @Override
  public boolean next() {
    while (rows.next()) {
      if (wanted.test(rows.row())) {
        return true;
      }
    }
    return false;
  }
}
