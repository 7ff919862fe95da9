package dev.godwit.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.Godwit;
import dev.godwit.Move;
import dev.godwit.Stores;
import dev.godwit.copy.Findings;
import dev.godwit.copy.Progress;
import dev.godwit.history.ModeKind;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.Verdict;
import dev.godwit.plan.RulesFile;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a role lacks is named by plan, in the words of the run that it would stop. */
@ExtendWith(FreshDatabase.class)
class RightsTest {
  @TempDir Path folder;

  private Path file() {
    return SqliteFiles.create(
        folder.resolve("source.db"),
        "CREATE TABLE m (id INTEGER PRIMARY KEY, v TEXT)",
        "INSERT INTO m VALUES (1, 'a'), (2, 'b')");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "full         | INSERT                 | -             | there is no right to read it",
        "resumable    | INSERT                 | -             | there is no right to read it",
        "full         | SELECT, INSERT         | update        | GRANT UPDATE to",
        "full         | SELECT, INSERT         | skip          | no right to lock them",
        "full         | SELECT, INSERT, DELETE | skip          | -",
        "full         | SELECT, INSERT         | replace       | GRANT TRUNCATE to",
        "incremental  | SELECT                 | -             | GRANT INSERT to",
        "incremental  | SELECT, INSERT         | -             | GRANT UPDATE to",
        "differential | SELECT, INSERT, UPDATE | -             | GRANT DELETE to",
      })
  void isSaidByPlanAsByTheRun(
      String mode, String granted, String onConflict, String message, Database database) {
    String role = "lacking_" + database.name();
    database.run(
        "CREATE TABLE m (id bigint PRIMARY KEY, v text); INSERT INTO m VALUES (1, 'seed');"
            + ("CREATE ROLE " + role + " LOGIN PASSWORD 'p'; GRANT " + granted + " ON m TO " + role)
            + ("; GRANT CREATE ON DATABASE " + database.name() + " TO " + role));
    String rules = onConflict == null ? "{}" : "tables: {m: {onConflict: " + onConflict + "}}";
    Options options = Options.DEFAULT.with(RulesFile.parse(rules, "rules"));
    Mode how = new Mode(ModeKind.valueOf(mode.toUpperCase(Locale.ROOT)), null);
    String login = database.user() + ":" + database.password() + "@";
    String url = database.url().replace(login, role + ":p@");
    try (Source source = Stores.source(file().toString(), null);
        Target target = Stores.target(url, null)) {
      Move move = new Godwit(Progress.NONE).move(source, target, options);
      if (message == null) {
        assertThat(move.check().problems()).isEmpty();
        assertThat(move.migrate(how).verdict()).isEqualTo(Verdict.MERGED);
      } else {
        assertThat(said(() -> foreseen(move, how))).contains(message);
        assertThat(said(() -> ran(move, how))).contains("m  ").contains(message);
        assertThat(database.rows("SELECT v FROM m")).containsExactly("seed");
      }
    } finally {
      database.run("DROP OWNED BY " + role + "; DROP ROLE " + role);
    }
  }

  private static String said(Supplier<List<Problem>> problems) {
    try {
      return problems.get().toString();
    } catch (GodwitException e) {
      return e.getMessage();
    }
  }

  private static List<Problem> foreseen(Move move, Mode how) {
    boolean compares = how.kind() == ModeKind.INCREMENTAL || how.kind() == ModeKind.DIFFERENTIAL;
    return compares ? move.preview(how).problems() : move.check(how).problems();
  }

  private static List<Problem> ran(Move move, Mode how) {
    return move.migrate(how).problems();
  }

  @Test
  void aTableThatMayNotBeReadIsNotAskedForOrphans(Database database) {
    String role = "blind_" + database.name();
    database.run(
        "CREATE TABLE p (id bigint PRIMARY KEY); INSERT INTO p VALUES (1);"
            + "CREATE TABLE m (id bigint PRIMARY KEY REFERENCES p, v text);"
            + ("CREATE ROLE " + role + " LOGIN PASSWORD 'p'; GRANT ALL ON m TO " + role));
    String login = database.user() + ":" + database.password() + "@";
    try (Source source = Stores.source(file().toString(), null);
        Target target = Stores.target(database.url().replace(login, role + ":p@"), null)) {
      Findings findings = new Godwit(Progress.NONE).move(source, target, Options.DEFAULT).check();
      assertThat(findings.problems()).isEmpty();
      assertThat(findings.warnings().toString()).contains("is found out by the load only");
    } finally {
      database.run("DROP OWNED BY " + role + "; DROP ROLE " + role);
    }
  }

  @Test
  void aRoleWhoseTransactionsAreReadOnlyIsToldSo(Database database) {
    String setting = "ALTER DATABASE " + database.name() + " SET default_transaction_read_only = ";
    database.run("CREATE TABLE m (id bigint PRIMARY KEY, v text); " + setting + "on");
    try (Source source = Stores.source(file().toString(), null);
        Target target = Stores.target(database.url(), null)) {
      Move move = new Godwit(Progress.NONE).move(source, target, Options.DEFAULT);
      assertThat(said(() -> foreseen(move, Mode.FULL))).contains("read-only");
      assertThat(said(() -> ran(move, Mode.FULL))).contains("read-only");
    }
  }

  @Test
  void settingsOfADatabaseChangeNeitherArraysNorWhereTablesAre(Database database) {
    database.run(
        "CREATE TABLE m (id bigint PRIMARY KEY, v text[]);"
            + ("ALTER DATABASE " + database.name() + " SET array_nulls = off;")
            + ("ALTER DATABASE " + database.name() + " SET search_path = pg_catalog"));
    Path arrays =
        SqliteFiles.create(
            folder.resolve("arrays.db"),
            "CREATE TABLE m (id INTEGER PRIMARY KEY, v TEXT)",
            "INSERT INTO m VALUES (1, '[null, \"NULL\", \"a\"]')");
    Moves.exactly(arrays.toString(), database.url(), Options.DEFAULT);
    assertThat(database.rows("SELECT v[1] IS NULL, v[2] IS NULL, v[3] FROM public.m"))
        .containsExactly("t|f|a");
  }
}
