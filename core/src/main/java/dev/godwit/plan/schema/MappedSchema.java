package dev.godwit.plan.schema;

import dev.godwit.inspect.Mark;
import dev.godwit.model.Catalog;
import dev.godwit.model.Problem;
import dev.godwit.model.Table;
import dev.godwit.plan.Rules;
import dev.godwit.value.Unit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** A structure that is the source's own, to the letter. */
  public static MappedSchema alike(Catalog source) {
    return new MappedSchema(source, Map.of(), List.of(), List.of());
  }

  /** Whether nothing got another name or type, and nothing was left out of these tables. */
  public boolean keeps(Catalog source) {
    return source.tables().stream()
        .allMatch(
            t -> target.table(t.name()).stream().anyMatch(made -> shape(made).equals(shape(t))));
  }

  private static List<List<String>> shape(Table table) {
    return table.columns().stream().map(c -> List.of(c.name(), c.type().name())).toList();
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

  /** The same as rules: what is called otherwise in the target, and how numbers count time. */
  public Rules asRules() {
    Map<String, Rules.TableRule> rules = new LinkedHashMap<>();
    tables.forEach(
        (name, table) -> {
          Map<String, Rules.ColumnRule> columns = new LinkedHashMap<>();
          table.columns().forEach((column, mapped) -> columns.put(column, rule(mapped)));
          rules.put(name, new Rules.TableRule(null, table.target(), null, null, columns));
        });
    return new Rules(Rules.NONE.defaults(), rules, Optional.empty(), Map.of());
  }

  private static Rules.ColumnRule rule(MappedColumn column) {
    Unit unit =
        column.encoding() == null
            ? null
            : switch (column.encoding()) {
              case EPOCH_S -> Unit.SECONDS;
              case EPOCH_MS -> Unit.MILLIS;
              case EPOCH_US -> Unit.MICROS;
              case EPOCH_NS -> Unit.NANOS;
              case JULIAN -> Unit.JULIAN;
              default -> null;
            };
    return Rules.ColumnRule.of(column.target(), unit);
  }
}
