package dev.godwit.verify;

import dev.godwit.model.Column;
import dev.godwit.store.Loading.Feed;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Two tables to be compared. Both feeds give rows of {@code columns}, in this order, in the forms
 * of their kinds, and may be opened any number of times; {@code names} is what messages call the
 * columns. {@code key} are the places of those that tell rows apart, empty where only whole rows
 * do. Values of columns whose name is {@code secret} are never shown, those of others only where
 * {@code open}.
 */
public record Comparison(
    String table,
    List<Column> columns,
    List<String> names,
    List<Integer> key,
    Set<String> secret,
    Feed source,
    Feed target,
    boolean open) {
  public Comparison {
    Objects.requireNonNull(table);
    columns = List.copyOf(columns);
    names = List.copyOf(names);
    key = List.copyOf(key);
    secret = Set.copyOf(secret);
    Objects.requireNonNull(source);
    Objects.requireNonNull(target);
  }

  /** The same, of what another feed gives of the source. */
  public Comparison from(Feed other) {
    return new Comparison(table, columns, names, key, secret, other, target);
  }

  /** Two tables whose values are nobody's business. */
  public Comparison(
      String table,
      List<Column> columns,
      List<String> names,
      List<Integer> key,
      Set<String> secret,
      Feed source,
      Feed target) {
    this(table, columns, names, key, secret, source, target, false);
  }

  /** The same, and somebody asked to see the values of rows that differ. */
  public Comparison opened() {
    return new Comparison(table, columns, names, key, secret, source, target, true);
  }

  /** Whether a key tells rows apart: without one they are compared as a multiset. */
  public boolean keyed() {
    return !key.isEmpty();
  }
}
