package dev.godwit.store;

import dev.godwit.model.Row;

/** Other rows, all but for what a subclass makes of them. */
public abstract class Through implements Rows {
  protected final Rows rows;

  protected Through(Rows rows) {
    this.rows = rows;
  }

  @Override
  public boolean next() {
    return rows.next();
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
