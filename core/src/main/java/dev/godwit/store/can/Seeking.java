package dev.godwit.store.can;

import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import java.util.List;

/** Finds rows by the values of columns. */
public interface Seeking {
  /** Whether {@link #find} by these columns goes straight to the rows, instead of reading all. */
  boolean seeks(Table table, List<Column> key);

  /**
   * The rows whose {@code key} columns have the values of the row {@code at}, whose cells are in
   * the forms of their kinds. As fast as the engine finds rows by these columns.
   */
  Rows find(Table table, List<Column> columns, List<Column> key, Row at);

  /** Of any store: by reading all where it cannot seek. */
  static Seeking of(Source store) {
    return store.as(Seeking.class).orElseGet(() -> new ByReading(store));
  }

  /** Reads everything, and picks. */
  record ByReading(Source store) implements Seeking {
    @Override
    public boolean seeks(Table table, List<Column> key) {
      return false;
    }

    @Override
    public Rows find(Table table, List<Column> columns, List<Column> key, Row at) {
      return Picked.equal(store, table, columns, key, at);
    }
  }
}
