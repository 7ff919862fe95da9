package dev.godwit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong calls: exit code 2, the right word named, nothing started and nothing written. */
class UsageTest {
  @TempDir Path folder;
  private String file;

  @BeforeEach
  void fillASource() {
    file =
        SqliteFiles.create(
                folder.resolve("a.db"),
                "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)",
                "INSERT INTO t VALUES (1, 'old')")
            .toString();
  }

  private Cli.Result usage(String line) throws IOException {
    String there = folder.toString();
    String[] words =
        Stream.of(line.split(" "))
            .map(w -> w.equals("EMPTY") ? "" : w.replace("FILE", file).replace("HERE", there))
            .toArray(String[]::new);
    Cli.Result r = Cli.run(words);
    assertThat(r.code()).as(line + "\n" + r.everything()).isEqualTo(2);
    assertThat(r.err().lines().count()).isLessThanOrEqualTo(4);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(p -> p.getFileName().toString())).containsExactly("a.db");
    }
    return r;
  }

  @ParameterizedTest
  @CsvSource({
    "migrat --from FILE --to HERE/b.db, migrate",
    "verfy, verify",
    "migrate --from FILE --to HERE/b.db --tabel t, --tables",
    "inspect --exlude=t FILE, --exclude",
    "plan --form FILE, --from",
    "migrate --from FILE --to HERE/b.db --sample 5, verify has",
    "migrate --from FILE --to HERE/b.db --mode increment, incremental",
    "migrate --from FILE --to HERE/b.db --profile telecloud, teleclaude",
    "--vresion, --version"
  })
  void theWordThatWasProbablyMeantIsNamed(String line, String meant) throws IOException {
    assertThat(usage(line).err()).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "migrate --from FILE --to EMPTY",
        "plan --from EMPTY --to HERE/b.db",
        "verify --from FILE --to EMPTY",
        "inspect EMPTY",
        "schema EMPTY",
        "history --to EMPTY",
        "rollback --to FILE --migration-id EMPTY",
        "migrate --from FILE --to postgresql --connection-url EMPTY",
        "migrate --from FILE, --to HERE/b.db",
        "migrate --from FILE --to HERE/b.db --rules EMPTY",
        "migrate --from FILE --to HERE/b.db --backup EMPTY",
        "migrate --from FILE --to HERE/b.db --tables EMPTY",
        "inspect sqlite:"
      })
  void anEmptyWordIsNoStoreAndNoFile(String line) throws IOException {
    assertThat(usage(line).err()).containsPattern("empty|names no file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "migrate --from HERE/nofile --to HERE/b.db",
        "plan --from json:HERE/nofile --to HERE/b.db",
        "verify --from FILE --to HERE/nofile",
        "inspect HERE/nofile",
        "cutover --profile teleclaude --from HERE/nofile --owner-person a --owner-uid 1",
        "migrate --from FILE --to HERE/b.db --rules HERE/nofile",
        "schema FILE --rules HERE/nofile",
        "history --to postgresql://x@127.0.0.1:1/x --password-file HERE/nofile",
        "plan --from FILE --to postgresql://x@127.0.0.1:1/x --locations HERE/nofile",
        "plan --from FILE --to postgresql://x@127.0.0.1:1/x --locations filesystem:HERE/nofile",
        "migrate --from FILE --to postgresql://x@127.0.0.1:1/x --locations classpath:db/nofile",
        "rollback --to FILE --migration-id x --backup HERE/nofile"
      })
  void whatIsMissingIsNamed(String line) throws IOException {
    assertThat(usage(line).err()).contains("nofile");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inspect -",
        "migrate --from FILE --to -",
        "migrate --from FILE --to sqlite:-",
        "migrate --from FILE --to json:- --json",
        "migrate --from FILE --to json:- --dry-run",
        "migrate --from FILE --to csv:- --resume",
        "migrate --from FILE --to json:- --mode differential",
        "migrate --from FILE --to json:-?shape=folder",
        "migrate --from json:-,csv:- --to HERE/b.db",
        "migrate --from json:- --to HERE/b.db --resume",
        "plan --from FILE --to json:-",
        "verify --from FILE --to csv:-",
        "history --to json:-",
        "rollback --to csv:- --migration-id x",
        "migrate --from FILE --to HERE/b.db --report -",
        "migrate --from FILE --to HERE/b.db --debug -"
      })
  void aDashIsNoFile(String line) throws IOException {
    usage(line);
    assertThat(Path.of("-")).doesNotExist();
  }

  @Test
  void aStoreThatIsNamedButForNothingIsTheTargetOrAMistake() throws IOException {
    assertThat(usage("verify --from FILE").err()).contains("--to");
    assertThat(usage("migrate --from FILE --to HERE/b.db --sqlite-path HERE/c.db").err())
        .contains("--sqlite-path");
    String url = "postgresql://nobody@127.0.0.1:1/x";
    assertThat(usage("migrate --from postgresql --connection-url " + url).err()).contains("--to");
    Cli.Result r = Cli.run("migrate", "--from", file, "--connection-url", url);
    assertThat(r.err()).contains("no connection to " + url);
    Path made = folder.resolve("c.db");
    r = Cli.run("migrate", "--from", file, "--sqlite-path", made.toString());
    assertThat(r.code()).as(r.everything()).isZero();
    assertThat(made).exists();
  }

  @Test
  void theWayBackIsALineThatAShellRuns() throws IOException, InterruptedException {
    Path target = Files.createDirectory(folder.resolve("my 'data'")).resolve("$it \"is\".db");
    SqliteFiles.create(
        target, "CREATE TABLE t (id INTEGER PRIMARY KEY, v)", "INSERT INTO t VALUES (1, 'mine')");
    Path backups = folder.resolve("b k");
    Cli.Result r =
        Cli.run(
            "migrate",
            "--from",
            file,
            "--to",
            target.toString(),
            "--force",
            "--backup",
            backups.toString());
    assertThat(r.code()).as(r.everything()).isZero();
    String line = r.out().lines().filter(l -> l.contains("godwit rollback")).findFirst().orElse("");
    String command = line.substring(line.indexOf("godwit rollback"));
    String script = "godwit() { for w in \"$@\"; do printf '%s\\n' \"$w\"; done; }; " + command;
    Process shell = new ProcessBuilder("sh", "-c", script).start();
    List<String> words = new String(shell.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertThat(shell.waitFor()).isZero();
    assertThat(words).contains(target.toString());
    r = Cli.run(words.toArray(String[]::new));
    assertThat(r.code()).as(r.everything()).isZero();
    assertThat(SqliteFiles.number(target, "SELECT count(*) FROM t WHERE v = 'mine'")).isOne();
  }

  @Test
  void aFailureLeavesItsStackTraceInAFileOfOnesOwn() throws IOException {
    Path trace = folder.resolve("trace.txt");
    String url = "postgresql://me:hidden-word@localhost:1/d";
    Cli.Result r = Cli.run("migrate", "--from", file, "--to", url, "--trace", trace.toString());
    assertThat(r.code()).isEqualTo(1);
    assertThat(Files.readString(trace))
        .contains("GodwitException: no connection to ", "\tat dev.godwit.postgres.")
        .doesNotContain("hidden-word");
    assertThat(Files.getPosixFilePermissions(trace)).hasSize(2);
    assertThat(r.err()).doesNotContain("\tat ");
  }
}
