package dev.godwit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.Problem;
import dev.godwit.model.Verdict;
import dev.godwit.plan.RulesFile;
import dev.godwit.postgres.schema.PostgresKinds;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever a PostgreSQL database holds is carried to another, or named. */
@ExtendWith(FreshDatabase.class)
class NothingDroppedTest {
  private static final String SOURCE =
      """
      CREATE SCHEMA a; CREATE SCHEMA b; CREATE SCHEMA c; SET search_path = a;
      CREATE FUNCTION twice(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 2 * $1';
      CREATE FUNCTION fine(int) RETURNS bool IMMUTABLE LANGUAGE sql AS 'SELECT $1 > 0';
      CREATE FUNCTION c.elsewhere() RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TYPE unused AS ENUM ('x');
      CREATE TYPE pair AS (l int, r text COLLATE "C");
      CREATE DOMAIN posint AS int DEFAULT 5 CONSTRAINT pos CHECK (VALUE > 0);
      CREATE TYPE span AS RANGE (subtype = float8, subtype_diff = float8mi);
      CREATE COLLATION german (provider = icu, locale = 'de-DE');
      CREATE COLLATION folding (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      CREATE SEQUENCE lonely START 7 INCREMENT 3; SELECT nextval('lonely');
      CREATE SEQUENCE shared INCREMENT 10; SELECT nextval('shared');
      CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));
      CREATE TABLE t (
        id serial PRIMARY KEY, n int, x int, y int, m mood, pr pair, d posint, r span,
        rs span[], mr span_multirange, g text COLLATE german, f text COLLATE folding UNIQUE,
        gen int GENERATED ALWAYS AS (twice(n)) STORED, df int DEFAULT twice(3),
        sh bigint DEFAULT nextval('shared'), txt text DEFAULT 'A' || nextval('shared'),
        CONSTRAINT un UNIQUE (n) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk FOREIGN KEY (x, y) REFERENCES p MATCH FULL ON DELETE SET NULL,
        CONSTRAINT own CHECK (n > 0) NO INHERIT, CONSTRAINT coded CHECK (fine(n)),
        CONSTRAINT ex EXCLUDE USING gist (r WITH &&));
      CREATE TABLE k (
        id int PRIMARY KEY DEFERRABLE, x int, y int,
        CONSTRAINT partly FOREIGN KEY (x, y) REFERENCES p ON DELETE SET NULL (y) DEFERRABLE);
      ALTER TABLE k ADD CONSTRAINT later CHECK (id > 0) NOT VALID;
      CREATE INDEX coded_index ON t (twice(n)); CREATE UNIQUE INDEX wide ON t (id) INCLUDE (g);
      ALTER TABLE t ALTER g SET STORAGE EXTERNAL, ALTER n SET STATISTICS 500,
        ALTER n SET (n_distinct = -0.5), SET (fillfactor = 70, toast.autovacuum_enabled = off),
        REPLICA IDENTITY FULL, CLUSTER ON t_pkey;
      CREATE TABLE counted (
        id smallint GENERATED ALWAYS AS IDENTITY
          (START 10 INCREMENT -2 MINVALUE -100 MAXVALUE 10 CYCLE), v int);
      CREATE SEQUENCE numbers INCREMENT 7; CREATE TABLE named (
        id bigint PRIMARY KEY DEFAULT nextval('numbers')); ALTER SEQUENCE numbers OWNED BY named.id;
      CREATE UNLOGGED TABLE u1 (id int PRIMARY KEY); CREATE UNLOGGED TABLE u2 (id int REFERENCES u1);
      CREATE TABLE parent (id int); CREATE TABLE heir (more int) INHERITS (parent);
      ALTER TABLE k ENABLE ROW LEVEL SECURITY; ALTER TABLE k FORCE ROW LEVEL SECURITY;
      CREATE POLICY mine ON k USING (id > 1) WITH CHECK (id > 2);
      CREATE POLICY less ON k AS RESTRICTIVE FOR DELETE TO CURRENT_USER USING (false);
      ALTER TABLE t ENABLE ROW LEVEL SECURITY;
      CREATE POLICY plain ON t USING (true); CREATE POLICY coded_policy ON t USING (fine(n));
      COMMENT ON TABLE t IS 'table ''t'''; COMMENT ON COLUMN t.n IS E'col\\nn';
      COMMENT ON CONSTRAINT un ON t IS 'c'; COMMENT ON INDEX wide IS 'i';
      COMMENT ON POLICY mine ON k IS 'p'; COMMENT ON TYPE mood IS 'e'; COMMENT ON DOMAIN posint IS 'd';
      COMMENT ON SEQUENCE lonely IS 's'; COMMENT ON SCHEMA a IS 'schema';
      GRANT SELECT (a) ON p TO PUBLIC; GRANT UPDATE ON t TO PUBLIC;
      CREATE VIEW v AS SELECT 1 AS one; CREATE MATERIALIZED VIEW mv AS SELECT 1 AS one;
      CREATE RULE nothing AS ON DELETE TO p DO INSTEAD NOTHING;
      CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
      CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION tf();
      CREATE FUNCTION etf() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
      CREATE EVENT TRIGGER et ON ddl_command_end EXECUTE FUNCTION etf();
      CREATE PUBLICATION pub FOR TABLE p; CREATE STATISTICS st ON x, y FROM t;
      CREATE AGGREGATE agg (int) (sfunc = int4pl, stype = int); CREATE PROCEDURE pro() LANGUAGE sql AS '';
      CREATE OPERATOR === (leftarg = int, rightarg = int, function = int4eq);
      CREATE OPERATOR FAMILY fam USING btree; CREATE CAST (pair AS text) WITH INOUT;
      CREATE TEXT SEARCH CONFIGURATION tsc (copy = simple);
      CREATE TEXT SEARCH DICTIONARY tsd (template = simple);
      CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
      CREATE FOREIGN DATA WRAPPER fdw; CREATE SERVER srv FOREIGN DATA WRAPPER fdw;
      CREATE FOREIGN TABLE ft (x int) SERVER srv;
      ALTER DEFAULT PRIVILEGES IN SCHEMA a GRANT SELECT ON TABLES TO PUBLIC;
      SELECT lo_from_bytea(0, '\\x01');
      INSERT INTO p VALUES (1, 1); INSERT INTO counted (v) VALUES (1), (2);
      INSERT INTO t (n, x, y, r, g) VALUES (1, 1, 1, '[1,2)', 'ä'); INSERT INTO k VALUES (2, 1, 1);
      """;

