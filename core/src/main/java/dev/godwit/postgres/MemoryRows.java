package dev.godwit.postgres;

import dev.godwit.model.Row;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.util.List;

/** A batch in memory, as rows. */
final class MemoryRows implements Rows {
  private final List<Row> rows;
  private int at = -1;

  MemoryRows(List<Row> rows) {
    this.rows = rows;
  }

  @Override
  public boolean next() {
    return ++at < rows.size();
  }

  @Override
  public Row row() {
    return rows.get(at);
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
