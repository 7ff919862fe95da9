package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.cli.progress.Throughput;
import dev.godwit.cli.progress.Watch;
import dev.godwit.cli.report.HtmlReport;
import dev.godwit.cli.report.ReportFile;
import dev.godwit.cli.report.TextReport;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Shown;
import dev.godwit.report.Report;
import dev.godwit.report.ReportJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The options that say who hears what of a run. */
@Group("Output")
final class OutputOptions {
  @Option(
      names = "--json",
      description = "Print the report as JSON, and nothing else on standard output.")
  private boolean json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write the report to FILE.json or FILE.html as well.")
  private Path report;

  @Option(
      names = "--details",
      description = {
        "Also how it is done: every type, what is taken off for the load, room, speeds."
      })
  private boolean details;

  @Option(names = "--quiet", description = "No progress; why it failed is still said.")
  private boolean quiet;

  /** Whether standard output is to hold the report as JSON. */
  boolean isJson() {
    return json;
  }

  /** Refuses a report file of a kind that nobody can write. */
  void check() {
    if (report != null && !isHtml() && !name().endsWith(".json")) {
      throw GodwitException.usage("--report " + report + " must end in .json or .html");
    }
  }

  private String name() {
    return report.getFileName().toString().toLowerCase(Locale.ROOT);
  }

  private boolean isHtml() {
    return name().endsWith(".html") || name().endsWith(".htm");
  }

  Watch watch(Surroundings s) {
    int width = s.terminal() ? s.width() : Integer.MAX_VALUE;
    return quiet ? Watch.silent() : Watch.on(s.err(), s.drawable(), width);
  }

  /** Whether a person is at the terminal who can be asked, and wants to be. */
  boolean asks(Surroundings s) {
    return !json && !quiet && s.terminal() && s.answers() != null;
  }

  /** A remark beside the report: on standard output where that is for people. */
  void remark(Surroundings s, String remark) {
    String text = Shown.lines(remark);
    if (!json) {
      s.out().println(text);
      s.out().println();
    } else if (!quiet) {
      s.err().println(text);
    }
  }

  /** Prints and writes the report. */
  void deliver(Surroundings s, Report result, Throughput throughput, List<String> ahead) {
    if (json) {
      s.out().println(ReportJson.of(result));
    } else {
      s.out().print(TextReport.of(result, details, ahead));
    }
    save(s, result, throughput);
  }

  /** The same for a report that is of no migration alone, in its three forms. */
  void deliver(Surroundings s, Supplier<String> text, Object result, Supplier<String> html) {
    if (json) {
      s.out().println(ReportJson.of(result));
    } else {
      s.out().print(text.get());
    }
    if (report != null) {
      ReportFile.write(report, isHtml() ? html.get() : ReportJson.of(result) + "\n");
    }
  }

  /** Of a run that failed, whose message people read on standard error. */
  void deliverFailure(Surroundings s, Report result, Throughput throughput) {
    if (json) {
      s.out().println(ReportJson.of(result));
    }
    save(s, result, throughput);
  }

  /** What a run did is done, whether it can be written down or not: its exit code says what. */
  private void save(Surroundings s, Report result, Throughput throughput) {
    if (report == null) {
      return;
    }
    try {
      ReportFile.write(
          report, isHtml() ? HtmlReport.of(result, throughput) : ReportJson.of(result) + "\n");
    } catch (GodwitException e) {
      s.err().println(Shown.lines("godwit: " + e.getMessage()));
      s.err().println("The run itself ended without it: " + result.verdict());
    }
  }
}
