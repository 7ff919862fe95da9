package dev.godwit.postgres.schema;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.Catalog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a schema holds beside its tables: types they use, views, triggers, and what stays behind.
 */
final class PostgresOthers {
  private static final String VIEWS =
      """
      SELECT CASE c.relkind WHEN 'f' THEN 'foreign table' ELSE 'view' END, c.relname, NULL::text,
             CASE c.relkind WHEN 'v' THEN 'CREATE VIEW ' WHEN 'm' THEN 'CREATE MATERIALIZED VIEW '
             END || pg_catalog.quote_ident(c.relname) || ' AS ' || pg_catalog.pg_get_viewdef(c.oid),
             CASE c.relkind WHEN 'f' THEN 'a foreign table: its rows are in another server' END
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND c.relkind IN ('v', 'm', 'f')
         AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                          WHERE d.classid = 'pg_catalog.pg_class'::regclass::oid AND d.objid = c.oid
                            AND d.deptype = 'e')
       ORDER BY c.oid""";
  private static final String TRIGGERS =
      """
      SELECT 'trigger', t.tgname, c.relname, pg_catalog.pg_get_triggerdef(t.oid), NULL::text
        FROM pg_catalog.pg_trigger t
        JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND NOT t.tgisinternal AND NOT c.relispartition
       ORDER BY t.oid""";

  /** Collations of people's own that a column, a type or an index uses. */
  static final String COLLATED =
      """
      , collated(oid) AS (
        SELECT a.attcollation FROM pg_catalog.pg_attribute a
          JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'i', 'I') AND a.attcollation >= 16384::oid
        UNION
        SELECT t.typcollation FROM used JOIN pg_catalog.pg_type t ON t.oid = used.oid
        UNION
        SELECT r.rngcollation FROM used JOIN pg_catalog.pg_range r ON r.rngtypid = used.oid
        UNION
        SELECT a.attcollation FROM used JOIN pg_catalog.pg_type t ON t.oid = used.oid
          JOIN pg_catalog.pg_attribute a ON a.attrelid = t.typrelid AND t.typtype = 'c')
      """;

  private static final String COLLATIONS =
      PostgresTypes.USED
          + COLLATED
          + """
          SELECT 'type', co.collname, NULL::text,
                 'CREATE COLLATION ' || pg_catalog.quote_ident(co.collname) || ' ('
                 || CASE WHEN co.collprovider IN ('i', 'b') THEN 'provider = '
                      || CASE co.collprovider WHEN 'i' THEN 'icu' ELSE 'builtin' END || ', locale = '
                      || pg_catalog.quote_literal(coalesce(j.c ->> 'colllocale'::text,
                                                           j.c ->> 'colliculocale'::text, co.collcollate))
                    ELSE 'provider = libc, lc_collate = ' || pg_catalog.quote_literal(co.collcollate)
                      || ', lc_ctype = ' || pg_catalog.quote_literal(co.collctype) END
                 || CASE WHEN co.collisdeterministic THEN '' ELSE ', deterministic = false' END
                 || coalesce(', rules = ' || pg_catalog.quote_literal(j.c ->> 'collicurules'::text), '')
                 || ')', NULL::text
            FROM pg_catalog.pg_collation co
           CROSS JOIN LATERAL (SELECT pg_catalog.to_jsonb(co)) j(c)
           WHERE co.oid IN (SELECT oid FROM collated) AND co.oid >= 16384::oid
             AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                              WHERE d.classid = 'pg_catalog.pg_collation'::regclass::oid
                                AND d.objid = co.oid AND d.deptype = 'e')
           ORDER BY co.oid""";

