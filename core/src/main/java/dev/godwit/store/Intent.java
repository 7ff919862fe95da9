package dev.godwit.store;

import dev.godwit.model.Column;
import dev.godwit.model.Table;
import java.util.List;
import java.util.Set;

/**
 * What a run means to do to one table of the target: to fill these columns, once it is {@code made}
 * or emptied ({@code truncate}), with its triggers on or off. {@code lends}: foreign keys of other
 * tables to it may be off meanwhile. {@code changes}: what may become of rows that it holds.
 */
public record Intent(
    Table table,
    List<Column> columns,
    boolean made,
    boolean truncate,
    boolean lends,
    boolean triggers,
    Set<Change> changes) {
  /** What becomes of a row that is there. */
  public enum Change {
    UPDATE,
    DELETE
  }

  public Intent {
    columns = List.copyOf(columns);
    changes = Set.copyOf(changes);
  }
}
