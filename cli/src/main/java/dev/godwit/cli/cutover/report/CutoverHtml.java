package dev.godwit.cli.cutover.report;

import dev.godwit.cli.cutover.step.Check;
import dev.godwit.cli.report.HtmlReport;
import dev.godwit.report.Match;
import dev.godwit.report.TableReport;
import java.util.List;
import java.util.Locale;

/** A cutover's report as one page that needs nothing else. */
public final class CutoverHtml {
  private final StringBuilder html = new StringBuilder();

  private CutoverHtml() {}

  public static String of(CutoverReport report) {
    return new CutoverHtml().page(report);
  }

  private String page(CutoverReport r) {
    html.append(HtmlReport.head("Godwit: cutover, " + r.verdict()));
    html.append("<header class=\"verdict " + style(r) + "\"><h1>" + escape(r.verdict()))
        .append("</h1><p>" + escape(r.summary()) + "</p></header>\n<section><dl>");
    fact("From", r.from());
    fact("To", r.to());
    fact("Under", r.root());
    fact("Run", r.migrationId());
    html.append("</dl></section>\n");
    section("What stands in the way", List.of(), r.failures());
    r.steps().forEach(s -> section(CutoverText.title(s), s.lines(), s.checks()));
    tables(r.tables());
    section("Before anything was written", List.of(), r.preflight());
    section("The way back", r.wayBack(), List.of());
    return html.append("<footer>Made by Godwit</footer></main></body></html>\n").toString();
  }

  private static String style(CutoverReport r) {
    return r.verdict().equals("undone") ? "planned" : r.verdict();
  }

  private static String escape(String text) {
    return HtmlReport.escape(text);
  }

  private void fact(String name, String value) {
    if (value != null) {
      html.append("<dt>" + name + "</dt><dd>" + escape(value) + "</dd>");
    }
  }

  private void section(String title, List<String> lines, List<Check> checks) {
    if (lines.isEmpty() && checks.isEmpty()) {
      return;
    }
    html.append("<section><h2>" + escape(title) + "</h2><ul>");
    lines.forEach(l -> html.append("<li>" + escape(l) + "</li>"));
    for (Check c : checks) {
      String mark = c.level() == Check.Level.OK ? "" : c.level() + ": ";
      html.append("<li><b" + (c.isFailed() ? " class=\"bad\"" : "") + ">")
          .append(escape(mark + c.name()) + "</b>" + escape(c.evidence()));
      if (c.advice() != null) {
        html.append("<div class=\"hint\">" + escape(c.advice()) + "</div>");
      }
      html.append("</li>");
    }
    html.append("</ul></section>\n");
  }

  private void tables(List<TableReport> tables) {
    if (tables.isEmpty()) {
      return;
    }
    html.append("<section><h2>Tables</h2><div class=\"scroll\"><table class=\"wide\"><thead><tr>")
        .append("<th>Table</th><th class=\"n\">Source</th><th class=\"n\">Target</th>")
        .append("<th class=\"n\">Rejected</th><th>Digest</th></tr></thead><tbody>\n");
    for (TableReport t : tables) {
      html.append("<tr><td>" + escape(t.name()) + "</td>");
      cell("Source", number(t.sourceRows()), "n");
      cell("Target", number(t.targetRows()), "n");
      cell("Rejected", number(t.rejected()), t.rejected() > 0 ? "n bad" : "n");
      String digest = t.digest().toString();
      cell("Digest", digest, t.digest() == Match.DIFFERENT ? "bad" : digest);
      html.append("</tr>\n");
    }
    html.append("</tbody></table></div></section>\n");
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private void cell(String label, String value, String style) {
    html.append("<td data-l=\"" + label + "\" class=\"" + style + "\">" + escape(value) + "</td>");
  }
}
