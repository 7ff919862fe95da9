package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is asked to end puts everything in order first. */
class SignalTest {
  @TempDir Path folder;

  @Test
  void sigtermInTheMiddleOfARunLeavesNothingBehind() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path file = folder.resolve("source.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, word TEXT)");
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500000)"
              + " INSERT INTO t SELECT i, printf('%040d', i) FROM n");
    }
    Path target = folder.resolve("out").resolve("o.db");
    Files.createDirectory(target.getParent());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.godwit.cli.Main",
                "migrate",
                "--from",
                file.toString(),
                "--to",
                target.toString(),
                "--backup",
                "none")
            .redirectError(folder.resolve("err").toFile())
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      Path lock = target.resolveSibling("o.db.godwit-lock");
      while (process.isAlive() && !Files.exists(lock)) {
        Thread.sleep(10);
      }
      process.destroy();
      assertThat(process.waitFor()).isEqualTo(143);
    } finally {
      process.destroyForcibly();
    }
    assertThat(folder.resolve("err")).content().contains("godwit: ended by a signal: nothing of");
    try (Stream<Path> beside = Files.list(target.getParent());
        Stream<Path> copies = Files.list(temporary)) {
      assertThat(beside.toList()).isEmpty();
      List<String> names = copies.map(c -> c.getFileName().toString()).toList();
      assertThat(names).noneMatch(n -> n.startsWith("godwit-"));
    }
  }
}
