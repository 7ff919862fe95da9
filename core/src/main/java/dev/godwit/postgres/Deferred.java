package dev.godwit.postgres;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.store.Load;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Keys and exclusion constraints of a load's tables that wait for the end of the transaction: there
 * nobody could tell any more which row breaks them. They are asked at once for the load.
 */
final class Deferred {
  private static final String KEYS =
      """
      SELECT k.conname FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE k.contype IN ('p', 'u', 'x') AND k.condeferred AND k.conparentid = 0
         AND n.nspname = ? AND c.relname = ANY (?)
       ORDER BY k.conname""";

  private final Connection connection;
  private final List<Load> loads;
  private final List<String> names;

  /** Those of these tables are asked at once from now on. */
  Deferred(Connection connection, List<Load> loads) throws SQLException {
    this.connection = connection;
    this.loads = loads;
    this.names = find();
    set(names, "IMMEDIATE");
  }

  private List<String> find() throws SQLException {
    if (loads.isEmpty()) {
      return List.of();
    }
    String schema = loads.get(0).table().schema();
    Object[] tables = loads.stream().map(l -> l.table().name()).toArray();
    return Queries.list(
        connection,
        r -> Sql.POSTGRES.name(schema, r.getString(1)),
        KEYS,
        schema,
        connection.createArrayOf("text", tables));
  }

  /** Those that are still there wait again. */
  void putBack() throws SQLException {
    if (!names.isEmpty()) {
      set(find().stream().filter(names::contains).toList(), "DEFERRED");
    }
  }

  private void set(List<String> some, String how) throws SQLException {
    if (!some.isEmpty()) {
      Queries.run(connection, "SET CONSTRAINTS " + String.join(", ", some) + " " + how);
    }
  }
}
