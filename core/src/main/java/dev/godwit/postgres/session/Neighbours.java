package dev.godwit.postgres.session;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.GodwitException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * What other roles have put where our statements would run it with the rights of this one: a schema
 * {@code godwit}, tables under the names of our journals, functions and operators that look like
 * PostgreSQL's own, types and tables that come before its own. Trusted are this role, superusers
 * and the database's owner. Its own queries qualify every name and operator, so that none of that
 * can answer for them.
 */
public final class Neighbours {
  private static final String TRUSTED =
      """
      WITH trusted(oid) AS (
        SELECT r.oid FROM pg_catalog.pg_roles r
         WHERE r.rolsuper OR r.rolname OPERATOR(pg_catalog.=) current_user
            OR r.rolname OPERATOR(pg_catalog.=) session_user
            OR r.rolname OPERATOR(pg_catalog.=) 'pg_database_owner'::pg_catalog.name
        UNION ALL
        SELECT d.datdba FROM pg_catalog.pg_database d
         WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
      """;

  /** The names are a constant of ours, each a plain word. */
  private static final String JOURNALS =
      TRUSTED
          + """
          , ours AS (
            SELECT n.nspowner, c.* FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
             WHERE n.nspname OPERATOR(pg_catalog.=) 'godwit'::pg_catalog.name
               AND c.relname OPERATOR(pg_catalog.=) ANY (%s::pg_catalog.name[]))
          , objections(place, what, name, owner) AS (
            SELECT 1, 'belongs to another role', '', n.nspowner FROM pg_catalog.pg_namespace n
             WHERE n.nspname OPERATOR(pg_catalog.=) 'godwit'::pg_catalog.name
               AND NOT EXISTS (SELECT 1 FROM trusted t
                                WHERE t.oid OPERATOR(pg_catalog.=) n.nspowner)
            UNION ALL
            SELECT 2, 'belongs to another role', o.relname::pg_catalog.text, o.relowner FROM ours o
             WHERE NOT EXISTS (SELECT 1 FROM trusted t
                                WHERE t.oid OPERATOR(pg_catalog.=) o.relowner)
            UNION ALL
            SELECT 3, 'is no plain table', o.relname::pg_catalog.text, o.relowner FROM ours o
             WHERE o.relkind OPERATOR(pg_catalog.<>) 'r'::"char" OR o.relispartition
                OR EXISTS (SELECT 1 FROM pg_catalog.pg_inherits i
                            WHERE i.inhrelid OPERATOR(pg_catalog.=) o.oid
                               OR i.inhparent OPERATOR(pg_catalog.=) o.oid)
            UNION ALL
            SELECT 4, 'has the trigger ' OPERATOR(pg_catalog.||) t.tgname::pg_catalog.text,
                   o.relname::pg_catalog.text, o.relowner
              FROM ours o JOIN pg_catalog.pg_trigger t ON t.tgrelid OPERATOR(pg_catalog.=) o.oid
            UNION ALL
            SELECT 5, 'has the rule ' OPERATOR(pg_catalog.||) w.rulename::pg_catalog.text,
                   o.relname::pg_catalog.text, o.relowner
              FROM ours o JOIN pg_catalog.pg_rewrite w ON w.ev_class OPERATOR(pg_catalog.=) o.oid
             WHERE o.relkind OPERATOR(pg_catalog.=) 'r'::"char"
            UNION ALL
            SELECT 6, 'has a default or computed column', o.relname::pg_catalog.text, o.relowner
              FROM ours o JOIN pg_catalog.pg_attrdef d ON d.adrelid OPERATOR(pg_catalog.=) o.oid
            UNION ALL
            SELECT 7, 'has row level security or policies', o.relname::pg_catalog.text, o.relowner
              FROM ours o
             WHERE o.relrowsecurity OR o.relforcerowsecurity
                OR EXISTS (SELECT 1 FROM pg_catalog.pg_policy p
                            WHERE p.polrelid OPERATOR(pg_catalog.=) o.oid)
            UNION ALL
            SELECT 8, 'has the constraint ' OPERATOR(pg_catalog.||) k.conname::pg_catalog.text,
                   o.relname::pg_catalog.text, o.relowner
              FROM ours o JOIN pg_catalog.pg_constraint k ON k.conrelid OPERATOR(pg_catalog.=) o.oid
             WHERE k.contype OPERATOR(pg_catalog.<>) 'n'::"char"
            UNION ALL
            SELECT 9, 'has an index over expressions', o.relname::pg_catalog.text, o.relowner
              FROM ours o JOIN pg_catalog.pg_index x ON x.indrelid OPERATOR(pg_catalog.=) o.oid
             WHERE x.indexprs IS NOT NULL OR x.indpred IS NOT NULL
            UNION ALL
            SELECT 10, 'has a column of a type that is not PostgreSQL''s', o.relname::pg_catalog.text,
                   o.relowner
              FROM ours o JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) o.oid
              JOIN pg_catalog.pg_type y ON y.oid OPERATOR(pg_catalog.=) a.atttypid
              JOIN pg_catalog.pg_namespace m ON m.oid OPERATOR(pg_catalog.=) y.typnamespace
             WHERE NOT a.attisdropped
               AND m.nspname OPERATOR(pg_catalog.<>) 'pg_catalog'::pg_catalog.name)
          SELECT o.what, o.name, pg_catalog.pg_get_userbyid(o.owner)::pg_catalog.text
            FROM objections o ORDER BY o.place USING OPERATOR(pg_catalog.<), o.name LIMIT 1
          """;

