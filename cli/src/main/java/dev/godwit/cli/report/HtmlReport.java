package dev.godwit.cli.report;

import dev.godwit.cli.progress.Throughput;
import dev.godwit.model.Problem;
import dev.godwit.model.Shown;
import dev.godwit.model.Verdict;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.report.TableReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A report as one page that needs nothing else: no script, no font, no picture from elsewhere. */
public final class HtmlReport {
  private final Report report;
  private final Throughput throughput;
  private final StringBuilder html = new StringBuilder();

  private HtmlReport(Report report, Throughput throughput) {
    this.report = report;
    this.throughput = throughput;
  }

  public static String of(Report report, Throughput throughput) {
    return new HtmlReport(report, throughput).page();
  }

  private String page() {
    String title = "Godwit: " + report.verb() + ", " + report.verdict();
    html.append(head(title));
    verdict();
    problems(Words.problems(report), report.problems());
    facts();
    Plot.write(html, throughput);
    tables();
    remarks();
    problems("Warnings", report.warnings());
    leftOut();
    html.append("<footer>Made by Godwit, run " + escape(report.migrationId()) + "</footer>");
    return html.append("</main></body></html>\n").toString();
  }

  /** The beginning of a page, as far as its content. */
  public static String head(String title) {
    return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        + "<title>"
        + escape(title)
        + "</title><style>"
        + css()
        + "</style></head><body><main>\n";
  }

  private static String css() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Text as HTML takes it. */
  public static String escape(String text) {
    return text == null
        ? ""
        : Shown.line(text)
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;");
  }

  private void verdict() {
    html.append("<header class=\"verdict " + report.verdict() + "\"><h1>" + report.verdict())
        .append("</h1><p>" + escape(Words.verdict(report)) + "</p></header>\n");
  }

  private void facts() {
    html.append("<section><dl>");
    fact("From", report.from());
    fact("To", report.to());
    if (report.server() != null) {
      fact("At", report.server());
    }
    if (report.verdict() != Verdict.PLANNED && !report.tables().isEmpty()) {
      fact("Rows in the source", Words.number(report.sourceRows()));
      fact(arrived(), Words.number(report.copied()));
      fact("Rejected", Words.number(report.rejected()));
      fact("Time", Words.seconds(report.seconds()) + " s");
    }
    if (report.backup() != null) {
      fact("Backup of what was overwritten", report.backup());
    }
    report.next().forEach(n -> fact("Next", n));
    html.append("</dl></section>\n");
  }

  /** What the rows are that the source and the target both have. */
  private String arrived() {
    return report.verb().equals("verify") ? "The same in both" : "Copied";
  }

  private void fact(String name, String value) {
    html.append("<dt>" + name + "</dt><dd>" + escape(value) + "</dd>");
  }

  private void tables() {
    if (report.tables().isEmpty()) {
      return;
    }
    html.append("<section><h2>Tables</h2><div class=\"scroll\"><table class=\"wide\"><thead><tr>")
        .append("<th>Table</th><th class=\"n\">Rows</th><th class=\"n\">" + arrived() + "</th>")
        .append("<th class=\"n\">Rejected</th><th>Digest</th><th class=\"n\">Seconds</th>")
        .append("</tr></thead><tbody>\n");
    report.tables().forEach(this::table);
    html.append("</tbody></table></div></section>\n");
  }

  private static String style(Match digest) {
    return switch (digest) {
      case EQUAL -> "equal";
      case DIFFERENT -> "bad";
      case SKIPPED -> "";
    };
  }

  private void table(TableReport t) {
    String target = t.target().equals(t.name()) ? "" : " → " + escape(t.target());
    html.append("<tr><td>" + escape(t.name()) + target + "</td>");
    cell("Rows", Words.number(t.sourceRows()), "n");
    cell(arrived(), Words.number(t.copied()), "n");
    cell("Rejected", Words.number(t.rejected()), t.rejected() > 0 ? "n bad" : "n");
    cell("Digest", t.digest().toString(), style(t.digest()));
    cell("Seconds", Words.seconds(t.seconds()), "n");
    html.append("</tr>\n");
  }

  private void cell(String label, String value, String style) {
    html.append("<td data-l=\"" + label + "\" class=\"" + style + "\">" + escape(value) + "</td>");
  }

  private void remarks() {
    StringBuilder list = new StringBuilder();
    for (TableReport t : report.tables()) {
      remark(list, t.name(), "Coerced", Words.coercions(t));
      remark(list, t.name(), "Numbers taken for times", Words.guesses(t));
      remark(list, t.name(), "Renamed", Words.renamed(t));
    }
    for (Report.Converted c : report.converted()) {
      String what = "Rule " + c.rule();
      remark(list, c.table() + "." + c.column(), what, Words.count(c.values(), "value"));
    }
    for (Report.Filled f : report.filled()) {
      remark(list, f.table() + "." + f.column(), "Filled", Words.count(f.rows(), "row"));
    }
    if (!list.isEmpty()) {
      html.append("<section><h2>What changed on the way</h2><ul>" + list + "</ul></section>\n");
    }
  }

  private static void remark(StringBuilder list, String place, String what, String words) {
    if (!words.isEmpty()) {
      list.append("<li><b>" + escape(place) + "</b>" + what + ": " + escape(words) + "</li>");
    }
  }

  private void problems(String title, List<Problem> problems) {
    if (problems.isEmpty()) {
      return;
    }
    html.append("<section><h2>" + title + "</h2><ul>");
    for (Words.Remark r : Words.grouped(problems)) {
      html.append("<li><b>" + escape(r.place()) + "</b>" + escape(r.message()));
      if (!r.hint().isEmpty()) {
        html.append("<div class=\"hint\">" + escape(r.hint()) + "</div>");
      }
      html.append("</li>");
    }
    html.append("</ul></section>\n");
  }

  private void leftOut() {
    if (report.leftOut().isEmpty()) {
      return;
    }
    html.append("<section><h2>Left out</h2><ul>");
    report
        .leftOut()
        .forEach(
            l -> html.append("<li><b>" + escape(l.table()) + "</b>" + escape(l.why()) + "</li>"));
    html.append("</ul></section>\n");
  }
}
