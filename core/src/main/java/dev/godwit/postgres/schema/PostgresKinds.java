package dev.godwit.postgres.schema;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.Detail;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The one list of what a PostgreSQL database may hold, by the system catalog that knows it. What is
 * on no list is named too: nothing of a later version is dropped without a word.
 */
public final class PostgresKinds {
  /** What becomes of the objects of a system catalog. */
  enum Fate {
    /** Carried, or named one by one by whoever reads them. */
    READ,
    /** A part of something that another catalog lists. */
    PART,
    /** Of the server, not of a database. */
    SERVER,
    /** Named, one by one. */
    NAMED
  }

  private static final Map<Fate, String> FATES =
      Map.of(
          Fate.READ,
          """
          pg_class pg_type pg_attrdef pg_constraint pg_policy pg_rewrite
          pg_trigger pg_extension pg_namespace pg_collation
          pg_largeobject_metadata
          """,
          Fate.PART,
          """
          pg_enum pg_amop pg_amproc pg_publication_rel pg_publication_namespace
          pg_user_mapping
          """,
          Fate.SERVER,
          """
          pg_authid pg_auth_members pg_database pg_tablespace pg_parameter_acl
          """,
          Fate.NAMED,
          """
          pg_opfamily pg_am pg_cast pg_conversion pg_default_acl pg_event_trigger
          pg_foreign_data_wrapper pg_foreign_server pg_language pg_opclass
          pg_operator pg_proc pg_publication pg_statistic_ext pg_subscription
          pg_transform pg_ts_config pg_ts_dict pg_ts_parser pg_ts_template
          """);

  private static final String CATALOGS =
      """
      SELECT c.relname FROM pg_catalog.pg_class c
       WHERE c.relnamespace = 'pg_catalog'::regnamespace::oid AND c.relkind = 'r'
         AND EXISTS (SELECT 1 FROM pg_catalog.pg_attribute a
                      WHERE a.attrelid = c.oid AND a.attname = 'oid' AND a.attnum > 0)
       ORDER BY 1""";

  /** Objects of one catalog that a person made, and that belong to no other. */
  private static final String OBJECTS =
      """
      SELECT '%1$s'::regclass AS catalog, x.oid, i.type, i.schema, i.identity
        FROM pg_catalog.%1$s x
       CROSS JOIN LATERAL pg_catalog.pg_identify_object('pg_catalog.%1$s'::regclass, x.oid, 0) i
       WHERE x.oid >= 16384::oid
         AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                          WHERE d.classid = 'pg_catalog.%1$s'::regclass::oid AND d.objid = x.oid
                            AND d.deptype IN ('e', 'i'))""";

  /** Types, collations and relations that no table uses; what is in other schemas, by number. */
  private static final String UNUSED =
      """
      SELECT CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range type' ELSE 'type' END,
             pg_catalog.format_type(t.oid, NULL)
        FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
        LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
       WHERE n.nspname = ? AND t.typelem = 0::oid AND t.typtype <> 'm'
         AND (t.typtype <> 'c' OR c.relkind = 'c')
         AND t.oid NOT IN (SELECT oid FROM used)
         AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                          WHERE d.classid = 'pg_catalog.pg_type'::regclass::oid AND d.objid = t.oid
                            AND d.deptype IN ('e', 'i'))
      UNION ALL
      SELECT 'collation', co.collname
        FROM pg_catalog.pg_collation co JOIN pg_catalog.pg_namespace n ON n.oid = co.collnamespace
       WHERE n.nspname = ? AND co.oid >= 16384::oid
         AND co.oid NOT IN (SELECT oid FROM collated)
         AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                          WHERE d.classid = 'pg_catalog.pg_collation'::regclass::oid AND d.objid = co.oid
                            AND d.deptype = 'e')""";

  private static final String EXTENSIONS =
      "SELECT extname FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql'";

