package dev.godwit.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Things by their names, which may differ by case alone. Immutable. */
public final class ByName<T> {
  private final Function<T, String> name;
  private final Map<String, List<T>> alike = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  public ByName(Collection<T> all, Function<T, String> name) {
    this.name = name;
    all.forEach(one -> alike.computeIfAbsent(name.apply(one), n -> new ArrayList<>(1)).add(one));
  }

  /** Nothing. */
  public static <T> ByName<T> none() {
    return new ByName<>(List.of(), String::valueOf);
  }

  /** A catalog's tables. */
  public static ByName<Table> tables(Catalog catalog) {
    return new ByName<>(catalog.tables(), Table::name);
  }

  /** A table's columns. */
  public static ByName<Column> columns(Table table) {
    return new ByName<>(table.columns(), Column::name);
  }

  /** The one of exactly this name. */
  public Optional<T> exactly(String wanted) {
    return alike.getOrDefault(wanted, List.of()).stream()
        .filter(one -> name.apply(one).equals(wanted))
        .findFirst();
  }

  /** The one of exactly this name, else all that have it but for case. */
  public List<T> find(String wanted) {
    return exactly(wanted)
        .map(List::of)
        .orElseGet(() -> List.copyOf(alike.getOrDefault(wanted, List.of())));
  }

  /** The one of exactly this name, else the first that has it but for case. */
  public Optional<T> nearest(String wanted) {
    return find(wanted).stream().findFirst();
  }
}
