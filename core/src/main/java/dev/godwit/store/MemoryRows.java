package dev.godwit.store;

import dev.godwit.model.Row;
import java.util.List;

/** A few rows in memory. */
public final class MemoryRows implements Rows {
  private final List<Row> rows;
  private int next;

  public MemoryRows(List<Row> rows) {
    this.rows = rows;
  }

  @Override
  public boolean next() {
    return next++ < rows.size();
  }

  @Override
  public Row row() {
    return rows.get(next - 1);
  }

  @Override
  public Position position() {
    return Position.START;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
