package dev.godwit.run.before;

import dev.godwit.copy.CoercedFeed;
import dev.godwit.copy.Progress;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.OnConflict;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.Plan;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.can.Scanning;
import dev.godwit.value.Conversions;
import dev.godwit.value.Conversions.Literal;
import dev.godwit.value.text.Forms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows that stay in the target (onConflict: skip) though the source calls the same row, by its
 * natural key, otherwise: what refers to them there refers to the target's here. Part of the plan,
 * so that runs and comparisons do the same. Use once.
 */
public final class Repointing {
  private static final int MOST = 100_000;

  /** Columns of one table that name rows of another by one of its columns. */
  private record Reference(String table, ColumnCopy column) {}

  private final Source source;
  private final Source target;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, TableCopy> copies = new LinkedHashMap<>();

  public Repointing(Source source, Source target) {
    this.source = source;
    this.target = target;
  }

  /** The plan, where what refers to rows that stay is led to them, or why it cannot be. */
  public Plan repoint(Plan plan) {
    plan.tables().forEach(t -> copies.put(t.to().name(), t));
    if (copies.size() < plan.tables().size()) {
      return plan;
    }
    refersToNothing();
    GenericKeys generic = new GenericKeys(source, copies.values());
    // A natural key may hold a reference itself: those referred to come first.
    for (Table table : Catalog.sorted(plan.tables().stream().map(TableCopy::to).toList())) {
      TableCopy copy = copies.get(table.name());
      boolean stays = copy.onConflict() == OnConflict.SKIP && !copy.conflictPlaces().isEmpty();
      if (stays && !plan.makes(table)) {
        Map<Integer, Set<Reference>> named = named(copy);
        if (!generic.isNone() && copy.to().primaryKey().size() == 1) {
          int key = place(copy, copy.to().primaryKey().get(0));
          if (key >= 0 && !copy.conflictPlaces().contains(key)) {
            named.putIfAbsent(key, Set.of());
          }
        }
        named.forEach((column, references) -> repoint(copy, column, references, generic));
      }
    }
    List<TableCopy> all = plan.tables().stream().map(t -> copies.get(t.to().name())).toList();
    return plan.leaving(all, List.of(), problems, List.of());
  }

  /** Whether what a copy's column refers to others by was led to what stays. */
  public static boolean isRepointed(ColumnCopy column) {
    return !column.rules().conversions().keys().isEmpty();
  }

  /** The places of columns, none of its natural key, by which others name its rows. */
  private Map<Integer, Set<Reference>> named(TableCopy copy) {
    Map<Integer, Set<Reference>> result = new LinkedHashMap<>();
    for (TableCopy other : copies.values()) {
      for (ColumnCopy column : other.columns()) {
        String name = column.from() == null ? null : referred(other, column, copy);
        int place = name == null ? -1 : place(copy, name);
        if (place >= 0 && !copy.conflictPlaces().contains(place)) {
          result
              .computeIfAbsent(place, p -> new LinkedHashSet<>())
              .add(new Reference(other.to().name(), column));
        }
      }
    }
    return result;
  }

  /** The target's column of the copy that this one refers to; null for none. */
  private String referred(TableCopy other, ColumnCopy column, TableCopy copy) {
    String said = column.refers();
    if (said != null) {
      boolean it = said.equalsIgnoreCase(copy.from().name());
      return it && copy.to().primaryKey().size() == 1 ? copy.to().primaryKey().get(0) : null;
    }
    String there = referred(other.to(), column.to(), copy.to());
    String here = referred(other.from(), column.from(), copy.from());
    return there != null || here == null
        ? there
        : copy.columns().stream()
            .filter(c -> c.from() != null && c.from().name().equals(here))
            .map(c -> c.to().name())
            .findFirst()
            .orElse(null);
  }

  private static String referred(Table of, Column column, Table to) {
    for (ForeignKey key : of.foreignKeys()) {
      boolean alone = key.columns().equals(List.of(column.name()));
      if (alone && key.targetTable().equals(to.name()) && key.targetColumns().size() == 1) {
        return key.targetColumns().get(0);
      }
    }
    return null;
  }

  private void refersToNothing() {
    for (TableCopy copy : copies.values()) {
      for (ColumnCopy column : copy.columns()) {
        String said = column.refers();
        if (said != null
            && copies.values().stream().noneMatch(c -> c.from().name().equalsIgnoreCase(said))) {
          problem(copy, column, "refers: no table " + said + " travels");
        }
      }
    }
  }

  private void problem(TableCopy copy, ColumnCopy column, String message) {
    problems.add(Problem.of(ProblemKind.RULE).at(copy.from().name(), column.name()).says(message));
  }

