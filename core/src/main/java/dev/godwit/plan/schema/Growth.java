package dev.godwit.plan.schema;

import dev.godwit.inspect.Declared;
import dev.godwit.model.ByName;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Kind;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Statements;
import dev.godwit.model.Table;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.ExpressionTypes;
import dev.godwit.plan.Plan;
import dev.godwit.plan.Planner;
import dev.godwit.plan.Rules;
import dev.godwit.plan.TableCopy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What has come to a source's tables since a target was made: columns that are {@code missing}
 * there, and those whose types are {@code wider}, by the source's table.
 */
public record Growth(
    List<Table> tables, Map<String, Set<String>> missing, Map<String, Set<String>> wider) {

  /**
   * What a plan misses, of the tables that travel. {@code own} are the plan's copies into tables
   * that Godwit made, {@code declared} what it would make of them today, by what is declared alone.
   */
  public static Growth of(
      Plan plan, List<Table> travelling, List<TableCopy> own, MappedSchema declared) {
    Map<String, Set<String>> missing = new LinkedHashMap<>();
    for (Problem p : plan.problems()) {
      boolean column =
          p.is(ProblemKind.MISSING)
              && p.column() != null
              && travelling.stream()
                  .anyMatch(t -> t.name().equals(p.table()) && t.column(p.column()).isPresent());
      if (column) {
        missing.computeIfAbsent(p.table(), t -> new LinkedHashSet<>()).add(p.column());
      }
    }
    Map<String, Set<String>> wider = new LinkedHashMap<>();
    for (TableCopy copy : own) {
      Map<String, Column> made = made(declared, copy.from());
      for (ColumnCopy column : copy.columns()) {
        Column is = column.from() == null ? null : made.get(column.from().name());
        if (is != null && isDeclared(column.from()) && Wider.than(column.to(), is, copy.to())) {
          wider
              .computeIfAbsent(copy.from().name(), t -> new LinkedHashSet<>())
              .add(column.from().name());
        }
      }
    }
    List<Table> tables =
        travelling.stream()
            .filter(t -> missing.containsKey(t.name()) || wider.containsKey(t.name()))
            .toList();
    return new Growth(tables, missing, wider);
  }

  /** The tables, and those that they refer to. */
  public List<Table> andReferred(Catalog source) {
    Set<Table> all = new LinkedHashSet<>(tables);
    for (Table table : tables) {
      table.foreignKeys().stream()
          .flatMap(
              k -> source.tables().stream().filter(t -> t.name().equalsIgnoreCase(k.targetTable())))
          .forEach(all::add);
    }
    return List.copyOf(all);
  }

  /** Whether the declaration alone says what type it becomes. */
  private static boolean isDeclared(Column column) {
    return column.type().kind() != Kind.ANY
        || switch (Declared.of(column.type().name(), false).family()) {
          case INTEGER, REAL, DECIMAL, CHARACTER, TEXT -> true;
          default -> false;
        };
  }

  /** What has become of the columns of a table of the source, by their names there. */
  private static Map<String, Column> made(MappedSchema mapped, Table from) {
    MappedSchema.MappedTable to = mapped.tables().get(from.name());
    Map<String, Column> there = new HashMap<>();
    mapped
        .target()
        .table(to == null ? from.name() : to.target())
        .ifPresent(t -> t.columns().forEach(c -> there.put(c.name(), c)));
    Map<String, Column> result = new HashMap<>();
    for (Column column : from.columns()) {
      MappedSchema.MappedColumn as = to == null ? null : to.columns().get(column.name());
      result.put(column.name(), there.get(as == null ? column.name() : as.target()));
    }
    return result;
  }

  /** Whether a column keeps the type that it has in the target. */
  public boolean keepsType(Table from, Column column) {
    return !wider.getOrDefault(from.name(), Set.of()).contains(column.name());
  }

  /**
   * Each table of the target as it is to be, as {@code mapped} would make it: with the columns that
   * it lacks, wider types, and of indexes, checks and foreign keys those that are of new columns.
   */
  public Map<Table, Table> grown(MappedSchema mapped, Catalog there, Rules rules) {
    Map<Table, Table> result = new LinkedHashMap<>();
    ByName<Table> has = ByName.tables(there);
    for (Table from : tables) {
      MappedSchema.MappedTable to = mapped.tables().get(from.name());
      String name = to == null ? Planner.wanted(rules, from) : to.target();
      Table made = mapped.target().table(name).orElseThrow();
      has.nearest(name).ifPresent(was -> result.put(was, grown(from, made, was, mapped, there)));
    }
    return result;
  }

  private Table grown(Table from, Table made, Table was, MappedSchema mapped, Catalog there) {
    List<Column> columns = new ArrayList<>(was.columns());
    Set<String> added = new LinkedHashSet<>();
    Map<String, Column> all = made(mapped, from);
    for (Column column : from.columns()) {
      Column is = all.get(column.name());
      if (is != null && missing.getOrDefault(from.name(), Set.of()).contains(column.name())) {
        columns.add(is);
        added.add(is.name());
      } else if (is != null && !keepsType(from, column)) {
        columns.replaceAll(
            c -> c.name().equals(is.name()) && Wider.than(c, is, was) ? c.with(is.type()) : c);
      }
    }
    Set<String> taken = new LinkedHashSet<>();
    there.tables().forEach(t -> t.indexes().forEach(i -> taken.add(i.name())));
    return new Table(
        was.schema(),
        was.name(),
        columns,
        was.primaryKey(),
        made.indexes().stream()
            .filter(i -> i.columns().stream().anyMatch(added::contains))
            .filter(i -> !taken.contains(i.name()))
            .toList(),
        made.foreignKeys().stream()
            .filter(k -> k.columns().stream().anyMatch(added::contains))
            .toList(),
        made.checks().stream()
            .filter(k -> added.stream().anyMatch(c -> ExpressionTypes.names(k.expression(), c)))
            .toList(),
        was.triggers(),
        was.traits(),
        was.estimatedRows());
  }

  /** The target as it is with them. */
  public static Catalog with(Catalog there, Map<Table, Table> grown) {
    List<Table> all = new ArrayList<>();
    for (Table table : there.tables()) {
      all.add(table.with(grown.getOrDefault(table, table).columns()));
    }
    return new Catalog(all, there.others(), there.remarks(), there.details());
  }

  /** What people are to know of what is made. */
  public static List<Problem> news(Map<Table, Table> grown) {
    List<Problem> named = new ArrayList<>();
    grown.forEach(
        (was, is) -> {
          for (Column column : is.columns()) {
            Column before = was.column(column.name()).orElse(null);
            if (before == null) {
              String message = "only the source has this column: it is made";
              named.add(Problem.of(ProblemKind.MADE).at(was.name(), column.name()).says(message));
            } else if (!before.type().equals(column.type())) {
              String message =
                  "its type is wider in the source: " + before.type() + " becomes " + column.type();
              named.add(
                  Problem.of(ProblemKind.WIDENED).at(was.name(), column.name()).says(message));
            }
          }
        });
    return named;
  }

  /** The growth by one column alone, where this is the problem; else nothing. */
  public Optional<Growth> of(Problem problem) {
    String table = String.valueOf(problem.table());
    boolean ours =
        problem.is(ProblemKind.MISSING)
            && problem.column() != null
            && missing.getOrDefault(table, Set.of()).contains(problem.column());
    return ours
        ? Optional.of(
            new Growth(
                tables.stream().filter(t -> t.name().equals(table)).toList(),
                Map.of(table, Set.of(problem.column())),
                Map.of()))
        : Optional.empty();
  }

  /** The plan, whose problems say by what statements what they miss could be made. */
  public static Plan advised(Plan plan, Function<Problem, Optional<Statements>> making) {
    List<Problem> problems = new ArrayList<>();
    for (Problem p : plan.problems()) {
      List<String> sql = new ArrayList<>();
      making.apply(p).ifPresent(s -> Stream.of(s.first(), s.last()).forEach(sql::addAll));
      problems.add(
          sql.isEmpty()
              ? p
              : Problem.of(p.kind())
                  .at(p.table(), p.column(), p.key())
                  .says(
                      p.message(),
                      p.hint() + "; or a next migration: " + oneLine(String.join("; ", sql))));
    }
    return plan.with(problems);
  }

  private static String oneLine(String sql) {
    return sql.replace("(\n  ", "(").replace(",\n  ", ", ").replace("\n)", ")");
  }
}
