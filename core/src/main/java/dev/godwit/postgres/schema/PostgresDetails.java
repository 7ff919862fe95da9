package dev.godwit.postgres.schema;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.Detail;
import dev.godwit.model.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What PostgreSQL's catalog holds of tables beside their columns, keys and indexes, each with the
 * statement that makes it again, or as something that can only be named.
 *
 * <p>Each query gives kind, table, column, name, what is lost, statement (with U+0001 for the table
 * and U+0002 for the column), when, roles.
 */
public final class PostgresDetails {
  /** The tables that move, and their columns. */
  private static final String OWN =
      """
      WITH own AS (
        SELECT c.* FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND NOT c.relispartition),
      col AS (
        SELECT o.relname, a.* FROM own o JOIN pg_catalog.pg_attribute a ON a.attrelid = o.oid
         WHERE a.attnum > 0 AND NOT a.attisdropped),
      named AS (
        SELECT r.oid, r.rolname FROM pg_catalog.pg_roles r),
      -- what needs a function, an operator or a relation that does not move
      code AS (
        SELECT DISTINCT d.classid, d.objid FROM pg_catalog.pg_depend d
         WHERE d.refobjid >= 16384::oid
           AND d.classid IN ('pg_catalog.pg_policy'::regclass::oid, 'pg_catalog.pg_attrdef'::regclass::oid,
                             'pg_catalog.pg_constraint'::regclass::oid, 'pg_catalog.pg_class'::regclass::oid)
           AND (d.refclassid IN ('pg_catalog.pg_proc'::regclass::oid, 'pg_catalog.pg_operator'::regclass::oid,
                                 'pg_catalog.pg_opclass'::regclass::oid)
                OR d.refclassid = 'pg_catalog.pg_class'::regclass::oid
                   AND d.classid = 'pg_catalog.pg_policy'::regclass::oid
                   AND d.refobjid NOT IN (SELECT oid FROM own))
           AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend e
                            WHERE e.classid = d.refclassid AND e.objid = d.refobjid
                              AND e.deptype = 'e'))
      """;

