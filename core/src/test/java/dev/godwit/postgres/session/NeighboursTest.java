package dev.godwit.postgres.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
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
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      new Godwit(Progress.NONE).migrate(source, target, Options.DEFAULT);
    }
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
}
