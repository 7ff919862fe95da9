package dev.godwit.postgres.check;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Table;
import dev.godwit.store.Reached;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What emptying tables reaches: whoever refers to them or inherits from them, and so on. */
public final class Reach {
  /** A partition counts as the table that it is part of. */
  private static final String EDGES =
      """
      SELECT DISTINCT kn.nspname, k.relname, pn.nspname, p.relname, f.conname,
             pg_catalog.pg_has_role(k.relowner, 'USAGE') AND k.relkind = 'r'
               AND f.conrelid = k.oid AND f.conislocal AND f.coninhcount = 0
               AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_inherits h WHERE h.inhparent = k.oid)
        FROM pg_catalog.pg_constraint f
        JOIN pg_catalog.pg_class k ON k.oid = coalesce(pg_catalog.pg_partition_root(f.conrelid)::oid, f.conrelid)
        JOIN pg_catalog.pg_namespace kn ON kn.oid = k.relnamespace
        JOIN pg_catalog.pg_class p ON p.oid = coalesce(pg_catalog.pg_partition_root(f.confrelid)::oid, f.confrelid)
        JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
       WHERE f.contype = 'f' AND f.conparentid = 0::oid
      UNION ALL
      SELECT kn.nspname, k.relname, pn.nspname, p.relname, NULL, false
        FROM pg_catalog.pg_inherits h
        JOIN pg_catalog.pg_class k ON k.oid = h.inhrelid AND NOT k.relispartition
        JOIN pg_catalog.pg_namespace kn ON kn.oid = k.relnamespace
        JOIN pg_catalog.pg_class p ON p.oid = h.inhparent
        JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
       WHERE k.relkind = 'r'
       ORDER BY 1, 2, 5""";

  private record Edge(String from, String to, Reached reached) {}

  private Reach() {}

  /** Each table beside these, once, those first that are nearest. */
  public static List<Reached> of(Connection connection, List<Table> emptied) throws SQLException {
    Set<String> reached = new HashSet<>();
    emptied.forEach(t -> reached.add(Sql.POSTGRES.name(t)));
    List<Edge> edges =
        emptied.isEmpty()
            ? List.of()
            : Queries.list(
                connection,
                r ->
                    new Edge(
                        Sql.POSTGRES.name(r.getString(1), r.getString(2)),
                        Sql.POSTGRES.name(r.getString(3), r.getString(4)),
                        new Reached(
                            r.getString(1),
                            r.getString(2),
                            r.getString(4),
                            r.getString(5),
                            r.getBoolean(6))),
                EDGES);
    List<Reached> result = new ArrayList<>();
    boolean more = true;
    while (more) {
      Set<String> now = Set.copyOf(reached);
      more = false;
      for (Edge edge : edges) {
        if (now.contains(edge.to()) && reached.add(edge.from())) {
          result.add(edge.reached());
          more = true;
        }
      }
    }
    return result;
  }
}
