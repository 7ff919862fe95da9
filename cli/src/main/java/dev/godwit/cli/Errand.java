package dev.godwit.cli;

import dev.godwit.cli.progress.Watch;
import dev.godwit.cli.report.Metrics;
import dev.godwit.cli.report.RunReport;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Shown;
import dev.godwit.model.Table;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Plan;
import dev.godwit.report.Report;
import dev.godwit.report.ReportBuilder;
import dev.godwit.run.Mode;
import dev.godwit.store.Source;
import dev.godwit.store.can.Remote;
import java.util.List;
import java.util.function.Function;

/**
 * One run of a verb, from its beginning to its exit code: whatever happens, there is a report. Use
 * once.
 */
final class Errand {
  private final Main main;
  private final OutputOptions output;
  private final String verb;
  private final long start = System.nanoTime();
  private String from = "";
  private String to = "";
  private String server;
  private List<Table> tables = List.of();
  private Plan plan;
  private boolean exactly;
  private Metrics metrics = Metrics.NONE;
  private Function<Report, List<String>> ahead = r -> List.of();
  private Mode mode = Mode.FULL;

  Errand(Main main, OutputOptions output, String verb) {
    this.main = main;
    this.output = output;
    this.verb = verb;
  }

  /** Says that anything less than exact is not what is asked for. */
  Errand exactly(boolean whether) {
    exactly = whether;
    return this;
  }

  /** Writes what came of it for a monitor, too. */
  Errand counting(Metrics file) {
    metrics = file;
    return this;
  }

  /** Knows what a person does after a run that came to this. */
  Errand ahead(Function<Report, List<String>> lines) {
    ahead = lines;
    return this;
  }

  private List<String> ahead(Report report) {
    return ahead.apply(report).stream().map(main.secrets()::hide).toList();
  }

  /** Says how rows are to be moved, for a report of a run that came to nothing. */
  Errand in(Mode asked) {
    mode = asked;
    return this;
  }

  /** Does the work and delivers its report. */
  int run(Function<Watch, Report> work) {
    output.check();
    Watch watch = output.watch(main.surroundings());
    Report report;
    try {
      report = watched(watch, work);
    } catch (GodwitException e) {
      if (e.reason() != GodwitException.Reason.USAGE) {
        failed(failure(e), watch);
      }
      throw e;
    } catch (RuntimeException e) {
      failed(failure(GodwitException.failed(e.toString(), e)), watch);
      throw e;
    }
    measure(report);
    output.deliver(main.surroundings(), told(report, watch, ahead(report)));
    return code(report);
  }

  private void failed(Report report, Watch watch) {
    output.deliverFailure(main.surroundings(), told(report, watch, List.of()));
    measure(report);
  }

  private RunReport told(Report report, Watch watch, List<String> next) {
    return new RunReport(report, watch.throughput(), tables, next);
  }

  /** What a run did is done, whether it can be written down or not. */
  private void measure(Report report) {
    try {
      metrics.write(report);
    } catch (GodwitException e) {
      main.surroundings().err().println(Shown.lines("godwit: " + e.getMessage()));
    }
  }

  private int code(Report report) {
    int code = report.verdict().exitCode(exactly);
    boolean foreseen = code == Exit.EXACT && exactly && report.plan() != null;
    return foreseen ? report.plan().foreseen().exitCode(true) : code;
  }

  private Report watched(Watch watch, Function<Watch, Report> work) {
    try (watch) {
      return shown(work.apply(watch));
    }
  }

  void remark(String text) {
    output.remark(main.surroundings(), text);
  }

  /** What the sources and the target are called, for a report of a run that came to nothing. */
  void between(String sources, String target) {
    from = main.secrets().hide(sources);
    to = main.secrets().hide(target);
  }

  /** The source's tables, for a picture of them. */
  void of(List<Table> all) {
    tables = all;
  }

  /** What the target's server calls itself; empty where there is none. */
  void at(Source target) {
    server = target.as(Remote.class).map(Remote::server).orElse(null);
  }

  void at(String called) {
    server = called.isEmpty() ? null : called;
  }

  void planned(Plan made) {
    plan = made;
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  private Report shown(Report r) {
    return ReportBuilder.of(r)
        .verb(verb)
        .stores(from.isEmpty() ? r.from() : from, to.isEmpty() ? r.to() : to)
        .server(server)
        .build();
  }

  private Report failure(GodwitException e) {
    List<Problem> problems =
        e.problems().isEmpty() ? List.of(Problem.of(kind(e)).says(hidden(e))) : e.problems();
    boolean different = problems.stream().allMatch(p -> p.is(ProblemKind.DIFFERENT));
    Verdict verdict =
        Exit.of(e.reason()) == Exit.FAILED
            ? Verdict.FAILED
            : different ? Verdict.DIFFERENT : Verdict.REFUSED;
    return ReportBuilder.of(plan == null ? "" : plan.migrationId(), verb, mode.toString(), from, to)
        .verdict(verdict)
        .server(server)
        .seconds(seconds())
        .problems(problems)
        .warnings(plan == null ? List.of() : plan.warnings())
        .leftOut(plan == null ? List.of() : plan.leftOut())
        .build();
  }

  private static ProblemKind kind(GodwitException e) {
    return e.reason() == GodwitException.Reason.UNANSWERED
        ? ProblemKind.UNANSWERED
        : ProblemKind.FAILED;
  }

  private String hidden(GodwitException e) {
    return main.secrets().hide(String.valueOf(e.getMessage()));
  }
}
