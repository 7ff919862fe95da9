package dev.godwit.cli.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Run with {@code -Dgodwit.writeSamples=true}, it writes the committed databases anew. */
class CommittedSampleTest {
  private static final Path COMMITTED = Path.of(System.getProperty("godwit.root"), "docs/sample");

  @TempDir Path folder;

  @BeforeAll
  static void writeAnewWhereAsked() throws IOException, SQLException {
    if (Boolean.getBoolean("godwit.writeSamples")) {
      SampleHome.writeSmall(Files.createDirectories(COMMITTED));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"teleclaude.db", "events.db"})
  void isWhatTheGeneratorWrites(String name) throws IOException, SQLException {
    SampleHome.writeSmall(folder);
    Path copy = Files.copy(COMMITTED.resolve(name), folder.resolve("committed.db"));
    try (Sqlite committed = new Sqlite(copy);
        Sqlite written = new Sqlite(folder.resolve(name))) {
      assertThat(committed.contents()).isEqualTo(written.contents());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"teleclaude.db", "events.db"})
  void fillsEveryTable(String name) throws IOException, SQLException {
    Path copy = Files.copy(COMMITTED.resolve(name), folder.resolve("committed.db"));
    try (Sqlite committed = new Sqlite(copy)) {
      assertThat(committed.contents()).hasSizeGreaterThan(7).doesNotContainValue(List.of());
      assertThat(committed.list("PRAGMA journal_mode")).containsExactly("delete");
      assertThat(committed.list("PRAGMA foreign_key_check")).isEmpty();
    }
  }

  @Test
  void isSmall() throws IOException {
    long size =
        Files.size(COMMITTED.resolve("teleclaude.db")) + Files.size(COMMITTED.resolve("events.db"));
    assertThat(size).isLessThan(250_000);
  }
}
