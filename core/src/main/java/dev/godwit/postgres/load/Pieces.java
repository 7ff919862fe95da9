package dev.godwit.postgres.load;

import dev.godwit.jdbc.Queries;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Finds what could be taken off the tables of a schema, and what is needed to put it back. */
public final class Pieces {
  /**
   * What others lean on stays: an index that a table is clustered on or replicated by, a key that a
   * view's GROUP BY or a partition depends on, and whatever belongs to somebody else.
   */
  private static final String CONSTRAINTS =
      """
      SELECT CASE WHEN k.contype IN ('p', 'u') AND (pg_catalog.to_jsonb(k)->>'conperiod'::text)::boolean THEN 'x'
                  ELSE k.contype END, n.nspname, c.relname, k.conname,
             pg_catalog.pg_get_constraintdef(k.oid),
             pg_catalog.obj_description(k.oid, 'pg_constraint'),
             ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY u(n, i)
                     JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n
                    ORDER BY u.i),
             fn.nspname, f.relname,
             ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY u(n, i)
                     JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n
                    ORDER BY u.i),
             k.confmatchtype = 'f',
             CASE WHEN k.contype = 'f' THEN
               ARRAY(SELECT 'p.' || pg_catalog.quote_ident(p.attname) || ' OPERATOR('
                            || pg_catalog.quote_ident(s.nspname) || '.' || o.oprname::text || ') t.'
                            || pg_catalog.quote_ident(a.attname)
                       FROM unnest(k.conkey, k.confkey, k.conpfeqop) WITH ORDINALITY u(n, r, op, i)
                       JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n
                       JOIN pg_catalog.pg_attribute p
                            ON p.attrelid = k.confrelid AND p.attnum = u.r
                       JOIN pg_catalog.pg_operator o ON o.oid = u.op
                       JOIN pg_catalog.pg_namespace s ON s.oid = o.oprnamespace
                      ORDER BY u.i)
             ELSE
               ARRAY(SELECT pg_catalog.pg_get_indexdef(k.conindid, o, true)
                       FROM pg_catalog.generate_series(1, pg_catalog.cardinality(k.conkey)) o
                      WHERE k.contype IN ('p', 'u')) END,
             NULL::text, pg_catalog.pg_get_expr(k.conbin, k.conrelid),
             pg_catalog.pg_has_role(c.relowner, 'USAGE')
               AND k.conislocal AND k.coninhcount = 0 AND k.conparentid = 0::oid
               AND c.relkind = 'r' AND NOT c.relispartition
               AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_inherits h
                                WHERE h.inhparent = c.oid)
               AND (k.contype = 'f' OR NOT EXISTS (
                    SELECT 1 FROM pg_catalog.pg_depend d
                     WHERE d.refclassid = 'pg_catalog.pg_constraint'::regclass::oid
                       AND d.refobjid = k.oid
                       AND d.classid = 'pg_catalog.pg_rewrite'::regclass::oid))
               AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_index i
                                WHERE i.indexrelid = k.conindid AND k.contype IN ('p', 'u')
                                  AND (i.indisclustered OR i.indisreplident))
        FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
        LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
       WHERE k.contype IN ('p', 'u', 'x', 'c', 'f')
         AND coalesce((pg_catalog.to_jsonb(k)->>'conenforced'::text)::boolean, true) AND (n.nspname = ? OR fn.nspname = ?)
       ORDER BY k.oid""";

  private static final String INDEXES =
      """
      SELECT 'i', n.nspname, c.relname, ic.relname,
             pg_catalog.pg_get_indexdef(i.indexrelid),
             pg_catalog.obj_description(i.indexrelid, 'pg_class'),
             ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY u(n, o)
                     JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.n
                    WHERE u.o <= i.indnkeyatts ORDER BY u.o),
             NULL::text, NULL::text, ARRAY[]::text[], false,
             ARRAY(SELECT pg_catalog.pg_get_indexdef(i.indexrelid, o, true)
                     FROM pg_catalog.generate_series(1, i.indnkeyatts) o),
             pg_catalog.pg_get_expr(i.indpred, i.indrelid), NULL::text,
             pg_catalog.pg_has_role(c.relowner, 'USAGE')
               AND c.relkind = 'r' AND NOT c.relispartition
               AND NOT i.indisclustered AND NOT i.indisreplident
               AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint k
                                WHERE k.conindid = i.indexrelid)
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
        JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND c.relkind = 'r'
         AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint k
                          WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
       ORDER BY i.indexrelid""";

  private Pieces() {}

  public static List<Piece> of(Connection connection, String schema) throws SQLException {
    List<Piece> result =
        new ArrayList<>(Queries.list(connection, Pieces::piece, CONSTRAINTS, schema, schema));
    result.addAll(Queries.list(connection, Pieces::piece, INDEXES, schema));
    return result;
  }

  private static Piece piece(ResultSet r) throws SQLException {
    Piece.Type type =
        switch (r.getString(1)) {
          case "c" -> Piece.Type.CHECK;
          case "f" -> Piece.Type.FOREIGN_KEY;
          case "i", "x" -> Piece.Type.INDEX;
          default -> Piece.Type.KEY;
        };
    // An exclusion constraint, WITHOUT OVERLAPS too, is enforced during the load: nothing here
    // could find its violators.
    boolean removable = r.getBoolean(15) && !r.getString(1).equals("x");
    return new Piece(
        type,
        r.getString(2),
        r.getString(3),
        r.getString(4),
        r.getString(5),
        r.getString(6),
        Queries.array(r, 7),
        r.getString(8),
        r.getString(9),
        Queries.array(r, 10),
        r.getBoolean(11),
        Queries.array(r, 12),
        r.getString(13),
        r.getString(14),
        removable);
  }
}
