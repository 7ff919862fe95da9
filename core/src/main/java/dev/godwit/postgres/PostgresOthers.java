package dev.godwit.postgres;

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
                          WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
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

  /** Types of people's own that a column uses, as itself or as the element of an array. */
  private static final String USED =
      """
      WITH RECURSIVE used(oid) AS (
        SELECT a.atttypid FROM pg_catalog.pg_attribute a
          JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
        UNION
        SELECT u.next FROM used
          JOIN pg_catalog.pg_type t ON t.oid = used.oid
          LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = t.typrelid AND t.typtype = 'c'
                                             AND a.attnum > 0 AND NOT a.attisdropped
         CROSS JOIN LATERAL (VALUES (t.typelem), (t.typbasetype), (a.atttypid)) u(next)
         WHERE u.next <> 0)
      """;

  private static final String TYPES =
      USED
          + """
          SELECT 'type', t.typname, NULL::text,
                 CASE t.typtype
                 WHEN 'e' THEN 'CREATE TYPE ' || pg_catalog.quote_ident(t.typname) || ' AS ENUM ('
                   || (SELECT string_agg(pg_catalog.quote_literal(e.enumlabel), ', '
                                         ORDER BY e.enumsortorder)
                         FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid) || ')'
                 WHEN 'd' THEN 'CREATE DOMAIN ' || pg_catalog.quote_ident(t.typname) || ' AS '
                   || pg_catalog.format_type(t.typbasetype, t.typtypmod)
                   || CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END
                   || coalesce((SELECT ' ' || string_agg(pg_catalog.pg_get_constraintdef(k.oid), ' ')
                                  FROM pg_catalog.pg_constraint k
                                 WHERE k.contypid = t.oid AND k.contype = 'c'), '')
                 ELSE 'CREATE TYPE ' || pg_catalog.quote_ident(t.typname) || ' AS ('
                   || (SELECT string_agg(pg_catalog.quote_ident(a.attname) || ' '
                              || pg_catalog.format_type(a.atttypid, a.atttypmod), ', '
                              ORDER BY a.attnum)
                         FROM pg_catalog.pg_attribute a
                        WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) || ')'
                 END, NULL::text
            FROM pg_catalog.pg_type t
            JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
           WHERE t.oid IN (SELECT oid FROM used) AND t.typtype IN ('e', 'd', 'c')
             AND n.nspname NOT IN ('pg_catalog', 'information_schema')
             AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                              WHERE d.classid = 'pg_catalog.pg_type'::regclass
                                AND d.objid = t.oid AND d.deptype = 'e')
           ORDER BY t.oid""";
  private static final String EXTENSIONS =
      USED
          + """
          SELECT DISTINCT 'extension', x.extname, NULL::text,
                 'CREATE EXTENSION IF NOT EXISTS ' || pg_catalog.quote_ident(x.extname), NULL::text
            FROM used JOIN pg_catalog.pg_depend d
              ON d.classid = 'pg_catalog.pg_type'::regclass AND d.objid = used.oid
             AND d.deptype = 'e'
            JOIN pg_catalog.pg_extension x ON x.oid = d.refobjid""";
  private static final String EXCLUSIONS =
      """
      SELECT 'the exclusion constraint ' || k.conname || ' of ' || c.relname
               || ' is not moved: ' || pg_catalog.pg_get_constraintdef(k.oid)
        FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND k.contype = 'x'
      UNION ALL
      SELECT 'the foreign key ' || k.conname || ' of ' || c.relname
               || ' is not moved: it refers to another schema'
        FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
       WHERE n.nspname = ? AND k.contype = 'f' AND f.relnamespace <> c.relnamespace
      UNION ALL
      SELECT c.relname || ' is partitioned: the rows of all its partitions move as one table'
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND c.relkind = 'p' AND NOT c.relispartition
      UNION ALL
      SELECT 'the index ' || ic.relname || ' of ' || c.relname || ' is invalid'
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
        JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND NOT i.indisvalid""";

  private PostgresOthers() {}

  static List<Catalog.Other> of(Connection connection, String schema) throws SQLException {
    List<Catalog.Other> result = new ArrayList<>();
    for (String sql : List.of(EXTENSIONS, TYPES, VIEWS, TRIGGERS)) {
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
              schema));
    }
    return result;
  }

  /** What a source leaves behind or changes, a sentence each. */
  static List<String> remarks(Connection connection, String schema) throws SQLException {
    return Queries.list(
        connection, r -> r.getString(1), EXCLUSIONS, schema, schema, schema, schema);
  }
}
