package dev.godwit.postgres.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.jdbc.Queries;
import dev.godwit.model.GodwitException;
import dev.godwit.plan.RulesFile;
import dev.godwit.plan.Scope;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.run.Pace;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import dev.godwit.testing.Statements;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing that another role has put there runs with the rights of who migrates. */
@ExtendWith(FreshDatabase.class)
class NeighboursTest {
  private static final String ROLE =
      "DO $$BEGIN CREATE ROLE neighbour; EXCEPTION WHEN duplicate_object THEN NULL; END$$;"
          + "CREATE TABLE public.v (a bigint PRIMARY KEY); CREATE TABLE public.ran (who text);"
          + "GRANT ALL ON SCHEMA public TO neighbour; GRANT ALL ON public.ran TO PUBLIC;";

  @TempDir Path folder;

  private void migrate(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"), "CREATE TABLE v (a INTEGER)", "INSERT INTO v VALUES (1)");
    Moves.migrate(file.toString(), database.url(), Options.DEFAULT);
  }

  private void refused(Database database, String... words) throws SQLException {
    assertThatThrownBy(() -> migrate(database))
        .isInstanceOfSatisfying(
            GodwitException.class,
            e -> assertThat(e.reason()).isEqualTo(GodwitException.Reason.REFUSED))
        .message()
        .contains(words);
    assertThat(database.value("SELECT count(*) FROM public.ran")).isEqualTo("0");
    assertThat(database.value("SELECT count(*) FROM public.v")).isEqualTo("0");
  }

