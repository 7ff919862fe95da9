package dev.godwit.postgres.schema;

import java.util.List;

/** What people have put on their tables and Godwit does not carry: named, a sentence each. */
final class LeftBehind {
  /**
   * Over {@code own}, {@code col}, {@code named} and {@code code} of {@link PostgresDetails}: kind,
   * table, column, name, what.
   */
  static final List<String> QUERIES =
      List.of(
          """
          SELECT 'default', a.relname, a.attname, NULL::text,
                 'DEFAULT ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid)
                   || ': it needs a function of the source''s own'
            FROM col a JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            JOIN code ON code.objid = d.oid AND code.classid = 'pg_catalog.pg_attrdef'::regclass::oid
           WHERE a.attgenerated = ''""",
          """
          SELECT 'generated', a.relname, a.attname, NULL,
                 'how it is computed, by a function of the source''s own: '
                   || pg_catalog.pg_get_expr(d.adbin, d.adrelid)
            FROM col a JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            JOIN code ON code.objid = d.oid AND code.classid = 'pg_catalog.pg_attrdef'::regclass::oid
           WHERE a.attgenerated <> ''""",
          """
          SELECT 'check', o.relname, NULL, k.conname,
                 'the constraint ' || k.conname::text || ', which needs a function of the source''s own: '
                   || pg_catalog.pg_get_constraintdef(k.oid)
            FROM own o JOIN pg_catalog.pg_constraint k ON k.conrelid = o.oid AND k.contype = 'c'
            JOIN code ON code.objid = k.oid AND code.classid = 'pg_catalog.pg_constraint'::regclass::oid""",
          """
          SELECT 'index', o.relname, NULL, ic.relname,
                 'the index ' || ic.relname::text || ', which needs a function of the source''s own: '
                   || pg_catalog.pg_get_indexdef(ic.oid)
            FROM own o JOIN pg_catalog.pg_index i ON i.indrelid = o.oid
            JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
            JOIN code ON code.objid = ic.oid AND code.classid = 'pg_catalog.pg_class'::regclass::oid""",
          """
          SELECT 'other', o.relname, NULL, k.conname,
                 'the foreign key ' || k.conname::text || ', which refers to another schema: '
                   || pg_catalog.pg_get_constraintdef(k.oid)
            FROM own o JOIN pg_catalog.pg_constraint k ON k.conrelid = o.oid AND k.contype = 'f'
            JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
           WHERE f.relnamespace <> o.relnamespace""",
          """
          SELECT 'other', o.relname, NULL, k.conname,
                 'the constraint ' || k.conname::text || ', which is not enforced: '
                   || pg_catalog.pg_get_constraintdef(k.oid)
            FROM own o JOIN pg_catalog.pg_constraint k ON k.conrelid = o.oid
           WHERE NOT coalesce((pg_catalog.to_jsonb(k)->>'conenforced'::text)::boolean, true)""",
          """
          SELECT 'other', o.relname, a.attname, k.conname,
                 CASE WHEN k.convalidated THEN 'the name ' || k.conname::text || ' of its NOT NULL'
                      ELSE 'that its NOT NULL ' || k.conname::text || ' is not valid for every row' END
                   || CASE WHEN k.connoinherit THEN ', and NO INHERIT' ELSE '' END
            FROM own o JOIN pg_catalog.pg_constraint k ON k.conrelid = o.oid AND k.contype = 'n'
            JOIN pg_catalog.pg_attribute a ON a.attrelid = o.oid AND a.attnum = k.conkey[1]
           WHERE k.conname <> o.relname::text || '_' || a.attname::text || '_not_null' OR NOT k.convalidated
                 OR k.connoinherit""",
          """
          SELECT 'other', o.relname, NULL, r.rulename,
                 'the rule ' || r.rulename::text || ': ' || pg_catalog.regexp_replace(pg_catalog.pg_get_ruledef(r.oid), '\\s+', ' ', 'g')
            FROM own o JOIN pg_catalog.pg_rewrite r ON r.ev_class = o.oid""",
          """
          SELECT 'other', o.relname, NULL, s.spcname, 'that it is kept in the tablespace ' || s.spcname::text
            FROM own o JOIN pg_catalog.pg_tablespace s ON s.oid = o.reltablespace""",
          """
          SELECT 'other', o.relname, NULL, s.spcname,
                 'that its index ' || ic.relname::text || ' is kept in the tablespace ' || s.spcname::text
            FROM own o JOIN pg_catalog.pg_index i ON i.indrelid = o.oid
            JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
            JOIN pg_catalog.pg_tablespace s ON s.oid = ic.reltablespace""",
          """
          SELECT 'other', o.relname, NULL, m.amname, 'its table access method ' || m.amname::text
            FROM own o JOIN pg_catalog.pg_am m ON m.oid = o.relam WHERE m.amname <> 'heap'""",
          """
          SELECT 'other', o.relname, NULL, NULL,
                 'that it inherits from ' || pg_catalog.string_agg(p.relname, ', ')
                   || ': in the target it is a table of its own'
            FROM own o JOIN pg_catalog.pg_inherits i ON i.inhrelid = o.oid
            JOIN pg_catalog.pg_class p ON p.oid = i.inhparent GROUP BY o.relname""",
          """
          SELECT 'other', o.relname, NULL, NULL,
                 'that it is a table of the type ' || pg_catalog.format_type(o.reloftype, NULL)
            FROM own o WHERE o.reloftype <> 0::oid""",
          """
          SELECT 'other', NULL, NULL, NULL,
                 'whom tables belong to: ' || pg_catalog.string_agg(DISTINCT r.rolname::text, ', ')
            FROM own o JOIN named r ON r.oid = o.relowner WHERE r.rolname <> current_user
          HAVING pg_catalog.count(*) > 0""",
          """
          SELECT 'other', o.relname, NULL, NULL,
                 'the rights of ' || coalesce(r.rolname::text, 'everybody') || ': '
                   || pg_catalog.string_agg(x.privilege_type
                        || CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END, ', ')
            FROM own o CROSS JOIN LATERAL pg_catalog.aclexplode(o.relacl) x
            LEFT JOIN named r ON r.oid = x.grantee
           WHERE x.grantee <> o.relowner GROUP BY o.relname, r.rolname""",
          """
          SELECT 'other', a.relname, a.attname, NULL,
                 'the rights of ' || coalesce(r.rolname::text, 'everybody') || ' on it: '
                   || pg_catalog.string_agg(x.privilege_type, ', ')
            FROM col a CROSS JOIN LATERAL pg_catalog.aclexplode(a.attacl) x
            LEFT JOIN named r ON r.oid = x.grantee GROUP BY a.relname, a.attname, r.rolname""",
          """
          SELECT 'other', o.relname, CASE WHEN l.objsubid > 0 THEN (SELECT a.attname FROM col a
                   WHERE a.attrelid = o.oid AND a.attnum = l.objsubid) END, NULL,
                 'its security label of ' || l.provider
            FROM own o JOIN pg_catalog.pg_seclabel l ON l.objoid = o.oid
             AND l.classoid = 'pg_catalog.pg_class'::regclass::oid""",
          """
          SELECT 'other', a.relname, a.attname, NULL, 'how its long values are packed'
            FROM col a WHERE a.attcompression <> ''""",
          """
          SELECT DISTINCT 'type', a.relname, a.attname, NULL,
                 'its type ' || pg_catalog.format_type(a.atttypid, a.atttypmod) || ': ' || why.text
            FROM col a
            CROSS JOIN LATERAL (
          """
              + PostgresTypes.used("SELECT a.atttypid", 16384)
              + """
              SELECT CASE
                     WHEN t.typtype = 'b' AND t.typelem = 0::oid THEN 'it is made of code of its own'
                     WHEN t.typtype = 'c' AND c.relkind <> 'c' THEN 'it is the row of ' || c.relname::text
                     WHEN t.typtype = 'r' AND (r.rngcanonical::oid >= 16384::oid OR r.rngsubdiff::oid >= 16384::oid)
                     THEN 'it needs functions of the source''s own'
                     WHEN t.typtype = 'd' AND EXISTS (
                       SELECT 1 FROM pg_catalog.pg_constraint k JOIN code ON code.objid = k.oid
                          AND code.classid = 'pg_catalog.pg_constraint'::regclass::oid
                        WHERE k.contypid = t.oid) THEN 'it needs functions of the source''s own'
                     WHEN t.typnamespace <> (SELECT relnamespace FROM own LIMIT 1)
                       AND t.typelem = 0::oid THEN 'it is in another schema'
                     END
                FROM used JOIN pg_catalog.pg_type t ON t.oid = used.oid
                LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
                LEFT JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid
               WHERE t.oid >= 16384::oid
                 AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend e
                                  WHERE e.classid = 'pg_catalog.pg_type'::regclass::oid AND e.objid = t.oid
                                    AND e.deptype = 'e')) why(text)
           WHERE a.atttypid >= 16384::oid AND why.text IS NOT NULL""");

  private LeftBehind() {}
}
