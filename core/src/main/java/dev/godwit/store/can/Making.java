package dev.godwit.store.can;

import dev.godwit.model.Catalog;
import dev.godwit.model.Engine;
import dev.godwit.model.Statements;
import dev.godwit.model.Table;
import dev.godwit.store.Target;
import java.util.List;
import java.util.Map;

/** Makes tables, by statements of its own language. */
public interface Making {
  /** Whose statements and types it takes. */
  Engine language();

  /** The schema that tables are made in, empty where the engine has none. */
  String schema();

  /**
   * The statements that make these tables, which are of this engine's types, with comments by table
   * and column.
   */
  List<String> creation(Catalog catalog, Map<String, Map<String, String>> comments);

  /** The statements for those details of the catalog that have to wait for the rows. */
  List<String> completion(Catalog catalog);

  /**
   * How a table that is there comes to be like {@code grown}, which has more columns, wider types,
   * and of keys, indexes and checks only those that are new. A new column may be NULL where rows
   * have no value for it.
   */
  Statements growth(Table table, Table grown);

  /** Reads the catalog anew, after statements have changed it. */
  void refresh();

  static Making of(Target target) {
    return target.as(Making.class).orElseThrow();
  }
}
