package dev.godwit.plan;

import dev.godwit.inspect.HistoryTables;
import dev.godwit.model.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A migration tool's history that travels between two stores which both have it. {@code source} and
 * {@code target} are the columns of one entry, none where the table only helps the tool.
 */
public record Entries(
    TableCopy copy, String tool, String command, List<Column> source, List<Column> target) {

  /** Nothing where the table is no such history, whatever its name. */
  public static Optional<Entries> of(TableCopy copy) {
    return HistoryTables.tools(copy.from().name()).stream()
        .map(tool -> of(copy, tool))
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static Entries of(TableCopy copy, HistoryTables.Tool tool) {
    List<Column> source = new ArrayList<>();
    List<Column> target = new ArrayList<>();
    for (String name : tool.entry()) {
      for (ColumnCopy c : copy.columns()) {
        if (c.from() != null && c.name().equalsIgnoreCase(name)) {
          source.add(c.from());
          target.add(c.to());
        }
      }
    }
    return source.size() == tool.entry().size()
        ? new Entries(copy, tool.name(), tool.command(), source, target)
        : null;
  }
}
