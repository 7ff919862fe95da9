package dev.godwit.json.read;

import java.util.Map;
import java.util.Set;

/**
 * Which nested objects become columns, and which arrays tables; all others stay JSON. {@code
 * document} are the paths, of which the empty one may be one, of what is no table's part.
 */
record Nesting(
    Set<String> flattened, Map<String, String> tables, Set<String> document, Set<String> json) {
  enum Mode {
    VALUE,
    FLATTEN,
    TABLE
  }

  Nesting {
    flattened = Set.copyOf(flattened);
    tables = Map.copyOf(tables);
    document = Set.copyOf(document);
    json = Set.copyOf(json);
  }

  /** What becomes of the member at this path, which begins with its table's name. */
  Mode of(String path) {
    if (flattened.contains(path) || flattened.contains(inner(path))) {
      return Mode.FLATTEN;
    }
    return table(path) == null ? Mode.VALUE : Mode.TABLE;
  }

  /** Whether the member's values are JSON whatever they are. */
  boolean isJson(String path) {
    return json.contains(path) || json.contains(inner(path));
  }

  boolean isDocument(String path) {
    return document.contains(path);
  }

  /** The same where arrays stay JSON: in what is a part of a table already. */
  Nesting withoutTables() {
    return new Nesting(flattened, Map.of(), document, json);
  }

  /** The name of the table that is made of this member's elements, or null. */
  String table(String path) {
    String name = tables.get(path);
    return name == null ? tables.get(inner(path)) : name;
  }

  /** The path without the table, which people leave out where there is one table. */
  private static String inner(String path) {
    return path.substring(path.indexOf('.') + 1);
  }
}
