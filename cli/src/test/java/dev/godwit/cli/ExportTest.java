package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What people do with a database every day: rows for other programs, and what differs. */
@ExtendWith(FreshDatabase.class)
class ExportTest {
  @TempDir Path folder;
  private String file;

  @BeforeEach
  void fillASource() {
    file =
        SqliteFiles.create(
                folder.resolve("a.db"),
                "CREATE TABLE t (id INTEGER PRIMARY KEY, ok BOOLEAN, doc JSON, v TEXT)",
                "CREATE TABLE u (id INTEGER PRIMARY KEY)",
                "INSERT INTO t VALUES (1, 1, '{\"a\": [1, 2]}', 'x,\"y\"'), (2, 0, 'no json', ''),"
                    + " (3, NULL, NULL, NULL)")
            .toString();
  }

  private static String export(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "export";
    System.arraycopy(words, 0, all, 1, words.length);
    Cli.Result r = Cli.run(all);
    assertThat(r.code()).as(r.everything()).isZero();
    return r.out();
  }

  @Test
  void jsonHasBooleansAndDocuments() {
    String lines = export(file, "--tables", "t", "--format", "ndjson");
    assertThat(lines.lines())
        .containsExactly(
            "{\"id\": 1, \"ok\": true, \"doc\": {\"a\": [1, 2]}, \"v\": \"x,\\\"y\\\"\"}",
            "{\"id\": 2, \"ok\": false, \"doc\": \"no json\", \"v\": \"\"}",
            "{\"id\": 3, \"ok\": null, \"doc\": null, \"v\": null}");
    var all = Cli.run("export", file).json();
    assertThat(all.at("/t/0/doc/a/1").asInt()).isEqualTo(2);
    assertThat(all.path("u").isArray()).isTrue();
  }

  @Test
  void csvIsThatOfTheRfc() {
    assertThat(export(file, "--tables", "t", "--format", "csv"))
        .isEqualTo(
            "id,ok,doc,v\r\n1,true,\"{\"\"a\"\": [1, 2]}\",\"x,\"\"y\"\"\"\r\n2,false,no json,\"\"\r\n"
                + "3,,,\r\n");
  }

  @Test
  void aConditionIsTheStoresOwn(Database database) {
    assertThat(export(file, "--tables", "t", "--where", "v IS NULL -- so", "--format", "ndjson"))
        .startsWith("{\"id\": 3,")
        .hasLineCount(1);
    assertThat(export(file, "--tables", "t", "--where", "v LIKE 'x%'", "--format", "ndjson"))
        .startsWith("{\"id\": 1,")
        .hasLineCount(1);
    database.run(
        "CREATE TABLE p (id int PRIMARY KEY, ok boolean, doc jsonb, at timestamptz);"
            + " INSERT INTO p VALUES (2, true, '{\"a\": 1}', '2024-05-01 12:00+02'), (1, false, null,"
            + " null)");
    assertThat(export(database.url(), "--where", "ok", "--format", "ndjson"))
        .isEqualTo(
            "{\"id\": 2, \"ok\": true, \"doc\": {\"a\": 1}, \"at\": \"2024-05-01T10:00:00+00:00\"}\n");
    Cli.Result wrong = Cli.run("export", file, "--tables", "t", "--where", "nope = 1");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("nope");
  }

  @Test
  void aFileThatIsThereStays() throws Exception {
    Path out = folder.resolve("out.json");
    export(file, "--tables", "t", "--output", out.toString());
    String written = Files.readString(out);
    assertThat(written).startsWith("[\n  {\"id\": 1").endsWith("\n]\n");
    assertThat(Cli.run("export", file, "--output", out.toString()).code()).isEqualTo(2);
    assertThat(Files.readString(out)).isEqualTo(written);
    assertThat(Cli.run("export", file, "--format", "csv").err()).contains("--tables");
    assertThat(Cli.run("export", file, "--tables", "tt").err()).contains("did you mean t?");
  }

  @Test
  void aDiffShowsValuesWhereSomebodyAsks() {
    String other =
        SqliteFiles.create(
                folder.resolve("b.db"),
                "CREATE TABLE t (id INTEGER PRIMARY KEY, ok BOOLEAN, doc JSON, v TEXT)",
                "CREATE TABLE u (id INTEGER PRIMARY KEY)",
                "INSERT INTO t VALUES (1, 1, '{\"a\": [1, 2]}', 'other'), (2, 0, 'no json', '')")
            .toString();
    Cli.Result r = Cli.run("diff", file, other);
    assertThat(r.code()).as(r.everything()).isEqualTo(3);
    assertThat(r.out()).contains("id=1").doesNotContain("other\n");
    r = Cli.run("diff", file, other, "--show-values");
    assertThat(r.out()).contains("v: x,\"y\" → other").contains("id=3  only in the source");
    assertThat(Cli.run("diff", file, file).code()).isZero();
  }
}
