package dev.godwit.plan.schema;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.plan.Plan;
import dev.godwit.plan.Planner;
import dev.godwit.plan.Rules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Columns that a source has in tables of which the target lacks them: {@code missing} by table. */
public record Growth(List<Table> tables, Map<String, Set<String>> missing) {

  /** What a plan misses, of the tables that travel. */
  public static Growth of(Plan plan, List<Table> travelling) {
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
    List<Table> tables =
        missing.keySet().stream()
            .flatMap(name -> travelling.stream().filter(t -> t.name().equals(name)))
            .toList();
    return new Growth(tables, missing);
  }

  /** What each table of the target lacks, as {@code mapped} would make it. */
  public Map<Table, List<Column>> columns(MappedSchema mapped, Catalog there, Rules rules) {
    Map<Table, List<Column>> result = new LinkedHashMap<>();
    for (Table from : tables) {
      MappedSchema.MappedTable to = mapped.tables().get(from.name());
      String name = to == null ? Planner.wanted(rules, from) : to.target();
      Table made = mapped.target().table(name).orElseThrow();
      List<Column> columns = new ArrayList<>();
      for (String column : missing.get(from.name())) {
        MappedSchema.MappedColumn as = to == null ? null : to.columns().get(column);
        made.column(as == null ? column : as.target()).ifPresent(columns::add);
      }
      there.tables().stream()
          .filter(t -> t.name().equalsIgnoreCase(name))
          .findFirst()
          .ifPresent(t -> result.put(t, columns));
    }
    return result;
  }

  /** The target as it is with them. */
  public Catalog with(Catalog there, Map<Table, List<Column>> columns) {
    List<Table> all = new ArrayList<>();
    for (Table table : there.tables()) {
      List<Column> grown = new ArrayList<>(table.columns());
      grown.addAll(columns.getOrDefault(table, List.of()));
      all.add(table.with(grown));
    }
    return new Catalog(all, there.others(), there.remarks(), there.details());
  }

  /** Their names by table. */
  public Map<String, Set<String>> names(Map<Table, List<Column>> columns) {
    Map<String, Set<String>> result = new LinkedHashMap<>();
    columns.forEach(
        (table, added) ->
            result.put(
                table.name(), new LinkedHashSet<>(added.stream().map(Column::name).toList())));
    return result;
  }

  /** The plan, whose problems say by what statements, one for each, the columns could be made. */
  public Plan refused(Plan plan, List<String> statements) {
    List<String> left = new ArrayList<>(statements);
    List<Problem> problems = new ArrayList<>();
    for (Problem p : plan.problems()) {
      boolean ours =
          p.is(ProblemKind.MISSING)
              && p.column() != null
              && missing.getOrDefault(String.valueOf(p.table()), Set.of()).contains(p.column());
      problems.add(
          ours && !left.isEmpty()
              ? Problem.of(p.kind())
                  .at(p.table(), p.column(), p.key())
                  .says(p.message(), p.hint() + "; or a next migration: " + left.remove(0))
              : p);
    }
    return plan.with(problems);
  }
}
