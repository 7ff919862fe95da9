package dev.godwit.startup;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Index;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether an existing SQLite database has all that a schema of ours has: tables, columns, keys, and
 * the names in {@code schema_migrations}. {@code leftovers} are what it has beyond.
 */
record Adoption(List<Problem> problems, List<String> leftovers) {
  private static final String STEMS = "schema_migrations";
  private static final String WAY_OUT =
      "start the newest version of the application on it once, then start this one again";

  Adoption {
    problems = List.copyOf(problems);
    leftovers = List.copyOf(leftovers);
  }

  static Adoption of(Source ours, Source existing) {
    List<Problem> problems = new ArrayList<>();
    List<String> leftovers = new ArrayList<>();
    String name = existing.name();
    Set<String> missing = stems(ours);
    missing.removeAll(stems(existing));
    if (!missing.isEmpty()) {
      problems.add(
          Problem.of(ProblemKind.SCHEMA)
              .says(name + ": " + STEMS + " lacks " + String.join(", ", missing), WAY_OUT));
    }
    Catalog catalog = existing.catalog();
    for (Table table : ours.catalog().tables()) {
      if (table.name().equals(SqliteFileSchema.HISTORY)) {
        continue;
      }
      catalog
          .table(table.name())
          .ifPresentOrElse(
              found -> compare(table, found, problems, leftovers),
              () -> problems.add(problem(table, null, "the table is not there")));
    }
    catalog.tables().stream()
        .filter(t -> ours.catalog().table(t.name()).isEmpty())
        .forEach(t -> leftovers.add("table " + t.name()));
    return new Adoption(problems, leftovers);
  }

  /** What the application noted about its own migrations; nothing where it keeps no such table. */
  private static Set<String> stems(Source source) {
    Set<String> stems = new TreeSet<>();
    source
        .catalog()
        .table(STEMS)
        .flatMap(t -> t.column("version").map(c -> source.read(t, List.of(c), Position.START)))
        .ifPresent(
            rows -> {
              try (Rows all = rows) {
                while (all.next()) {
                  stems.add(String.valueOf(all.row().value(0)));
                }
              }
            });
    return stems;
  }

  private static void compare(
      Table ours, Table found, List<Problem> problems, List<String> leftovers) {
    for (Column column : ours.columns()) {
      if (found.column(column.name()).isEmpty()) {
        problems.add(problem(ours, column.name(), "the column is not there"));
      }
    }
    found.columns().stream()
        .filter(c -> ours.column(c.name()).isEmpty())
        .forEach(c -> leftovers.add("column " + ours.name() + "." + c.name()));
    Set<String> missing = keys(ours);
    missing.removeAll(keys(found));
    missing.forEach(k -> problems.add(problem(ours, null, "it lacks the " + k)));
  }

  /** Every key in words: primary, unique and foreign. */
  private static Set<String> keys(Table table) {
    Set<String> keys =
        table.indexes().stream()
            .filter(Index::unique)
            .map(i -> "unique key (" + String.join(", ", i.columns()) + ")")
            .collect(Collectors.toCollection(TreeSet::new));
    if (!table.primaryKey().isEmpty()) {
      keys.remove("unique key (" + String.join(", ", table.primaryKey()) + ")");
      keys.add("primary key (" + String.join(", ", table.primaryKey()) + ")");
    }
    for (ForeignKey key : table.foreignKeys()) {
      keys.add(
          "foreign key ("
              + String.join(", ", key.columns())
              + ") to "
              + key.targetTable()
              + " ("
              + String.join(", ", key.targetColumns())
              + ")");
    }
    return keys;
  }

  private static Problem problem(Table table, String column, String message) {
    return Problem.of(ProblemKind.SCHEMA).at(table.name(), column).says(message, WAY_OUT);
  }
}