  private static Report move(Database database, String rules) {
    try (Source source = Stores.source(database.url() + "?schema=a", null);
        Target target = Stores.target(database.url() + "?schema=b", null)) {
      Options options = Options.DEFAULT.with(RulesFile.parse(rules, "rules"));
      return new Godwit(Progress.NONE).migrate(source, target, options);
    }
  }

  /** Of a schema, or of none: kind and name of all that a person made. */
  private static List<String> objects(Database database, String schema) throws SQLException {
    List<String> catalogs;
    try (Connection connection = database.connect()) {
      catalogs = new ArrayList<>(PostgresKinds.known(connection).keySet());
    }
    catalogs.removeIf(
        c ->
            c.matches(
                "pg_(authid|auth_members|database|tablespace|parameter_acl|largeobject_metadata)"));
    List<String> each = new ArrayList<>();
    for (String c : catalogs) {
      String parts =
          switch (c) {
            case "pg_attrdef" -> " AND pg_get_expr(x.adbin, x.adrelid) NOT LIKE 'nextval(%'";
            case "pg_enum", "pg_amop", "pg_amproc", "pg_publication_rel", "pg_namespace" ->
                " AND false";
            case "pg_rewrite" -> " AND x.rulename <> '_RETURN'";
            case "pg_constraint" -> " AND x.contype NOT IN ('n', 't')";
            default -> "";
          };
      each.add(
          "SELECT i.type || '|' || regexp_replace(i.identity, '\\m[ab]\\.', '', 'g') AS what"
              + (" FROM " + c + " x, pg_identify_object('" + c + "'::regclass, x.oid, 0) i")
              + " WHERE x.oid >= 16384 AND coalesce(i.schema, substring(i.identity from '\\m([ab])\\.'),"
              + (" '" + schema + "') = '" + schema + "'" + parts)
              + (" AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '" + c)
              + "'::regclass AND d.objid = x.oid AND d.deptype = 'i' AND '"
              + schema
              + "' = 'a')");
    }
    return database.rows(String.join(" UNION ", each) + " ORDER BY 1");
  }