  @Test
  void aSchemaGodwitOfAnotherRoleIsRefusedWithItsOwner(Database database) throws SQLException {
    database.run(ROLE + "CREATE SCHEMA godwit AUTHORIZATION neighbour");
    refused(database, "schema godwit", "neighbour");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE godwit.runs (a text); ALTER TABLE godwit.runs OWNER TO neighbour|neighbour",
        "CREATE VIEW godwit.runs AS SELECT 1 AS a|no plain table",
        "CREATE TABLE godwit.checkpoints (a text);"
            + " CREATE TRIGGER t1 BEFORE INSERT ON godwit.checkpoints EXECUTE FUNCTION f()|t1",
        "CREATE TABLE godwit.runs (a text);"
            + " CREATE RULE r1 AS ON INSERT TO godwit.runs DO ALSO NOTIFY x|r1",
        "CREATE TABLE godwit.runs (a text DEFAULT now()::text)|default",
        "CREATE TABLE godwit.runs (a text); ALTER TABLE godwit.runs ENABLE ROW LEVEL SECURITY"
            + "|row level security",
        "CREATE TABLE godwit.runs (a text); CREATE POLICY p ON godwit.runs|policies",
        "CREATE TABLE godwit.quarantine (a text CHECK (a > ''))|constraint",
        "CREATE TABLE godwit.runs (a text); CREATE TABLE heir () INHERITS (godwit.runs)|no plain",
        "CREATE TABLE godwit.scaffold (a text); CREATE INDEX ON godwit.scaffold (lower(a))|index",
        "CREATE DOMAIN d AS text; CREATE TABLE godwit.runs (a d)|type",
      })
  void whatIsNoPlainTableUnderItsNamesIsRefused(String more, String word, Database database)
      throws SQLException {
    database.run(
        ROLE
            + "CREATE SCHEMA godwit; CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN INSERT INTO public.ran VALUES (current_user); RETURN NEW; END';"
            + more);
    refused(database, "godwit.", word);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE FUNCTION public.to_regclass(varchar) RETURNS regclass|to_regclass",
        "CREATE FUNCTION public.string_to_array(varchar, text) RETURNS text[]|string_to_array",
      })
  void aFunctionThatLooksLikeOneOfPostgresqlsOwnIsRefused(
      String head, String word, Database database) throws SQLException {
    database.run(
        ROLE
            + "SET ROLE neighbour;"
            + head
            + " LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.ran VALUES (current_user);"
            + " RETURN NULL; END'; RESET ROLE");
    refused(database, word, "neighbour");
  }

  @Test
  void anOperatorToo(Database database) throws SQLException {
    database.run(
        ROLE
            + "SET ROLE neighbour; CREATE FUNCTION public.same(name, varchar) RETURNS boolean"
            + " LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.ran VALUES (current_user);"
            + " RETURN true; END'; CREATE OPERATOR public.= (LEFTARG = name, RIGHTARG = varchar,"
            + " FUNCTION = public.same); RESET ROLE");
    refused(database, "operator public.=", "neighbour");
  }

  @Test
  void whatTheOwnerOfTheDatabaseHasThereIsTrusted(Database database) throws SQLException {
    database.run(ROLE + "GRANT neighbour TO CURRENT_USER");
    database.run("ALTER DATABASE " + database.name() + " OWNER TO neighbour");
    database.run(
        "CREATE SCHEMA godwit AUTHORIZATION neighbour;"
            + "SET ROLE neighbour; CREATE FUNCTION public.md5(varchar) RETURNS text LANGUAGE sql"
            + " AS 'SELECT NULL::text'; RESET ROLE");
    migrate(database);
    assertThat(database.value("SELECT count(*) FROM public.v")).isEqualTo("1");
    try (var connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP OWNED BY neighbour CASCADE");
    }
  }

  /** Found where it is: a type of that name is looked for where pg_catalog is not the first. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE DOMAIN public.text AS pg_catalog.text|type public.text",
        "CREATE TYPE public.int8 AS ENUM ('a')|type public.int8",
        "CREATE TABLE public.pg_class (oid oid)|table public.pg_class",
        "CREATE VIEW public.pg_namespace AS SELECT 1 AS oid|table public.pg_namespace",
        "CREATE FUNCTION public.length(pg_catalog.text) RETURNS int LANGUAGE sql AS 'SELECT 1'"
            + "|function public.length",
        "CREATE DOMAIN public.d AS pg_catalog.text; CREATE FUNCTION public.same(text, public.d)"
            + " RETURNS boolean LANGUAGE sql AS 'SELECT true'; CREATE OPERATOR public.= (LEFTARG ="
            + " pg_catalog.text, RIGHTARG = public.d, FUNCTION = public.same)|operator public.=",
        "CREATE COLLATION public.\"C\" FROM \"POSIX\"|collation public.C",
      })
  void whereTheirSchemaComesFirstTypesAndTablesAreLookAlikesToo(
      String make, String word, Database database) throws SQLException {
    database.run(ROLE);
    database.run("ALTER DATABASE " + database.name() + " SET search_path = public, pg_catalog");
    database.run("SET ROLE neighbour; " + make);
    refused(database, word, "neighbour");
  }

  /** Made after the first look: what ran meanwhile is undone. */
  @Test
  void oneThatIsMadeWhileWeRunIsFoundBeforeTheCommit(Database database) throws SQLException {
    database.run(ROLE);
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"), "CREATE TABLE v (a INTEGER)", "INSERT INTO v VALUES (1)");
    Progress making =
        new Progress() {
          @Override
          public void done(String table) {
            database.run(
                "SET ROLE neighbour; CREATE FUNCTION public.md5(varchar) RETURNS text LANGUAGE sql"
                    + " AS 'SELECT NULL::text'");
          }
        };
    assertThatThrownBy(
            () ->
                Moves.migrate(file.toString(), database.url(), Options.DEFAULT, Mode.FULL, making))
        .isInstanceOf(GodwitException.class)
        .hasMessageContainingAll("function public.md5", "neighbour", "nothing was written");
    assertThat(database.value("SELECT count(*) FROM public.v")).isEqualTo("0");
  }

  /**
   * An operator is found by its types: for those of our statements there is one of PostgreSQL's, so
   * that no other is meant, wherever it is. One that is not would end them.
   */
  @Test
  void noStatementOfOursMeansWhatSomebodyElseMade(Database database) throws SQLException {
    database.run(ROLE);
    database.run(ELSEWHERE);
    database.run("ALTER DATABASE " + database.name() + " SET search_path = public, elsewhere");
    for (String statement : Statements.of(() -> everything(database))) {
      String sql = LITERAL.matcher(statement).replaceAll(" ");
      // What tables are made of is written as people would.
      if (!sql.strip().startsWith("CREATE ")) {
        assertThat(CALL.matcher(sql).results().map(m -> m.group(1)).filter(CALLED::contains))
            .as(statement)
            .isEmpty();
      }
    }
  }

  private static final Pattern CALL = Pattern.compile("(?<![.\\w$])([a-z_]\\w*+)\\(");

  /** Functions that our statements call. */
  private static final Set<String> CALLED =
      Set.of(
          ("count max min sum string_agg array_agg bool_and row_number md5 current_setting"
                  + " set_config current_database current_schemas chr to_regclass to_jsonb"
                  + " quote_ident quote_literal generate_series random array_to_string split_part"
                  + " string_to_array concat_ws cardinality")
              .split(" "));

  private static final String ELSEWHERE =
      """
      CREATE SCHEMA elsewhere;
      DO $$
      DECLARE
        pair record;
        symbol text;
      BEGIN
        FOR pair IN
          WITH sets(names) AS (VALUES
            ('text name varchar bpchar "char"'), ('int2 int4 int8 oid'),
            ('oid regclass regtype regproc regnamespace'), ('text[] name[] varchar[] text name'),
            ('int2[] int2vector'), ('oid[] oidvector'), ('jsonb json text'), ('numeric int8'),
            ('tid'), ('xid'), ('aclitem[]'), ('bool'), ('int8 text name'), ('int4 text'))
          SELECT DISTINCT a AS l, b AS r FROM sets,
                 string_to_table(names, ' ') a, string_to_table(names, ' ') b
        LOOP
          EXECUTE format('CREATE FUNCTION elsewhere.f(%s, %s) RETURNS box LANGUAGE sql AS'
                         ' ''SELECT NULL::box''', pair.l, pair.r);
          FOR symbol IN
            SELECT DISTINCT oprname FROM pg_operator
             WHERE oprname IN ('=', '<>', '<', '<=', '>', '>=', '||', '+', '-', '*', '/', '%', '&',
                               '~', '!~', '~~', '!~~', '->', '->>', '@>', '<@')
          LOOP
            IF NOT EXISTS (SELECT FROM pg_operator
                            WHERE oprname = symbol AND oprleft = pair.l::regtype
                              AND oprright = pair.r::regtype AND oprnamespace = 11) THEN
              EXECUTE format('CREATE OPERATOR elsewhere.%s (LEFTARG = %s, RIGHTARG = %s,'
                             ' FUNCTION = elsewhere.f)', symbol, pair.l, pair.r);
            END IF;
          END LOOP;
        END LOOP;
      END $$;
      """;

  /** All that our statements, the driver's own included, do not say the schema of. */
  @Test
  void aLookAlikeOfAnyNameInAnyStatementIsFound(Database database) throws SQLException {
    database.run(ROLE);
    Set<String> words = new TreeSet<>();
    Set<String> symbols = new TreeSet<>();
    for (String statement : Statements.of(() -> everything(database))) {
      String sql = LITERAL.matcher(statement).replaceAll(" ");
      WORD.matcher(sql).results().forEach(m -> words.add(m.group().toLowerCase(Locale.ROOT)));
      SYMBOL.matcher(sql).results().forEach(m -> symbols.add(m.group()));
    }
    assertThat(words).contains("coalesce", "text");
    assertThat(symbols).contains("=", "||", ">");
    database.run("ALTER DATABASE " + database.name() + " SET search_path = public, pg_catalog");
    int found = 0;
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (LookAlike kind : LookAlike.values()) {
        for (String name : kind == LookAlike.OPERATOR ? symbols : words) {
          if (Queries.is(connection, kind.known, name)) {
            statement.execute("SET LOCAL ROLE neighbour; " + kind.make.formatted(name));
            statement.execute("RESET ROLE");
            assertThatThrownBy(() -> Neighbours.requireNoShadows(connection))
                .as("%s %s", kind, name)
                .isInstanceOf(GodwitException.class)
                .hasMessageContaining(name);
            connection.rollback();
            found++;
          }
        }
      }
    }
    assertThat(found).isGreaterThan(50);
  }

  private static final Pattern LITERAL =
      Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\\n]*");
  private static final Pattern WORD = Pattern.compile("(?<![.\\w$])[A-Za-z_]\\w*+(?!\\s*\\.)");
  private static final Pattern SYMBOL = Pattern.compile("(?<!\\.)[-+*/<>=~!@#%^&|]+");

  /** What can be made by whoever may make something in a schema, and where its model is. */
  private enum LookAlike {
    FUNCTION(
        "SELECT EXISTS (SELECT FROM pg_proc WHERE proname = ? AND pronamespace = 11)",
        "CREATE FUNCTION public.\"%s\"(pg_catalog.varchar) RETURNS int LANGUAGE sql AS 'SELECT 1'"),
    OPERATOR(
        "SELECT EXISTS (SELECT FROM pg_operator WHERE oprname = ?)",
        "CREATE FUNCTION public.f(pg_catalog.name, pg_catalog.varchar) RETURNS boolean LANGUAGE sql"
            + " AS 'SELECT true'; CREATE OPERATOR public.%s (LEFTARG = pg_catalog.name, RIGHTARG ="
            + " pg_catalog.varchar, FUNCTION = public.f)"),
    TYPE(
        "SELECT EXISTS (SELECT FROM pg_type WHERE typname = ? AND typnamespace = 11)",
        "CREATE DOMAIN public.\"%s\" AS pg_catalog.varchar"),
    TABLE(
        "SELECT EXISTS (SELECT FROM pg_class WHERE relname = ? AND relnamespace = 11)",
        "CREATE TABLE public.\"%s\" (a pg_catalog.int4)"),
    TEMPORARY(TABLE.known, "CREATE TEMPORARY TABLE \"%s\" (a pg_catalog.int4)");

    private final String known;
    private final String make;

    LookAlike(String known, String make) {
      this.known = known;
      this.make = make;
    }
  }

  /** Moves in every mode, there and back, of tables that have something of everything. */
  private void everything(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("all.db"),
            "CREATE TABLE p (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE COLLATE NOCASE,"
                + " at DATETIME DEFAULT CURRENT_TIMESTAMP, n NUMERIC CHECK (n > 0), x BLOB, j JSON)",
            "CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER NOT NULL REFERENCES p ON DELETE"
                + " CASCADE, r REAL, b BOOLEAN, s TEXT AS (r || 'x') STORED)",
            "CREATE INDEX c_p ON c (p, r DESC) WHERE p > 3",
            "INSERT INTO p VALUES (1, 'a', '2024-02-03 04:05:06', 1.5, x'00ff', '{\"a\": 1}')",
            "INSERT INTO c (id, p, r, b) VALUES (1, 1, 1.25, 1), (2, 1, NULL, 0)");
    Options make = Options.DEFAULT.with(RulesFile.parse("missingTables: make", "rules"));
    Moves.migrate(file.toString(), database.url(), make, Mode.FULL, Progress.NONE);
    for (Mode mode : List.of(Mode.INCREMENTAL, Mode.DIFFERENTIAL)) {
      SqliteFiles.create(
          file,
          "UPDATE c SET r = r + 1",
          "DELETE FROM c WHERE id = 2",
          "INSERT INTO p (name) VALUES ('" + mode.kind() + "')");
      Moves.migrate(file.toString(), database.url(), make, mode, Progress.NONE);
    }
    Options forced = make.forcing(true).with(Pace.ofBatches(1));
    Moves.migrate(file.toString(), database.url(), forced, Mode.RESUMABLE, Progress.NONE);
    Moves.migrate(
        database.url(), folder.resolve("back.db").toString(), make, Mode.FULL, Progress.NONE);
    Godwit godwit = new Godwit(Progress.NONE);
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      godwit.verify(source, target, make);
      godwit.verifySample(source, target, make, 1);
      godwit.inspect(target, Scope.ALL);
      String last = godwit.history(target).get(0).migrationId();
      godwit.rollback(target, last, Scope.ALL, true, null);
    }
  }
}