  /**
   * Of the search path. Functions and operators of PostgreSQL's own types can be meant anywhere on
   * it; other names only in schemas before pg_catalog, of which that of temporary tables is one.
   */
  private static final String SHADOWS =
      TRUSTED
          + """
          , named AS (
            SELECT n.oid, n.nspname, s.place
              FROM pg_catalog.unnest(pg_catalog.current_schemas(true)) WITH ORDINALITY s(name, place)
              JOIN pg_catalog.pg_namespace n ON n.nspname OPERATOR(pg_catalog.=) s.name)
          , early AS (
            SELECT n.* FROM named n JOIN named c ON n.place OPERATOR(pg_catalog.<) c.place
             WHERE c.nspname OPERATOR(pg_catalog.=) 'pg_catalog'::pg_catalog.name)
          , path AS (
            SELECT n.* FROM named n
             WHERE n.nspname OPERATOR(pg_catalog.<>) 'pg_catalog'::pg_catalog.name
               AND n.oid OPERATOR(pg_catalog.<>) pg_catalog.pg_my_temp_schema())
          , foreigners(kind, name, schema, owner) AS (
            SELECT 'function', p.proname, s.nspname, p.proowner
              FROM path s JOIN pg_catalog.pg_proc p ON p.pronamespace OPERATOR(pg_catalog.=) s.oid
             WHERE EXISTS (SELECT 1 FROM pg_catalog.pg_proc b
                            WHERE b.proname OPERATOR(pg_catalog.=) p.proname
                              AND b.pronamespace OPERATOR(pg_catalog.=)
                                  'pg_catalog'::pg_catalog.regnamespace::pg_catalog.oid)
               AND NOT EXISTS (
                 SELECT 1 FROM pg_catalog.unnest(p.proargtypes) a(type)
                   JOIN pg_catalog.pg_type y ON y.oid OPERATOR(pg_catalog.=) a.type
                  WHERE y.typtype OPERATOR(pg_catalog.<>) 'd'::"char"
                    AND y.typnamespace OPERATOR(pg_catalog.<>)
                        'pg_catalog'::pg_catalog.regnamespace::pg_catalog.oid)
            UNION ALL
            SELECT 'operator', p.oprname, s.nspname, p.oprowner
              FROM path s
              JOIN pg_catalog.pg_operator p ON p.oprnamespace OPERATOR(pg_catalog.=) s.oid
             WHERE EXISTS (SELECT 1 FROM pg_catalog.pg_type y
                            WHERE y.oid OPERATOR(pg_catalog.=) p.oprright
                              AND (y.typtype OPERATOR(pg_catalog.=) 'd'::"char"
                                OR y.typnamespace OPERATOR(pg_catalog.=)
                                  'pg_catalog'::pg_catalog.regnamespace::pg_catalog.oid))
            UNION ALL
            %s
            UNION ALL
            %s
            UNION ALL
            %s)
          SELECT f.kind, f.name::pg_catalog.text, f.schema::pg_catalog.text,
                 pg_catalog.pg_get_userbyid(f.owner)::pg_catalog.text
            FROM foreigners f
           WHERE NOT EXISTS (SELECT 1 FROM trusted t WHERE t.oid OPERATOR(pg_catalog.=) f.owner)
           LIMIT 1
          """
              .formatted(
                  early("table", "pg_class", "rel"),
                  early("type", "pg_type", "typ"),
                  early("collation", "pg_collation", "coll"));

  private Neighbours() {}

  /** Those of a catalog, whose columns begin so, that are found before PostgreSQL's own. */
  private static String early(String kind, String catalog, String begin) {
    return """
            SELECT '%1$s', x.%3$sname, s.nspname, x.%3$sowner
              FROM early s
              JOIN pg_catalog.%2$s x ON x.%3$snamespace OPERATOR(pg_catalog.=) s.oid
             WHERE EXISTS (SELECT 1 FROM pg_catalog.%2$s b
                            WHERE b.%3$sname OPERATOR(pg_catalog.=) x.%3$sname
                              AND b.%3$snamespace OPERATOR(pg_catalog.=)
                                  'pg_catalog'::pg_catalog.regnamespace::pg_catalog.oid)"""
        .formatted(kind, catalog, begin);
  }

  /**
   * Call it before any other statement of a connection, and before a commit: others may have made
   * something meanwhile.
   *
   * @throws GodwitException where something on the search path, of a role that is not trusted,
   *     could be taken for one of PostgreSQL's
   */
  public static void requireNoShadows(Connection connection) throws SQLException {
    List<String> found =
        Queries.list(
            connection,
            r ->
                r.getString(1)
                    + " "
                    + r.getString(3)
                    + "."
                    + r.getString(2)
                    + " belongs to role "
                    + r.getString(4)
                    + ", and is called like one of PostgreSQL's own",
            SHADOWS);
    if (!found.isEmpty()) {
      throw GodwitException.refused(
          found.get(0)
              + ": it could run with your rights; nothing was written. Drop it, give it to the"
              + " database's owner, or take its schema out of the search_path");
    }
  }

  /**
   * Call it before these tables of schema godwit are read or written.
   *
   * @throws GodwitException where the schema, or one of them, is not ours, naming its owner
   */
  static void requireOwn(Connection connection, Collection<String> tables) throws SQLException {
    List<String> found =
        Queries.list(
            connection,
            r ->
                (r.getString(2).isEmpty() ? "schema godwit" : "table godwit." + r.getString(2))
                    + " "
                    + r.getString(1)
                    + " (owner: "
                    + r.getString(3)
                    + ")",
            JOURNALS.formatted("'{" + String.join(",", tables) + "}'"));
    if (!found.isEmpty()) {
      throw GodwitException.refused(
          found.get(0)
              + ": Godwit keeps its history there, and what others put in its way could run with"
              + " your rights; nothing was written. Drop it, or have an administrator give it to"
              + " the database's owner or to you, without triggers, rules, defaults and policies");
    }
  }
}
