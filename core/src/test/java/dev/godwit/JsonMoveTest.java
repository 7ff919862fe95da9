package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.godwit.copy.Progress;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.model.Verdict;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Journal;
import dev.godwit.store.can.Numbered;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** JSON between the other engines, and as the target of every kind of load. */
@ExtendWith(FreshDatabase.class)
class JsonMoveTest {
  @TempDir Path folder;

  private static Report move(String from, String to, Options options) {
    return Moves.migrate(List.of(Path.of(from)), to, options);
  }

  private static Report moved(String from, String to, Options options) {
    return moved(from, to, options, Verdict.EXACT);
  }

  private static Report moved(String from, String to, Options options, Verdict verdict) {
    try (Source source = Stores.source(from, null);
        Target target = Stores.target(to, null)) {
      Report report = new Godwit(Progress.NONE).migrate(source, target, options);
      assertThat(report.verdict()).isEqualTo(verdict);
      return report;
    }
  }

  private static Report moved(String from, String to) {
    return moved(from, to, Options.DEFAULT);
  }

  /** Every table's rows as text, storage classes and all, sorted. */
  private static List<String> contents(String store) {
    List<String> result = new ArrayList<>();
    try (Source source = Stores.source(store, null)) {
      for (Table table : source.catalog().tables()) {
        List<Column> columns = table.columns();
        try (Rows rows = source.read(table, columns, Position.START)) {
          while (rows.next()) {
            result.add(table.name() + cells(rows.row()));
          }
        }
      }
    }
    result.sort(null);
    return result;
  }

