package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Row;
import dev.godwit.value.digest.Digest;
import java.util.List;
import java.util.stream.IntStream;

/** Hashes some cells of each row that it is shown, a key for example. Not thread-safe. */
final class CellHash {
  private final int[] places;
  private final Digest digest;
  private final Row cells;
  private final long[] lanes = new long[2];

  CellHash(int[] places, List<ColumnType> types) {
    this.places = places;
    this.digest = new Digest(types);
    this.cells = new Row(places.length);
  }

  /** Of rows of these columns. */
  static CellHash of(List<Column> columns, int... places) {
    return new CellHash(places, IntStream.of(places).mapToObj(i -> columns.get(i).type()).toList());
  }

  /** Hashes the row's cells; false where one is NULL. */
  boolean take(Row row) {
    digest.hash(cells.take(row, places), lanes);
    return cells.isWhole();
  }

  /** Whether no cell of the last row was NULL. */
  boolean isWhole() {
    return cells.isWhole();
  }

  /** The hash of the last row's cells: the same array each time. */
  long[] lanes() {
    return lanes;
  }

  /** How many cells it looks at. */
  int size() {
    return places.length;
  }
}
