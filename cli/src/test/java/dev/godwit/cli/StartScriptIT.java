package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The shaded jar behind ./godwit, as a person runs it: another process, an empty home. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StartScriptIT {
  @TempDir Path folder;

  private Cli.Result godwit(Path script, String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(args));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(k -> k.startsWith("XDG_") || k.startsWith("PG"));
    builder.environment().put("HOME", folder.resolve("home").toString());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ended in time").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Cli.Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @AfterEach
  void stopTheServerLeftRunning() throws IOException, InterruptedException {
    Path pid = folder.resolve("home/.local/share/godwit/postgres/data/postmaster.pid");
    if (Files.exists(pid)) {
      String number = Files.readAllLines(pid).get(0);
      new ProcessBuilder("kill", "-INT", number).start().waitFor();
      for (int i = 0; i < 300 && Files.exists(pid); i++) {
        Thread.sleep(100);
      }
    }
  }

  @Test
  void runsFromAnywhereAndThroughALink() throws Exception {
    Path link =
        Files.createSymbolicLink(folder.resolve("gw"), Cli.root().toRealPath().resolve("godwit"));
    Cli.Result version = godwit(link, "--version");
    assertThat(version.code()).as(version.err()).isZero();
    assertThat(version.out()).startsWith("godwit ");
    assertThat(version.err()).isEmpty();
    assertThat(godwit(link, "fly").code()).isEqualTo(2);
    Files.delete(link);
  }

  @Test
  void runsFromAFolderWithBlanksInItsName() throws Exception {
    Path root = Cli.root().toRealPath();
    Path copy = Files.createDirectories(folder.resolve("my godwit/cli/target")).getParent();
    Path script = copy.resolveSibling("godwit");
    Files.copy(root.resolve("godwit"), script, StandardCopyOption.COPY_ATTRIBUTES);
    Files.copy(root.resolve("cli/target/godwit.jar"), copy.resolve("target/godwit.jar"));
    Path sample = script.resolveSibling("docs/sample/teleclaude.db");
    Files.createDirectories(sample.getParent());
    Files.copy(root.resolve("docs/sample/teleclaude.db"), sample);
    for (int start = 0; start < 2; start++) {
      Cli.Result result = godwit(script, "inspect", sample.toString());
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.err()).isEmpty();
    }
  }

  @Test
  void plansASampleAgainstAPostgresOfOnesOwn() throws Exception {
    Path script = Cli.root().toRealPath().resolve("godwit");
    assertThat(godwit(script, "sample", "made").code()).isZero();
    Cli.Result r =
        godwit(
            script,
            "plan",
            "--profile",
            "teleclaude",
            "--from",
            "made/teleclaude/teleclaude.db,made/.teleclaude/events.db",
            "--json",
            "--quiet");
    assertThat(r.code()).as(r.err()).isZero();
    assertThat(r.err()).isEmpty();
    JsonNode report = JsonMapper.shared().readTree(r.out());
    assertThat(report.path("verdict").asString()).isEqualTo("planned");
    assertThat(report.path("to").asString()).startsWith("postgresql://godwit@localhost:");
    assertThat(report.path("tables")).hasSizeGreaterThan(20);
  }

  @Test
  void theReadmesFirstCommandMovesTheSampleAndASecondRunIsRefused() throws Exception {
    Path root = Cli.root().toRealPath();
    Matcher command =
        Pattern.compile("```sh\n\\./godwit (.*)\n```")
            .matcher(Files.readString(root.resolve("README.md")));
    assertThat(command.find()).isTrue();
    List<String> args = new ArrayList<>(List.of(command.group(1).split(" ")));
    args.add("--json");
    args.replaceAll(a -> a.replace("docs/sample", root.resolve("docs/sample").toString()));
    Cli.Result first = godwit(root.resolve("godwit"), args.toArray(String[]::new));
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.json().path("verdict").asString()).isEqualTo("exact");
    assertThat(history(first.json().path("to").asString())).containsExactly("1", "2");
    Cli.Result second = godwit(root.resolve("godwit"), args.toArray(String[]::new));
    assertThat(second.code()).isEqualTo(3);
    assertThat(second.err()).contains("Flyway's history").contains("--force");
    args.add("--force");
    assertThat(godwit(root.resolve("godwit"), args.toArray(String[]::new)).code()).isZero();
  }

  private static List<String> history(String url) throws Exception {
    String password = UrlPassfile.in(url).password();
    String jdbc = "jdbc:" + UrlPassfile.removedFrom(url).replace("godwit@", "");
    List<String> versions = new ArrayList<>();
    try (Connection c = DriverManager.getConnection(jdbc, "godwit", password);
        Statement statement = c.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT version FROM flyway_schema_history ORDER BY installed_rank")) {
      while (rows.next()) {
        versions.add(rows.getString(1));
      }
    }
    return versions;
  }
}
