package dev.godwit.json;

import dev.godwit.model.Column;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Table;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import java.util.List;
import java.util.Optional;

/** Counts rows whose foreign key leads nowhere, in bounded memory. */
final class Orphans {
  private Orphans() {}

  /** -1 where the key's columns or table are not there. */
  static long count(Source source, Table table, ForeignKey key) {
    Optional<Table> target = source.catalog().table(key.targetTable());
    List<Column> own = columns(table, key.columns());
    List<Column> other = target.map(t -> columns(t, key.targetColumns())).orElse(List.of());
    if (own.isEmpty() || own.size() != other.size()) {
      return -1;
    }
    try (KeyIndex keys = new KeyIndex(other.size())) {
      try (Rows rows = source.scan(target.orElseThrow(), other)) {
        while (rows.next()) {
          keys.add(rows.row(), 0);
        }
      }
      keys.sort();
      long orphans = 0;
      try (Rows rows = source.scan(table, own)) {
        while (rows.next()) {
          boolean orphan = !KeyIndex.hasNull(rows.row()) && keys.find(rows.row()) < 0;
          orphans += orphan ? 1 : 0;
        }
      }
      return orphans;
    }
  }

  private static List<Column> columns(Table table, List<String> names) {
    List<Column> found = names.stream().flatMap(n -> table.column(n).stream()).toList();
    return found.size() == names.size() ? found : List.of();
  }
}
