package dev.godwit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.plan.Rules;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample of json.md, which must be in here word for word, stores aside. */
class JsonTest {
  @TempDir Path folder;

  @Test
  void export() {
    String file =
        SqliteFiles.create(
                folder.resolve("app.db"), "CREATE TABLE t (x INTEGER)", "INSERT INTO t VALUES (1)")
            .toString();
    String export = "json:" + folder.resolve("export");
    try (Source source = Stores.source(file, null);
        Target target = Stores.target(export, null)) {
      Report report = new Godwit(Progress.NONE).migrate(source, target, Options.DEFAULT);
      System.out.println(report.verdict());
    }
    assertThat(folder.resolve("export/t.ndjson")).hasContent("{\"x\":1}\n");
  }

  @Test
  void aTableIsNestedAsThePageShows() {
    String file =
        SqliteFiles.create(
                folder.resolve("app.db"),
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, name TEXT)",
                "CREATE TABLE order_line (nr INTEGER PRIMARY KEY, item TEXT,"
                    + " of INTEGER REFERENCES orders(id))",
                "CREATE TABLE customers (x)",
                "INSERT INTO orders VALUES (1, 'first'), (2, 'second')",
                "INSERT INTO order_line VALUES (10, 'ink', 1), (11, 'paper', 1)")
            .toString();
    Rules rules = RulesFile.parse(Manual.sample("json.md", "layout"), "json.md");
    Path orders = folder.resolve("orders.json");
    try (Source source = Stores.source(file, null, rules);
        Target target = Stores.target("json:" + orders, null, rules)) {
      new Godwit(Progress.NONE).migrate(source, target, Options.DEFAULT.with(rules));
    }
    assertThat(orders).hasContent(Manual.sample("json.md", "nested"));
  }

  @Test
  void csvIsWrittenAsThePageSays() {
    Rules rules = RulesFile.parse(Manual.sample("csv.md", "csv"), "csv.md");
    assertThat(rules.files("csv").from())
        .isEqualTo(Map.of("separator", List.of(";"), "encoding", List.of("windows-1252")));
    assertThat(rules.files("csv").to()).isEqualTo(Map.of("null", List.of("NULL")));
  }

  @Test
  void thePageShowsWhatWasRun() {
    String shown =
        Manual.flat(Manual.sample("json.md", "JsonTest export"))
            .replace("\"app.db\"", "file")
            .replace("\"json:export\"", "export");
    assertThat(Manual.source(JsonTest.class)).contains(shown);
  }
}
