package dev.godwit.store;

import dev.godwit.model.Row;
import java.util.function.Predicate;

/** Those of other rows that are wanted. The predicate sees each row once. */
public final class Filtered implements Rows {
  private final Rows rows;
  private final Predicate<Row> wanted;

  public Filtered(Rows rows, Predicate<Row> wanted) {
    this.rows = rows;
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

  @Override
  public Row row() {
    return rows.row();
  }

  @Override
  public Position position() {
    return rows.position();
  }

  @Override
  public void close() {
    rows.close();
  }
}