  /** Of a column that comes from the source; -1 for none. */
  private static int place(TableCopy copy, String column) {
    int place = copy.targetColumns().stream().map(Column::name).toList().indexOf(column);
    return place >= 0 && copy.columns().get(place).from() != null ? place : -1;
  }

  private void repoint(TableCopy copy, int place, Set<Reference> references, GenericKeys generic) {
    Map<String, Literal> keys = keys(copies.get(copy.to().name()), place);
    if (keys.isEmpty()) {
      return;
    }
    problems.addAll(generic.naming(copy.from(), keys.keySet()));
    for (Reference reference : references) {
      TableCopy other = copies.get(reference.table());
      ColumnCopy column = reference.column();
      Conversions own = column.rules().conversions();
      if (!own.isNone() || column.expression() != null) {
        String message =
            "it refers to rows of %s that have other keys in the target, and its own conversion cannot be led to them"
                .formatted(copy.from().name());
        problem(other, column, message);
        continue;
      }
      ColumnCopy led = column.with(column.rules().with(Conversions.repointing(keys)));
      List<ColumnCopy> columns =
          other.columns().stream()
              .map(c -> c.to().name().equals(column.to().name()) ? led : c)
              .toList();
      copies.put(reference.table(), other.with(columns));
    }
  }

  /** What rows are called in the source, and there, where that is not the same. */
  private Map<String, Literal> keys(TableCopy copy, int place) {
    Map<Long, Literal> others = others(copy, place);
    Map<String, Literal> result = new HashMap<>();
    if (others.isEmpty()) {
      return result;
    }
    Column from = copy.columns().get(place).from();
    int raw = copy.sourceColumns().indexOf(from);
    // The same columns as before: another choice could be read in another order.
    try (Rows rows = Scanning.of(source).scan(copy.from(), copy.sourceColumns())) {
      for (long i = 0; rows.next(); i++) {
        if (others.containsKey(i)) {
          result.put(literal(from, rows.row(), raw).text(), others.get(i));
        }
      }
    }
    return result;
  }

  /** By their place among the source's rows, what those are called there that stay. */
  private Map<Long, Literal> others(TableCopy copy, int place) {
    Map<List<Literal>, Literal> there = there(copy, place);
    Map<Long, Literal> result = new HashMap<>();
    if (there.isEmpty()) {
      return result;
    }
    CoercedFeed feed = CoercedFeed.of(copy, source, target, List.of(), Progress.NONE);
    try (Rows rows = feed.open()) {
      for (long i = 0; rows.next(); i++) {
        Literal mine = literal(copy.targetColumns().get(place), rows.row(), place);
        Literal its = there.get(natural(copy, rows.row()));
        if (its != null && mine != null && !its.equals(mine)) {
          result.put(i, its);
        }
      }
    }
    if (feed.rejected() > 0 && !result.isEmpty()) {
      String message = "rows of it do not fit, so what refers to those that stay is not known";
      problems.add(Problem.of(ProblemKind.CONFLICT).at(copy.from().name()).says(message));
    }
    return result;
  }

  /** By natural key, what the target calls its rows. */
  private Map<List<Literal>, Literal> there(TableCopy copy, int place) {
    Map<List<Literal>, Literal> result = new HashMap<>();
    try (Rows rows = Scanning.of(target).scan(copy.to(), copy.targetColumns())) {
      while (rows.next()) {
        List<Literal> key = natural(copy, rows.row());
        Literal its = literal(copy.targetColumns().get(place), rows.row(), place);
        if (key != null && its != null) {
          result.put(key, its);
        }
        if (result.size() > MOST) {
          String message = "more than %d rows stay: what refers to them is not led there";
          problems.add(
              Problem.of(ProblemKind.CONFLICT)
                  .at(copy.from().name())
                  .says(message.formatted(MOST), "onConflict: update or replace"));
          return Map.of();
        }
      }
    }
    return result;
  }

  private static List<Literal> natural(TableCopy copy, Row row) {
    List<Literal> key =
        copy.conflictPlaces().stream()
            .map(i -> literal(copy.targetColumns().get(i), row, i))
            .collect(Collectors.toCollection(ArrayList::new));
    return key.contains(null) ? null : key;
  }

  /** Null for NULL. */
  private static Literal literal(Column column, Row row, int place) {
    Row plain = new Row(1);
    Forms.render(column.type(), row, place, plain, 0);
    boolean number = plain.storageClass(0) == Row.INTEGER;
    return plain.isNull(0) ? null : new Literal(String.valueOf(plain.value(0)), number);
  }
}
