package dev.godwit.plan;

import dev.godwit.model.Index;
import dev.godwit.model.Table;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The key by which a row on its way is told to be one that the target holds: the one that a rule
 * names, else the primary key, else the only unique key whose columns are NOT NULL. {@code columns}
 * are the target's, none where there is no such key, and {@code why} says then why not.
 */
record ConflictKey(List<String> columns, String why) {

  static ConflictKey of(Table to, List<ColumnCopy> columns, List<String> by) {
    Set<String> travelling =
        columns.stream()
            .map(c -> c.to().name())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return by.isEmpty() ? usual(to, travelling) : named(to, columns, by);
  }

  private static ConflictKey usual(Table to, Set<String> travelling) {
    if (!to.primaryKey().isEmpty() && travelling.containsAll(to.primaryKey())) {
      return new ConflictKey(to.primaryKey(), null);
    }
    List<List<String>> keys =
        unique(to).stream()
            .filter(travelling::containsAll)
            .filter(k -> k.stream().noneMatch(c -> to.column(c).orElseThrow().nullable()))
            .toList();
    return keys.size() == 1
        ? new ConflictKey(keys.get(0), null)
        : new ConflictKey(
            List.of(),
            keys.isEmpty()
                ? "it has no primary key, and no unique key whose columns are NOT NULL, that the"
                    + " source fills"
                : "it has several unique keys (" + words(keys) + ") and no primary key");
  }

  private static ConflictKey named(Table to, List<ColumnCopy> columns, List<String> by) {
    List<String> names =
        by.stream().map(n -> resolved(columns, n).orElse(null)).distinct().toList();
    if (names.contains(null)) {
      return new ConflictKey(
          List.of(), "no column travels by the name " + by.get(names.indexOf(null)));
    }
    boolean known =
        Set.copyOf(to.primaryKey()).equals(Set.copyOf(names))
            || unique(to).stream().anyMatch(k -> Set.copyOf(k).equals(Set.copyOf(names)));
    return known
        ? new ConflictKey(names, null)
        : new ConflictKey(
            List.of(),
            "the target's table has no unique key of exactly "
                + String.join(", ", by)
                + (unique(to).isEmpty() ? "" : ", but of " + words(unique(to))));
  }

  /** Either store's name of a column. */
  private static Optional<String> resolved(List<ColumnCopy> columns, String name) {
    return columns.stream()
        .filter(c -> c.to().name().equals(name))
        .findFirst()
        .or(() -> columns.stream().filter(c -> c.name().equalsIgnoreCase(name)).findFirst())
        .map(c -> c.to().name());
  }

  /** Of plain columns, and of every row. */
  private static List<List<String>> unique(Table to) {
    return to.indexes().stream()
        .filter(i -> i.unique() && i.where() == null && !i.columns().isEmpty())
        .map(Index::columns)
        .distinct()
        .toList();
  }

  private static String words(List<List<String>> keys) {
    return keys.stream().map(k -> String.join(" + ", k)).collect(Collectors.joining(", "));
  }
}
