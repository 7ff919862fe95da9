package dev.godwit.run.before;

import dev.godwit.model.Column;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Kind;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.can.Scanning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Columns whose row says itself which table they name a row of: Django's content types, a type's
 * name beside a key as Rails and Laravel have it. No rule can lead them to rows that stay under
 * other keys, so such rows are found.
 */
final class GenericKeys {
  /** Where a row names another: {@code types} are what numbers stand for, null where it says it. */
  private record Pair(Column type, Column key, Map<String, String> types) {}

  private final Source source;
  private final List<TableCopy> copies;
  private final Map<TableCopy, List<Pair>> pairs = new LinkedHashMap<>();

  GenericKeys(Source source, Collection<TableCopy> copies) {
    this.source = source;
    this.copies = List.copyOf(copies);
    for (TableCopy copy : copies) {
      List<Pair> its = pairs(copy);
      if (!its.isEmpty()) {
        pairs.put(copy, its);
      }
    }
  }

  boolean isNone() {
    return pairs.isEmpty();
  }

  /** A problem for each column that names rows of this table by keys that they have no more. */
  List<Problem> naming(Table table, Set<String> keys) {
    List<Problem> result = new ArrayList<>();
    pairs.forEach(
        (copy, its) -> {
          for (Pair pair : its) {
            long rows = count(copy.from(), pair, table, keys);
            if (rows > 0) {
              String message =
                  "%d of its rows, by %s, may name rows of %s that have other keys in the target"
                      .formatted(rows, pair.type().name(), table.name());
              result.add(
                  Problem.of(ProblemKind.CONFLICT)
                      .at(copy.from().name(), pair.key().name())
                      .says(message, "rule: " + table.name() + ": {onConflict: replace}"));
            }
          }
        });
    return result;
  }

  private List<Pair> pairs(TableCopy copy) {
    List<Pair> result = new ArrayList<>();
    for (Column key : copy.sourceColumns()) {
      String name = key.name().toLowerCase(Locale.ROOT);
      if (name.endsWith("object_id") || name.endsWith("object_pk")) {
        String before = name.substring(0, name.lastIndexOf("object_"));
        column(copy.from(), before + "content_type_id")
            .ifPresent(t -> types(copy.from(), t).ifPresent(m -> result.add(new Pair(t, key, m))));
      }
      if (name.endsWith("_id") && referred(copy.from(), key).isEmpty()) {
        column(copy.from(), name.substring(0, name.length() - 2) + "type")
            .filter(t -> t.type().kind() == Kind.TEXT)
            .ifPresent(t -> result.add(new Pair(t, key, null)));
      }
    }
    return result;
  }

  private static Optional<Column> column(Table table, String name) {
    return table.columns().stream().filter(c -> c.name().equalsIgnoreCase(name)).findFirst();
  }

  private static Optional<String> referred(Table table, Column column) {
    return table.foreignKeys().stream()
        .filter(k -> k.columns().equals(List.of(column.name())))
        .map(ForeignKey::targetTable)
        .findFirst();
  }

  /** What a foreign key's numbers stand for, where it is to a table of types. */
  private Optional<Map<String, String>> types(Table table, Column column) {
    return referred(table, column)
        .flatMap(name -> source.catalog().table(name))
        .filter(t -> column(t, "app_label").isPresent() && column(t, "model").isPresent())
        .filter(t -> t.primaryKey().size() == 1)
        .map(this::types);
  }

  private Map<String, String> types(Table table) {
    List<Column> columns =
        List.of(
            column(table, table.primaryKey().get(0)).orElseThrow(),
            column(table, "app_label").orElseThrow(),
            column(table, "model").orElseThrow());
    Map<String, String> result = new HashMap<>();
    try (Rows rows = Scanning.of(source).scan(table, columns)) {
      while (rows.next()) {
        Row row = rows.row();
        result.put(String.valueOf(row.value(0)), letters(row.value(1) + "_" + row.value(2)));
      }
    }
    return result;
  }

  private long count(Table from, Pair pair, Table table, Set<String> keys) {
    long count = 0;
    try (Rows rows = Scanning.of(source).scan(from, List.of(pair.type(), pair.key()))) {
      while (rows.next()) {
        String type = String.valueOf(rows.row().value(0));
        String named = pair.types() == null ? letters(type) : pair.types().get(type);
        boolean moved = keys.contains(String.valueOf(rows.row().value(1)));
        if (moved && named != null && may(named, table)) {
          count++;
        }
      }
    }
    return count;
  }

  /** Whether a type is the table's, or of one whose name does not tell. */
  private boolean may(String type, Table table) {
    return isOf(type, table) || copies.stream().noneMatch(c -> isOf(type, c.from()));
  }

  /** By its name, in the singular or not. */
  private static boolean isOf(String type, Table table) {
    String stem = type.endsWith("y") ? type.substring(0, type.length() - 1) : type;
    String name = letters(table.name());
    return name.equals(type) || name.startsWith(stem) && name.length() - stem.length() <= 3;
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
