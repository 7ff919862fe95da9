package dev.godwit.store.can;

import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import java.util.List;

/** Picks rows here and there without reading all. */
@FunctionalInterface
public interface Sampling {
  /**
   * About so many rows, spread over the table; fewer or more where its size is not known. Where the
   * engine can, not all of it is read.
   */
  Rows sample(Table table, List<Column> columns, long rows);

  /** Of any store: every so-manieth of all rows where it cannot sample. */
  static Sampling of(Source store) {
    return store
        .as(Sampling.class)
        .orElse((table, columns, rows) -> Picked.spread(store, table, columns, rows));
  }
}