  @Test
  void everyCatalogOfThisServerIsOnTheList(Database database) throws SQLException {
    try (Connection connection = database.connect()) {
      assertThat(PostgresKinds.known(connection)).doesNotContainValue(null);
    }
  }

  @Test
  void everyObjectIsCarriedOrNamed(Database database) throws SQLException {
    database.run(SOURCE);
    List<String> before = objects(database, "a");
    List<String> wholeDatabase =
        before.stream()
            .filter(o -> o.matches("(event|publication|foreign-data|server|cast).*"))
            .toList();
    Report report = move(database, "");
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    TreeSet<String> lost = new TreeSet<>(before);
    objects(database, "b").forEach(lost::remove);
    lost.addAll(wholeDatabase);
    List<String> warnings = report.warnings().stream().map(Problem::toString).toList();
    List<String> said = new ArrayList<>(warnings);
    report.leftOut().forEach(l -> said.add(l.table()));
    List<String> silent = new ArrayList<>();
    for (String object : lost) {
      String name = object.replaceFirst(".*\\|\\(?(for )?", "").split(" on | for | USING |\\(")[0];
      if (said.stream().noneMatch(w -> w.contains(name))) {
        silent.add(object);
      }
    }
    assertThat(silent).as(String.join("\n", warnings)).isEmpty();
    assertThat(String.join("\n", warnings))
        .contains("1 large objects", "schema c", "comment on the schema", "inherits from parent")
        .contains(
            "rights of everybody", "default acl", "DEFAULT twice(3)", "carried as it is: the");
  }

  @Test
  void whatIsCarriedIsAsItWas(Database database) {
    database.run(SOURCE);
    move(database, "");
    for (String query :
        List.of(
            "SELECT conname, pg_get_constraintdef(k.oid), convalidated FROM pg_constraint k"
                + " WHERE connamespace = '%s'::regnamespace AND conname <> 'coded' AND contype <> 'n'",
            "SELECT relname, relpersistence, relrowsecurity, relforcerowsecurity, relreplident,"
                + " reloptions FROM pg_class WHERE relnamespace = '%s'::regnamespace AND relkind = 'r'",
            "SELECT polname, polcmd, polpermissive, polroles, pg_get_expr(polqual, polrelid)"
                + " FROM pg_policy p JOIN pg_class c ON c.oid = polrelid"
                + " WHERE relnamespace = '%s'::regnamespace AND polname NOT IN ('plain', 'coded_policy')",
            "SELECT relname, attname, attstorage, attstattarget, attoptions, col_description(c.oid, attnum),"
                + " obj_description(c.oid), (SELECT collname FROM pg_collation o WHERE o.oid = attcollation)"
                + " FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid"
                + " WHERE relnamespace = '%s'::regnamespace AND relkind = 'r' AND attnum > 0",
            "SELECT sequencename, start_value, min_value, max_value, increment_by, cycle"
                + " FROM pg_sequences WHERE schemaname = '%s' AND sequencename <> 'lonely'",
            "SELECT typname, obj_description(oid, 'pg_type'), typdefault FROM pg_type"
                + " WHERE typnamespace = '%s'::regnamespace AND typtype IN ('e', 'd', 'r')"
                + " AND typname <> 'unused'",
            "SELECT collname, collprovider, collisdeterministic FROM pg_collation"
                + " WHERE collnamespace = '%s'::regnamespace")) {
      String there = query.replace("%s", "b") + " ORDER BY 1, 2";
      List<String> is = database.rows(there).stream().map(r -> r.replace("b.", "")).toList();
      List<String> was =
          database.rows(query.replace("%s", "a") + " ORDER BY 1, 2").stream()
              .map(r -> r.replace("a.", ""))
              .toList();
      assertThat(is).as(query).isEqualTo(was);
    }
    database.run(
        "SET search_path = b; INSERT INTO counted (v) VALUES (3); INSERT INTO named DEFAULT VALUES");
    assertThat(database.rows("SELECT id FROM b.counted ORDER BY v"))
        .containsExactly("10", "8", "6");
    assertThat(database.value("SELECT nextval('b.lonely')")).isEqualTo("10");
  }