  private static String cells(Row row) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      text.append('|').append(Row.className(row.storageClass(i))).append(' ');
      switch (row.storageClass(i)) {
        case Row.NULL -> text.append("");
        case Row.INTEGER -> text.append(row.integer(i));
        case Row.REAL -> text.append(Double.toHexString(row.real(i)));
        default -> text.append(HexFormat.of().formatHex(row.bytes(i)));
      }
    }
    return text.toString();
  }

  private Path hazards() {
    return SqliteFiles.create(
        folder.resolve("hazards.db"),
        "CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE)",
        "CREATE TABLE child (a TEXT, b INTEGER REFERENCES parent(id) ON DELETE CASCADE,"
            + " v DECIMAL(10,2) DEFAULT 1, w, PRIMARY KEY (a, b)) WITHOUT ROWID",
        "CREATE INDEX child_w ON child (w DESC) WHERE w IS NOT NULL",
        "CREATE VIEW seen AS SELECT * FROM parent",
        "INSERT INTO parent VALUES (9223372036854775807, ''), (1, char(0) || 'x'),"
            + " (2, CAST(x'c328' AS TEXT)), (3, 'ä😀\"\\' || char(10, 9, 1, 127))",
        "INSERT INTO child VALUES ('i', 1, 1.5, 9e999), ('m', 1, -0.0, -9e999),"
            + " ('z', 1, -9223372036854775808, -0.0), ('b', 2, NULL, x'00ff'),"
            + " ('e', 3, 'text', x''), ('s', 3, 0.1, 5e-324), ('t', 3, 2, ''), ('l', 3, 1e300, 1)",
        "DELETE FROM parent WHERE id = 9223372036854775807",
        "INSERT INTO parent VALUES (77, 'last')");
  }

  @Nested
  class Whole {
    @ParameterizedTest
    @ValueSource(strings = {"out", "out.json"})
    void sqliteGoesToJsonAndBackToTheBit(String out) {
      Path file = hazards();
      String json = "json:" + folder.resolve(out);
      moved(file.toString(), json);
      assertThat(contents(json)).isEqualTo(contents(file.toString()));
      String back = folder.resolve("back.db").toString();
      moved(json, back);
      assertThat(contents(back)).isEqualTo(contents(file.toString()));
      try (Source before = Stores.source(file.toString(), null);
          Source between = Stores.source(json, null);
          Source after = Stores.source(back, null)) {
        assertThat(between.catalog().tables())
            .usingRecursiveComparison()
            .ignoringFields("estimatedRows")
            .isEqualTo(before.catalog().tables());
        assertThat(after.catalog().tables().stream().map(Table::columns).toList())
            .isEqualTo(before.catalog().tables().stream().map(Table::columns).toList());
        assertThat(Numbered.marks(between)).isEqualTo(Numbered.marks(before));
        assertThat(Numbered.marks(after)).isEqualTo(Numbered.marks(before));
      }
    }

    @Test
    void postgresGoesToJsonAndBackWithEveryType(Database database) {
      String columns =
          "id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, n numeric, l numeric(5,2),"
              + " ts timestamptz, d date, t time, f real, g double precision, u uuid, b bytea,"
              + " j json, k jsonb, a integer[], i interval, c char(3), v varchar(5), o boolean";
      database.run(
          "CREATE TABLE t ("
              + columns
              + ", UNIQUE (n));"
              + "INSERT INTO t (n, l, ts, d, t, f, g, u, b, j, k, a, i, c, v, o) VALUES"
              + " (1.500, 1.10, '2024-02-29 12:00:00.000001+02', '-infinity', '24:00', 'NaN',"
              + "  '-Infinity', gen_random_uuid(), '\\x00ff', '{\"a\" : 1, \"a\":2}',"
              + "  '{\"$json\": 1}', '{1,NULL}', '1 day 2 s', 'a', '', true),"
              + " ('NaN', NULL, 'infinity', '0001-01-01 BC', '00:00', 1.1, 0.1, NULL, '', '\"x\"',"
              + "  'null', '{}', NULL, NULL, NULL, false),"
              + " (123456789012345678901234567890.5, 0, NULL, NULL, NULL, 0, '-0', NULL, NULL, NULL,"
              + "  '\"s\"', NULL, NULL, NULL, NULL, NULL)");
      Path out = folder.resolve("out");
      moved(database.url(), "json:" + out);
      List<String> before = database.rows("SELECT * FROM t ORDER BY id");
      database.run("DROP TABLE t; DROP SCHEMA IF EXISTS godwit CASCADE");
      moved("json:" + out, database.url());
      assertThat(database.rows("SELECT * FROM t ORDER BY id")).isEqualTo(before);
      assertThat(database.value("INSERT INTO t DEFAULT VALUES RETURNING id")).isEqualTo("4");
    }

    @Test
    void otherPeoplesJsonGoesToPostgresAndComesBackAsItWas(Database database) throws IOException {
      String json =
          "[\n  {\"id\": 1, \"n\": 12345678901234567890, \"ok\": true, \"x\": null,"
              + " \"deep\": {\"a\":[1,2.50]}, \"f\": 0.5},\n"
              + "  {\"id\": 2, \"n\": 1, \"ok\": false, \"deep\": \"s\", \"f\": 1.25}\n]\n";
      Path file = Files.writeString(folder.resolve("t.json"), json);
      moved("json:" + file, database.url());
      assertThat(
              database.rows(
                  "SELECT column_name, data_type FROM information_schema.columns"
                      + " WHERE table_name = 't' ORDER BY ordinal_position"))
          .containsExactly(
              "id|bigint",
              "n|numeric",
              "ok|boolean",
              "x|text",
              "deep|jsonb",
              "f|double precision",
              "_missing|jsonb");
      String back = "json:" + folder.resolve("back.json") + "?shape=array";
      moved("json:" + file, back);
      assertThat(folder.resolve("back.json")).hasContent(json);
    }

    @Test
    void kindsOfJsonComeBackThroughSqliteAndPostgres(Database database) throws IOException {
      String json =
          "[\n  {\"id\": 1, \"ok\": true, \"o\": {\"a\":[1,{\"b\":null}],\"$ref\":2.50}, \"x\": \"7\","
              + " \"n\": 12345678901234567890.10, \"s\": \"no\"},\n"
              + "  {\"id\": 2, \"ok\": null, \"o\": [], \"x\": 7, \"n\": 1, \"s\": \"true\"},\n"
              + "  {\"id\": 3, \"ok\": false, \"o\": \"[1]\", \"x\": \"null\", \"n\": -0.5, \"s\": \"7\"},\n"
              + "  {\"id\": 4, \"ok\": false, \"o\": {\"$ref\":\"a, b: c\"}, \"x\": true, \"n\": 0,"
              + " \"s\": \"{}\"}\n]\n";
      Path file = Files.writeString(folder.resolve("t.json"), json);
      String first = folder.resolve("first.db").toString();
      String second = folder.resolve("second.db").toString();
      String tables = "json:" + folder.resolve("tables.json");
      moved("json:" + file, first);
      moved(first, tables);
      moved(tables, "json:" + folder.resolve("back.json") + "?shape=array");
      assertThat(folder.resolve("back.json")).hasContent(json);
      assertThat(folder.resolve("tables.json"))
          .content()
          .contains(
              "{\"id\":2,\"ok\":null,\"o\":[],\"x\":7,\"n\":1,\"s\":\"true\"}",
              "{\"id\":3,\"ok\":false,\"o\":\"[1]\",\"x\":\"null\",\"n\":-0.5,\"s\":\"7\"}");
      moved(tables, database.url());
      moved(database.url(), second);
      moved(second, "json:" + folder.resolve("last.json") + "?shape=array");
      // PostgreSQL has its own blanks and order of members in jsonb.
      JsonMapper mapper = JsonMapper.builder().build();
      assertThat(mapper.readTree(Files.readString(folder.resolve("last.json"))))
          .isEqualTo(mapper.readTree(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "out.json"})
    void cellsThatAreNotWhatTheirTypeSaysComeBackToTheBit(String out) {
      Path file =
          SqliteFiles.create(
              folder.resolve("odd.db"),
              "CREATE TABLE t (j JSON_TEXT, k JSONB_TEXT, b BOOLEAN, d DECIMAL_TEXT(5,2))",
              "INSERT INTO t VALUES ('no', ' 1', 2, 'NaN'), ('{ \"a\" :1}', '{\"a\": [1, 2]}', 'x', 1.5),"
                  + " (x'00ff', 'null', 1.5, x'01'), (CAST(x'c328' AS TEXT), '[1,2]', 0, '007'),"
                  + " ('', '\"\\u00e9\"', 1, '1e5'), ('{\"$blob\":\"AA==\"}', '[1, 2]', 1, ''),"
                  + " ('{\"$json\":\"x\"}', '{}', 'true', '-0.10'), ('NaN', '[1 ,2]', NULL, NULL),"
                  + " ('{\"a\":1,\"a\":2}', '{\"\\ud800\": 1}', 1, 1), ('\"\\ud800\"', 1, 1, 1),"
                  + " (char(0), '\"x, y: z\"', 1, 1), ('{\"\\u0024json\":\"x\"}', '{\"$x\": 1}', 1, 1),"
                  + " (replace(hex(zeroblob(3000)), '00', '[') ||"
                  + " replace(hex(zeroblob(3000)), '00', ']'), 'true', 1, 1)");
      String json = "json:" + folder.resolve(out);
      moved(file.toString(), json);
      assertThat(contents(json)).isEqualTo(contents(file.toString()));
      String back = folder.resolve("back.db").toString();
      moved(json, back);
      assertThat(contents(back)).isEqualTo(contents(file.toString()));
    }
  }

  @Nested
  class Targets {
    private String sqlite(int rows) {
      List<String> sql = new ArrayList<>();
      sql.add("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)");
      sql.add(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
              + rows
              + ")"
              + " INSERT INTO t SELECT i, 'v' || i FROM n");
      Path file = folder.resolve("t" + rows + ".db");
      return (Files.exists(file) ? file : SqliteFiles.create(file, sql.toArray(String[]::new)))
          .toString();
    }

    @Test
    void aRunThatFailsLeavesNothingBehind() throws IOException {
      Path file =
          SqliteFiles.create(
              folder.resolve("t.db"),
              "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)",
              "INSERT INTO t VALUES (1, 'x')");
      Path out = folder.resolve("out");
      Options options =
          Options.DEFAULT.with(
              RulesFile.parse("tables: {t: {columns: {v: {type: integer}}}}", "rules"));
      assertThatThrownBy(() -> move(file.toString(), "json:" + out, options))
          .isInstanceOf(GodwitException.class)
          .hasMessageContaining("t.v");
      try (Stream<Path> all = Files.list(folder)) {
        assertThat(all.map(p -> p.getFileName().toString()))
            .allMatch(n -> n.equals("t.db") || n.endsWith("godwit-lock"));
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "out.json", "o.json?shape=array&table=t", "o.ndjson?table=t"})
    void rowsThatAreThereAreRefusedOrReplaced(String out) {
      String json = "json:" + folder.resolve(out);
      moved(sqlite(3), json);
      assertThatThrownBy(() -> moved(sqlite(5), json)).hasMessageContaining("hold rows");
      assertThat(contents(json)).hasSize(3);
      Options force = Options.DEFAULT.forcing(true);
      moved(sqlite(5), json, force);
      assertThat(contents(json)).hasSize(5);
    }

    @Test
    void rowsWhoseKeyIsThereAreSkippedOrUpdatedByRule() {
      String json = "json:" + folder.resolve("out");
      moved(sqlite(3), json);
      Path other =
          SqliteFiles.create(
              folder.resolve("other.db"),
              "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)",
              "INSERT INTO t VALUES (2, 'new'), (4, 'four')");
      moved(other.toString(), json, conflict("skip"), Verdict.MERGED);
      assertThat(contents(json)).hasSize(4).noneMatch(row -> row.contains(hex("new")));
      moved(other.toString(), json, conflict("update"), Verdict.MERGED);
      assertThat(contents(json))
          .hasSize(4)
          .filteredOn(row -> row.contains(hex("new")))
          .singleElement()
          .asString()
          .startsWith("t|integer 2|");
    }

    @Test
    void columnsThatDoNotTravelKeepTheirValuesInAnUpdate() {
      String json = "json:" + folder.resolve("out");
      moved(
          SqliteFiles.create(
                  folder.resolve("a.db"),
                  "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, w TEXT)",
                  "INSERT INTO t VALUES (1, 'v', 'kept')")
              .toString(),
          json);
      moved(
          SqliteFiles.create(
                  folder.resolve("b.db"),
                  "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)",
                  "INSERT INTO t VALUES (1, 'new')")
              .toString(),
          json,
          conflict("update"),
          Verdict.MERGED);
      assertThat(contents(json))
          .containsExactly("t|integer 1|text " + hex("new") + "|text " + hex("kept"));
    }

    private static Options conflict(String what) {
      return Options.DEFAULT.with(
          RulesFile.parse("tables: {t: {onConflict: " + what + "}}", "rules"));
    }

    private static String hex(String text) {
      return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aFileThatIsNotUnderstoodIsNeverOverwritten() throws IOException {
      Path broken = Files.writeString(folder.resolve("broken.json"), "[{\"a\": ");
      assertThatThrownBy(() -> moved(sqlite(1), "json:" + broken))
          .hasMessageContaining("no valid JSON");
      assertThat(broken).hasContent("[{\"a\": ");
      Path foreign = Files.createDirectory(folder.resolve("foreign"));
      Files.writeString(foreign.resolve("notes.txt"), "mine");
      assertThatThrownBy(() -> moved(sqlite(1), "json:" + foreign))
          .hasMessageContaining("a folder of other files");
    }

    @Test
    void aFileOfRowsThatWasCutOffIsFound() throws IOException {
      Path out = folder.resolve("out");
      moved(sqlite(3), "json:" + out);
      Path rows = out.resolve("t.ndjson");
      List<String> lines = Files.readAllLines(rows);
      Files.write(rows, lines.subList(0, 2));
      assertThatThrownBy(() -> moved("json:" + out, "json:" + folder.resolve("other")))
          .hasMessageContaining("t.ndjson has 2 lines, and catalog.json says 3")
          .hasMessageContaining("is damaged; nothing was written. Restore the files from a backup")
          .hasMessageNotContaining("sqlite3");
    }

    @Test
    void repeatedKeysOfOneTableAreSetAsideByRule() throws IOException {
      Path file = folder.resolve("t.json");
      Files.writeString(file, "[{\"id\": 1, \"v\": \"a\"}, {\"id\": 1, \"v\": \"b\"}]");
      String json = "json:" + folder.resolve("out");
      Options options =
          Options.DEFAULT.with(RulesFile.parse("tables: {t: {onMisfit: quarantine}}", "rules"));
      try (Source source = Stores.source("json:" + file + "?key=t.id", null);
          Target target = Stores.target(json, null)) {
        Report report = new Godwit(Progress.NONE).migrate(source, target, options);
        assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINED);
        assertThat(Journal.at(target).journal("quarantine")).isPresent();
      }
      assertThat(contents(json)).hasSize(1);
    }
  }

  static List<Path> corpus() throws IOException {
    String corpus = System.getProperty("godwit.corpus", "");
    if (corpus.isBlank()) {
      return List.of(Path.of("no corpus"));
    }
    List<String> some =
        List.of(
            "chinook",
            "calibre",
            "geography",
            "ghost",
            "gitea",
            "northwind_small",
            "cs50_bnb",
            "pgloader_bad_utf8",
            "pgloader_type_mismatch",
            "spider_de_formula_1",
            "sqlittle_values",
            "f_android_twitter",
            "sql_murder_mystery",
            "home_assistant_wal");
    try (Stream<Path> files = Files.list(Path.of(corpus))) {
      return files
          .filter(f -> some.contains(f.getFileName().toString().replace(".db", "")))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void realDatabasesArriveThroughJsonAsTheyDoWithoutIt(Path original, Database database)
      throws IOException {
    assumeFalse(original.toString().equals("no corpus"), "-Dgodwit.corpus is not set");
    Path file = folder.resolve(original.getFileName());
    Files.copy(original, file);
    Path wal = original.resolveSibling(original.getFileName() + "-wal");
    if (Files.exists(wal)) {
      Files.copy(wal, folder.resolve(wal.getFileName()));
    }
    String json = "json:" + folder.resolve("out");
    Report first = moved(file.toString(), json);
    Report second = moved(json, database.url());
    assertThat(second.tables())
        .hasSameSizeAs(first.tables())
        .allMatch(t -> t.digest() == Match.EQUAL);
    assertThat(contents(json)).isEqualTo(contents(file.toString()));
  }
}
