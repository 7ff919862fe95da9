package dev.godwit.postgres.load;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.postgres.session.PostgresErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Foreign keys of tables that are no part of a load, and that refer to one of its tables. What they
 * would do where a row goes, to delete or empty rows of others, is nobody's wish.
 */
record Bystanders(Connection connection, Table table, List<Key> keys) {
  /**
   * {@code does}: what it does where the row goes that it refers to; null where it forbids that.
   */
  record Key(String name, long id, String child, List<String> columns, String does) {}

  /** A statement that takes rows out, and says how many. */
  @FunctionalInterface
  interface Removal {
    long run() throws SQLException;
  }

  private static final String FIND =
      """
      SELECT k.conname, k.conrelid::bigint, n.nspname, c.relname,
             ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(k.confkey) u(n)
                     JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n),
             CASE k.confdeltype WHEN 'c' THEN 'ON DELETE CASCADE' WHEN 'n' THEN 'ON DELETE SET NULL'
                                WHEN 'd' THEN 'ON DELETE SET DEFAULT' END
        FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE k.contype = 'f' AND k.conparentid = 0::oid AND k.confrelid = pg_catalog.to_regclass(?)::oid
       ORDER BY k.conname""";

  /** Of this transaction only; nobody needs a right for it, and none would see others' rows. */
  private static final String TOUCHED =
      """
      SELECT coalesce(pg_catalog.sum(pg_catalog.pg_stat_get_xact_tuples_deleted(p.id)
                        + pg_catalog.pg_stat_get_xact_tuples_updated(p.id)), 0)::bigint
        FROM (SELECT ?::oid AS id UNION SELECT relid FROM pg_catalog.pg_partition_tree(?::oid)) p""";

  /** Those that are on now, of tables that are none of {@code loaded}. */
  static Bystanders of(Connection connection, Table table, Collection<Table> loaded)
      throws SQLException {
    List<String> own = loaded.stream().map(t -> Sql.POSTGRES.name(t)).toList();
    List<Key> keys =
        Queries.list(
            connection,
            r ->
                new Key(
                    r.getString(1),
                    r.getLong(2),
                    Sql.POSTGRES.name(r.getString(3), r.getString(4)),
                    List.of((String[]) r.getArray(5).getArray()),
                    r.getString(6)),
            FIND,
            Sql.POSTGRES.name(table));
    return new Bystanders(
        connection, table, keys.stream().filter(k -> !own.contains(k.child())).toList());
  }

  /** Takes rows out; refuses, by the name of the key, where rows of others depend on them. */
  long spared(Removal removal) throws SQLException {
    Map<String, Long> before = touched();
    long count;
    try {
      count = removal.run();
    } catch (SQLException e) {
      ServerErrorMessage server = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
      if (PostgresErrors.FOREIGN_KEY_VIOLATION.equals(e.getSQLState()) && server != null) {
        throw refusal("rows that go are referred to by others", server.getConstraint(), "");
      }
      throw e;
    }
    Map<String, Long> after = touched();
    for (Key key : keys) {
      if (!Objects.equals(after.get(key.name()), before.get(key.name()))) {
        throw refusal("rows of " + key.child() + " refer to rows that go", key.name(), key.does());
      }
    }
    return count;
  }

  private Map<String, Long> touched() throws SQLException {
    Map<String, Long> result = new TreeMap<>();
    for (Key key : keys) {
      if (key.does() != null) {
        result.put(
            key.name(), Queries.one(connection, r -> r.getLong(1), TOUCHED, key.id(), key.id()));
      }
    }
    return result;
  }

  private GodwitException refusal(String what, String key, String does) {
    return GodwitException.refused(
        "1 problem, nothing was written:",
        List.of(
            Problem.of(ProblemKind.REFERRED)
                .at(table.displayName())
                .says(
                    what + " (foreign key " + key + (does.isEmpty() ? "" : ", " + does) + ")",
                    "take these out first, or move that table too")));
  }
}
