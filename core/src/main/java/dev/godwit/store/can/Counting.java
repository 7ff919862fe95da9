package dev.godwit.store.can;

import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import java.util.List;

/** Tells how many rows there are without having them read one by one. */
public interface Counting {
  /** How many rows the table holds. */
  long count(Table table);

  /** Those of the tables that hold a row, in their order. */
  List<Table> occupied(List<Table> tables);

  /** Of any store: by reading where it cannot count. */
  static Counting of(Source store) {
    return store.as(Counting.class).orElseGet(() -> new ByReading(store));
  }

  /** Whether the table of any store holds a row. */
  static boolean holdsRows(Source store, Table table) {
    return !of(store).occupied(List.of(table)).isEmpty();
  }

  /** Reads, and counts. */
  record ByReading(Source store) implements Counting {
    @Override
    public long count(Table table) {
      long count = 0;
      try (Rows rows = Scanning.of(store).scan(table, table.columns().subList(0, 1))) {
        while (rows.next()) {
          count++;
        }
      }
      return count;
    }

    @Override
    public List<Table> occupied(List<Table> tables) {
      return tables.stream().filter(this::holdsOne).toList();
    }

    private boolean holdsOne(Table table) {
      try (Rows rows = store.read(table, table.columns().subList(0, 1), Position.START)) {
        return rows.next();
      }
    }
  }
}
