package dev.godwit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Verdict;
import dev.godwit.report.Report;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Moves;
import dev.godwit.testing.OwnServer;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The target's disk is full: a small file system in memory, where this user may mount one. */
class DiskFullTest {
  private static final String SIZE = "3m";

  @TempDir Path folder;
  private Path disk;
  private Path large;
  private Path small;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    disk = Files.createDirectory(folder.resolve("disk"));
    boolean mounted =
        Files.isExecutable(Path.of("/bin/mount"))
            && run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", disk.toString());
    if (!mounted) {
      disk = null;
    }
    assumeTrue(mounted, "skipped: this user may not mount a file system to fill");
    small = source("small.db", 10);
    large = source("large.db", 8000);
  }

  private Path source(String name, int rows) {
    return SqliteFiles.create(
        folder.resolve(name),
        "CREATE TABLE t (id INTEGER PRIMARY KEY, x BLOB)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
            + rows
            + ") INSERT INTO t SELECT i, randomblob(1000) FROM n");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (disk != null) {
      assertThat(run("umount", "-l", disk.toString())).isTrue();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  private static Report move(Path from, String to, Mode mode) {
    Options options = Options.DEFAULT.with(Pace.ofBatches(500));
    return Moves.migrate(from.toString(), to, options, mode, Progress.NONE);
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(f -> folder.relativize(f).toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s/new.db", "json:%s/folder", "json:%s/file.json"})
  void aNewStoreThatDoesNotFitLeavesNothingBehind(String place) throws IOException {
    String to = place.formatted(disk);
    assertThatThrownBy(() -> move(large, to, Mode.FULL))
        .isInstanceOf(GodwitException.class)
        .hasMessageMatching("(?s).*(full|No space left).*")
        .hasMessageContaining(disk.toString());
    assertThat(files(disk)).isEmpty();
    assertThat(move(small, to, Mode.FULL).verdict()).isEqualTo(Verdict.EXACT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s/there.db", "json:%s/folder", "json:%s/file.json"})
  void aStoreThatWasThereIsAsItWas(String place) throws IOException {
    String to = place.formatted(disk);
    Path growing = Files.copy(small, folder.resolve("growing.db"));
    move(growing, to, Mode.FULL);
    List<String> before = files(disk);
    Files.copy(large, growing, StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> move(growing, to, Mode.INCREMENTAL))
        .hasMessageMatching("(?s).*(full|No space left).*");
    assertThat(files(disk)).isEqualTo(before);
    try (Source source = Stores.source(small.toString(), null);
        Target target = Stores.target(to, null)) {
      Report verified = new Godwit(Progress.NONE).verify(source, target, Options.DEFAULT);
      assertThat(verified.verdict()).isEqualTo(Verdict.EXACT);
    }
  }

  @Test
  void aServerWhoseDiskIsFullKeepsNothingOfAFullRunAndTheBatchesOfAResumableOne()
      throws IOException, InterruptedException {
    try (OwnServer server = new OwnServer(folder.resolve("pg"), Map.of())) {
      Path space = Files.createDirectory(disk.resolve("space"));
      server.database().run("CREATE TABLESPACE small LOCATION '" + space + "'");
      server.database().run("ALTER DATABASE postgres SET default_tablespace = small");
      String to = server.database().url();
      assertThatThrownBy(() -> move(large, to, Mode.FULL))
          .hasMessageContaining("the server's disk is full: make room, then run again");
      assertThat(server.database().value("SELECT to_regclass('t') IS NULL")).isEqualTo("t");
      assertThatThrownBy(() -> move(large, to, Mode.RESUMABLE))
          .hasMessageContaining("the server's disk is full: make room, then run again");
      assertThat(server.database().value("SELECT count(*) > 0 FROM t")).isEqualTo("t");
      assertThat(run("mount", "-o", "remount,size=60m", disk.toString())).isTrue();
      assertThat(move(large, to, Mode.RESUMABLE).verdict()).isEqualTo(Verdict.EXACT);
      assertThat(server.database().value("SELECT count(*) FROM t")).isEqualTo("8000");
    }
  }
}
