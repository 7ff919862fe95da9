package dev.godwit.postgres.schema;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.Catalog;
import dev.godwit.model.Check;
import dev.godwit.model.Column;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Index;
import dev.godwit.model.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the tables of one schema from the system catalogs, in a handful of round trips. */
public final class PostgresCatalog {
  private static final String TABLES =
      """
      SELECT c.oid, c.relname, c.relkind = 'p',
             pg_catalog.pg_has_role(c.relowner, 'USAGE'), c.reltuples::bigint
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND NOT c.relispartition
         AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                          WHERE d.classid = 'pg_catalog.pg_class'::regclass::oid AND d.objid = c.oid
                            AND d.deptype = 'e')
       ORDER BY c.oid""";
  private static final String COLUMNS =
      """
      SELECT a.attrelid, a.attname, a.atttypid, a.atttypmod, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
             a.attidentity, a.attgenerated,
             coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), CASE WHEN t.typtype = 'd' THEN t.typdefault END),
             CASE WHEN a.attcollation <> t.typcollation THEN co.collname END
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        LEFT JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation
       WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
       ORDER BY a.attrelid, a.attnum""";
  private static final String CONSTRAINTS =
      """
      SELECT k.conrelid, k.conname, k.contype, f.relname, k.confdeltype, k.confupdtype,
             k.condeferrable, k.condeferred, k.convalidated,
             pg_catalog.pg_get_expr(k.conbin, k.conrelid),
             ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY u(n, i)
                     JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n
                    ORDER BY u.i),
             ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY u(n, i)
                     JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n
                    ORDER BY u.i),
             k.connoinherit, k.confmatchtype = 'f',
             ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(k.confdelsetcols) WITH ORDINALITY u(n, i)
                     JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n
                    ORDER BY u.i),
             coalesce((pg_catalog.to_jsonb(k)->>'conperiod'::text)::boolean, false)
        FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
       WHERE n.nspname = ? AND k.contype IN ('p', 'f', 'c')
         AND (f.relnamespace IS NULL OR f.relnamespace = c.relnamespace)
         AND coalesce((pg_catalog.to_jsonb(k)->>'conenforced'::text)::boolean, true)
       ORDER BY k.oid""";
  private static final String INDEXES =
      """
      SELECT i.indrelid, ic.relname, i.indisunique, i.indisprimary,
             EXISTS (SELECT 1 FROM pg_catalog.pg_constraint k
                      WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u')),
             pg_catalog.pg_get_expr(i.indpred, i.indrelid),
             COALESCE((SELECT pg_catalog.pg_get_constraintdef(k.oid)
                         FROM pg_catalog.pg_constraint k
                        WHERE k.conindid = i.indexrelid AND k.conrelid = i.indrelid
                          AND k.contype IN ('p', 'u')),
                      pg_catalog.pg_get_indexdef(i.indexrelid)),
             ARRAY(SELECT CASE WHEN a.attname IS NULL THEN '' ELSE a.attname::text END
                     FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY u(n, o)
                     LEFT JOIN pg_catalog.pg_attribute a
                            ON a.attrelid = i.indrelid AND a.attnum = u.n
                    WHERE u.o <= i.indnkeyatts ORDER BY u.o),
             ARRAY(SELECT pg_catalog.pg_get_indexdef(i.indexrelid, o, true)
                     FROM pg_catalog.generate_series(1, i.indnkeyatts) o),
             ARRAY(SELECT (u.f & 1::int2) <> 0 FROM pg_catalog.unnest(i.indoption::int2[]) WITH ORDINALITY u(f, o)
                    ORDER BY u.o),
             pg_catalog.pg_get_indexdef(i.indexrelid) LIKE '%%NULLS NOT DISTINCT%%',
             ARRAY(SELECT CASE WHEN co.collname <> 'default' AND co.oid <> COALESCE(a.attcollation, 0)
                               THEN co.collname::text END
                     FROM pg_catalog.unnest(i.indcollation::oid[]) WITH ORDINALITY u(c, o)
                     LEFT JOIN pg_catalog.pg_collation co ON co.oid = u.c
                     LEFT JOIN pg_catalog.pg_attribute a
                            ON a.attrelid = i.indrelid AND a.attnum = (i.indkey::int2[])[u.o - 1]
                    ORDER BY u.o),
             CASE WHEN am.amname <> 'btree' THEN am.amname END
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
        JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
        JOIN pg_catalog.pg_am am ON am.oid = ic.relam
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND c.relkind IN ('r', 'p')
         AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint k
                          WHERE k.conindid = i.indexrelid AND k.contype = 'x')
       ORDER BY i.indexrelid"""
          .replace("%%", "%");

  /** Those of partitions count for their table. */
  private static final String TRIGGERS =
      """
      SELECT r.oid, t.tgname
        FROM pg_catalog.pg_trigger t
        JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
        JOIN pg_catalog.pg_class r
             ON r.oid = CASE WHEN c.relispartition THEN pg_catalog.pg_partition_root(c.oid)::oid ELSE c.oid END
        JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
       WHERE n.nspname = ? AND NOT t.tgisinternal
         AND (NOT c.relispartition OR t.tgparentid = 0::oid)
       ORDER BY t.tgname""";

  /** What is known of a table before it is put together. */
  private static final class Parts {
    final String name;
    final boolean partitioned;
    final boolean owned;
    final long rows;
    final List<Column> columns = new ArrayList<>();
    final List<String> key = new ArrayList<>();
    final List<Index> indexes = new ArrayList<>();
    final List<ForeignKey> foreignKeys = new ArrayList<>();
    final List<Check> checks = new ArrayList<>();
    final List<String> triggers = new ArrayList<>();