  private static final String WHOLE =
      """
      SELECT 'the schema ' || n.nspname::text || ' with its '
             || pg_catalog.string_agg(k.number::text || ' ' || k.what, ', ' ORDER BY k.what)
        FROM pg_catalog.pg_namespace n
       CROSS JOIN LATERAL (
         SELECT 'tables', pg_catalog.count(*) FROM pg_catalog.pg_class c
          WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p') AND NOT c.relispartition
         UNION ALL
         SELECT 'views', pg_catalog.count(*) FROM pg_catalog.pg_class c
          WHERE c.relnamespace = n.oid AND c.relkind IN ('v', 'm', 'f')
         UNION ALL
         SELECT 'functions', pg_catalog.count(*) FROM pg_catalog.pg_proc p WHERE p.pronamespace = n.oid
         UNION ALL
         SELECT 'types', pg_catalog.count(*) FROM pg_catalog.pg_type t WHERE t.typnamespace = n.oid
            AND t.typelem = 0::oid AND t.typrelid = 0::oid AND t.typtype <> 'm') k(what, number)
       WHERE n.nspname !~ '^pg_'::text AND n.nspname NOT IN ('information_schema', 'godwit', ?)
         AND k.number > 0
         AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                          WHERE d.refclassid = 'pg_catalog.pg_namespace'::regclass::oid
                            AND d.refobjid = n.oid AND d.deptype = 'n'
                            AND EXISTS (SELECT 1 FROM pg_catalog.pg_depend e
                                         WHERE e.classid = d.classid AND e.objid = d.objid
                                           AND e.deptype = 'e'))
       GROUP BY n.nspname
      UNION ALL
      SELECT 'the comment on the schema ' || n.nspname::text
        FROM pg_catalog.pg_namespace n
       CROSS JOIN LATERAL pg_catalog.obj_description(n.oid, 'pg_namespace') d(text)
       WHERE n.nspname = ? AND d.text <> 'standard public schema'
      UNION ALL
      SELECT 'the rights of ' || coalesce(r.rolname::text, 'everybody') || ' on the schema '
             || n.nspname::text || ': ' || pg_catalog.string_agg(x.privilege_type, ', ')
        FROM pg_catalog.pg_namespace n CROSS JOIN LATERAL pg_catalog.aclexplode(n.nspacl) x
        LEFT JOIN pg_catalog.pg_roles r ON r.oid = x.grantee
       WHERE n.nspname = ? AND x.grantee NOT IN (n.nspowner, 0::oid) GROUP BY n.nspname, r.rolname
      UNION ALL
      SELECT 'the setting ' || pg_catalog.split_part(c, '=', 1) || ' of the database'
             || coalesce(' for the role ' || r.rolname::text, '')
        FROM pg_catalog.pg_db_role_setting s
        JOIN pg_catalog.pg_database b ON b.oid = s.setdatabase AND b.datname = pg_catalog.current_database()
        LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
       CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) c
      UNION ALL
      SELECT 'the comment on the database'
        FROM pg_catalog.pg_database b
        JOIN pg_catalog.pg_shdescription d ON d.objoid = b.oid
         AND d.classoid = 'pg_catalog.pg_database'::regclass::oid
       WHERE b.datname = pg_catalog.current_database()
      UNION ALL
      SELECT pg_catalog.count(*)::text || ' large objects' FROM pg_catalog.pg_largeobject_metadata
      HAVING pg_catalog.count(*) > 0""";

  private PostgresKinds() {}

  /** The catalogs of this server that hold objects, and what is known of each; none: null. */
  public static Map<String, Fate> known(Connection connection) throws SQLException {
    Map<String, Fate> result = new TreeMap<>();
    Queries.texts(connection, CATALOGS).forEach(c -> result.put(c, null));
    FATES.forEach(
        (fate, names) -> {
          for (String name : names.split("\\s+")) {
            result.replace(name, fate);
          }
        });
    return result;
  }

  /** Everything that is in a database beside the tables of a schema, and that does not move. */
  static List<Detail> named(Connection connection, String schema) throws SQLException {
    List<String> each = new ArrayList<>();
    known(connection)
        .forEach(
            (catalog, fate) -> {
              if (fate == null || fate == Fate.NAMED) {
                each.add(OBJECTS.formatted(catalog));
              }
            });
    List<Detail> result = new ArrayList<>();
    String all =
        "SELECT o.type, o.identity FROM (%s) o WHERE o.schema IS NULL OR o.schema = ? ORDER BY 1, 2"
            .formatted(String.join(" UNION ALL ", each));
    Queries.list(connection, r -> result.add(named(r.getString(1), r.getString(2))), all, schema);
    Queries.list(
        connection,
        r -> result.add(named(r.getString(1), r.getString(2))),
        PostgresTypes.USED + PostgresOthers.COLLATED + UNUSED,
        schema,
        schema,
        schema,
        schema);
    Set<String> extensions = new TreeSet<>(Queries.texts(connection, EXTENSIONS));
    Queries.list(
        connection,
        r -> extensions.remove(r.getString(2)),
        PostgresOthers.EXTENSIONS,
        schema,
        schema);
    extensions.forEach(x -> result.add(named("extension", x)));
    Queries.list(connection, r -> result.add(whole(r.getString(1))), WHOLE, schema, schema, schema);
    return result;
  }

  private static Detail named(String type, String identity) {
    return Detail.named(Detail.Kind.OTHER, null, null, identity, "the " + type + " " + identity);
  }

  private static Detail whole(String what) {
    return Detail.named(Detail.Kind.OTHER, null, null, null, what);
  }
}
