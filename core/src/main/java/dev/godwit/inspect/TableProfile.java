package dev.godwit.inspect;

import java.util.List;
import java.util.Optional;

/**
 * What a table holds. {@code bytes} is the size of all values; {@code widestRow} that of the widest
 * row where long values count as the pointers that PostgreSQL keeps in their place. {@code
 * longestKeys} is the size of the greatest key of each index, by its place in the table. {@code
 * orphans} and {@code broken} count rows that break the table's foreign keys and checks, by place,
 * -1 where nobody knows. {@code history} is the tool whose history table this is, or null.
 */
public record TableProfile(
    String name,
    long rows,
    long bytes,
    long widestRow,
    List<ColumnProfile> columns,
    List<Long> longestKeys,
    long longestPrimaryKey,
    List<Long> orphans,
    List<Long> broken,
    String history) {
  public TableProfile {
    columns = List.copyOf(columns);
    longestKeys = List.copyOf(longestKeys);
    orphans = List.copyOf(orphans);
    broken = List.copyOf(broken);
  }

  /** The column of exactly this name. */
  public Optional<ColumnProfile> column(String column) {
    return columns.stream().filter(c -> c.name().equals(column)).findFirst();
  }
}
