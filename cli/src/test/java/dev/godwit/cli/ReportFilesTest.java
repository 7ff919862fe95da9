package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.godwit.testing.Browser;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(FreshDatabase.class)
class ReportFilesTest {
  @TempDir Path folder;

  private Cli.Result migrate(Database database, Path report) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE IF NOT EXISTS \"a<b>&c\" (id INTEGER PRIMARY KEY, at TEXT)",
            "DELETE FROM \"a<b>&c\"",
            "INSERT INTO \"a<b>&c\" VALUES (1, '2024-01-31 10:00:00')");
    return Cli.run(
        "migrate",
        "--from",
        file.toString(),
        "--to",
        database.url(),
        "--report",
        report.toString());
  }

  @Test
  void theHtmlPageNeedsNothingElseAndEscapesNames(Database database) throws IOException {
    database.run("CREATE TABLE \"a<b>&c\" (id bigint PRIMARY KEY, at timestamptz)");
    Path report = folder.resolve("new/report.html");
    assertThat(migrate(database, report).code()).isZero();
    String html = Files.readString(report);
    assertThat(html).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    assertThat(html).contains("a&lt;b&gt;&amp;c").doesNotContain("a<b>");
    assertThat(html).doesNotContain("http").doesNotContain("@import");
    assertThat(html).doesNotContain("src=").doesNotContain("url(").doesNotContain("<link ");
    assertThat(html).contains("prefers-color-scheme:dark").contains("name=\"viewport\"");
    assertThat(html).contains("<svg").contains("1 row of 1 table arrived");
    assertThat(html.indexOf("<h1>exact")).isLessThan(html.indexOf("<h2>"));
  }

  private Path shop() {
    return SqliteFiles.create(
        folder.resolve("shop.db"),
        "CREATE TABLE \"</script><b>\" (id INTEGER PRIMARY KEY)",
        "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, boss INTEGER REFERENCES"
            + " customers)",
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customers,"
            + " total DECIMAL(10,2))",
        "INSERT INTO customers VALUES (1, 'Ada', NULL), (2, 'Bram', 1)",
        "INSERT INTO orders VALUES (1, 1, 10), (2, 2, 'much'), (3, 2, 'more'), (4, 1, 20)");
  }

  @Test
  void plansRunsAndInspectionsAreOpenedByABrowserInBothColoursAndWidths(Database database)
      throws Exception {
    assumeThat(Browser.program()).as("no Chromium on the path").isPresent();
    database.run(
        "CREATE TABLE \"</script><b>\" (id bigint PRIMARY KEY);"
            + "CREATE TABLE customers (id bigint PRIMARY KEY, name text, boss bigint);"
            + "CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint, total numeric(10,2))");
    String shop = shop().toString();
    Path plan = folder.resolve("plan.html");
    Path run = folder.resolve("run.html");
    Path store = folder.resolve("store.html");
    String url = database.url();
    assertThat(Cli.run("plan", "--from", shop, "--to", url, "--report", plan.toString()).code())
        .isEqualTo(3);
    assertThat(Cli.run("inspect", shop, "--report", store.toString()).code()).isZero();
    assertThat(
            Cli.run(
                    "migrate",
                    "--from",
                    shop,
                    "--to",
                    url,
                    "--on-misfit=quarantine",
                    "--report",
                    run.toString())
                .code())
        .isEqualTo(3);
    try (Browser browser = Browser.start(folder.resolve("browser"))) {
      for (Path page : List.of(plan, run, store)) {
        for (int width : List.of(400, 1280)) {
          browser.open(page.toUri().toString(), width, width == 400);
          assertThat(browser.run("document.documentElement.scrollWidth <= innerWidth"))
              .as(page + " at " + width)
              .isEqualTo("true");
          assertThat(browser.run("getComputedStyle(document.body).backgroundColor"))
              .isEqualTo(width == 400 ? "rgb(18, 21, 27)" : "rgb(246, 245, 241)");
          assertThat(browser.run("document.querySelectorAll('.er .link').length")).isEqualTo("2");
        }
      }
      browser.open(run.toUri().toString(), 1280, false);
      assertThat(rows(browser, "Misfits by column")).isEqualTo("orders total misfit 2 id=2");
      find(browser, "customers");
      assertThat(rows(browser, "Tables")).startsWith("customers 2 2 0 equal");
      find(browser, "");
      assertThat(names(browser)).isEqualTo("</script><b>, customers, orders");
      browser.run(
          "[...document.querySelectorAll('th button')].find(b => b.textContent == 'Copied').click()");
      assertThat(names(browser)).endsWith("</script><b>");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private static void find(Browser browser, String words) {
    browser.run("document.getElementById('find').select()");
    browser.type(words);
  }

  /** The rows that are seen of a table, by its heading. */
  private static String rows(Browser browser, String heading) {
    return browser.run(
        "[...document.querySelectorAll('section')].find(s =>"
            + " s.querySelector('h2')?.textContent == '"
            + heading
            + "').querySelector('tbody').innerText.replace(/\\s+/g, ' ').trim()");
  }

  private static String names(Browser browser) {
    return browser.run(
        "[...[...document.querySelectorAll('section')].find(s => s.querySelector('h2')?.textContent"
            + " == 'Tables').querySelectorAll('td:first-child')].map(d => d.textContent).join(', ')");
  }

  @Test
  void aRefusedRunWritesItsReportToo(Database database) throws IOException {
    database.run("CREATE TABLE \"a<b>&c\" (id bigint PRIMARY KEY, at integer)");
    Path html = folder.resolve("report.html");
    assertThat(migrate(database, html).code()).isEqualTo(3);
    assertThat(Files.readString(html)).contains("<h1>refused").contains("class=\"hint\"");
    Path json = folder.resolve("report.json");
    assertThat(migrate(database, json).code()).isEqualTo(3);
    assertThat(JsonMapper.shared().readTree(Files.readString(json)).path("verdict").asString())
        .isEqualTo("refused");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::toString)).noneMatch(f -> f.endsWith(".tmp"));
    }
  }

  /** A name that was mistaken must not cost anybody a database. */
  @ParameterizedTest
  @CsvSource({
    "--debug,a.db",
    "--metrics,a.db",
    "--metrics,rows.json",
    "--report,rows.json",
    "--debug,folder",
    "--debug,/dev/null"
  })
  void whatGodwitDidNotWriteIsNotWrittenOver(String option, String name) throws IOException {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"), "CREATE TABLE t (n INTEGER)", "INSERT INTO t VALUES (1)");
    Files.writeString(folder.resolve("rows.json"), "{\"t\": [{\"n\": 1}]}");
    Files.createDirectory(folder.resolve("folder"));
    byte[] before = Files.readAllBytes(file);
    Path to = folder.resolve("out.db");
    Path over = folder.resolve(name);
    Cli.Result result =
        Cli.run(
            "migrate", "--from", file.toString(), "--to", to.toString(), option, over.toString());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(over + " is there, and Godwit did not write it");
    assertThat(to).doesNotExist();
    assertThat(file).hasBinaryContent(before);
    assertThat(folder.resolve("rows.json")).content().startsWith("{\"t\"");
    assertThat(Path.of("/dev/null")).satisfies(n -> assertThat(Files.isRegularFile(n)).isFalse());
  }

  @Test
  void aReportDoesNotTakeThePlaceOfTheTargetThatItTellsOf() throws IOException {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"), "CREATE TABLE t (n INTEGER)", "INSERT INTO t VALUES (1)");
    Path out = folder.resolve("out.json");
    Cli.Result result =
        Cli.run(
            "migrate",
            "--from",
            file.toString(),
            "--to",
            "json:" + out,
            "--report",
            out.toString());
    assertThat(result.err()).contains(out + " is there");
    assertThat(out).content().contains("\"t\"").doesNotContain("verdict");
  }

  @Test
  void itsOwnFilesOfAnEarlierRunAreReplaced() {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE t (n DATETIME)",
            "INSERT INTO t VALUES ('2024-01-31 10:00:00')");
    for (String kind : List.of("json", "html", "json", "html")) {
      Cli.Result result =
          Cli.run(
              "migrate",
              "--from",
              file.toString(),
              "--to",
              "json:" + folder.resolve("out"),
              "--force",
              "--debug",
              folder.resolve("debug").toString(),
              "--metrics",
              folder.resolve("metrics").toString(),
              "--report",
              folder.resolve("report." + kind).toString());
      assertThat(result.code()).as(result.err()).isZero();
    }
  }
}
