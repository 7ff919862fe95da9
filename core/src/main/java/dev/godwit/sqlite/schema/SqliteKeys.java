package dev.godwit.sqlite.schema;

import dev.godwit.model.Column;
import dev.godwit.model.Table;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** How SQLite addresses a single row of a table. */
public final class SqliteKeys {
  private SqliteKeys() {}

  /** A name as SQLite compares names: it ignores the case of ASCII letters, and of no others. */
  public static String fold(String name) {
    StringBuilder result = new StringBuilder(name);
    for (int i = 0; i < result.length(); i++) {
      char c = result.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        result.setCharAt(i, (char) (c + 32));
      }
    }
    return result.toString();
  }

  /** The name that means the rowid in a table of these columns, or null where all are taken. */
  public static String rowid(List<String> columns) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(columns);
    for (String name : List.of("rowid", "_rowid_", "oid")) {
      if (!names.contains(name)) {
        return name;
      }
    }
    return null;
  }

  /** The columns that reading goes along, each as a name; empty where none can be addressed. */
  public static List<String> of(Table table) {
    if (table.traits().withoutRowid()) {
      return table.primaryKey();
    }
    List<String> alias =
        table.columns().stream()
            .filter(c -> c.identity() != Column.Identity.NONE)
            .map(Column::name)
            .toList();
    if (!alias.isEmpty()) {
      return alias;
    }
    String rowid = rowid(table.columns().stream().map(Column::name).toList());
    return rowid == null ? List.of() : List.of(rowid);
  }
}
