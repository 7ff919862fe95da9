package dev.godwit.cli.report;

import dev.godwit.history.ModeKind;
import dev.godwit.history.Run;
import dev.godwit.history.State;
import dev.godwit.history.Verb;
import dev.godwit.model.Shown;
import dev.godwit.report.Report;
import dev.godwit.report.ReportJson;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What ran on a target, the newest first, for people and for programs. */
public final class RunList {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());
  private static final String LINE = "%-20s  %-16s  %-8s  %-12s  %-11s  %11s  %s";

  private static final String INDENT = " ".repeat(22);

  private final List<Line> lines;

  /**
   * One run, as JSON has it. {@code verdict} is also {@code running} or {@code interrupted}; {@code
   * finished}, {@code undoneBy}, {@code backup} and {@code report} may be null.
   */
  public record Line(
      String migrationId,
      Verb verb,
      ModeKind mode,
      String verdict,
      String from,
      String fingerprint,
      String rules,
      String host,
      long pid,
      Instant started,
      Instant finished,
      String version,
      String undoneBy,
      String backup,
      Report report) {}

  private RunList(List<Line> lines) {
    this.lines = lines;
  }

  /** Of runs with the oldest first. */
  public static RunList of(List<Run> runs) {
    List<Line> lines = new ArrayList<>(runs.stream().map(RunList::line).toList());
    Collections.reverse(lines);
    return new RunList(lines);
  }

  private static Line line(Run r) {
    String open = r.holder().isDead() ? "interrupted" : "running";
    return new Line(
        r.migrationId(),
        r.verb(),
        r.mode(),
        r.end() == null ? open : r.end().verdict().toString(),
        r.source(),
        r.fingerprint(),
        r.rules(),
        r.holder().host(),
        r.holder().pid(),
        r.started(),
        r.end() == null ? null : r.end().at(),
        r.version(),
        r.undoneBy(),
        r.before() == null ? null : State.read(r.before()).file(),
        r.end() == null || r.isFolded() ? null : ReportJson.read(r.end().report()));
  }

  private static String folded(Line line) {
    return line.finished() == null ? "" : "folded";
  }

  public String json() {
    return ReportJson.of(lines) + "\n";
  }

  public String text() {
    if (lines.isEmpty()) {
      return "nothing ran on this target\n";
    }
    StringBuilder text = new StringBuilder();
    text.append(LINE.formatted("migration", "began", "verb", "mode", "verdict", "rows", "from"));
    for (Line l : lines) {
      text.append('\n')
          .append(
              LINE.formatted(
                  l.migrationId(),
                  TIME.format(l.started()),
                  l.verb(),
                  l.mode(),
                  l.verdict(),
                  l.report() == null ? folded(l) : Words.number(l.report().copied()),
                  Shown.line(l.from())));
      if (l.backup() != null) {
        text.append("\n").append(INDENT).append("backup ").append(Shown.line(l.backup()));
      }
      if (l.undoneBy() != null) {
        text.append("\n").append(INDENT).append("taken back by ").append(Shown.line(l.undoneBy()));
      }
    }
    return text.append('\n').toString();
  }
}
