package dev.godwit.verify;

import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.value.Digest;
import java.util.List;

/** Reads a table back and digests what is there. */
public final class Digests {
  private Digests() {}

  /** The digest of these columns over all rows, in whatever order they come. */
  public static Digest of(Source store, Table table, List<Column> columns) {
    Digest digest = new Digest(columns.stream().map(Column::type).toList());
    try (Rows rows = store.scan(table, columns)) {
      while (rows.next()) {
        digest.add(rows.row());
      }
    }
    return digest;
  }
}
