package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.cli.progress.Watch;
import dev.godwit.cli.report.RunReport;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Shown;
import dev.godwit.report.ReportJson;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say who hears what of a run. */
@Group("Output")
final class OutputOptions {
  @Option(
      names = "--json",
      description = "Print the report as JSON, and nothing else on standard output.")
  private boolean json;

  @Mixin private ReportOption report;

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
    report.check();
  }

  Watch watch(Surroundings s) {
    return quiet ? Watch.silent() : Watch.on(s.err(), s.drawable(), s.window());
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
  void deliver(Surroundings s, RunReport run) {
    if (json) {
      s.out().println(ReportJson.of(run.report()));
    } else {
      s.out().print(run.text(details));
    }
    save(s, run);
  }

  /** The same for a report that is of no migration alone, in its three forms. */
  void deliver(Surroundings s, Supplier<String> text, Object result, Supplier<String> html) {
    if (json) {
      s.out().println(ReportJson.of(result));
    } else {
      s.out().print(text.get());
    }
    report.write(() -> ReportJson.of(result) + "\n", html);
  }

  /** Of a run that failed, whose message people read on standard error. */
  void deliverFailure(Surroundings s, RunReport run) {
    if (json) {
      s.out().println(ReportJson.of(run.report()));
    }
    save(s, run);
  }

  /** What a run did is done, whether it can be written down or not: its exit code says what. */
  private void save(Surroundings s, RunReport run) {
    try {
      report.write(() -> ReportJson.of(run.report()) + "\n", run::html);
    } catch (GodwitException e) {
      s.err().println(Shown.lines("godwit: " + e.getMessage()));
      s.err().println("The run itself ended without it: " + run.report().verdict());
    }
  }
}
