package dev.godwit.postgres.load;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.store.Load;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Constraints of a load's tables that wait for the end of the transaction: there nobody could tell
 * any more which row breaks them. Keys and exclusion constraints are asked at once for the load;
 * constraint triggers, which may wait for the rows of other tables, before it ends.
 */
final class Deferred {
  private static final String FIND =
      """
      SELECT DISTINCT k.conname FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE k.contype::text = ANY (?) AND k.condeferred AND k.conparentid = 0::oid
         AND n.nspname = ? AND c.relname = ANY (?)
       ORDER BY k.conname""";

  private final Connection connection;
  private final List<Load> loads;
  private final String[] types;
  private final List<String> names;

  private Deferred(Connection connection, List<Load> loads, String... types) throws SQLException {
    this.connection = connection;
    this.loads = loads;
    this.types = types;
    this.names = find();
  }

  /** Keys and exclusion constraints. */
  static Deferred keys(Connection connection, List<Load> loads) throws SQLException {
    return new Deferred(connection, loads, "p", "u", "x");
  }

  /** Constraint triggers that are on during the load. */
  static Deferred triggers(Connection connection, List<Load> loads) throws SQLException {
    return new Deferred(connection, loads.stream().filter(Load::triggers).toList(), "t");
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  /** Asks them from now on at the end of each statement, and now for what was written so far. */
  void atOnce() throws SQLException {
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
        FIND,
        connection.createArrayOf("text", types),
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
