package dev.godwit.cli.report;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Shown;
import dev.godwit.model.Verdict;
import dev.godwit.report.Report;
import dev.godwit.report.TableReport;
import dev.godwit.store.OwnFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/**
 * What a monitor reads of the last run: a text file of Prometheus, whole or not at all. {@code
 * file} is null where nobody asks for it.
 */
public record Metrics(Path file) {
  public static final Metrics NONE = new Metrics(null);

  private static final Pattern OURS = Pattern.compile("# HELP godwit_");
  private static final String SUCCESS = "godwit_last_success_timestamp_seconds";

  /** Writes them of this run; a failed one keeps the time of the last success. */
  public void write(Report report) {
    if (file == null) {
      return;
    }
    long now = Instant.now().getEpochSecond();
    boolean success = report.verdict().isKept();
    long last = success ? now : before();
    StringBuilder text = new StringBuilder();
    metric(text, "godwit_run_verdict", "1 for what the last run came to, 0 for all else.");
    for (Verdict verdict : Verdict.values()) {
      text.append("godwit_run_verdict{verdict=\"").append(verdict).append("\",mode=\"");
      text.append(report.mode()).append("\"} ");
      text.append(verdict == report.verdict() ? 1 : 0).append('\n');
    }
    metric(text, "godwit_run_timestamp_seconds", "When the last run ended.");
    text.append("godwit_run_timestamp_seconds ").append(now).append('\n');
    metric(text, "godwit_run_duration_seconds", "How long the last run took.");
    text.append("godwit_run_duration_seconds ");
    text.append(String.format(Locale.ROOT, "%.3f", report.seconds())).append('\n');
    metric(text, SUCCESS, "When a run was last kept, 0 for never.");
    text.append(SUCCESS).append(' ').append(last).append('\n');
    metric(text, "godwit_lag_seconds", "From the last run that was kept to the last run.");
    text.append("godwit_lag_seconds ").append(now - last).append('\n');
    rows(text, report, "source", TableReport::sourceRows);
    rows(text, report, "copied", TableReport::copied);
    rows(text, report, "rejected", TableReport::rejected);
    rows(text, report, "target", TableReport::targetRows);
    rows(text, report, "lag", table -> table.rejected() + lacking(report, table.name()));
    check();
    ReportFile.write(file, text.toString());
  }

  private static void metric(StringBuilder text, String name, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(" gauge\n");
  }

  private static void rows(
      StringBuilder text, Report report, String what, ToLongFunction<TableReport> rows) {
    String name = "godwit_" + what + "_rows";
    metric(text, name, "Rows of the last run, by table of the source.");
    for (TableReport table : report.tables()) {
      text.append(name).append("{table=\"").append(escaped(table.name())).append("\"} ");
      text.append(rows.applyAsLong(table)).append('\n');
    }
  }

  /** Rows of the source that the target does not have as they are. */
  private static long lacking(Report report, String table) {
    return report.differences().stream()
        .filter(d -> d.table().equals(table))
        .mapToLong(d -> d.onlyInSource() + d.changed())
        .sum();
  }

  private static String escaped(String label) {
    return Shown.line(label).replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** The time that an earlier run wrote here, 0 where there is none. */
  private long before() {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.matches(SUCCESS + " \\d{1,18}"))
          .mapToLong(line -> Long.parseLong(line.substring(SUCCESS.length() + 1)))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  /** Refuses a place that nothing can be written to. */
  public void check() {
    if (file != null && Files.isDirectory(file)) {
      throw GodwitException.usage("--metrics " + file + " is a folder; name a file");
    }
    if (file != null) {
      OwnFile.requireOurs(file, OURS);
    }
  }
}
