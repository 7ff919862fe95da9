package dev.godwit.verify;

import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.coerce.Coercions;
import dev.godwit.value.digest.Digest;
import java.util.List;
import java.util.stream.IntStream;

/** The digest of some cells of one row after another. Single-threaded. */
final class PartHash {
  private final int[] places;
  private final Coercion[] forms;
  private final Row cells;
  private final Digest digest;
  private final long[] lanes = new long[2];

  private PartHash(List<Column> columns, int[] places, List<ColumnType> types) {
    this.places = places;
    this.cells = new Row(places.length);
    this.digest = new Digest(types);
    this.forms = new Coercion[places.length];
    for (int i = 0; i < places.length; i++) {
      ColumnType now = columns.get(places[i]).type();
      ColumnType then = types.get(i);
      forms[i] = now.kind() == then.kind() ? null : Coercions.of(now, then, CoercionRules.DEFAULT);
    }
  }

  /** All columns but one. */
  static PartHash without(List<Column> columns, int place) {
    int[] places = IntStream.range(0, columns.size()).filter(i -> i != place).toArray();
    return new PartHash(
        columns, places, IntStream.of(places).mapToObj(i -> columns.get(i).type()).toList());
  }

  /** Of the columns at these places, as they were when they were of these types. */
  static PartHash as(List<Column> columns, int[] places, List<ColumnType> types) {
    return new PartHash(columns, places.clone(), types);
  }

  long of(Row row) {
    boolean fits = true;
    for (int i = 0; i < places.length; i++) {
      if (forms[i] == null) {
        cells.copy(i, row, places[i]);
      } else {
        fits &= !forms[i].apply(row, places[i], cells, i).isMisfit();
      }
    }
    if (!fits) {
      // No row was like this one then.
      return -1;
    }
    digest.hash(cells, lanes);
    return lanes[0];
  }
}