  private static final String TYPES =
      PostgresTypes.USED
          + """
          SELECT 'type', t.typname, NULL::text,
                 CASE t.typtype
                 WHEN 'e' THEN 'CREATE TYPE ' || pg_catalog.quote_ident(t.typname) || ' AS ENUM ('
                   || coalesce((SELECT pg_catalog.string_agg(pg_catalog.quote_literal(e.enumlabel), ', '
                                         ORDER BY e.enumsortorder)
                         FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid), '') || ')'
                 WHEN 'd' THEN 'CREATE DOMAIN ' || pg_catalog.quote_ident(t.typname) || ' AS '
                   || pg_catalog.format_type(t.typbasetype, t.typtypmod)
                   || coalesce((SELECT ' COLLATE ' || pg_catalog.quote_ident(co.collname)
                                  FROM pg_catalog.pg_collation co
                                 WHERE co.oid = t.typcollation AND t.typcollation <> b.typcollation),
                               '')
                   || coalesce(' DEFAULT ' || t.typdefault, '')
                   || CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END
                   || coalesce((SELECT ' ' || pg_catalog.string_agg('CONSTRAINT '
                                          || pg_catalog.quote_ident(k.conname) || ' '
                                          || pg_catalog.pg_get_constraintdef(k.oid), ' ' ORDER BY k.oid)
                                  FROM pg_catalog.pg_constraint k
                                 WHERE k.contypid = t.oid AND k.contype = 'c' AND k.convalidated), '')
                 WHEN 'r' THEN 'CREATE TYPE ' || pg_catalog.quote_ident(t.typname)
                   || ' AS RANGE (subtype = ' || pg_catalog.format_type(r.rngsubtype, NULL)
                   || coalesce((SELECT ', subtype_opclass = ' || pg_catalog.quote_ident(n.nspname) || '.'
                                       || pg_catalog.quote_ident(oc.opcname)
                                  FROM pg_catalog.pg_opclass oc
                                  JOIN pg_catalog.pg_namespace n ON n.oid = oc.opcnamespace
                                 WHERE oc.oid = r.rngsubopc AND NOT oc.opcdefault), '')
                   || coalesce((SELECT ', collation = ' || pg_catalog.quote_ident(co.collname)
                                  FROM pg_catalog.pg_collation co
                                 WHERE co.oid = r.rngcollation AND co.collname <> 'default'), '')
                   || CASE WHEN r.rngsubdiff::oid = 0::oid THEN ''
                      ELSE ', subtype_diff = ' || r.rngsubdiff::regproc::text END
                   || ', multirange_type_name = '
                   || (SELECT pg_catalog.quote_ident(m.typname) FROM pg_catalog.pg_type m
                        WHERE m.oid = r.rngmultitypid) || ')'
                 ELSE 'CREATE TYPE ' || pg_catalog.quote_ident(t.typname) || ' AS ('
                   || coalesce((SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname) || ' '
                              || pg_catalog.format_type(a.atttypid, a.atttypmod)
                              || CASE WHEN a.attcollation <> at.typcollation
                                 THEN ' COLLATE ' || (SELECT pg_catalog.quote_ident(co.collname)
                                                        FROM pg_catalog.pg_collation co
                                                       WHERE co.oid = a.attcollation) ELSE '' END,
                              ', ' ORDER BY a.attnum)
                         FROM pg_catalog.pg_attribute a
                         JOIN pg_catalog.pg_type at ON at.oid = a.atttypid
                        WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped), '')
                   || ')'
                 END, NULL::text
            FROM pg_catalog.pg_type t
            JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            LEFT JOIN pg_catalog.pg_class tc ON tc.oid = t.typrelid
            LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
            LEFT JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid
           WHERE t.oid IN (SELECT oid FROM used) AND t.typtype IN ('e', 'd', 'c', 'r')
             AND (t.typtype <> 'c' OR tc.relkind = 'c')
             AND n.nspname NOT IN ('pg_catalog', 'information_schema')
             AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                              WHERE d.classid = 'pg_catalog.pg_type'::regclass::oid
                                AND d.objid = t.oid AND d.deptype = 'e')
           ORDER BY t.oid""";
  static final String EXTENSIONS =
      PostgresTypes.USED
          + """
          , needed(classid, oid) AS (
            SELECT 'pg_catalog.pg_type'::regclass::oid, oid FROM used
            UNION
            SELECT d.refclassid, d.refobjid
              FROM (SELECT c.oid FROM pg_catalog.pg_class c
                      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                     WHERE n.nspname = ? AND c.relkind IN ('r', 'p')) own
             CROSS JOIN LATERAL (
               SELECT 'pg_catalog.pg_class'::regclass::oid, i.indexrelid FROM pg_catalog.pg_index i
                WHERE i.indrelid = own.oid
               UNION ALL
               SELECT 'pg_catalog.pg_attrdef'::regclass::oid, f.oid FROM pg_catalog.pg_attrdef f
                WHERE f.adrelid = own.oid
               UNION ALL
               SELECT 'pg_catalog.pg_constraint'::regclass::oid, k.oid FROM pg_catalog.pg_constraint k
                WHERE k.conrelid = own.oid) part(classid, objid)
              JOIN pg_catalog.pg_depend d ON d.classid = part.classid AND d.objid = part.objid
             WHERE d.refobjid >= 16384::oid)
          SELECT DISTINCT 'extension', x.extname, NULL::text,
                 'CREATE EXTENSION IF NOT EXISTS ' || pg_catalog.quote_ident(x.extname), NULL::text
            FROM needed JOIN pg_catalog.pg_depend d
              ON d.classid = needed.classid AND d.objid = needed.oid AND d.deptype = 'e'
            JOIN pg_catalog.pg_extension x ON x.oid = d.refobjid""";

  /** Drizzle's, in a schema of its own, beside those of its tables. */
  private static final String HISTORIES =
      """
      SELECT '%s', c.relname, NULL, NULL,
             'the history of a migration tool, in the schema ' || n.nspname::text || ', stays there'
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND n.nspname <> ?
       WHERE n.nspname = 'drizzle' AND c.relname = '__drizzle_migrations' AND c.relkind = 'r'"""
          .formatted(Catalog.HISTORY);

  private static final String REMARKS =
      """
      SELECT c.relname::text || ' is partitioned: the rows of all its partitions move as one table'
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND c.relkind = 'p' AND NOT c.relispartition
      UNION ALL
      SELECT 'the index ' || ic.relname::text || ' of ' || c.relname::text || ' is invalid'
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
        JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND NOT i.indisvalid""";

  private PostgresOthers() {}

  static List<Catalog.Other> of(Connection connection, String schema) throws SQLException {
    List<Catalog.Other> result = new ArrayList<>();
    for (String sql : List.of(EXTENSIONS, COLLATIONS, TYPES, VIEWS, TRIGGERS, HISTORIES)) {
      boolean twice = sql.equals(EXTENSIONS) || sql.equals(COLLATIONS);
      result.addAll(
          Queries.list(
              connection,
              r ->
                  new Catalog.Other(
                      r.getString(1),
                      r.getString(2),
                      r.getString(3),
                      r.getString(4),
                      r.getString(5)),
              sql,
              twice ? new Object[] {schema, schema} : new Object[] {schema}));
    }
    return result;
  }

  /** What a source leaves behind or changes, a sentence each. */
  static List<String> remarks(Connection connection, String schema) throws SQLException {
    return Queries.texts(connection, REMARKS, schema, schema);
  }
}
