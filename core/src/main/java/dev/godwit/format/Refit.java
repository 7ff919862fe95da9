package dev.godwit.format;

import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.coerce.Coercions;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a table that has come to have other columns: those it had by their names, in the types of
 * now, and NULL in new ones. Not thread-safe.
 */
final class Refit {
  private final List<Column> old = new ArrayList<>();
  private final List<Coercion> forms = new ArrayList<>();
  private final int[] places;
  private final Row row;

  Refit(List<Column> was, List<Column> is) {
    List<Column> kept = new ArrayList<>();
    for (Column column : is) {
      was.stream()
          .filter(c -> c.name().equals(column.name()))
          .findFirst()
          .ifPresent(
              c -> {
                kept.add(column);
                old.add(c);
                forms.add(Coercions.of(c.type(), column.type(), CoercionRules.DEFAULT));
              });
    }
    places = Column.places(kept, is);
    row = new Row(is.size());
  }

  /** The columns of before that are there still. */
  List<Column> old() {
    return old;
  }

  /** The row as it is now, from its {@link #old} cells; the same one each time. */
  Row of(Row before) {
    for (int i = 0; i < places.length; i++) {
      forms.get(i).apply(before, i, row, places[i]);
    }
    return row;
  }
}
