package dev.godwit.format;

import dev.godwit.model.Column;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Table;
import dev.godwit.scratch.Lookup;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.can.Auditing.Violations;
import dev.godwit.store.can.Scanning;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of files that refer to rows which are not there. */
public final class FileOrphans {
  private FileOrphans() {}

  /** Counts rows whose foreign keys lead nowhere, in bounded memory. */
  public static Violations count(Source source, Table table) {
    List<Long> orphans = new ArrayList<>();
    for (ForeignKey key : table.foreignKeys()) {
      orphans.add(orphans(source, table, key));
    }
    return new Violations(orphans, Collections.nCopies(table.checks().size(), -1L));
  }

  /** -1 where the key's columns or table are not there. */
  private static long orphans(Source source, Table table, ForeignKey key) {
    Table target = source.catalog().table(key.targetTable()).orElse(null);
    List<Column> own = columns(table, key.columns());
    List<Column> other = target == null ? List.of() : columns(target, key.targetColumns());
    if (own.isEmpty() || own.size() != other.size()) {
      return -1;
    }
    try (Lookup keys = Lookup.of(other.size())) {
      try (Rows rows = Scanning.of(source).scan(target, other)) {
        while (rows.next()) {
          keys.add(rows.row(), 0);
        }
      }
      keys.sort();
      long orphans = 0;
      try (Rows rows = Scanning.of(source).scan(table, own)) {
        while (rows.next()) {
          boolean none = IntStream.range(0, own.size()).anyMatch(rows.row()::isNull);
          orphans += none || keys.has(rows.row()) ? 0 : 1;
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
