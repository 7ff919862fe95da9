package dev.godwit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.godwit.cli.manual.Completions;
import dev.godwit.cli.manual.ManPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the program says of itself. */
class HelpTest {
  @TempDir Path folder;

  @Test
  void everyVerbHasAnExampleAndTheExitCodes() {
    for (CommandLine verb : Main.program().getSubcommands().values()) {
      String name = verb.getCommandName();
      String help = Cli.run("help", name).out();
      assertThat(help).as(name).contains("Example").contains("Exit codes:").contains("Help:");
      assertThat(help).as(name).isEqualTo(Cli.run(name, "--help").out());
    }
    assertThat(Cli.run("help", "migrat").err()).contains("did you mean migrate?");
  }

  private static List<OptionSpec> shown(CommandLine verb) {
    return verb.getCommandSpec().options().stream().filter(o -> !o.hidden()).toList();
  }

  @Test
  void optionsAreGrouped() {
    assertThat(Cli.run("help", "migrate").out())
        .contains("From where, and where to:", "Safety:", "Pace:", "Output:");
  }

  @Test
  void theManualPageSaysWhatHelpSays() {
    CommandLine program = Main.program();
    String page = ManPage.text(program.getCommandSpec(), "1.0").replace("\\-", "-");
    for (CommandLine verb : program.getSubcommands().values()) {
      assertThat(page).contains(".SS godwit " + verb.getCommandName());
      for (OptionSpec option : shown(verb)) {
        assertThat(page).contains(option.longestName());
        assertThat(page).contains(String.join(" ", option.description()));
      }
    }
  }

  @Test
  void bashCompletesVerbsAndOptions() throws IOException, InterruptedException {
    Path script = folder.resolve("godwit.bash");
    Files.writeString(script, Cli.run("completion", "bash").out());
    assertThat(completed(script, "mig")).isEqualTo("migrate");
    assertThat(completed(script, "plan --on-m")).isEqualTo("--on-misfit");
  }

  /** What the script would add at the end of the line. */
  private static String completed(Path script, String line)
      throws IOException, InterruptedException {
    String ask =
        "source '%s'; COMP_WORDS=(godwit %s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1));"
            + " COMP_LINE='godwit %s'; COMP_POINT=${#COMP_LINE}; _complete_godwit godwit 2>/dev/null;"
            + " printf '%%s' \"${COMPREPLY[*]}\"";
    Process bash;
    try {
      bash =
          new ProcessBuilder("bash", "-c", ask.formatted(script, line, line))
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "bash is needed");
      throw e;
    }
    String text = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return text;
  }

  @Test
  void otherShellsHearOfEveryOption() {
    CommandLine program = Main.program();
    for (Completions shell : Completions.values()) {
      String script = shell.text(program);
      for (CommandLine verb : program.getSubcommands().values()) {
        for (OptionSpec option : shown(verb)) {
          assertThat(script).contains(option.longestName().substring(2));
        }
      }
    }
  }

  @Test
  void theDoctorKnowsVersionsAndNoSecrets() {
    Cli.Result r = Cli.in(folder, java.util.Map.of("PGPASSWORD", "geheim"), "doctor");
    assertThat(r.code()).as(r.everything()).isZero();
    assertThat(r.out()).contains("godwit ", "java ", "sqlite ", "driver", "PGPASSWORD");
    assertThat(r.out()).doesNotContain("geheim");
    assertThat(Cli.run("doctor", "--json").json().path("sqlite").asString()).contains("driver");
  }
}
