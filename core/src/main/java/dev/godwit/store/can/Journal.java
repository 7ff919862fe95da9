package dev.godwit.store.can;

import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.store.MemoryRows;
import dev.godwit.store.Rows;
import dev.godwit.store.Target;
import java.util.List;
import java.util.Optional;

/**
 * A table of Godwit's own, beside the data of a store and never part of it. What is written belongs
 * to the store's transaction. Not thread-safe.
 */
public final class Journal {
  private final Journaling place;
  private final String name;
  private final List<Column> columns;

  /** The journal of this name and these columns, of which the first are its key; makes nothing. */
  public Journal(Journaling place, String name, List<Column> columns) {
    this.place = place;
    this.name = name;
    this.columns = List.copyOf(columns);
  }

  /** The same at a target. */
  public static Journal of(Target target, String name, List<Column> columns) {
    return new Journal(at(target), name, columns);
  }

  /** Where a target has its journals. */
  public static Journaling at(Target target) {
    return target.as(Journaling.class).orElseThrow();
  }

  /** The table, or nothing where it was never made. */
  public Optional<Table> found() {
    return place.journal(name);
  }

  /** The table, made where it is missing. */
  public Table made() {
    return place.journal(name, columns);
  }

  /** Every row, as {@code store}, whose journal it is, reads it; none where it was never made. */
  public Rows read(Target store) {
    return found()
        .map(table -> Scanning.of(store).scan(table, columns))
        .orElseGet(() -> new MemoryRows(List.of()));
  }

  /**
   * Writes rows of texts, each in place of the row with the same first {@code keys} cells. A cell
   * may be null, a key's may not.
   */
  public void put(int keys, List<List<String>> rows) {
    place.replace(made(), rows.stream().map(r -> r.subList(0, keys)).toList(), rows);
  }

  /** Writes rows of texts beside all others. */
  public void add(List<List<String>> rows) {
    place.replace(made(), List.of(), rows);
  }

  /** Takes the rows with this first cell out. */
  public void remove(String key) {
    found().ifPresent(table -> place.replace(table, List.of(List.of(key)), List.of()));
  }

  /** Takes all rows out. */
  public void clear() {
    found().ifPresent(table -> place.replace(table, List.of(List.of()), List.of()));
  }
}
