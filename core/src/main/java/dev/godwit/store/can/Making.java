package dev.godwit.store.can;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Engine;
import dev.godwit.model.Table;
import dev.godwit.store.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** A statement that gives a table one more column, and one that takes it away again. */
  record Addition(String adds, String removes) {}

  /**
   * How a table that is there gets one more column, which may be NULL where rows have no value for
   * it; nothing where this engine cannot.
   */
  Optional<Addition> addition(Table table, Column column);

  /** Reads the catalog anew, after statements have changed it. */
  void refresh();

  static Making of(Target target) {
    return target.as(Making.class).orElseThrow();
  }
}
