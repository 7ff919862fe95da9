package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.cli.report.ReportFile;
import dev.godwit.model.GodwitException;
import dev.godwit.report.ReportJson;
import dev.godwit.store.OwnFile;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Where a report is kept, and in which of its forms. */
@Group("Output")
final class ReportOption {
  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write the report to FILE.json or FILE.html as well.")
  private Path file;

  private static final Pattern HTML = Pattern.compile("<!DOCTYPE html>\\R<html lang=\"en\"><head>");

  /** Refuses a file of a kind that nobody can write, and one that is somebody else's. */
  void check() {
    if (file != null && !isHtml() && !name().endsWith(".json")) {
      throw GodwitException.usage("--report " + file + " must end in .json or .html");
    }
    if (file != null) {
      OwnFile.requireOurs(file, isHtml() ? HTML : ReportJson.BEGINNING);
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
      // The run itself may have made it, as its target.
      check();
      ReportFile.write(file, (isHtml() ? html : json).get());
    }
  }
}