  private static final List<String> CARRIED =
      List.of(
          """
          SELECT 'other', o.relname, NULL::text, NULL::text,
                 'UNLOGGED: a crash empties it in the source, and not in the target',
                 'ALTER TABLE ' || pg_catalog.chr(1) || ' SET UNLOGGED', 'tables', NULL::text[]
            FROM own o WHERE o.relpersistence = 'u'""",
          """
          SELECT 'other', o.relname, NULL, NULL,
                 'its storage options: ' || pg_catalog.array_to_string(o.reloptions, ', '),
                 'ALTER TABLE ' || pg_catalog.chr(1) || ' SET ('
                   || (SELECT pg_catalog.string_agg(pg_catalog.split_part(x, '=', 1) || ' = '
                              || pg_catalog.quote_literal(pg_catalog.substr(x, pg_catalog.strpos(x, '=') + 1)), ', ')
                         FROM pg_catalog.unnest(o.reloptions) x) || ')', 'tables', NULL
            FROM own o WHERE o.reloptions IS NOT NULL""",
          """
          SELECT 'other', o.relname, NULL, NULL,
                 'storage options of its long values: ' || pg_catalog.array_to_string(t.reloptions, ', '),
                 'ALTER TABLE ' || pg_catalog.chr(1) || ' SET ('
                   || (SELECT pg_catalog.string_agg('toast.' || pg_catalog.split_part(x, '=', 1) || ' = '
                              || pg_catalog.quote_literal(pg_catalog.substr(x, pg_catalog.strpos(x, '=') + 1)), ', ')
                         FROM pg_catalog.unnest(t.reloptions) x) || ')', 'tables', NULL
            FROM own o JOIN pg_catalog.pg_class t ON t.oid = o.reltoastrelid
           WHERE t.reloptions IS NOT NULL""",
          """
          SELECT 'other', a.relname, a.attname, NULL, 'how its values are stored',
                 'ALTER TABLE ' || pg_catalog.chr(1) || ' ALTER COLUMN ' || pg_catalog.chr(2) || ' SET STORAGE '
                   || CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL'
                                        WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END, 'tables', NULL
            FROM col a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
           WHERE a.attstorage <> t.typstorage""",
          """
          SELECT 'other', a.relname, a.attname, NULL,
                 'its statistics target ' || a.attstattarget::text,
                 'ALTER TABLE ' || pg_catalog.chr(1) || ' ALTER COLUMN ' || pg_catalog.chr(2) || ' SET STATISTICS '
                   || a.attstattarget::text, 'tables', NULL
            FROM col a WHERE coalesce(a.attstattarget, -1) >= 0""",
          """
          SELECT 'other', a.relname, a.attname, NULL,
                 'its options: ' || pg_catalog.array_to_string(a.attoptions, ', '),
                 'ALTER TABLE ' || pg_catalog.chr(1) || ' ALTER COLUMN ' || pg_catalog.chr(2) || ' SET ('
                   || pg_catalog.array_to_string(a.attoptions, ', ') || ')', 'tables', NULL
            FROM col a WHERE a.attoptions IS NOT NULL""",
          """
          SELECT 'other', a.relname, a.attname, s.relname,
                 'its sequence counts from ' || q.seqstart::text || ' by ' || q.seqincrement::text
                   || ', from ' || q.seqmin::text || ' to ' || q.seqmax::text
                   || CASE WHEN q.seqcycle THEN ', and begins anew' ELSE '' END
                   || ' (INCREMENT, CYCLE)',
                 'ALTER TABLE ' || pg_catalog.chr(1) || ' ALTER COLUMN ' || pg_catalog.chr(2)
                   || ' SET INCREMENT BY ' || q.seqincrement::text
                   || ' SET MINVALUE ' || greatest(q.seqmin, e.least)::text
                   || ' SET MAXVALUE ' || least(q.seqmax, e.greatest)::text
                   || ' SET START WITH ' || q.seqstart::text || ' SET CACHE ' || q.seqcache::text
                   || CASE WHEN q.seqcycle THEN ' SET CYCLE' ELSE ' SET NO CYCLE' END
                   || ' RESTART WITH ' || q.seqstart::text, 'tables', NULL
            FROM col a
            JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::regclass::oid
             AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
             AND d.classid = 'pg_catalog.pg_class'::regclass::oid AND d.deptype IN ('a', 'i')
            JOIN pg_catalog.pg_sequence q ON q.seqrelid = d.objid
            JOIN pg_catalog.pg_class s ON s.oid = q.seqrelid
            LEFT JOIN pg_catalog.pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
            CROSS JOIN LATERAL (SELECT CASE a.atttypid WHEN 21::oid THEN 32767 WHEN 23::oid THEN 2147483647
                                       ELSE 9223372036854775807 END,
                                       CASE a.atttypid WHEN 21::oid THEN -32768 WHEN 23::oid THEN -2147483648
                                       ELSE -9223372036854775808 END) e(greatest, least)
           WHERE a.atttypid IN (20::oid, 21::oid, 23::oid)
             AND (a.attidentity <> '' OR pg_catalog.pg_get_expr(f.adbin, f.adrelid) LIKE 'nextval(%')
             AND (q.seqincrement <> 1 OR q.seqstart <> 1 OR q.seqmin <> 1 OR q.seqcache <> 1
                  OR q.seqcycle OR least(q.seqmax, e.greatest) <> e.greatest)""",
          """
          SELECT 'other', a.relname, a.attname, s.relname,
                 'its sequence is called ' || s.relname::text,
                 'DO $godwit$ BEGIN EXECUTE coalesce((SELECT ''ALTER SEQUENCE '' || s.oid::regclass::text'
                   || ' || ' || pg_catalog.quote_literal(' RENAME TO ' || pg_catalog.quote_ident(s.relname))
                   || ' FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_class s ON s.oid = d.objid'
                   || ' JOIN pg_catalog.pg_attribute a'
                   || ' ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid'
                   || ' WHERE d.refobjid = ' || pg_catalog.chr(3) || '::regclass AND a.attname = '
                   || pg_catalog.quote_literal(a.attname) || ' AND s.relkind = ''S'' AND s.relname <> '
                   || pg_catalog.quote_literal(s.relname) || ' AND d.deptype IN (''a'', ''i'')),'
                   || ' ''SELECT 1''); END $godwit$', 'last', NULL
            FROM col a
            JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::regclass::oid
             AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
             AND d.classid = 'pg_catalog.pg_class'::regclass::oid AND d.deptype IN ('a', 'i')
            JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
            LEFT JOIN pg_catalog.pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
           WHERE s.relname <> a.relname::text || '_' || a.attname::text || '_seq' AND a.atttypid IN (20::oid, 21::oid, 23::oid)
             AND (a.attidentity <> '' OR pg_catalog.pg_get_expr(f.adbin, f.adrelid) LIKE 'nextval(%')""",
          """
          SELECT 'other', o.relname, NULL, k.conname,
                 'the exclusion constraint ' || k.conname::text || ': '
                   || pg_catalog.pg_get_constraintdef(k.oid),
                 'ALTER TABLE ' || pg_catalog.chr(1) || ' ADD CONSTRAINT ' || pg_catalog.quote_ident(k.conname) || ' '
                   || pg_catalog.pg_get_constraintdef(k.oid), 'last', NULL
            FROM own o JOIN pg_catalog.pg_constraint k ON k.conrelid = o.oid
           WHERE k.contype = 'x'""",
          """
          SELECT 'other', o.relname, NULL, NULL, 'its replica identity',
                 'ALTER TABLE ' || pg_catalog.chr(1) || ' REPLICA IDENTITY '
                   || CASE o.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING'
                      ELSE 'USING INDEX ' || pg_catalog.quote_ident((SELECT ic.relname
                             FROM pg_catalog.pg_index i
                             JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
                            WHERE i.indrelid = o.oid AND i.indisreplident)) END, 'last', NULL
            FROM own o WHERE o.relreplident IN ('f', 'n')
              OR o.relreplident = 'i' AND EXISTS (SELECT 1 FROM pg_catalog.pg_index i
                                                   WHERE i.indrelid = o.oid AND i.indisreplident)""",
          """
          SELECT 'other', o.relname, NULL, ic.relname,
                 'that it is clustered by the index ' || ic.relname::text,
                 'ALTER TABLE ' || pg_catalog.chr(1) || ' CLUSTER ON ' || pg_catalog.quote_ident(ic.relname), 'last', NULL
            FROM own o JOIN pg_catalog.pg_index i ON i.indrelid = o.oid AND i.indisclustered
            JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid""",
          """
          SELECT 'security', o.relname, NULL, p.polname,
                 CASE WHEN p.polpermissive THEN 'the policy ' ELSE 'the restrictive policy ' END
                   || p.polname::text || ' of its row level security',
                 CASE WHEN EXISTS (SELECT 1 FROM code WHERE code.objid = p.oid
                                    AND code.classid = 'pg_catalog.pg_policy'::regclass::oid)
                 THEN NULL ELSE
                 'CREATE POLICY ' || pg_catalog.quote_ident(p.polname) || ' ON ' || pg_catalog.chr(1) || ' AS '
                   || CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END
                   || ' FOR ' || CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT'
                        WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END
                   || ' TO ' || coalesce((SELECT pg_catalog.string_agg(pg_catalog.quote_ident(r.rolname), ', ')
                                            FROM named r WHERE r.oid = ANY (p.polroles)), 'PUBLIC')
                   || coalesce(' USING (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')', '')
                   || coalesce(' WITH CHECK ('
                        || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')', '') END,
                 'last', ARRAY(SELECT r.rolname::text FROM named r WHERE r.oid = ANY (p.polroles))
            FROM own o JOIN pg_catalog.pg_policy p ON p.polrelid = o.oid""",
          """
          SELECT 'security', o.relname, NULL, NULL,
                 'row level security: who may read it sees all rows',
                 'ALTER TABLE ' || pg_catalog.chr(1) || ' ENABLE ROW LEVEL SECURITY', 'last', NULL
            FROM own o WHERE o.relrowsecurity""",
          """
          SELECT 'security', o.relname, NULL, NULL,
                 'that row level security holds for its owner too',
                 'ALTER TABLE ' || pg_catalog.chr(1) || ' FORCE ROW LEVEL SECURITY', 'last', NULL
            FROM own o WHERE o.relforcerowsecurity""",
          """
          SELECT 'comment', o.relname, NULL, NULL, 'its comment',
                 'COMMENT ON TABLE ' || pg_catalog.chr(1) || ' IS ' || pg_catalog.quote_literal(d.description), 'last', NULL
            FROM own o JOIN pg_catalog.pg_description d ON d.objoid = o.oid AND d.objsubid = 0
             AND d.classoid = 'pg_catalog.pg_class'::regclass::oid""",
          """
          SELECT 'comment', a.relname, a.attname, NULL, 'its comment',
                 'COMMENT ON COLUMN ' || pg_catalog.chr(1) || '.' || pg_catalog.chr(2) || ' IS '
                   || pg_catalog.quote_literal(d.description), 'last', NULL
            FROM col a JOIN pg_catalog.pg_description d ON d.objoid = a.attrelid
             AND d.objsubid = a.attnum AND d.classoid = 'pg_catalog.pg_class'::regclass::oid""",
          """
          SELECT 'comment', o.relname, NULL, k.conname, 'the comment on its constraint ' || k.conname::text,
                 'COMMENT ON CONSTRAINT ' || pg_catalog.quote_ident(k.conname) || ' ON ' || pg_catalog.chr(1) || ' IS '
                   || pg_catalog.quote_literal(d.description), 'last', NULL
            FROM own o JOIN pg_catalog.pg_constraint k ON k.conrelid = o.oid
            JOIN pg_catalog.pg_description d ON d.objoid = k.oid
             AND d.classoid = 'pg_catalog.pg_constraint'::regclass::oid""",
          """
          SELECT 'comment', o.relname, NULL, ic.relname, 'the comment on its index ' || ic.relname::text,
                 'COMMENT ON INDEX ' || pg_catalog.quote_ident(ic.relname) || ' IS '
                   || pg_catalog.quote_literal(d.description), 'last', NULL
            FROM own o JOIN pg_catalog.pg_index i ON i.indrelid = o.oid
            JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
            JOIN pg_catalog.pg_description d ON d.objoid = ic.oid
             AND d.classoid = 'pg_catalog.pg_class'::regclass::oid AND d.objsubid = 0""",
          """
          SELECT 'comment', NULL, NULL, t.typname, 'the comment on the type ' || t.typname::text,
                 'COMMENT ON TYPE ' || pg_catalog.quote_ident(t.typname) || ' IS '
                   || pg_catalog.quote_literal(d.description), 'first', NULL
            FROM pg_catalog.pg_type t
            JOIN pg_catalog.pg_description d ON d.objoid = t.oid
             AND d.classoid = 'pg_catalog.pg_type'::regclass::oid
           WHERE t.typnamespace = (SELECT relnamespace FROM own LIMIT 1)
             AND t.typtype IN ('e', 'd', 'r', 'c')
             AND EXISTS (SELECT 1 FROM col a WHERE a.atttypid IN (t.oid, t.typarray))""",
          """
          SELECT 'security', o.relname, NULL, p.polname, 'the comment on its policy ' || p.polname::text,
                 'COMMENT ON POLICY ' || pg_catalog.quote_ident(p.polname) || ' ON ' || pg_catalog.chr(1) || ' IS '
                   || pg_catalog.quote_literal(d.description), 'last',
                 ARRAY(SELECT r.rolname::text FROM named r WHERE r.oid = ANY (p.polroles))
            FROM own o JOIN pg_catalog.pg_policy p ON p.polrelid = o.oid
            JOIN pg_catalog.pg_description d ON d.objoid = p.oid
             AND d.classoid = 'pg_catalog.pg_policy'::regclass::oid
           WHERE NOT EXISTS (SELECT 1 FROM code WHERE code.objid = p.oid
                                AND code.classid = 'pg_catalog.pg_policy'::regclass::oid)""");

