package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Standard input and output as stores. */
class StreamsTest {
  @TempDir Path folder;
  private String file;

  @BeforeEach
  void fillASource() {
    file =
        SqliteFiles.create(
                folder.resolve("a.db"),
                "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)",
                "INSERT INTO t VALUES (1, 'é'), (2, NULL), (3, '')",
                "CREATE TABLE u (x INTEGER PRIMARY KEY, b BLOB)",
                "INSERT INTO u VALUES (1, x'00ff')")
            .toString();
  }

  @Test
  void whatWasWrittenAsJsonIsReadToTheBit() {
    Cli.Result written = Cli.run("migrate", "--from", file, "--to", "json:-");
    assertThat(written.code()).as(written.err()).isZero();
    assertThat(written.json().get("t").size()).isEqualTo(3);
    assertThat(written.err())
        .contains("to    json:-", "exact: 4 rows")
        .doesNotContain("stdout", "rollback", "compare again");
    String back = folder.resolve("b.db").toString();
    Cli.Result read = Cli.piped(written.out(), "migrate", "--from", "json:-", "--to", back);
    assertThat(read.code()).as(read.everything()).isZero();
    assertThat(read.out()).contains("from  json:-", "rollback").doesNotContain("compare again");
    assertThat(Cli.run("verify", "--from", file, "--to", back).code()).isZero();
    assertThat(Cli.piped(written.out(), "verify", "--from", "json:-", "--to", back).code())
        .isZero();
    assertThat(Cli.piped(written.out(), "inspect", "json:-").out()).startsWith("json:-: 2 tables");
  }

  @Test
  void csvIsATableFromAStreamToAStream() {
    Cli.Result written = Cli.run("migrate", "--from", file, "--to", "csv:-", "--tables", "t");
    assertThat(written.code()).as(written.err()).isZero();
    assertThat(written.out()).isEqualTo("id,v\r\n1,\"é\"\r\n2,\r\n3,\"\"\r\n");
    Cli.Result passed =
        Cli.piped(written.out(), "migrate", "--from", "csv:-?key=id", "--to", "json:-?shape=array");
    assertThat(passed.code()).as(passed.err()).isZero();
    assertThat(passed.json().toString())
        .isEqualTo("[{\"id\":1,\"v\":\"é\"},{\"id\":2,\"v\":null},{\"id\":3,\"v\":\"\"}]");
  }

  @Test
  void aStreamIsOneSourceEveryNight() throws IOException {
    String to = folder.resolve("b.db").toString();
    String[] night = {"migrate", "--from", "csv:-?table=t&key=id", "--to", to};
    assertThat(Cli.piped("id,v\n1,a\n2,b\n", night).code()).isZero();
    SqliteFiles.create(folder.resolve("b.db"), "UPDATE t SET v = 'mine' WHERE id = 2");
    Path rules = Files.writeString(folder.resolve("rules.yml"), "conflicts: target\n");
    Cli.Result next =
        Cli.piped(
            "id,v\n1,new\n2,b\n",
            Stream.concat(
                    Stream.of(night),
                    Stream.of("--mode", "differential", "--rules", rules.toString()))
                .toArray(String[]::new));
    assertThat(next.code()).as(next.everything()).isZero();
    assertThat(next.everything()).doesNotContain("is not known");
    assertThat(Cli.run("history", "--to", to).out())
        .contains("csv:-?table=t&key=id")
        .doesNotContain("stdin");
  }

  @Test
  void severalTablesAreNoStreamOfCsv() {
    Cli.Result r = Cli.run("migrate", "--from", file, "--to", "csv:-");
    assertThat(r.code()).isEqualTo(3);
    assertThat(r.out()).isEmpty();
    assertThat(r.err()).contains("--tables");
  }

  @Test
  void whatIsWrongInAStreamIsNamedAndNothingIsWritten() throws IOException {
    Path target = folder.resolve("b.db");
    String to = target.toString();
    Cli.Result r = Cli.piped("[{\"a\":1},{\"a\":]", "migrate", "--from", "json:-", "--to", to);
    assertThat(r.code()).isEqualTo(3);
    assertThat(r.err()).contains("standard input, line 1, column 15");
    assertThat(target).doesNotExist();
    assertThat(Cli.piped("", "migrate", "--from", "csv:-", "--to", "json:-").out()).isEmpty();
  }

  @Test
  void aStandardOutputThatTakesNotAllIsAFailure() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    StringWriter err = new StringWriter();
    Surroundings surroundings =
        new Surroundings(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            false,
            100,
            Map.of(),
            closed,
            InputStream.nullInputStream(),
            Path.of("/dev/null"),
            null);
    assertThat(Main.run(surroundings, "migrate", "--from", file, "--to", "json:-")).isEqualTo(1);
    assertThat(err.toString()).contains("Broken pipe").doesNotContain("exact");
  }

  @Test
  void aSignalWhileAStreamIsReadLeavesNoRows() throws IOException, InterruptedException {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.godwit.cli.Main",
                "migrate",
                "--from",
                "json:-",
                "--to",
                folder.resolve("b.db").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      process
          .getOutputStream()
          .write("[{\"word\": \"secret\"},".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      List<Path> kept = List.of();
      while (process.isAlive() && kept.isEmpty()) {
        Thread.sleep(20);
        kept = files(temporary, "stdin.json");
      }
      assertThat(kept).hasSize(1);
      assertThat(Files.getPosixFilePermissions(kept.get(0)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      process.destroy();
      assertThat(process.waitFor()).isEqualTo(143);
    } finally {
      process.destroyForcibly();
    }
    assertThat(files(temporary, "stdin.json")).isEmpty();
    assertThat(folder.resolve("b.db")).doesNotExist();
  }

  private static List<Path> files(Path below, String name) throws IOException {
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(p -> p.getFileName().toString().equals(name)).toList();
    }
  }
}
