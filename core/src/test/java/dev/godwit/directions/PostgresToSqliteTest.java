package dev.godwit.directions;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Rules;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.Report;
import dev.godwit.report.TableReport;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.can.Counting;
import dev.godwit.store.can.Scanning;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(FreshDatabase.class)
class PostgresToSqliteTest {
  @TempDir Path folder;

  /** What PostgreSQL's literal becomes: storage class and text, as SQLite spells it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          smallint         | -32768                        | SMALLINT          | integer | -32768
          smallint         | 32767                         | SMALLINT          | integer | 32767
          integer          | -2147483648                   | INTEGER           | integer | -2147483648
          bigint           | -9223372036854775808          | BIGINT            | integer | -9223372036854775808
          bigint           | 9223372036854775807           | BIGINT            | integer | 9223372036854775807
          real             | 3.4028235e38                  | REAL              | real    | 3.4028234663852886e+38
          double precision | 0.1                           | DOUBLE PRECISION  | real    | 0.1
          double precision | 1.7976931348623157e308        | DOUBLE PRECISION  | real    | 1.7976931348623157e+308
          double precision | 5e-324                        | DOUBLE PRECISION  | real    | 4.9406564584124654e-324
          double precision | 'Infinity'                    | DOUBLE PRECISION  | real    | Inf
          double precision | '-Infinity'                   | DOUBLE PRECISION  | real    | -Inf
          double precision | 'NaN'                         | DOUBLE PRECISION  | text    | NaN
          double precision | '-0'                          | DOUBLE PRECISION  | real    | 0.0
          numeric          | 1.10                          | DECIMAL_TEXT      | text    | 1.10
          numeric          | 12345678901234567890.123456789| DECIMAL_TEXT      | text    | 12345678901234567890.123456789
          numeric          | 'NaN'                         | DECIMAL_TEXT      | text    | NaN
          numeric          | '-Infinity'                   | DECIMAL_TEXT      | text    | -Infinity
          numeric(10,2)    | 5                             | DECIMAL_TEXT(10,2)| text    | 5.00
          boolean          | true                          | BOOLEAN           | integer | 1
          boolean          | false                         | BOOLEAN           | integer | 0
          text             | ''                            | TEXT              | text    | ``
          text             | '007'                         | TEXT              | text    | 007
          varchar(5)       | 'žluť'                        | VARCHAR(5)        | text    | žluť
          char(4)          | 'ab'                          | CHAR(4)           | text    | `ab  `
          bytea            | '\\x00ff'                     | BLOB              | blob    | X'00FF'
          bytea            | ''                            | BLOB              | blob    | X''
          uuid             | '00000000-0000-0000-0000-000000000000' | UUID     | text    | 00000000-0000-0000-0000-000000000000
          date             | '4713-01-01 BC'               | DATE              | text    | -4712-01-01
          date             | '5874897-12-31'               | DATE              | text    | +5874897-12-31
          date             | 'infinity'                    | DATE              | text    | infinity
          time             | '24:00'                       | TIME              | text    | 24:00:00
          time             | '23:59:59.999999'             | TIME              | text    | 23:59:59.999999
          timestamp        | '2026-01-31 12:34:56.789'     | TIMESTAMP         | text    | 2026-01-31T12:34:56.789000
          timestamptz      | '2026-01-31 12:34:56+05:30'   | TIMESTAMPTZ       | text    | 2026-01-31T07:04:56+00:00
          timestamptz      | '-infinity'                   | TIMESTAMPTZ       | text    | -infinity
          json             | '{"a": 1, "a": 2}'            | JSON_TEXT         | text    | {"a": 1, "a": 2}
          jsonb            | '1.10'                        | JSONB_TEXT        | text    | 1.10
          integer[]        | '{1,NULL,3}'                  | JSON_TEXT         | text    | [1,null,3]
          text[]           | '{{"a,b","NULL"},{NULL,"\\""}}' | JSON_TEXT       | text    | [["a,b","NULL"],[null,"\\""]]
          boolean[]        | '{t,f}'                       | JSON_TEXT         | text    | [true,false]
          numeric[]        | '{1.10,NaN}'                  | JSON_TEXT         | text    | [1.10,"NaN"]
          interval         | '1 year 2 days 03:04:05.6'    | TEXT              | text    | 1 year 2 days 03:04:05.6
          inet             | '192.168.0.1/24'              | TEXT              | text    | 192.168.0.1/24
          int4range        | '[1,5]'                       | TEXT              | text    | [1,6)
          tstzrange        | '[2026-01-01 00:00+02,]'      | TEXT              | text    | `["2025-12-31 22:00:00+00",)`
          tsvector         | 'fat cat'                     | TEXT              | text    | 'cat' 'fat'
          bit(3)           | B'101'                        | TEXT              | text    | 101
          money            | '1234.56'                     | TEXT              | text    | $1,234.56
          xml              | '<a>1</a>'                    | TEXT              | text    | <a>1</a>
          mood             | 'so so'                       | TEXT              | text    | so so
          whole            | 7                             | INTEGER           | integer | 7
          pair             | '(1,"a b")'                   | TEXT              | text    | `(1,"a b")`
          """)
  void everyValueArrivesExactly(
      String type, String value, String declared, String storage, String text, Database database) {
    database.run(
        "CREATE TYPE mood AS ENUM ('so so'); CREATE DOMAIN whole AS int CHECK (VALUE > 0);"
            + " CREATE TYPE pair AS (n int, t text);"
            + " CREATE TABLE t (id int PRIMARY KEY, v "
            + type
            + "); INSERT INTO t VALUES (1, "
            + value
            + "), (2, NULL)");
    Path file = folder.resolve("t.db");
    Report report = Stored.move(database.url(), file);
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(Stored.rows(file, "SELECT type FROM pragma_table_info('t') WHERE name = 'v'"))
        .containsExactly(declared);
    String shown = storage.equals("blob") ? "quote(v)" : "CAST(v AS TEXT)";
    assertThat(Stored.rows(file, "SELECT typeof(v), " + shown + " FROM t WHERE id = 1"))
        .containsExactly(storage + "|" + text);
    assertThat(Stored.rows(file, "SELECT typeof(v) FROM t WHERE id = 2")).containsExactly("null");
  }

  @Test
  void theManualsTableOfTypesIsTrue(Database database) throws IOException {
    Pattern line = Pattern.compile("\\| `([^`]+)` \\| `([^`]+)` \\| (\\w+) \\|");
    List<String> types = new ArrayList<>();
    List<String> declared = new ArrayList<>();
    for (String text : Files.readAllLines(Path.of("../docs/directions.md"))) {
      Matcher found = line.matcher(text);
      if (found.matches()) {
        types.add("c" + types.size() + " " + found.group(1));
        declared.add(found.group(2));
      }
    }
    assertThat(types).hasSizeGreaterThan(20);
    database.run("CREATE TABLE t (" + String.join(", ", types) + ")");
    Path file = folder.resolve("t.db");
    Stored.move(database.url(), file);
    assertThat(Stored.rows(file, "SELECT type FROM pragma_table_info('t')")).isEqualTo(declared);
  }

  @Test
  void theStructureComesAlong(Database database) {
    database.run(
        """
        CREATE TABLE person (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          mail varchar(80) NOT NULL UNIQUE,
          age int CHECK (age >= 0 AND age < 150),
          state text DEFAULT 'new' CHECK (state IN ('new', 'old')),
          price numeric(8,2) DEFAULT 0.50 CHECK (price > 0),
          born timestamptz DEFAULT now(),
          active boolean NOT NULL DEFAULT true);
        CREATE TABLE orders (
          a int, b text, person_id bigint REFERENCES person ON DELETE CASCADE,
          PRIMARY KEY (a, b));
        CREATE INDEX by_age ON person (age DESC) WHERE active;
        CREATE INDEX by_lower ON person (lower(mail));
        CREATE VIEW adults AS SELECT id FROM person WHERE age > 17;
        INSERT INTO person (mail, age) VALUES ('a', 1), ('b', 2), ('c', 3);
        INSERT INTO orders VALUES (1, 'x', 3);
        DELETE FROM person WHERE id = 2;
        SELECT nextval('person_id_seq');
        """);
    Path file = folder.resolve("t.db");
    Report report = Stored.move(database.url(), file);

    assertThat(Stored.rows(file, "SELECT seq FROM sqlite_sequence WHERE name = 'person'"))
        .containsExactly("4");
    SqliteFiles.create(file, "INSERT INTO person (mail) VALUES ('d')");
    assertThat(
            Stored.rows(
                file,
                "SELECT id, state, price, typeof(price), active,"
                    + " born GLOB '20??-??-??T??:??:??.*+00:00' FROM person WHERE mail = 'd'"))
        .containsExactly("5|new|0.50|text|1|1");
    assertThat(
            Stored.rows(file, "SELECT \"table\", on_delete FROM pragma_foreign_key_list('orders')"))
        .containsExactly("person|CASCADE");
    assertThat(Stored.rows(file, "SELECT name FROM pragma_table_info('orders') WHERE pk > 0"))
        .containsExactly("a", "b");
    assertThat(Stored.rows(file, "SELECT sql FROM sqlite_schema WHERE name = 'by_age'"))
        .containsExactly("CREATE INDEX by_age ON person (age DESC) WHERE \"active\"");
    assertThatThrownBy(() -> SqliteFiles.create(file, "INSERT INTO person(mail) VALUES ('d')"))
        .hasMessageContaining("UNIQUE");
    assertThatThrownBy(
            () -> SqliteFiles.create(file, "INSERT INTO person(mail, age) VALUES ('e', -1)"))
        .hasMessageContaining("CHECK");
    assertThatThrownBy(
            () -> SqliteFiles.create(file, "INSERT INTO person(mail, state) VALUES ('e', 'x')"))
        .hasMessageContaining("CHECK");
    assertThat(report.warnings().stream().map(w -> w.kind() + " " + w.message()))
        .anyMatch(w -> w.startsWith("index the index by_lower is left out"))
        .anyMatch(w -> w.startsWith("check CHECK ((price > (0)::numeric)) left out"))
        .anyMatch(w -> w.startsWith("port the view adults"));
  }

  @Test
  void eachOfManyTablesGoesOnWhereItsOwnSequenceStands(Database database) {
    StringBuilder tables = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 10; i < 35; i++) {
      tables.append(
          "CREATE TABLE t" + i + " (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);");
      tables.append("SELECT setval('t" + i + "_id_seq', " + 7 * i + ");");
      expected.add("t" + i + "|" + 7 * i);
    }
    database.run(tables.toString());
    Path file = folder.resolve("t.db");
    Stored.move(database.url(), file);
    assertThat(Stored.rows(file, "SELECT name, seq FROM sqlite_sequence ORDER BY name"))
        .isEqualTo(expected);
  }

  @Test
  void partitionsAreTheirRootAndHeirsAreTablesOfTheirOwn(Database database) {
    database.run(
        """
        CREATE TABLE log (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
        CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
        CREATE TABLE log_2 PARTITION OF log DEFAULT;
        INSERT INTO log VALUES (1, '2026-01-05'), (2, '2027-01-05');
        CREATE TABLE animal (name text);
        CREATE TABLE bird (wings int) INHERITS (animal);
        INSERT INTO animal VALUES ('cat');
        INSERT INTO bird VALUES ('godwit', 2);
        """);
    Path file = folder.resolve("t.db");
    Report report = Stored.move(database.url(), file);
    assertThat(report.tables().stream().map(TableReport::name))
        .containsExactlyInAnyOrder("log", "animal", "bird");
    assertThat(Stored.rows(file, "SELECT count(*) FROM log")).containsExactly("2");
    assertThat(Stored.rows(file, "SELECT name FROM animal")).containsExactly("cat");
    assertThat(Stored.rows(file, "SELECT name, wings FROM bird")).containsExactly("godwit|2");
  }

  @Test
  void namesThatSqliteWouldTakeForOneAreTold(Database database) {
    database.run(
        """
        CREATE TABLE "Users" (id int, "ID" text); CREATE TABLE users (id int);
        CREATE TABLE sqlite_x (id int);
        INSERT INTO "Users" VALUES (1, 'a'); INSERT INTO users VALUES (2)
        """);
    Path file = folder.resolve("t.db");
    Report report = Stored.move(database.url(), file);
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(Stored.rows(file, "SELECT id, \"ID_2\" FROM \"Users\"")).containsExactly("1|a");
    assertThat(Stored.rows(file, "SELECT id FROM users_2")).containsExactly("2");
    assertThat(Stored.rows(file, "SELECT count(*) FROM _sqlite_x")).containsExactly("0");
    assertThat(report.warnings().stream().filter(w -> w.is(ProblemKind.RENAMED))).hasSize(3);
    database.run("INSERT INTO users VALUES (3); UPDATE \"Users\" SET \"ID\" = 'b'");
    Report later = Stored.move(database.url(), file, Options.DEFAULT, Mode.DIFFERENTIAL);
    assertThat(later.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(Stored.rows(file, "SELECT id, \"ID_2\" FROM \"Users\"")).containsExactly("1|b");
    assertThat(Stored.rows(file, "SELECT id FROM users_2 ORDER BY 1")).containsExactly("2", "3");
  }

  @Test
  void rulesAreNotHeardForWhatHasTheirNameButForCase(Database database) {
    database.run(
        """
        CREATE TABLE "Users" (id int, "ID" text); CREATE TABLE users (id int);
        INSERT INTO "Users" VALUES (1, NULL); INSERT INTO users VALUES (NULL)
        """);
    Path file = folder.resolve("t.db");
    Options options =
        Options.DEFAULT.with(
            RulesFile.parse(
                """
                tables:
                  users: {rename: people, columns: {ID: {default: 7}}}
                  Users: {columns: {ID: {rename: code, default: none}}}
                """,
                "rules"));
    for (Mode mode : List.of(Mode.FULL, Mode.DIFFERENTIAL)) {
      assertThat(Stored.move(database.url(), file, options, mode).verdict())
          .isEqualTo(Verdict.EXACT);
      assertThat(Stored.rows(file, "SELECT id, code FROM \"Users\"")).containsExactly("1|none");
      assertThat(Stored.rows(file, "SELECT id FROM people")).containsExactly("7");
    }
    try (Source source = Stores.source(database.url(), null);
        Source target = Stores.source(file.toString(), null)) {
      assertThat(new Godwit(Progress.NONE).verify(source, target, options).verdict())
          .isEqualTo(Verdict.EXACT);
      Options unclear = Options.DEFAULT.with(RulesFile.parse("tables: {USERS: skip}", "rules"));
      assertThatThrownBy(() -> new Godwit(Progress.NONE).verify(source, target, unclear))
          .hasMessageContaining("USERS  a rule names this, and it could mean several");
    }
  }

  @Test
  void severalSchemasAreRefusedAndOneCanBeChosen(Database database) {
    database.run(
        "CREATE TABLE t (a int); INSERT INTO t VALUES (1); CREATE SCHEMA app;"
            + " CREATE TABLE app.t (a int); INSERT INTO app.t VALUES (2)");
    Path file = folder.resolve("t.db");
    assertThatThrownBy(() -> Stored.move(database.url(), file))
        .hasMessageContaining("several schemas: app, public; choose one with ?schema=NAME");
    Stored.move(database.url() + "?schema=app", file);
    assertThat(Stored.rows(file, "SELECT a FROM t")).containsExactly("2");
    // As a target it is read where it is written to.
    for (String chosen : List.of("", "?schema=app")) {
      try (Source source = Stores.source(file.toString(), null);
          Source target = Stores.targetAsSource(database.url() + chosen, null, Rules.NONE)) {
        assertThat(new Godwit(Progress.NONE).verify(source, target, Options.DEFAULT).verdict())
            .isEqualTo(chosen.isEmpty() ? Verdict.DIFFERENT : Verdict.EXACT);
      }
    }
    assertThatThrownBy(() -> Stored.move(database.url() + "?schema=nope", file))
        .hasMessageContaining("there is no such schema");
  }

  @Test
  void moreColumnsThanATableCanHaveAreRefusedBeforehand(Database database) throws Exception {
    String record =
        IntStream.range(0, 2001)
            .mapToObj(i -> "\"c" + i + "\": 1")
            .collect(joining(", ", "[{", "}]"));
    Path wide = Files.writeString(folder.resolve("wide.json"), record);
    Path file = folder.resolve("wide.db");
    assertThatThrownBy(() -> Moves.migrate("json:" + wide, file.toString(), Options.DEFAULT))
        .hasMessageContaining("wide  2001 columns, and SQLite's tables have 2000 at most");
    assertThat(file).doesNotExist();
    assertThatThrownBy(() -> Moves.migrate("json:" + wide, database.url(), Options.DEFAULT))
        .hasMessageContaining("wide  2001 columns, and PostgreSQL's tables have 1600 at most");
  }

  @Test
  void ownTablesDecideAndTheEdgeIsNamed(Database database) {
    database.run(
        "CREATE TABLE t (id int PRIMARY KEY, price numeric, at timestamptz);"
            + " INSERT INTO t VALUES (1, 0.5, now()), (2, 0.1, now()),"
            + " (3, 12345678901234567.5, now())");
    Path file =
        SqliteFiles.create(
            folder.resolve("t.db"), "CREATE TABLE t(id INTEGER PRIMARY KEY, price REAL, at TEXT)");
    assertThatThrownBy(() -> Stored.move(database.url(), file))
        .hasMessageContaining("t.price")
        .hasMessageContaining("not exact as double precision")
        .hasMessageContaining("id=3");
    database.run("DELETE FROM t WHERE id = 3");
    Stored.move(database.url(), file);
    assertThat(Stored.rows(file, "SELECT typeof(price), price, typeof(at) FROM t"))
        .containsExactly("real|0.5|text", "real|0.1|text");
  }

  @Test
  void allReadsSeeOneMomentAndNothingIsWritten(Database database) {
    database.run("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
    try (dev.godwit.store.Source source = dev.godwit.Stores.source(database.url(), null)) {
      database.run("INSERT INTO t VALUES (2)");
      assertThat(Counting.holdsRows(source, source.catalog().tables().get(0))).isTrue();
      dev.godwit.model.Table table = source.catalog().tables().get(0);
      try (var rows = Scanning.of(source).scan(table, table.columns())) {
        assertThat(rows.next()).isTrue();
      }
      // Closed before its end: the snapshot outlives it.
      database.run("INSERT INTO t VALUES (3)");
      assertThat(dev.godwit.verify.Digests.of(source, table, table.columns()).rows()).isEqualTo(1);
    }
    assertThat(database.rows("SELECT nspname FROM pg_namespace WHERE nspname = 'godwit'"))
        .isEqualTo(List.of());
  }
}