  /** Sequences that belong to no column, though defaults may take their numbers. */
  private static final String SEQUENCES =
      OWN
          + """
          , free AS (
            SELECT s.oid, s.relname, q.*, n.nspname,
                   CASE WHEN s.relkind = 'S' THEN
                     CASE WHEN pg_catalog.has_sequence_privilege(s.oid, 'SELECT, USAGE')
                     THEN pg_catalog.pg_sequence_last_value(s.oid) END END AS reached
              FROM pg_catalog.pg_class s
              JOIN pg_catalog.pg_sequence q ON q.seqrelid = s.oid
              JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
             WHERE s.relkind = 'S' AND s.relpersistence <> 't'
               AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                                WHERE d.classid = 'pg_catalog.pg_class'::regclass::oid
                                  AND d.objid = s.oid AND d.deptype IN ('i', 'e'))
               AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                                 JOIN pg_catalog.pg_attrdef f ON f.adrelid = d.refobjid
                                  AND f.adnum = d.refobjsubid
                                WHERE d.classid = 'pg_catalog.pg_class'::regclass::oid
                                  AND d.objid = s.oid AND d.deptype = 'a'
                                  AND pg_catalog.pg_get_expr(f.adbin, f.adrelid) LIKE 'nextval(%'
                                  AND EXISTS (SELECT 1 FROM pg_catalog.pg_depend u
                                               WHERE u.classid = 'pg_catalog.pg_attrdef'::regclass::oid
                                                 AND u.objid = f.oid AND u.refobjid = s.oid))),
          taken AS (
            SELECT f.oid, a.relname, a.attname,
                   pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression,
                   f.nspname = (SELECT n.nspname FROM pg_catalog.pg_namespace n
                                 WHERE n.oid = (SELECT relnamespace FROM own LIMIT 1)) AS near,
                   f.nspname::text || '.' || f.relname::text AS sequence
              FROM free f
              JOIN pg_catalog.pg_depend u ON u.classid = 'pg_catalog.pg_attrdef'::regclass::oid
               AND u.refclassid = 'pg_catalog.pg_class'::regclass::oid AND u.refobjid = f.oid
              JOIN pg_catalog.pg_attrdef d ON d.oid = u.objid
              JOIN col a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
             WHERE a.attgenerated = '')
          SELECT 'sequence', NULL, NULL, f.relname,
                 'the sequence ' || f.relname::text || ', which belongs to no column; it stands at '
                   || coalesce(f.reached::text, 'its start'),
                 'CREATE SEQUENCE ' || pg_catalog.quote_ident(f.relname) || ' AS '
                   || pg_catalog.format_type(f.seqtypid, NULL) || ' INCREMENT BY ' || f.seqincrement
                   || ' MINVALUE ' || f.seqmin || ' MAXVALUE ' || f.seqmax || ' START WITH '
                   || f.seqstart || ' CACHE ' || f.seqcache
                   || CASE WHEN f.seqcycle THEN ' CYCLE' ELSE '' END, 'first', NULL::text[]
            FROM free f
            JOIN pg_catalog.pg_namespace n ON n.nspname = f.nspname
           WHERE n.oid = (SELECT relnamespace FROM own LIMIT 1)
          UNION ALL
          SELECT 'other', NULL, NULL, f.relname,
                 'where the sequence ' || f.relname::text || ' stands',
                 'DO $godwit$ BEGIN PERFORM pg_catalog.setval('
                   || pg_catalog.quote_literal(pg_catalog.quote_ident(f.relname)) || ', '
                   || f.reached || '); END $godwit$', 'last', NULL
            FROM free f
            JOIN pg_catalog.pg_namespace n ON n.nspname = f.nspname
           WHERE n.oid = (SELECT relnamespace FROM own LIMIT 1)
             AND f.reached IS NOT NULL
          UNION ALL
          SELECT 'other', NULL, NULL, f.relname, 'the comment on the sequence ' || f.relname::text,
                 'COMMENT ON SEQUENCE ' || pg_catalog.quote_ident(f.relname) || ' IS '
                   || pg_catalog.quote_literal(d.description), 'last', NULL
            FROM free f
            JOIN pg_catalog.pg_namespace n ON n.nspname = f.nspname
            JOIN pg_catalog.pg_description d ON d.objoid = f.oid
             AND d.classoid = 'pg_catalog.pg_class'::regclass::oid
           WHERE n.oid = (SELECT relnamespace FROM own LIMIT 1)
          UNION ALL
          SELECT 'default', t.relname, t.attname, NULL,
                 'DEFAULT ' || t.expression || ': the sequence ' || t.sequence || ' is not moved',
                 CASE WHEN t.near THEN 'ALTER TABLE ' || pg_catalog.chr(1) || ' ALTER COLUMN ' || pg_catalog.chr(2)
                   || ' SET DEFAULT ' || t.expression END, 'tables', NULL
            FROM taken t""";

