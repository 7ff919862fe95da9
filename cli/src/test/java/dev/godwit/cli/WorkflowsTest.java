package dev.godwit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What other machines run for the project: each step that this one can run is run. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the steps are shell scripts")
class WorkflowsTest {
  @TempDir Path folder;

  private static Object yaml(Path file) throws IOException {
    return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
  }

  private static List<Path> workflows() throws IOException {
    try (Stream<Path> all = Files.list(Cli.root().resolve(".github/workflows"))) {
      return all.sorted().toList();
    }
  }

  /** All values of members called {@code run}, however deep. */
  private static List<String> steps(Object at) {
    List<String> found = new ArrayList<>();
    if (at instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (key.equals("run") && value instanceof String command) {
              found.add(command);
            } else {
              found.addAll(steps(value));
            }
          });
    } else if (at instanceof List<?> list) {
      list.forEach(each -> found.addAll(steps(each)));
    }
    return found;
  }

  private record Ended(int code, String text) {}

  private Ended run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(folder.toFile()).environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), text);
  }

  @Test
  void everyStepIsMavenOrAScriptOfOursThatAShellUnderstands() throws Exception {
    Path root = Cli.root().toRealPath();
    List<String> all = new ArrayList<>();
    for (Path file : workflows()) {
      all.addAll(steps(yaml(file)));
    }
    all.addAll(steps(yaml(root.resolve("action.yml"))));
    assertThat(all).hasSizeGreaterThan(6);
    for (String step : all) {
      String plain = step.replaceAll("\\$\\{\\{.*?}}", "x");
      assertThat(run(Map.of(), "bash", "-n", "-c", plain).text()).as(step).isEmpty();
      String word = plain.replace("\"$ACTION/", "").replace("\"", "").split("\\s+", 2)[0];
      if (word.startsWith(".ci/")) {
        Path script = root.resolve(word);
        assertThat(Files.isExecutable(script)).as(word).isTrue();
        assertThat(run(Map.of(), "bash", "-n", script.toString()).text()).as(word).isEmpty();
      } else {
        assertThat(word).isIn("mvn", "npm");
      }
    }
  }

  @Test
  void theProfilesThatStepsNameAreThere() throws Exception {
    String pom = Files.readString(Cli.root().resolve("pom.xml"));
    for (Path file : workflows()) {
      for (String step : steps(yaml(file))) {
        for (String word : step.split("\\s+")) {
          if (word.startsWith("-P")) {
            assertThat(pom).contains("<id>" + word.substring(2) + "</id>");
          }
        }
      }
    }
  }

  @Test
  void theActionFailsWhereADatabaseNoLongerFits() throws Exception {
    Path script = Cli.root().toRealPath().resolve(".ci/plan");
    Path godwit = folder.resolve("godwit");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Files.writeString(
        godwit,
        "#!/bin/sh\nexec '%s' -cp '%s' dev.godwit.cli.Main \"$@\"\n"
            .formatted(java, System.getProperty("java.class.path")));
    assertThat(godwit.toFile().setExecutable(true)).isTrue();
    Path source =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY)",
            "INSERT INTO t VALUES (1)");
    Path output = folder.resolve("github");
    Path report = folder.resolve("plan.json");
    Map<String, String> step =
        Map.of(
            "GODWIT", godwit.toString(),
            "FROM", source.toString(),
            "TO", folder.resolve("b.db").toString(),
            "REPORT", report.toString(),
            "GITHUB_OUTPUT", output.toString());
    Ended fits = run(step, script.toString());
    assertThat(fits.code()).as(fits.text()).isZero();
    assertThat(Files.readString(output)).isEqualTo("report=" + report + "\n");
    assertThat(Files.readString(report)).contains("\"planned\"");
    SqliteFiles.create(folder.resolve("b.db"), "CREATE TABLE t (other INTEGER)");
    Ended misfits = run(step, script.toString());
    assertThat(misfits.code()).as(misfits.text()).isEqualTo(3);
  }

  @Test
  void downloadsOfSeveralSystemsAreGatheredEachFromItsOwn() throws Exception {
    for (String each : List.of("ubuntu-latest", "macos-latest")) {
      Path made = Files.createDirectories(folder.resolve("in/downloads-" + each));
      Files.writeString(made.resolve("godwit-1-macos-aarch64.tar.gz"), each);
      Files.writeString(made.resolve("godwit-1-windows-x64.zip"), each);
    }
    Path script = Cli.root().toRealPath().resolve(".ci/gather");
    Ended gathered = run(Map.of(), script.toString(), "in", "out");
    assertThat(gathered.code()).as(gathered.text()).isZero();
    assertThat(folder.resolve("out/godwit-1-macos-aarch64.tar.gz")).hasContent("macos-latest");
    assertThat(folder.resolve("out/godwit-1-windows-x64.zip")).hasContent("ubuntu-latest");
  }

  @Test
  void theLinterOfWorkflowsFindsNothing() throws Exception {
    Path root = Cli.root().toRealPath();
    Path lint = root.resolve(".ci/lint");
    assumeTrue(Files.isDirectory(lint.resolve("node_modules")), "npm ci in .ci/lint comes first");
    Ended linted = run(Map.of(), "node", lint.resolve("lint.mjs").toString());
    assertThat(linted.code()).as(linted.text()).isZero();
  }
}
