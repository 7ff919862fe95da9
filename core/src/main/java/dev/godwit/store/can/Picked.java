package dev.godwit.store.can;

import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.store.Filtered;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.Through;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Some of the rows of a scan, where there is no faster way to them. */
public final class Picked extends Through {
  private final Row row;

  private Picked(Rows rows, int columns) {
    super(rows);
    this.row = new Row(columns);
  }

  /** Those whose {@code key} columns have the values of the row {@code at}. */
  public static Rows equal(
      Source source, Table table, List<Column> columns, List<Column> key, Row at) {
    // No engine has to give a column twice.
    List<Column> selected = new ArrayList<>(columns);
    key.stream().filter(k -> !columns.contains(k)).forEach(selected::add);
    int[] places = key.stream().mapToInt(selected::indexOf).toArray();
    Rows equal =
        new Filtered(
            Scanning.of(source).scan(table, selected),
            row -> {
              for (int i = 0; i < places.length; i++) {
                if (!Objects.deepEquals(row.value(places[i]), at.value(i))) {
                  return false;
                }
              }
              return true;
            });
    return new Picked(equal, columns.size());
  }

  /** Every so-manieth, by what is known of the table's size. */
  public static Rows spread(Source source, Table table, List<Column> columns, long rows) {
    long step = Math.max(1, table.estimatedRows() / Math.max(1, rows));
    long[] seen = {0};
    return new Filtered(Scanning.of(source).scan(table, columns), row -> seen[0]++ % step == 0);
  }

  @Override
  public boolean next() {
    if (!rows.next()) {
      return false;
    }
    row.take(rows.row());
    return true;
  }

  @Override
  public Row row() {
    return row;
  }
}
