package dev.godwit.plan.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.inspect.Inspector;
import dev.godwit.model.Affinity;
import dev.godwit.model.Column;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Index;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.plan.ColumnTypes;
import dev.godwit.plan.NameStyle;
import dev.godwit.plan.Rules;
import dev.godwit.plan.expression.Expressions;
import dev.godwit.postgres.schema.PostgresDdl;
import dev.godwit.sqlite.SqliteSource;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaMappingTest {
  private static PostgresForTests postgres;
  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    postgres = new PostgresForTests();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "INTEGER         | 1, 2                      | bigint",
        "INT UNSIGNED    | 1, NULL                   | bigint",
        "INTEGER         | 1, 'lots'                 | text",
        "INTEGER         | 1, 2.32                   | text",
        "INTEGER         | 1, x'00'                  | bytea",
        "TINYINT(1)      | 0, 1, NULL                | boolean",
        "TINYINT(1)      | 0, 2                      | bigint",
        "TINYINT(1)      | -1                        | bigint",
        "TINYINT         | 0, 1                      | bigint",
        "BOOLEAN         | 0, 1, 'FALSE'             | boolean",
        "BOOL            | 0, 2                      | bigint",
        "BOOL            | 'maybe'                   | text",
        "DATETIME        | '2026-01-31 12:00:00'     | timestamp",
        "DATETIME        | '2026-01-31T12:00:00Z'    | timestamptz",
        "DATETIME        | 1700000000, 0             | timestamptz",
        "DATETIME        | 1627303906122             | timestamptz",
        "DATETIME        | 1700000000, 1627303906122 | bigint",
        "DATETIME        | 2460000.5                 | double precision",
        "TIMESTAMP       | '2026-01-31', '2026-01-31 12:00:00' | text",
        "DATE            | '2026-01-31'              | date",
        "TIME            | '12:00'                   | time",
        "DATE            | '2026-01-31', ''          | text",
        "DATE            | NULL                      | date",
        "REAL            | 1, 2.5                    | double precision",
        "FLOAT(10,2)     | 2.5, ''                   | text",
        "DATETIME        | '2023-11-15 01:00:00.001 +00:00' | timestamptz",
        "DATETIME        | '+294276-12-31T23:59:59.999999' | timestamp",
        "DATETIME        | '+294277-01-01T00:00:00'  | text",
        "decimal         | 1, 2.5                    | numeric",
        "DECIMAL(5,2)    | 123.45, 1                 | ~numeric(5,2)~",
        "DECIMAL(5,2)    | 1234.5                    | numeric",
        "DECIMAL(1,1)    | 'x'                       | text",
        "NUMERIC         | 1, 2                      | bigint",
        "NUMERIC         | 1, 2.5                    | double precision",
        "NUMERIC         | 9007199254740993, 2.5     | text",
        "NUMERIC         | 'false'                   | text",
        "TEXT            | '2026-01-31', 5           | text",
        "VARCHAR(3)      | 'abc'                     | ~varchar(3)~",
        "VARCHAR(3)      | 'abcd'                    | text",
        "CHAR(0)         | 'abcd'                    | text",
        "TEXT            | CAST(x'6100' AS TEXT)     | bytea",
        "TEXT            | CAST(x'96' AS TEXT)       | bytea",
        "TEXT            | x'00'                     | bytea",
        "JSON            | '{\"a\":1}', 5            | jsonb",
        "JSONB           | '{\"a\":1,\"a\":2}'       | json",
        "JSON            | '{a}'                     | text",
        "JSON            | jsonb('{}')               | bytea",
        "UUID            | '123e4567-e89b-12d3-a456-426614174000' | uuid",
        "GUID            | '123E4567-e89b-12d3-a456-426614174000' | text",
        "BLOB            | x'00', x''                | bytea",
        "BLOB            | 'text'                    | text",
        "''              | 1                         | bigint",
        "''              | 1.5                       | double precision",
        "''              | 1, 1.5                    | text",
        "''              | NULL                      | text",
        "STRING          | 'abc'                     | text",
        "intege          | 'abc'                     | text",
        "byte[]          | x'01'                     | bytea",
        "LONGVARCHAR     | 'x'                       | text",
      })
  void choosesTheTypeByDeclarationAndContent(String declared, String values, String expected)
      throws Exception {
    String type = declared.equals("''") ? "" : "\"" + declared + "\"";
    String rows =
        List.of(values.split(", (?![^']*'(?:,|$))")).stream()
            .map(v -> "(" + v + ")")
            .collect(Collectors.joining(", "));
    MappedSchema schema = map("CREATE TABLE t (c " + type + ")", "INSERT INTO t VALUES " + rows);
    Column column = schema.target().tables().get(0).columns().get(0);
    assertThat(column.type().name()).isEqualTo(expected);
  }

  @Test
  void flagsStayNumbersWhereTheTableTakesThemForNumbers() throws Exception {
    MappedSchema schema =
        map(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TINYINT(1), b TINYINT(1) CHECK (b >= 0),"
                + " c TINYINT(1), d TINYINT(1), e AS (d + 1))",
            "CREATE INDEX t_a ON t (a)",
            "CREATE INDEX t_c ON t (id) WHERE c = 1",
            "INSERT INTO t VALUES (1, 0, 0, 0, 0)");
    List<String> types =
        schema.target().tables().get(0).columns().stream().map(c -> c.type().name()).toList();
    assertThat(types.subList(1, 5)).containsExactly("boolean", "bigint", "bigint", "bigint");
    assertThat(schema.warnings())
        .filteredOn(w -> w.is(ProblemKind.INFERRED) && w.column().equals("b"))
        .singleElement()
        .satisfies(w -> assertThat(w.hint()).isEqualTo("rule: b: {type: boolean}"));
  }

  @Test
  void namesEveryWideningWithTheRuleThatUndoesIt() throws Exception {
    MappedSchema schema =
        map(
            "CREATE TABLE products (id INTEGER PRIMARY KEY, qty INTEGER NOT NULL)",
            "INSERT INTO products VALUES (1, 5), (17, 'lots-of-it')");
    assertThat(schema.warnings())
        .singleElement()
        .satisfies(
            w -> {
              assertThat(w.kind()).hasToString("widened");
              assertThat(w.key()).isEqualTo("id=17");
              assertThat(w.message()).isEqualTo("INTEGER → text: 1 texts, first at id=17");
              assertThat(w.hint()).isEqualTo("rule: qty: {type: bigint, onMisfit: quarantine}");
            });
    assertThat(schema.comments()).containsKey("products");
  }

  @Test
  void saysThatAnApplicationIsNotAtHomeInTablesThatGodwitMakes() throws Exception {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE django_migrations (id integer, app varchar(255), applied datetime)",
            "CREATE TABLE shop (id integer, ref char(32), note varchar(9), total decimal)",
            "INSERT INTO shop VALUES (1, 'dd12417083d82065cfad6c564652c9ef', 'x', 1.5)");
    assertThat(map(file, NameStyle.KEEP).warnings())
        .filteredOn(w -> w.is(ProblemKind.HISTORY))
        .singleElement()
        .satisfies(
            w -> {
              assertThat(w.table()).isEqualTo("django_migrations");
              assertThat(w.message())
                  .contains("let manage.py migrate make the tables")
                  .endsWith(": shop.ref char(32) → varchar(32), shop.total decimal → numeric");
            });
  }

  @Test
  void keepsAwkwardNamesOrSaysWhatBecameOfThem() throws Exception {
    String a = "é".repeat(40);
    MappedSchema schema =
        map(
            "CREATE TABLE \"order\" (\"group\" INT, \"this 'name' has \"\"quotes\"\"\" INT, oid INT,"
                + " ctid INT, xmin INT, \"\" INT)",
            "CREATE TABLE \"" + a + "1\" (x INT)",
            "CREATE TABLE \"" + a + "2\" (x INT)",
            "CREATE TABLE \"a_id_seq\" (x INT)",
            "CREATE TABLE a (id INTEGER PRIMARY KEY)",
            "CREATE INDEX a_pkey ON a (id)",
            "CREATE TABLE \"; DROP TABLE a; --\" (\"x); --\" INT DEFAULT 1)");
    MappedSchema.MappedTable order = schema.tables().get("order");
    assertThat(order.target()).isEqualTo("order");
    assertThat(order.columns().get("oid").target()).isEqualTo("oid");
    assertThat(order.columns().get("ctid").target()).isEqualTo("ctid_2");
    assertThat(order.columns().get("").target()).isEqualTo("unnamed");
    assertThat(schema.tables().get(a + "1").target()).isEqualTo("é".repeat(31));
    assertThat(schema.tables().get(a + "2").target()).isEqualTo("é".repeat(30) + "_2");
    assertThat(schema.warnings()).filteredOn(w -> w.is(ProblemKind.RENAMED)).hasSize(5);
  }

  @Test
  void aNameThatIsMadeUpIsNoOtherColumnsOwn() throws Exception {
    var columns = map("CREATE TABLE t (\"\" INT, unnamed INT)").tables().get("t").columns();
    assertThat(columns.get("").target()).isEqualTo("unnamed_2");
    assertThat(columns.get("unnamed").target()).isEqualTo("unnamed");
  }

  @Test
  void foldsNamesAndResolvesCollisions() throws Exception {
    Path file = write("CREATE TABLE UserData (\"userId\" INT, user_id INT, HTTPCode INT)");
    MappedSchema schema = map(file, NameStyle.SNAKE);
    assertThat(schema.tables().get("UserData").target()).isEqualTo("user_data");
    Table table = schema.target().tables().get(0);
    assertThat(table.columns())
        .extracting(Column::name)
        .containsExactly("user_id", "user_id_2", "http_code");
  }

  @Test
  void keepsKeysOfEveryShape() throws Exception {
    MappedSchema schema =
        map(
            "CREATE TABLE p (a INT, b INT, PRIMARY KEY (b, a)) WITHOUT ROWID",
            "CREATE TABLE c (x INT, y INT, FOREIGN KEY (x, y) REFERENCES p (b, a)"
                + " ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED)",
            "CREATE TABLE torrents (id INTEGER PRIMARY KEY, up INT REFERENCES torrents)",
            "CREATE TABLE f (torrent_id INTEGER REFERENCES TORRENTS ON DELETE CASCADE ON UPDATE"
                + " RESTRICT, code VARCHAR(9) REFERENCES codes (code), txt TEXT REFERENCES codes2)",
            "CREATE TABLE codes (code TEXT UNIQUE)",
            "CREATE TABLE codes2 (id INTEGER PRIMARY KEY AUTOINCREMENT)",
            "CREATE TABLE m (a TEXT REFERENCES nowhere, b REFERENCES codes2 (zz))",
            "CREATE TABLE ca (id INTEGER PRIMARY KEY, b INT NOT NULL REFERENCES cb)",
            "CREATE TABLE cb (id INTEGER PRIMARY KEY, a INT NOT NULL REFERENCES ca)",
            "CREATE TABLE n (k TEXT PRIMARY KEY, v)",
            "INSERT INTO n VALUES (NULL, 1), ('a', 2)",
            "INSERT INTO f VALUES (99, NULL, '7')");
    assertThat(table(schema, "p").primaryKey()).containsExactly("b", "a");
    ForeignKey composite = table(schema, "c").foreignKeys().get(0);
    assertThat(composite.targetColumns()).containsExactly("b", "a");
    assertThat(composite.onDelete()).isEqualTo("SET NULL");
    assertThat(composite.initiallyDeferred()).isTrue();
    Table f = table(schema, "f");
    assertThat(f.foreignKeys()).hasSize(3);
    assertThat(f.foreignKeys())
        .extracting(ForeignKey::validated)
        .containsExactlyInAnyOrder(false, true, false);
    assertThat(f.column("txt").orElseThrow().type().name()).isEqualTo("bigint");
    assertThat(table(schema, "m").foreignKeys()).isEmpty();
    assertThat(table(schema, "n").primaryKey()).isEmpty();
    assertThat(table(schema, "n").indexes())
        .extracting(Index::origin)
        .containsExactly(Index.Origin.UNIQUE);
    assertThat(table(schema, "codes2").columns().get(0).identity())
        .isEqualTo(Column.Identity.BY_DEFAULT);
  }

  @Test
  void translatesChecksDefaultsAndGeneratedColumnsOrSaysWhyNot() throws Exception {
    MappedSchema schema =
        map(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, on_ BOOLEAN DEFAULT 'FALSE' CHECK (on_ IN (0, 1)),"
                + " n INT DEFAULT '7' CHECK (typeof(n) IN ('integer', 'null')), s VARCHAR(9) DEFAULT"
                + " \"null\" CHECK (s LIKE 'Ab%' OR length(s) < 5 AND s >= 'a'), q REAL DEFAULT -1.5,"
                + " d DATETIME DEFAULT CURRENT_TIMESTAMP, e TEXT DEFAULT (datetime('now')), u TEXT"
                + " DEFAULT (lower(hex(randomblob(16)))), b BLOB DEFAULT x'00ff', m TEXT DEFAULT"
                + " (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')), z INT DEFAULT NULL, w INT DEFAULT (random()),"
                + " g INT AS (n * 2), h TEXT GENERATED ALWAYS AS (s || '-' || id) STORED,"
                + " i AS (json_extract(s, '$')), j AS (g + 1), CHECK (s GLOB 'x*'),"
                + " CONSTRAINT \"n>0\" CHECK (n > 0))",
            "PRAGMA ignore_check_constraints = 1", "INSERT INTO t (id, n, on_) VALUES (1, -5, 1)");
    List<String> checks = table(schema, "t").checks().stream().map(c -> c.expression()).toList();
    assertThat(checks)
        .containsExactly(
            "on_ IN (FALSE, TRUE)",
            "lower(s COLLATE \"C\") LIKE 'ab%' ESCAPE '' OR (length(s) < 5 AND s COLLATE \"C\" >= 'a')",
            "n > 0");
    assertThat(table(schema, "t").checks())
        .extracting(c -> c.validated())
        .containsExactly(true, true, false);
    assertThat(table(schema, "t").columns())
        .filteredOn(c -> c.defaultValue() != null)
        .extracting(c -> c.name() + " " + c.defaultValue())
        .containsExactly(
            "on_ FALSE",
            "n 7",
            "s 'null'",
            "q -1.5",
            "d (now() AT TIME ZONE 'UTC')",
            "e to_char((now() AT TIME ZONE 'UTC'), 'YYYY-MM-DD HH24:MI:SS')",
            "u replace(gen_random_uuid()::text, '-', '')",
            "b '\\x00ff'::bytea",
            "m to_char((now() AT TIME ZONE 'UTC'), 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')",
            "g n * 2",
            "h (s || '-') || id::text");
    assertThat(schema.warnings())
        .extracting(w -> w.kind() + " " + w.column())
        .contains("default w", "generated i", "generated j", "check null");
  }

  @Test
  void keepsIndexesOfEveryShape() throws Exception {
    MappedSchema schema =
        map(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE UNIQUE, b TEXT, c INT,"
                + " j JSON, big TEXT UNIQUE)",
            "CREATE INDEX i1 ON t (b DESC, c)",
            "CREATE UNIQUE INDEX i2 ON t (b) WHERE c > 1 AND b <> \"\"",
            "CREATE INDEX i3 ON t (lower(b), c + 1)",
            "CREATE INDEX i4 ON t (b) WHERE b GLOB 'a*'",
            "CREATE INDEX i5 ON t (big)",
            "CREATE INDEX i6 ON t (j)",
            "INSERT INTO t VALUES (1, 'É', 'x', 2, '{\"a\":1,\"a\":2}', hex(zeroblob(2000))),"
                + " (2, 'é', 'y', 2, '[]', 'z')");
    assertThat(new PostgresDdl(schema.target(), schema.comments()).indexes())
        .containsExactly(
            "ALTER TABLE t ADD CONSTRAINT t_a_key UNIQUE (a)",
            "CREATE UNIQUE INDEX t_a_nocase_key ON t ((lower(a COLLATE \"C\")))",
            "CREATE INDEX i1 ON t (b DESC, c)",
            "CREATE UNIQUE INDEX i2 ON t (b) WHERE c > 1 AND b <> ''",
            "CREATE INDEX i3 ON t ((lower(b COLLATE \"C\")), (c + 1))",
            "CREATE INDEX i5 ON t USING hash (big)");
    assertThat(schema.warnings()).filteredOn(w -> w.is(ProblemKind.INDEX)).hasSize(4);
  }

  @Test
  void refusesMoreColumnsThanPostgresHas() throws Exception {
    String columns =
        IntStream.range(0, 1601).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    Path file = write("CREATE TABLE wide (" + columns + ")");
    MappedSchema schema = map(file, NameStyle.KEEP);
    assertThat(schema.problems())
        .extracting(p -> p.kind().toString())
        .containsExactly("tooManyColumns");
  }

  @Test
  void refusesRowsThatFitOnNoPage() throws Exception {
    String columns =
        IntStream.range(0, 1500).mapToObj(i -> "c" + i + " INT").collect(Collectors.joining(","));
    String row =
        IntStream.range(0, 1500).mapToObj(String::valueOf).collect(Collectors.joining(","));
    String create = "CREATE TABLE wide (" + columns + ")";
    assertThat(map(create).warnings())
        .extracting(p -> p.kind().toString())
        .containsExactly("rowTooWide");
    Path file = write(create, "INSERT INTO wide VALUES (" + row + ")");
    MappedSchema schema = map(file, NameStyle.KEEP);
    assertThat(schema.problems())
        .extracting(p -> p.kind().toString())
        .containsExactly("rowTooWide");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a - -5 > 1 AND NOT (b IS NULL)        | (a - -5) > 1 AND NOT (b IS NULL)",
        "a > - -5                              | a > -(-5)",
        "(a = 1 OR a = 2) AND b NOT NULL       | (a = 1 OR a = 2) AND b IS NOT NULL",
        "a BETWEEN 1 AND 10                    | a >= 1 AND a <= 10",
        "a NOT IN (1, '2')                     | a NOT IN (1, 2)",
        "b = 5                                 | b = '5'",
        "a / 2 = 1                             | (a / 2) = 1",
        "a / c = 1                             |",
        "b = a                                 |",
        "b GLOB '*'                            |",
        "b REGEXP 'x'                          |",
        "abs(a) < 0x10                         | abs(a) < 16",
        "coalesce(a, 0) <> 0                   | coalesce(a, 0) <> 0",
        "length(trim(b)) > 0                   | length(btrim(b)) > 0",
        "b IS NOT \"x\"                        | b IS DISTINCT FROM 'x'",
        "strftime('%Y', b) > '2000'            |",
        "(SELECT 1)                            |",
        "a = 1; DROP TABLE t                   |",
        "a >                                   |",
      })
  void translatesOnlyWhatMeansTheSame(String sql, String expected) throws Exception {
    Expressions.Translation found =
        Expressions.condition(
            sql,
            name ->
                switch (name) {
                  case "a", "c" ->
                      new Expressions.Operand(name, ColumnTypes.BIGINT, Affinity.INTEGER, null);
                  case "b" -> new Expressions.Operand(name, ColumnTypes.TEXT, Affinity.TEXT, null);
                  default -> null;
                });
    if (expected == null) {
      assertThat(found.sql()).isNull();
      assertThat(found.why()).isNotEmpty();
    } else {
      postgres.run(
          List.of("CREATE TABLE t (a bigint, b text, c bigint, CHECK (" + found.sql() + "))"));
      assertThat(found.sql()).isEqualTo(expected);
    }
  }

  private static Table table(MappedSchema schema, String name) {
    return schema.target().table(name).orElseThrow();
  }

  /** Maps a database of these statements, and runs the DDL. */
  private MappedSchema map(String... statements) throws Exception {
    MappedSchema schema = map(write(statements), NameStyle.KEEP);
    assertThat(schema.problems()).isEmpty();
    postgres.run(new PostgresDdl(schema.target(), schema.comments()).all());
    return schema;
  }

  private static MappedSchema map(Path file, NameStyle style) {
    try (SqliteSource source = SqliteSource.open(file)) {
      return SchemaMapping.toPostgres(
          source.catalog(), Inspector.profile(source), "", style, Rules.NONE);
    }
  }

  private Path write(String... statements) throws SQLException {
    Path file = folder.resolve("s" + System.nanoTime() + ".db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    return file;
  }
}
