package dev.godwit.store;

import dev.godwit.model.Column;
import dev.godwit.model.OnConflict;
import dev.godwit.model.Table;
import java.util.List;

/**
 * What one table of a target is about to receive: values for {@code columns}, in this order. {@code
 * truncate} empties it first. {@code rebuild} takes its keys and indexes off and builds them
 * afterwards. {@code triggers} leaves its triggers on. {@code batchRows} is how many rows one
 * statement carries at most, 0 for no limit; {@code onConflict} decides about rows whose key the
 * table holds already.
 */
public record Load(
    Table table,
    List<Column> columns,
    boolean truncate,
    boolean rebuild,
    boolean triggers,
    long batchRows,
    OnConflict onConflict) {
  public Load {
    columns = List.copyOf(columns);
  }

  /** As that of the table. */
  @Override
  public int hashCode() {
    return table.hashCode();
  }
}
