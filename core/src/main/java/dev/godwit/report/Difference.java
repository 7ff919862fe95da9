package dev.godwit.report;

import java.util.List;
import java.util.Locale;

/**
 * How two tables differ: {@code changed} rows are on both sides under the same key. {@code columns}
 * tell for each compared column whether it holds the same values, {@code rows} are the first rows
 * that differ.
 */
public record Difference(
    String table,
    long sourceRows,
    long targetRows,
    String sourceDigest,
    String targetDigest,
    long onlyInSource,
    long onlyInTarget,
    long changed,
    List<ColumnDigest> columns,
    List<RowDifference> rows) {

  /** The digest of one column's values in whatever order, on both sides, in hexadecimal. */
  public record ColumnDigest(String column, String source, String target) {
    public boolean equal() {
      return source.equals(target);
    }
  }

  /** Where a row is, or that it is on both sides and not the same. */
  public enum Where {
    SOURCE,
    TARGET,
    BOTH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One row that differs, by key, and in which columns it does; none for a row of one side. Its
   * {@code values} are there where somebody asked for them.
   */
  public record RowDifference(String key, Where where, List<String> columns, List<Value> values) {
    public RowDifference {
      columns = List.copyOf(columns);
      values = List.copyOf(values);
    }

    public RowDifference(String key, Where where, List<String> columns) {
      this(key, where, columns, List.of());
    }
  }

  /** A column's value on both sides, as text; null for NULL, and where the row is not. */
  public record Value(String column, String source, String target) {}

  public Difference {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** Whether both tables hold the same rows. */
  public boolean isEqual() {
    return onlyInSource == 0 && onlyInTarget == 0 && changed == 0;
  }
}
