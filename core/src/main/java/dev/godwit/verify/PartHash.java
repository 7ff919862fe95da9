package dev.godwit.verify;

import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.value.digest.Digest;
import java.util.List;
import java.util.stream.IntStream;

/** The digest of some cells of one row after another. Single-threaded. */
final class PartHash {
  private final int[] places;
  private final Row cells;
  private final Digest digest;
  private final long[] lanes = new long[2];

  /** Of the cells at these places; null for all. */
  PartHash(List<Column> columns, int[] places) {
    this.places = places == null ? IntStream.range(0, columns.size()).toArray() : places.clone();
    this.cells = new Row(this.places.length);
    this.digest =
        new Digest(IntStream.of(this.places).mapToObj(i -> columns.get(i).type()).toList());
  }

  /** All columns but one. */
  static PartHash without(List<Column> columns, int place) {
    return new PartHash(
        columns, IntStream.range(0, columns.size()).filter(i -> i != place).toArray());
  }

  long of(Row row) {
    for (int i = 0; i < places.length; i++) {
      cells.copy(i, row, places[i]);
    }
    digest.hash(cells, lanes);
    return lanes[0];
  }
}
