package dev.godwit.json.read;

import dev.godwit.model.Column;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A table whose rows lie as an array in the records of another, which they refer to by {@code
 * columns}: these have the values of the parent's {@code keys}, and are not written.
 */
public record Nest(
    Table child, Table parent, String member, List<String> columns, List<String> keys) {
  /** The number that import gives to an array's elements. */
  public static final String ORDINAL = "ordinal";

  public Nest {
    columns = List.copyOf(columns);
    keys = List.copyOf(keys);
  }

  /** What import calls the column of a child that holds its record's key. */
  public static String keyColumn(String table, String key) {
    return table + (key.startsWith("_") ? "" : "_") + key;
  }

  /**
   * Finds out how tables lie in each other, by the child's name. {@code children} are paths of
   * members, {@code orders.lines}, with the tables that lie there.
   *
   * @throws GodwitException where a table is not there or does not refer to its parent in one way
   */
  public static Map<String, Nest> of(
      Map<String, String> children, Function<String, Optional<Table>> tables) {
    Map<String, Nest> result = new LinkedHashMap<>();
    children.forEach(
        (path, name) -> {
          int dot = path.lastIndexOf('.');
          if (dot < 0) {
            throw GodwitException.usage(
                "children=" + path + ": write TABLE.MEMBER, the table being the parent's");
          }
          String above = path.substring(0, dot);
          Table child = table(path, name, tables);
          Table parent = table(path, children.getOrDefault(above, above), tables);
          result.put(child.name(), nest(path, child, parent, path.substring(dot + 1)));
        });
    return result;
  }

  private static Table table(String path, String name, Function<String, Optional<Table>> tables) {
    return tables
        .apply(name)
        .orElseThrow(
            () ->
                GodwitException.usage(
                    "children="
                        + path
                        + ": there is no table "
                        + name
                        + "; TABLE.MEMBER:NAME says what it is called"));
  }

  private static Nest nest(String path, Table child, Table parent, String member) {
    List<ForeignKey> found =
        child.foreignKeys().stream().filter(k -> k.targetTable().equals(parent.name())).toList();
    if (found.size() > 1) {
      throw GodwitException.usage(
          "children="
              + path
              + ": "
              + child.name()
              + " refers to "
              + parent.name()
              + " in several ways, and the rows of an array in one");
    }
    List<String> columns;
    List<String> keys;
    if (found.isEmpty()) {
      keys = parent.primaryKey();
      columns = keys.stream().map(k -> keyColumn(parent.name(), k)).toList();
    } else {
      columns = found.get(0).columns();
      List<String> named = found.get(0).targetColumns();
      keys = named.isEmpty() ? parent.primaryKey() : named;
    }
    boolean known =
        !keys.isEmpty()
            && keys.size() == columns.size()
            && columns.stream().allMatch(c -> child.column(c).isPresent())
            && keys.stream().allMatch(c -> parent.column(c).isPresent());
    if (!known || child.name().equals(parent.name()) || parent.column(member).isPresent()) {
      throw GodwitException.usage(
          "children="
              + path
              + ": "
              + (parent.column(member).isPresent()
                  ? parent.name() + " has a column of that name"
                  : child.name() + " has no foreign key to " + parent.name()));
    }
    return new Nest(child, parent, member, columns, keys);
  }

  /** Those that lie in this table's records. */
  public static List<Nest> in(Map<String, Nest> all, String parent) {
    return all.values().stream().filter(n -> n.parent().name().equals(parent)).toList();
  }

  /** From the outermost parent to this child. */
  public List<Nest> way(Map<String, Nest> all) {
    Nest above = all.get(parent.name());
    List<Nest> before = above == null ? List.of() : above.way(all);
    return Stream.concat(before.stream(), Stream.of(this)).toList();
  }

  /** The child's columns that are written. */
  public List<Column> own() {
    List<Column> result = new ArrayList<>(child.columns());
    result.removeIf(c -> columns.contains(c.name()));
    return result;
  }

  /** Whether the child has the columns that import gives to an array's elements. */
  public boolean isNumbered() {
    List<String> key = new ArrayList<>(columns);
    key.add(ORDINAL);
    return child.primaryKey().equals(key);
  }
}
