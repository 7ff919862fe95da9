package dev.godwit.store;

import dev.godwit.model.Column;
import dev.godwit.model.Table;
import java.util.List;

/**
 * What one table of a target is about to receive: values for {@code columns}, in this order. {@code
 * truncate} empties it first. {@code rebuild} takes its keys and indexes off and builds them
 * afterwards. {@code triggers} leaves its triggers on. {@code batchRows} is how many rows one
 * statement carries at most, 0 for no limit; {@code key} are the columns by which the table may
 * hold a row already, whose values then become those that arrive; none where every row is new.
 * {@code asks}: whoever gives the rows asks the target about them meanwhile.
 */
public record Load(
    Table table,
    List<Column> columns,
    boolean truncate,
    boolean rebuild,
    boolean triggers,
    long batchRows,
    List<String> key,
    boolean asks) {
  public Load {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /** Whether rows may go over those that the table holds. */
  public boolean merges() {
    return !key.isEmpty();
  }

  /** Rows that are all new, in a table that stays as it is. */
  public static Load of(Table table, List<Column> columns) {
    return new Load(table, columns, false, false, true, 0, List.of(), false);
  }

  /** Rows in place of those that the table holds. */
  public static Load emptying(Table table, List<Column> columns, boolean triggers) {
    return new Load(table, columns, true, false, triggers, 0, List.of(), false);
  }

  /** As that of the table. */
  @Override
  public int hashCode() {
    return table.hashCode();
  }
}
