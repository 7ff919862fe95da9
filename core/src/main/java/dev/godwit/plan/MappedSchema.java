package dev.godwit.plan;

import dev.godwit.inspect.Mark;
import dev.godwit.model.Catalog;
import dev.godwit.model.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A target's structure, made for a source. {@code tables} tells by the source's names what became
 * of each table and column. {@code warnings} name all that is not as it was; where there are {@code
 * problems}, the structure cannot hold the rows.
 */
public record MappedSchema(
    Catalog target,
    Map<String, MappedTable> tables,
    List<Problem> warnings,
    List<Problem> problems) {

  /** What became of a table: its new name, and its columns by their old names. */
  public record MappedTable(String target, Map<String, MappedColumn> columns) {}

  /**
   * What became of a column. {@code encoding} is how its dates are spelled in the source, {@code
   * comment} what a reader of the schema should know; both may be null.
   */
  public record MappedColumn(String target, Mark encoding, String comment) {}

  public MappedSchema {
    warnings = List.copyOf(warnings);
    problems = List.copyOf(problems);
  }

  /** Comments by table and column of the target. */
  public Map<String, Map<String, String>> comments() {
    Map<String, Map<String, String>> result = new LinkedHashMap<>();
    for (MappedTable table : tables.values()) {
      for (MappedColumn column : table.columns().values()) {
        if (column.comment() != null) {
          result
              .computeIfAbsent(table.target(), t -> new LinkedHashMap<>())
              .put(column.target(), column.comment());
        }
      }
    }
    return result;
  }
}
