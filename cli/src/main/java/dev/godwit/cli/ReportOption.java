package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.cli.report.ReportFile;
import dev.godwit.model.GodwitException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Where a report is kept, and in which of its forms. */
@Group("Output")
final class ReportOption {
  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write the report to FILE.json or FILE.html as well.")
  private Path file;

  /** Refuses a file of a kind that nobody can write. */
  void check() {
    if (file != null && !isHtml() && !name().endsWith(".json")) {
      throw GodwitException.usage("--report " + file + " must end in .json or .html");
    }
  }

  private String name() {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }

  private boolean isHtml() {
    return name().endsWith(".html") || name().endsWith(".htm");
  }

  /** Writes it where one is asked for. */
  void write(Supplier<String> json, Supplier<String> html) {
    if (file != null) {
      ReportFile.write(file, (isHtml() ? html : json).get());
    }
  }
}
