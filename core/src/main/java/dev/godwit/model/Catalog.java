package dev.godwit.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a store holds. {@code others} are objects that hold no rows of their own, or that cannot be
 * read as tables; {@code remarks} are sentences about the store itself; {@code details} all else.
 */
public record Catalog(
    List<Table> tables, List<Other> others, List<String> remarks, List<Detail> details) {

  /** The {@link Other#type} of a migration tool's history in a schema of its own. */
  public static final String HISTORY = "history";

  /**
   * A view, trigger, virtual table, or a search index with what would replace it. {@code sql} and
   * {@code table} may be null; {@code why} says why its rows are not data, or is null where it
   * never has rows.
   */
  public record Other(String type, String name, String table, String sql, String why) {}

  /** Without details. */
  public Catalog(List<Table> tables, List<Other> others, List<String> remarks) {
    this(tables, others, remarks, List.of());
  }

  public Catalog {
    tables = List.copyOf(tables);
    others = List.copyOf(others);
    remarks = List.copyOf(remarks);
    details = List.copyOf(details);
  }

  /** The table of exactly this name. */
  public Optional<Table> table(String name) {
    return tables.stream().filter(t -> t.name().equals(name)).findFirst();
  }

  /**
   * The given tables, referenced ones first where foreign keys allow it; members of a cycle keep
   * their order among themselves.
   */
  public static List<Table> sorted(Collection<Table> tables) {
    Map<String, Table> byName = new HashMap<>();
    tables.forEach(t -> byName.put(t.name(), t));
    List<Table> result = new ArrayList<>();
    Set<String> done = new HashSet<>();
    Set<String> open = new HashSet<>();
    for (Table start : tables) {
      // An explicit stack: catalogs with thousands of tables in one chain are real.
      Deque<Table> stack = new ArrayDeque<>(List.of(start));
      while (!stack.isEmpty()) {
        Table table = stack.peek();
        if (done.contains(table.name())) {
          stack.pop();
          continue;
        }
        open.add(table.name());
        Optional<Table> next =
            table.foreignKeys().stream()
                .map(ForeignKey::targetTable)
                .filter(name -> !done.contains(name) && !open.contains(name))
                .map(byName::get)
                .filter(t -> t != null)
                .findFirst();
        if (next.isPresent()) {
          stack.push(next.get());
        } else {
          stack.pop();
          open.remove(table.name());
          done.add(table.name());
          result.add(table);
        }
      }
    }
    return result;
  }
}