  /** What cannot be carried, or not without knowing more than the catalog does. */
  private PostgresDetails() {}

  /** Those of these tables, and of what belongs to none. */
  public static List<Detail> of(Connection connection, String schema, List<Table> tables)
      throws SQLException {
    Set<String> names = new HashSet<>();
    tables.forEach(t -> names.add(t.name()));
    List<Detail> all = new ArrayList<>();
    all.addAll(list(connection, SEQUENCES, schema));
    all.addAll(list(connection, OWN + String.join("\nUNION ALL\n", CARRIED), schema));
    all.addAll(
        Queries.list(
            connection,
            r ->
                Detail.named(
                    kind(r), r.getString(2), r.getString(3), r.getString(4), r.getString(5)),
            OWN + String.join("\nUNION ALL\n", LeftBehind.QUERIES),
            schema));
    all.removeIf(d -> d.table() != null && !names.contains(d.table()));
    all.addAll(PostgresKinds.named(connection, schema));
    return all;
  }

  private static List<Detail> list(Connection connection, String sql, String schema)
      throws SQLException {
    return Queries.list(
        connection,
        r ->
            new Detail(
                kind(r),
                r.getString(2),
                r.getString(3),
                r.getString(4),
                r.getString(5),
                r.getString(6),
                Detail.When.valueOf(r.getString(7).toUpperCase(Locale.ROOT)),
                Queries.array(r, 8)),
        sql,
        schema);
  }

  private static Detail.Kind kind(ResultSet r) throws SQLException {
    return Detail.Kind.valueOf(r.getString(1).toUpperCase(Locale.ROOT));
  }
}
