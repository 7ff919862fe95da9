package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.godwit.copy.Progress;
import dev.godwit.model.Problem;
import dev.godwit.model.Verdict;
import dev.godwit.report.Report;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.testing.Agreement;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(FreshDatabase.class)
class SequencesTest {
  @TempDir Path folder;

  private Path source(String... statements) {
    return SqliteFiles.create(folder.resolve("a.db"), statements);
  }

  @Test
  void theNextValueOfAnEmptyTableIsOne(Database database) {
    Path file = source("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, x)");
    database.run("CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x text)");
    Moves.migrate(file, database, Options.DEFAULT);
    assertThat(database.value("INSERT INTO t (x) VALUES ('a') RETURNING id")).isEqualTo("1");
  }

  @Test
  void theNextValueIsPastWhatSqliteEverGaveEvenIfTheRowsAreGone(Database database) {
    Path file =
        source(
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, x)",
            "INSERT INTO t VALUES (500, 'gone'), (3, 'here')",
            "DELETE FROM t WHERE id = 500");
    database.run("CREATE TABLE t (id serial PRIMARY KEY, x text)");
    Moves.migrate(file, database, Options.DEFAULT);
    assertThat(database.value("INSERT INTO t (x) VALUES ('a') RETURNING id")).isEqualTo("501");
  }

  @Test
  void aSequenceThatIsAheadStaysAhead(Database database) {
    Path file = source("CREATE TABLE t (id INTEGER PRIMARY KEY)", "INSERT INTO t VALUES (3)");
    database.run(
        "CREATE TABLE t (id bigserial PRIMARY KEY, x text); SELECT setval('t_id_seq', 1000)");
    Moves.migrate(file, database, Options.DEFAULT);
    assertThat(database.value("INSERT INTO t (x) VALUES ('a') RETURNING id")).isEqualTo("1001");
  }

  /** How a sequence is tied to its column, what makes it so, and what it must give next. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s  | CREATE SEQUENCE s; CREATE TABLE t (id int PRIMARY KEY DEFAULT nextval('s')) | 150",
        "s  | CREATE SEQUENCE s; CREATE TABLE t (id int PRIMARY KEY DEFAULT nextval('s'::text)) | 150",
        "o.s| CREATE SCHEMA o; CREATE SEQUENCE o.s; CREATE TABLE t (id int PRIMARY KEY DEFAULT"
            + " nextval('o.s'::text)) | 150",
        "t_seq | CREATE SEQUENCE t_seq INCREMENT 50; CREATE TABLE t (id bigint PRIMARY KEY) | 201",
        "\"T_SEQ\" | CREATE SEQUENCE \"T_SEQ\"; CREATE TABLE t (id bigint PRIMARY KEY) | 150",
        "hibernate_sequence | CREATE SEQUENCE hibernate_sequence; CREATE TABLE t (id int PRIMARY KEY) | 150",
        "t_id_seq | CREATE TABLE t (id int PRIMARY KEY GENERATED ALWAYS AS IDENTITY (INCREMENT 5)) | 154",
        "t_id_seq | CREATE TABLE t (id smallint PRIMARY KEY GENERATED ALWAYS AS IDENTITY"
            + " (MAXVALUE 149 CYCLE)) | 1"
      })
  void aSequenceIsSetRightHoweverItIsTiedToItsColumn(
      String sequence, String target, String next, Database database) {
    Path file =
        source("CREATE TABLE t (id INTEGER PRIMARY KEY)", "INSERT INTO t VALUES (1), (2), (149)");
    database.run(target + "; CREATE SEQUENCE stray START 9");
    Report report = Moves.migrate(file, database, Options.DEFAULT);
    assertThat(report.warnings())
        .extracting(Problem::message)
        .anySatisfy(m -> assertThat(m).contains("sequence stray belongs to no column"));
    assertThat(verify(file, database).verdict()).isEqualTo(Verdict.EXACT);
    assertThat(database.value("SELECT nextval('" + sequence + "')")).isEqualTo(next);
    boolean cycles = next.equals("1");
    database.run("SELECT setval('" + sequence + "', 2, false)");
    Report behind = verify(file, database);
    assertThat(behind.verdict()).isEqualTo(cycles ? Verdict.EXACT : Verdict.DIFFERENT);
    if (!cycles) {
      assertThat(behind.problems().get(0).message()).contains("gives 2 next");
    }
  }

  private static Report verify(Path file, Database database) {
    return Moves.verify(file.toString(), database.url(), Options.DEFAULT);
  }

  @Test
  void eachOfManyTablesGoesOnWhereItsOwnNumbersEnd(Database database) {
    List<String> source = new ArrayList<>();
    StringBuilder target = new StringBuilder();
    for (int i = 10; i < 35; i++) {
      source.add("CREATE TABLE t" + i + " (id INTEGER PRIMARY KEY)");
      source.add("INSERT INTO t" + i + " VALUES (1), (" + 7 * i + ")");
      target.append(
          "CREATE TABLE t" + i + " (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);");
    }
    database.run(target.toString());
    Moves.migrate(source(source.toArray(String[]::new)), database, Options.DEFAULT);
    for (int i = 10; i < 35; i++) {
      assertThat(database.value("INSERT INTO t" + i + " DEFAULT VALUES RETURNING id"))
          .isEqualTo(String.valueOf(7 * i + 1));
    }
  }

  @Test
  void quotedNamesAndOtherSchemasWork(Database database) {
    Path file =
        source(
            "CREATE TABLE \"My \"\"T\"\"\" (\"The Id\" INTEGER PRIMARY KEY)",
            "INSERT INTO \"My \"\"T\"\"\" VALUES (41)");
    database.run(
        "CREATE SCHEMA \"App 1\"; CREATE TABLE \"App 1\".\"My \"\"T\"\"\""
            + " (\"The Id\" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY)");
    Moves.migrate(List.of(file), database.url() + "?schema=App%201", Options.DEFAULT);
    assertThat(
            database.value(
                "INSERT INTO \"App 1\".\"My \"\"T\"\"\" DEFAULT VALUES RETURNING \"The Id\""))
        .isEqualTo("42");
  }

  @Test
  void aSequenceTooNarrowForTheNextValueIsRefusedByName(Database database) {
    Path file =
        source(
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, x)",
            "INSERT INTO t VALUES (2147483647, 'last')");
    database.run("CREATE TABLE t (id serial PRIMARY KEY, x text)");
    assertThat(Agreement.plan(file.toString(), database.url(), Options.DEFAULT, Mode.FULL))
        .singleElement(STRING)
        .contains("t.id", "2147483648", "bigint");
    assertThatThrownBy(() -> Moves.migrate(file, database, Options.DEFAULT))
        .hasMessageContaining("t.id")
        .hasMessageContaining("2147483648")
        .hasMessageContaining("bigint");
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource({"100, serial", "32767, smallserial", "32766, smallint GENERATED ALWAYS AS IDENTITY"})
  void aPlanKnowsWhetherASequenceGoesOnInLaterRunsToo(long last, String type, Database database) {
    Path file = source("CREATE TABLE t (id INTEGER PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)");
    database.run("CREATE TABLE t (id " + type + " PRIMARY KEY)");
    Moves.migrate(file, database, Options.DEFAULT);
    source("INSERT INTO t VALUES (" + last + ")");
    for (Mode mode : List.of(Mode.INCREMENTAL, Mode.DIFFERENTIAL)) {
      boolean ends = last == 32767;
      assertThat(Agreement.plan(file.toString(), database.url(), Options.DEFAULT, mode))
          .hasSize(ends ? 1 : 0);
      if (ends) {
        assertThatThrownBy(
                () ->
                    Moves.migrate(
                        file.toString(), database.url(), Options.DEFAULT, mode, Progress.NONE))
            .hasMessageContaining("its sequence ends at 32767");
      } else {
        Moves.migrate(file.toString(), database.url(), Options.DEFAULT, mode, Progress.NONE);
      }
    }
  }

  @Test
  void sequencesOfARefusedRunStayWhereTheyWere(Database database) {
    Path file =
        source(
            "CREATE TABLE a (id INTEGER PRIMARY KEY)",
            "INSERT INTO a VALUES (77)",
            "CREATE TABLE b (n)",
            "INSERT INTO b VALUES ('x')");
    database.run("CREATE TABLE a (id serial PRIMARY KEY); CREATE TABLE b (n integer)");
    assertThatThrownBy(() -> Moves.migrate(file, database, Options.DEFAULT))
        .hasMessageContaining("b.n");
    assertThat(database.value("INSERT INTO a DEFAULT VALUES RETURNING id")).isEqualTo("1");
  }
}
