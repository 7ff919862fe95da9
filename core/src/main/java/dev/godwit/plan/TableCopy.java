package dev.godwit.plan;

import dev.godwit.model.Column;
import dev.godwit.model.OnConflict;
import dev.godwit.model.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One table's way. {@code rebuild}: its keys and indexes are built after the rows are in. */
public record TableCopy(
    Table from,
    Table to,
    List<ColumnCopy> columns,
    OnMisfit onMisfit,
    OnConflict onConflict,
    boolean rebuild) {
  public TableCopy {
    columns = List.copyOf(columns);
  }

  /** The source's columns, in the order of {@link #columns}; constants have none. */
  public List<Column> sourceColumns() {
    return columns.stream().map(ColumnCopy::from).filter(Objects::nonNull).toList();
  }

  public List<Column> targetColumns() {
    return columns.stream().map(ColumnCopy::to).toList();
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