  @Test
  void aTypeThatCannotBeMadeRefusesItsColumn(Database database) {
    database.run(
        "CREATE SCHEMA a; CREATE SCHEMA b; CREATE SCHEMA c; CREATE TYPE c.far AS ENUM ('x');"
            + " CREATE TABLE a.t (id int PRIMARY KEY, f c.far); INSERT INTO a.t VALUES (1, 'x')");
    assertThatThrownBy(() -> move(database, ""))
        .hasMessageContaining("t.f")
        .hasMessageContaining("far");
    Report report = move(database, "tables: {t: {columns: {f: {type: text}}}}");
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
  }

  @Test
  void aColumnIsRefusedForLargeObjectsOnlyWhereAValueIsOne(Database database) {
    database.run(
        "CREATE SCHEMA a; CREATE SCHEMA b; CREATE DOMAIN a.lo AS oid;"
            + " CREATE TABLE a.t (id int PRIMARY KEY, o oid, l a.lo);"
            + " INSERT INTO a.t VALUES (1, 1, NULL), (2, NULL, lo_from_bytea(0, '\\\\x01'))");
    assertThatThrownBy(() -> move(database, ""))
        .hasMessageContaining("t.l")
        .hasMessageContaining("large objects")
        .hasMessageNotContaining("t.o ");
    assertThat(move(database, "tables: {t: {columns: {l: {skip: true}}}}").verdict())
        .isEqualTo(Verdict.EXACT);
  }

  @Test
  void constraintsOfPostgres18AreAsTheyWereOrNamed(Database database) {
    assumeTrue(Integer.parseInt(database.value("SHOW server_version_num")) >= 180_000);
    database.run(
        """
        CREATE EXTENSION btree_gist; CREATE SCHEMA a; CREATE SCHEMA b; SET search_path = a, public;
        CREATE TABLE era (id int, during daterange,
          CONSTRAINT eras PRIMARY KEY (id, during WITHOUT OVERLAPS));
        CREATE TABLE u (id int PRIMARY KEY, n int, during daterange,
          CONSTRAINT once UNIQUE (n, during WITHOUT OVERLAPS));
        CREATE TABLE inside (id int, during daterange, CONSTRAINT within
          FOREIGN KEY (id, PERIOD during) REFERENCES era (id, PERIOD during));
        CREATE TABLE loose (a int, b int, c int, CONSTRAINT wish CHECK (a > 0) NOT ENFORCED,
          CONSTRAINT maybe FOREIGN KEY (b) REFERENCES u NOT ENFORCED,
          CONSTRAINT here NOT NULL c NO INHERIT, v int GENERATED ALWAYS AS (a + 1) VIRTUAL);
        ALTER TABLE loose ADD CONSTRAINT soon NOT NULL a NOT VALID;
        INSERT INTO era VALUES (1, '[2024-01-01,2025-01-01)'), (1, '[2025-01-01,2026-01-01)');
        INSERT INTO u VALUES (1, 1, '[2024-01-01,2025-01-01)'), (2, 1, '[2025-01-01,2026-01-01)');
        INSERT INTO inside VALUES (1, '[2024-06-01,2025-06-01)');
        INSERT INTO loose VALUES (-1, 7, 1);
        """);
    Report report = move(database, "");
    String said = String.join("\n", report.warnings().stream().map(Problem::toString).toList());
    String query =
        "SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint"
            + " WHERE connamespace = '%s'::regnamespace ORDER BY 1";
    List<String> was = database.rows(query.formatted("a"));
    List<String> is = database.rows(query.formatted("b"));
    for (String one : was) {
      String name = one.split(" ")[0];
      assertThat(is.contains(one.replace("a.", "b.")) || said.contains(name))
          .as(one + " in " + is + "\n" + said)
          .isTrue();
    }
  }
}
