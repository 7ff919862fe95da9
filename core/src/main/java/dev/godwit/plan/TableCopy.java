package dev.godwit.plan;

import dev.godwit.model.Column;
import dev.godwit.model.Index;
import dev.godwit.model.OnConflict;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Shown;
import dev.godwit.model.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One table's way. {@code conflictKey} are the target's columns by which a row on its way is told
 * to be one that is there, none where nothing tells. {@code rebuild}: its keys and indexes are
 * built after the rows are in. {@code computed} do not travel: the target computes them, and they
 * should be what the source holds.
 */
public record TableCopy(
    Table from,
    Table to,
    List<ColumnCopy> columns,
    OnMisfit onMisfit,
    OnConflict onConflict,
    List<String> conflictKey,
    boolean rebuild,
    List<ColumnCopy> computed) {
  public TableCopy {
    columns = List.copyOf(columns);
    computed = List.copyOf(computed);
    conflictKey = List.copyOf(conflictKey);
  }

  /** As that of the table that rows come from. */
  @Override
  public int hashCode() {
    return from.hashCode();
  }

  /** The same, with other columns in the places of its own. */
  public TableCopy with(List<ColumnCopy> others) {
    return new TableCopy(from, to, others, onMisfit, onConflict, conflictKey, rebuild, computed);
  }

  /** The same, for reading only: as if the columns computed travelled too, after all others. */
  public TableCopy withComputed() {
    List<ColumnCopy> all = new ArrayList<>(columns);
    all.addAll(computed);
    return new TableCopy(from, to, all, onMisfit, onConflict, conflictKey, rebuild, List.of());
  }

  /** The key and one of the columns computed, else, where there is no key, all and that one. */
  public TableCopy withComputed(ColumnCopy one) {
    List<ColumnCopy> some =
        new ArrayList<>(key().isEmpty() ? columns : key().stream().map(columns::get).toList());
    some.add(one);
    return new TableCopy(from, to, some, onMisfit, onConflict, conflictKey, rebuild, List.of());
  }

  /**
   * What is wrong where the target computes a column otherwise, in so many rows; {@code key} is the
   * first one's, and may be null.
   */
  public Problem otherwise(ColumnCopy column, long rows, String key) {
    return Problem.of(ProblemKind.COMPUTED)
        .at(from.name(), column.name(), key)
        .says(
            "the target computes another value in "
                + Shown.count(rows, "row")
                + (key == null ? "" : ", first at " + key),
            "rule: " + column.name() + ": {computed: true} where that is as it should be");
  }

  /**
   * The source's columns, in the order of {@link #columns}; constants have none. Behind them stand
   * others that expressions speak of.
   */
  public List<Column> sourceColumns() {
    List<Column> travelling =
        columns.stream().map(ColumnCopy::from).filter(Objects::nonNull).toList();
    if (expressed().isEmpty()) {
      return travelling;
    }
    List<Column> result = new ArrayList<>(travelling);
    from.columns().stream()
        .filter(c -> !travelling.contains(c))
        .filter(
            c ->
                expressed().stream().anyMatch(e -> ExpressionTypes.names(e.expression(), c.name())))
        .forEach(result::add);
    return result;
  }

  /** Those whose values the target computes by a rule's expression. */
  public List<ColumnCopy> expressed() {
    return columns.stream().filter(c -> c.expression() != null).toList();
  }

  public List<Column> targetColumns() {
    return columns.stream().map(ColumnCopy::to).toList();
  }

  /**
   * The places in {@link #columns} of those that tell rows apart, by a key of the target, that of
   * conflicts before others, else of the source; none where neither has one that travels.
   */
  public List<Integer> key() {
    List<List<Integer>> keys = new ArrayList<>();
    keys.add(conflictPlaces());
    keys.add(places(to.primaryKey(), true));
    to.indexes().stream()
        .filter(i -> isKey(to, i))
        .forEach(i -> keys.add(places(i.columns(), true)));
    keys.add(places(from.primaryKey(), false));
    from.indexes().stream()
        .filter(i -> isKey(from, i))
        .forEach(i -> keys.add(places(i.columns(), false)));
    return keys.stream().filter(k -> !k.isEmpty()).findFirst().orElse(List.of());
  }

  /** The places in {@link #columns} of {@link #conflictKey}. */
  public List<Integer> conflictPlaces() {
    return places(conflictKey, true);
  }

  private static boolean isKey(Table table, Index index) {
    return index.unique()
        && index.where() == null
        && !index.columns().isEmpty()
        && index.columns().stream()
            .allMatch(c -> table.column(c).map(column -> !column.nullable()).orElse(false));
  }

  /** Empty where one of the names does not travel. */
  private List<Integer> places(List<String> names, boolean inTarget) {
    List<Integer> result = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Column column = inTarget ? columns.get(i).to() : columns.get(i).from();
      if (column != null && names.contains(column.name())) {
        result.add(i);
      }
    }
    return result.size() == names.size() ? result : List.of();
  }

  /** Source names of columns that are called otherwise in the target. */
  public Map<String, String> renamed() {
    Map<String, String> result = new LinkedHashMap<>();
    for (ColumnCopy c : columns) {
      if (c.from() != null && !c.from().name().equals(c.to().name())) {
        result.put(c.from().name(), c.to().name());
      }
    }
    return result;
  }
}
