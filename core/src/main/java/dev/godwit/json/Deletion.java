package dev.godwit.json;

import dev.godwit.json.Contents.Entry;
import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.store.Loading;
import dev.godwit.store.Rows;
import dev.godwit.value.Digest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes rows out of a table by their values: for each row that is given, one of the table. */
final class Deletion {
  private final List<Column> key;
  private final Digest digest;
  private final long[] lanes = new long[2];
  private final Map<Values, Integer> wanted = new HashMap<>();

  /** Stands for the values of one key: NULL is the same as NULL. */
  private record Values(long a, long b) {}

  Deletion(List<Column> key) {
    this.key = key;
    this.digest = new Digest(key.stream().map(Column::type).toList());
  }

  private Values values(Row row) {
    digest.hash(row, lanes);
    return new Values(lanes[0], lanes[1]);
  }

  /** Returns how many went. */
  long run(Revision revision, Entry entry, Loading.Feed keys) {
    try (Rows rows = keys.open()) {
      while (rows.next()) {
        wanted.merge(values(rows.row()), 1, Integer::sum);
      }
    }
    int[] cells = JsonLoading.cells(Table.of("", "", key, List.of()), entry.table().columns());
    Row own = new Row(cells.length);
    return revision.rewrite(entry, (row, n) -> stays(values(JsonLoading.spread(row, cells, own))));
  }

  private boolean stays(Values values) {
    Integer left = wanted.get(values);
    if (left == null) {
      return true;
    }
    if (left == 1) {
      wanted.remove(values);
    } else {
      wanted.put(values, left - 1);
    }
    return false;
  }
}
