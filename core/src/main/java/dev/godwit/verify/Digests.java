package dev.godwit.verify;

import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.can.Scanning;
import dev.godwit.value.digest.Digest;
import java.util.List;
import java.util.function.ObjLongConsumer;

/** Reads a table back and digests what is there. */
public final class Digests {
  private Digests() {}

  /** The digest of these columns over all rows, in whatever order they come. */
  public static Digest of(Source store, Table table, List<Column> columns) {
    return of(store, table, columns, (row, hash) -> {});
  }

  /**
   * The same, and shows each row, with the first half of its hash, to whoever else wants to see it.
   */
  public static Digest of(
      Source store, Table table, List<Column> columns, ObjLongConsumer<Row> seen) {
    Digest digest = new Digest(columns.stream().map(Column::type).toList());
    try (Rows rows = Scanning.of(store).scan(table, columns)) {
      while (rows.next()) {
        digest.add(rows.row());
        seen.accept(rows.row(), digest.last());
      }
    }
    return digest;
  }
}
