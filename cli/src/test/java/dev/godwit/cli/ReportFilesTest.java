package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
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
    assertThat(html).doesNotContain("http").doesNotContain("<script").doesNotContain("@import");
    assertThat(html).doesNotContain("src=").doesNotContain("url(").doesNotContain("<link");
    assertThat(html).contains("prefers-color-scheme:dark").contains("name=\"viewport\"");
    assertThat(html).contains("<svg").contains("1 row of 1 table arrived");
    assertThat(html.indexOf("<h1>exact")).isLessThan(html.indexOf("<h2>"));
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
}
