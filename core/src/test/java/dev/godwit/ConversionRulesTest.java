package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.copy.Findings;
import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.Verdict;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.Report;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that make other values of values, against real stores. */
@ExtendWith(FreshDatabase.class)
class ConversionRulesTest {
  @TempDir Path folder;
  private Path file;

  private void given(String... statements) {
    file = SqliteFiles.create(folder.resolve("a.db"), statements);
  }

  private static Options by(String columns) {
    String rules = "tables: {t: {columns: {" + columns + "}}}";
    return Options.DEFAULT.with(RulesFile.parse(rules, "rules"));
  }

  private Report migrate(Database database, Options options, Mode mode) {
    return Moves.migrate(file.toString(), database.url(), options, mode, Progress.NONE);
  }

  private Report migrate(Database database, String columns) {
    return migrate(database, by(columns), Mode.FULL);
  }

  private Report verify(Database database, Options options) {
    return Moves.verify(file.toString(), database.url(), options);
  }

  private Findings check(Database database, Options options) {
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      Godwit godwit = new Godwit(Progress.NONE);
      return godwit.move(source, target, options).check();
    }
  }

  @Test
  void conversionsAreCountedAndKnownToVerifyAndToLaterRuns(Database database) {
    given(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, price REAL, state TEXT, born TEXT, kind INT)",
        "INSERT INTO t VALUES (1, 2.346, ' OK', '0000-00-00', 0), (2, 1.25, 'error', '2001-02-03',"
            + " 1)");
    database.run(
        "CREATE TYPE st AS ENUM ('ok', 'error'); CREATE TYPE kd AS ENUM ('draft', 'live');"
            + "CREATE TABLE t (id int PRIMARY KEY, price numeric(6,2), state st, born date, kind"
            + " kd)");
    String rules =
        "price: {round: 2}, state: {trim, lower: true}, born: {replace: {'0000-00-00': null}},"
            + " kind: {map: {0: draft, 1: live}}";
    Report report = migrate(database, rules);
    assertThat(database.value("SELECT string_agg(t::text, ' ' ORDER BY id) FROM t"))
        .isEqualTo("(1,2.35,ok,,draft) (2,1.25,error,2001-02-03,live)");
    assertThat(report.converted())
        .contains(
            new Report.Converted("t", "price", "round", 1),
            new Report.Converted("t", "state", "trim", 1),
            new Report.Converted("t", "state", "lower", 1),
            new Report.Converted("t", "born", "replace", 1),
            new Report.Converted("t", "kind", "map", 2));
    Report verified = verify(database, by(rules));
    assertThat(verified.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(verified.converted()).hasSameElementsAs(report.converted());
    assertThat(verify(database, Options.DEFAULT).verdict()).isEqualTo(Verdict.DIFFERENT);
    Report again = migrate(database, by(rules), Mode.DIFFERENTIAL);
    assertThat(again.changes().get(0).updates() + again.changes().get(0).inserts()).isZero();
  }

  @ParameterizedTest(name = "{0} into {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          2.346                          | numeric(6,2) | {round: 2}
          2.5                            | integer      | {round: 0}
          'OK'                           | mood         | {lower: true}
          ' ok '                         | mood         | {trim: true}
          '0000-00-00'                   | date         | {replace: {"0000-00-00": null}}
          '2024-01-01 00:00:00.1234567'  | timestamp    | {precision: cut} or {precision: round}
          '2000-01-01 12:00:00'          | time         | {time: ignore-date}
          '1970-04-01 00:00:00'          | interval     | {unit: since_epoch}
          3600                           | interval     | {unit: ms} (or s, us, ...)
          946854000000                   | date         | {zone: Europe/Amsterdam}
          ''                             | date         | {onEmpty: "null"}
          0.1234567890123                | real         | TYPE double precision
          3000000000                     | integer      | TYPE bigint
          NULL                           | int NOT NULL | {default: VALUE}
          """)
  void theHintNamesTheRuleThatWouldMakeTheValueFit(
      String value, String type, String rule, Database database) {
    given("CREATE TABLE t (id INTEGER PRIMARY KEY, v)", "INSERT INTO t VALUES (1, " + value + ")");
    database.run(
        "CREATE TYPE mood AS ENUM ('ok', 'sad'); CREATE TABLE t (id int PRIMARY KEY, v "
            + type
            + ")");
    assertThat(check(database, Options.DEFAULT).problems())
        .extracting(Problem::hint)
        .first()
        .asString()
        .contains(rule);
  }

  @ParameterizedTest(name = "{0} for {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unit: us               | text
          unit: us               | time
          unit: julian           | interval
          unit: since_epoch      | timestamp
          zone: Europe/Berlin    | integer
          zone: Europe/Berlin    | timestamp
          precision: cut         | date
          precision: round       | numeric
          time: ignore-date      | timestamp
          dst: later             | timestamp
          lower: true            | integer
          upper: true            | timestamp
          round: 2               | date
          trim: true             | bytea
          bytes: base64          | integer
          bytes: hex             | timestamp
          computed: true         | integer
          default: x             | integer
          default: 99999         | smallint
          """)
  void aRuleThatItsColumnCannotUseIsRefusedAndNotIgnored(
      String rule, String type, Database database) {
    given("CREATE TABLE t (id INTEGER PRIMARY KEY, v)", "INSERT INTO t VALUES (1, NULL)");
    database.run("CREATE TABLE t (id int PRIMARY KEY, v " + type + ")");
    assertThatThrownBy(() -> migrate(database, "v: {" + rule + "}"))
        .isInstanceOf(GodwitException.class)
        .hasMessageContaining("t.v  rule " + rule.replaceFirst(":.*", ""));
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("0");
  }

  @Test
  void aDefaultStandsInForNullsAlsoForThoseThatARuleMade(Database database) {
    given(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c)",
        "INSERT INTO t VALUES (1, NULL, '0000-00-00', NULL), (2, 'x', '2001-02-03', 5)");
    database.run(
        "CREATE TABLE t (id int PRIMARY KEY, a text NOT NULL, b date NOT NULL, c int NOT NULL)");
    String rules =
        "a: {default: none}, b: {onMisfit: 'null', default: 2000-01-01}, c: {backfill: 7}";
    Report report = migrate(database, rules);
    assertThat(database.value("SELECT string_agg(t::text, ' ' ORDER BY id) FROM t"))
        .isEqualTo("(1,none,2000-01-01,7) (2,x,2001-02-03,5)");
    assertThat(report.converted()).contains(new Report.Converted("t", "b", "default", 1));
    assertThat(verify(database, by(rules)).verdict()).isEqualTo(Verdict.EXACT);
  }

  @Test
  void rulesDecideTheTypesOfATableThatGodwitMakes(Database database) {
    given(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, at DATETIME, clock TIME, grace DATETIME, local"
            + " DATETIME, born DATE NOT NULL, code INTEGER)",
        "INSERT INTO t VALUES (1, '2024-06-25 14:34:38.574204593+00:00', '2000-01-01 12:00:00',"
            + " '1970-04-01 00:00:00', '2024-07-01 12:00:00', '0000-00-00', 1)");
    Report report =
        migrate(
            database,
            "at: {precision: cut}, clock: {time: ignore-date}, grace: {unit: since_epoch}, local:"
                + " {zone: Europe/Berlin}, born: {replace: {'0000-00-00': '1970-01-01'}}, code:"
                + " {map: {1: live}}");
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(
            database.value(
                "SELECT string_agg(data_type, ', ' ORDER BY ordinal_position) FROM"
                    + " information_schema.columns WHERE table_name = 't'"))
        .isEqualTo(
            "bigint, timestamp with time zone, time without time zone, interval,"
                + " timestamp with time zone, date, text");
    assertThat(
            database.value(
                "SELECT at AT TIME ZONE 'UTC', clock, grace, local AT TIME ZONE 'UTC', born, code"
                    + " FROM t"))
        .isEqualTo(
            "2024-06-25 14:34:38.574204|12:00:00|90 days|2024-07-01 10:00:00|1970-01-01|live");
  }

  @Test
  void whatTheTargetComputesIsHeldAgainstTheSource(Database database) {
    given(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT)",
        "INSERT INTO t VALUES (1, 1, 2), (2, 3, 4), (3, 5, 9)");
    database.run(
        "CREATE TABLE t (id int PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a * 2) STORED)");
    String words = "t.b  the target computes another value in 2 rows, first at id=2";
    assertThat(check(database, Options.DEFAULT).problems())
        .extracting(Problem::toString)
        .first()
        .asString()
        .startsWith(words);
    assertThatThrownBy(() -> migrate(database, ""))
        .isInstanceOf(GodwitException.class)
        .hasMessageContaining(words);
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("0");
    assertThat(migrate(database, "b: {computed: true}").verdict()).isEqualTo(Verdict.EXACT);
    Report verified = verify(database, Options.DEFAULT);
    assertThat(verified.verdict()).isEqualTo(Verdict.DIFFERENT);
    assertThat(verified.problems().toString()).contains("2 not the same in b", "{computed: true}");
    database.run("TRUNCATE t");
    given("UPDATE t SET b = a * 2");
    assertThat(migrate(database, "").verdict()).isEqualTo(Verdict.EXACT);
    assertThat(verify(database, Options.DEFAULT).verdict()).isEqualTo(Verdict.EXACT);
  }

  @Test
  void anExpressionIsComputedByTheTargetOverTheRow(Database database) {
    given(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, first TEXT, last TEXT, born TEXT)",
        "INSERT INTO t VALUES (1, 'Ada', 'King', '10.12.1815'), (2, 'Bo', NULL, '01.01.2000')");
    database.run("CREATE TABLE t (id int PRIMARY KEY, name text NOT NULL, born date)");
    String rules =
        "first: skip, last: skip, name: {expression: \"concat_ws(' ', first, last)\"}, born:"
            + " {expression: \"to_date(born, 'DD.MM.YYYY')\"}";
    assertThat(check(database, by(rules)).problems()).isEmpty();
    Report report = migrate(database, rules);
    assertThat(report.converted()).contains(new Report.Converted("t", "name", "expression", 2));
    assertThat(database.value("SELECT string_agg(t::text, ' ' ORDER BY id) FROM t"))
        .isEqualTo("(1,\"Ada King\",1815-12-10) (2,Bo,2000-01-01)");
    assertThat(verify(database, by(rules)).verdict()).isEqualTo(Verdict.EXACT);
    Report again = migrate(database, by(rules), Mode.DIFFERENTIAL);
    assertThat(again.changes().get(0).updates() + again.changes().get(0).inserts()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          now()::text              | now gives another value the second time
          clock_timestamp()::text  | it gives another value the second time
          random()::text           | it gives another value the second time
          nosuch(note)             | the target cannot compute note
          note +                   | the target cannot compute note
          (10 / (id - 2))::text    | first at id=2 (the expression cannot be computed for its row)
          id::text, upper: true    | expression stands alone
          """)
  void anExpressionThatIsNoneOrNotOfTheRowIsRefused(
      String expression, String why, Database database) {
    given(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT)",
        "INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    database.run("CREATE TABLE t (id int PRIMARY KEY, note text)");
    String rule = "note: {expression: " + expression + "}";
    assertThatThrownBy(() -> migrate(database, rule))
        .isInstanceOf(GodwitException.class)
        .hasMessageContaining("t.note")
        .hasMessageContaining(why);
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("0");
  }

  @Test
  void theLastYearsOfPostgresArriveInEveryDirection(Database database) {
    given(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, at TIMESTAMP, z TIMESTAMP)",
        "INSERT INTO t VALUES (7, '+294276-12-31 23:59:59.999999', '294250-06-01T00:00:00Z'),"
            + " (8, '294247-01-10 04:00:54.775807', '-4713-11-24 00:00:00Z')");
    database.run("CREATE TABLE t (id bigint PRIMARY KEY, at timestamp, z timestamptz)");
    assertThat(migrate(database, "").verdict()).isEqualTo(Verdict.EXACT);
    assertThat(database.value("SELECT at, z AT TIME ZONE 'UTC' FROM t WHERE id = 7"))
        .isEqualTo("294276-12-31 23:59:59.999999|294250-06-01 00:00:00");
    String copy = folder.resolve("back.db").toString();
    Report back = Moves.migrate(database.url(), copy, Options.DEFAULT, Mode.FULL, Progress.NONE);
    assertThat(back.verdict()).isEqualTo(Verdict.EXACT);
  }

  @Test
  void textsSpellBytesInEveryDirection(Database database) {
    given(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, b TEXT, h TEXT)",
        "INSERT INTO t VALUES (1, 'iVBORw==', '89504E47'), (2, NULL, NULL), (3, '', '\\x00ff'), (4, 'AP8', '0xab')");
    String rules = "b: {bytes: base64}, h: {bytes: hex}";
    database.run("CREATE TABLE t (id int PRIMARY KEY, b bytea, h bytea)");
    assertThat(check(database, Options.DEFAULT).warnings())
        .extracting(Problem::column, Problem::rows)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("b", 3L),
            org.assertj.core.groups.Tuple.tuple("h", 3L));
    assertThat(check(database, by(rules)).warnings()).isEmpty();
    assertThat(migrate(database, rules).verdict()).isEqualTo(Verdict.EXACT);
    List<String> bytes =
        List.of("1|\\x89504e47|\\x89504e47", "2|null|null", "3|\\x|\\x00ff", "4|\\x00ff|\\xab");
    assertThat(database.rows("SELECT * FROM t ORDER BY id")).containsExactlyElementsOf(bytes);
    assertThat(verify(database, by(rules)).verdict()).isEqualTo(Verdict.EXACT);
    assertThat(verify(database, Options.DEFAULT).verdict()).isEqualTo(Verdict.DIFFERENT);
    assertThat(migrate(database, by(rules), Mode.DIFFERENTIAL).changes())
        .allMatch(c -> c.inserts() + c.updates() + c.deletes() == 0);
    String back = folder.resolve("back.db").toString();
    SqliteFiles.create(Path.of(back), "CREATE TABLE t (id INTEGER PRIMARY KEY, b TEXT, h TEXT)");
    Moves.exactly(database.url(), back, by(rules));
    assertThat(Moves.verify(database.url(), back, by(rules)).verdict()).isEqualTo(Verdict.EXACT);
    String blobs = folder.resolve("blobs.db").toString();
    SqliteFiles.create(Path.of(blobs), "CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB, h BLOB)");
    Moves.exactly(back, blobs, by(rules));
    database.run("DROP TABLE t");
    Moves.exactly(blobs, database.url() + "?schema=s", Options.DEFAULT);
    assertThat(database.rows("SELECT * FROM s.t ORDER BY id")).containsExactlyElementsOf(bytes);
    given("INSERT INTO t VALUES (9, 'AB=', 'xyz')");
    assertThatThrownBy(() -> migrate(database, rules))
        .hasMessageContaining("text that is not Base64")
        .hasMessageContaining("text that is not hexadecimal digits");
  }
}