    Parts(ResultSet r) throws SQLException {
      name = r.getString(2);
      partitioned = r.getBoolean(3);
      owned = r.getBoolean(4);
      rows = r.getLong(5);
    }

    Table table(String schema) {
      return new Table(
          schema,
          name,
          columns,
          key,
          indexes,
          foreignKeys,
          checks,
          triggers,
          new Table.Traits(false, false, owned, partitioned),
          rows);
    }
  }

  private final Connection connection;
  private final String schema;
  private final Map<Long, Parts> tables = new LinkedHashMap<>();
  private PostgresTypes types;

  private PostgresCatalog(Connection connection, String schema) {
    this.connection = connection;
    this.schema = schema;
  }

  public static Catalog read(Connection connection, String schema) throws SQLException {
    return new PostgresCatalog(connection, schema).read();
  }

  private Catalog read() throws SQLException {
    each(TABLES, r -> tables.put(r.getLong(1), new Parts(r)));
    types = PostgresTypes.read(connection, schema);
    each(COLUMNS, r -> of(r, p -> p.columns.add(column(r))));
    each(CONSTRAINTS, r -> of(r, p -> constraint(p, r)));
    each(INDEXES, r -> of(r, p -> p.indexes.add(index(r))));
    each(TRIGGERS, r -> of(r, p -> p.triggers.add(r.getString(2))));
    return new Catalog(
        tables.values().stream().map(p -> p.table(schema)).toList(),
        PostgresOthers.of(connection, schema),
        PostgresOthers.remarks(connection, schema));
  }

  private interface Handler {
    void accept(ResultSet row) throws SQLException;
  }

  private void each(String sql, Handler handler) throws SQLException {
    Queries.list(
        connection,
        r -> {
          handler.accept(r);
          return r;
        },
        sql,
        schema);
  }

  private interface Adding {
    void to(Parts parts) throws SQLException;
  }

  /** Partitions and extensions' tables are not among the tables. */
  private void of(ResultSet r, Adding adding) throws SQLException {
    Parts parts = tables.get(r.getLong(1));
    if (parts != null) {
      adding.to(parts);
    }
  }

  private Column column(ResultSet r) throws SQLException {
    String expression = r.getString(9);
    Column.Generated generated =
        switch (text(r, 8)) {
          case "s" -> Column.Generated.STORED;
          case "v" -> Column.Generated.VIRTUAL;
          default -> Column.Generated.NO;
        };
    Column.Identity identity =
        switch (text(r, 7)) {
          case "a" -> Column.Identity.ALWAYS;
          case "d" -> Column.Identity.BY_DEFAULT;
          default ->
              expression != null
                      && generated == Column.Generated.NO
                      && expression.startsWith("nextval(")
                  ? Column.Identity.SERIAL
                  : Column.Identity.NONE;
        };
    return new Column(
        r.getString(2),
        types.of(r.getLong(3), r.getInt(4), r.getString(5)),
        !r.getBoolean(6) && !types.isNotNull(r.getLong(3)),
        expression,
        generated,
        identity,
        r.getString(10));
  }

  private static String text(ResultSet r, int column) throws SQLException {
    String value = r.getString(column);
    return value == null ? "" : value.strip();
  }

  private static void constraint(Parts table, ResultSet r) throws SQLException {
    List<String> columns = Queries.array(r, 11);
    switch (r.getString(3)) {
      case "p" -> table.key.addAll(columns);
      case "c" ->
          table.checks.add(
              new Check(r.getString(2), r.getString(10), r.getBoolean(9), r.getBoolean(13)));
      default ->
          table.foreignKeys.add(
              new ForeignKey(
                  r.getString(2),
                  columns,
                  r.getString(4),
                  Queries.array(r, 12),
                  action(r.getString(5)),
                  action(r.getString(6)),
                  r.getBoolean(7),
                  r.getBoolean(8),
                  r.getBoolean(9),
                  new ForeignKey.Finer(r.getBoolean(14), Queries.array(r, 15), r.getBoolean(16))));
    }
  }

  private static String action(String code) {
    return switch (code) {
      case "r" -> "RESTRICT";
      case "c" -> "CASCADE";
      case "n" -> "SET NULL";
      case "d" -> "SET DEFAULT";
      default -> "NO ACTION";
    };
  }

  private static Index index(ResultSet r) throws SQLException {
    List<String> names = Queries.array(r, 8);
    List<String> definitions = Queries.array(r, 9);
    List<String> collations = Queries.array(r, 12);
    Boolean[] descending = (Boolean[]) r.getArray(10).getArray();
    List<Index.Part> parts = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      boolean expression = names.get(i).isEmpty();
      parts.add(
          new Index.Part(
              expression ? null : names.get(i),
              expression ? definitions.get(i) : null,
              descending[i],
              collations.get(i)));
    }
    Index.Origin origin =
        r.getBoolean(4)
            ? Index.Origin.PRIMARY_KEY
            : r.getBoolean(5) ? Index.Origin.UNIQUE : Index.Origin.CREATED;
    return new Index(
        r.getString(2),
        parts,
        r.getBoolean(3),
        r.getString(6),
        origin,
        r.getBoolean(11),
        r.getString(7),
        r.getString(13),
        null);
  }
}
