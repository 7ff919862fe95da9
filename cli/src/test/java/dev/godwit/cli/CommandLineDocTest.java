package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Keeps docs/command-line.md what --help says; -Dgodwit.rewrite=true writes it anew. */
class CommandLineDocTest {
  @Test
  void theManualIsWhatHelpSays() throws IOException {
    Path file = Cli.root().resolve("docs/command-line.md");
    String generated = generate();
    if (Boolean.getBoolean("godwit.rewrite")) {
      Files.writeString(file, generated);
    }
    assertThat(Files.readString(file))
        .as("run this test with -Dgodwit.rewrite=true")
        .isEqualTo(generated);
  }

  private static String generate() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    CommandLine line =
        new Main(Surroundings.of(nowhere, nowhere, false, 80, Map.of())).commandLine("");
    StringBuilder text = new StringBuilder("# The command line\n\nWhat `--help` says; a test");
    text.append(" writes this page and compares it.\n");
    section(text, "godwit", line);
    line.getSubcommands().forEach((name, verb) -> section(text, "godwit " + name, verb));
    return text.toString();
  }

  private static void section(StringBuilder text, String title, CommandLine line) {
    text.append("\n## ").append(title).append("\n\n```\n");
    text.append(line.getUsageMessage(Ansi.OFF).replace("\r", "")).append("```\n");
  }
}
