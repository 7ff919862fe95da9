package dev.godwit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
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
  void thePageShowsWhatWasRun() {
    String shown =
        Manual.flat(Manual.sample("json.md", "JsonTest export"))
            .replace("\"app.db\"", "file")
            .replace("\"json:export\"", "export");
    assertThat(Manual.source(JsonTest.class)).contains(shown);
  }
}
