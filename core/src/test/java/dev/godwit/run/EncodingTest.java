package dev.godwit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.godwit.Godwit;
import dev.godwit.Move;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.Verdict;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.Report;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.Locale;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases whose encoding lacks characters: what they cannot hold is named, or set aside. */
@ExtendWith(FreshDatabase.class)
class EncodingTest {
  @TempDir Path folder;

  private static Database of(String encoding, Database database) {
    String name = database.name() + "_" + encoding.toLowerCase(Locale.ROOT);
    database.run("DROP DATABASE IF EXISTS " + name);
    database.run(
        "CREATE DATABASE %s TEMPLATE template0 ENCODING '%s' LC_COLLATE 'C' LC_CTYPE 'C'"
            .formatted(name, encoding));
    return database.beside(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LATIN1", "WIN1251", "EUC_JP"})
  void rowsThatItCannotHoldAreSetAside(String encoding, Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE t (k TEXT PRIMARY KEY, v TEXT, j TEXT)",
            "INSERT INTO t VALUES ('a', 'plain', '{}'), ('b', '日本 é € 〜 ∥ ж ', '{}'),"
                + " ('\u0e01\u20ac', 'x', '{}'), ('c', 'x', '{\"\u0e01\": \"\\u20ac\\u0e01\"}')");
    Database other = of(encoding, database);
    other.run("CREATE TABLE t (k text PRIMARY KEY, v text, j jsonb)");
    Options options = Options.DEFAULT.with(RulesFile.parse("onMisfit: quarantine", "rules"));
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(other.url(), null)) {
      for (Mode mode : new Mode[] {Mode.FULL, Mode.DIFFERENTIAL}) {
        Report report = new Godwit(Progress.NONE).move(source, target, options).migrate(mode);
        assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINED);
        assertThat(report.tables().get(0).rejected()).isEqualTo(3);
        assertThat(other.rows("SELECT k FROM t")).containsExactly("a");
      }
    } finally {
      database.run("DROP DATABASE " + other.name());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE \"t\u0e01\" (id INTEGER PRIMARY KEY)",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, \"\u0e01\" TEXT)",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT DEFAULT '\u0e01')",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, CHECK (v <> '\u0e01'))"
      })
  void whatItCannotSpellOfADefinitionIsSaidByPlanAndRun(String statement, Database database) {
    Path file = SqliteFiles.create(folder.resolve("a.db"), statement);
    Database other = of("LATIN1", database);
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(other.url(), null)) {
      Move move = new Godwit(Progress.NONE).move(source, target, Options.DEFAULT);
      assertThat(move.check().problems())
          .extracting(Problem::message)
          .containsExactly("its name or definition has a sign that the target's encoding lacks");
      assertThat(catchThrowable(move::migrate))
          .asInstanceOf(InstanceOfAssertFactories.type(GodwitException.class))
          .satisfies(e -> assertThat(e.problems()).isEqualTo(move.check().problems()));
    } finally {
      database.run("DROP DATABASE " + other.name());
    }
  }
}
