package dev.godwit.store.can;

import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import java.util.List;

/** Reads whole tables faster where their order does not matter. */
@FunctionalInterface
public interface Scanning {
  /** The given columns of every row, in whatever order is fastest; positions mean nothing. */
  Rows scan(Table table, List<Column> columns);

  /** Of any store: in key order where it knows no faster one. */
  static Scanning of(Source store) {
    return store
        .as(Scanning.class)
        .orElse((table, columns) -> store.read(table, columns, Position.START));
  }
}
