package dev.godwit.cli.cutover.report;

import dev.godwit.cli.cutover.step.Check;
import dev.godwit.cli.report.Page;
import dev.godwit.cli.report.Page.Cell;
import dev.godwit.cli.report.Page.Fact;
import dev.godwit.cli.report.Page.Grid;
import dev.godwit.cli.report.Page.Head;
import dev.godwit.cli.report.Page.Item;
import dev.godwit.cli.report.Page.Section;
import dev.godwit.report.Match;
import dev.godwit.report.TableReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A cutover's report as one page that needs nothing else. */
public final class CutoverHtml {
  private CutoverHtml() {}

  public static String of(CutoverReport r) {
    List<Section> sections = new ArrayList<>();
    section(sections, "What stands in the way", List.of(), r.failures());
    r.steps().forEach(s -> section(sections, CutoverText.title(s), s.lines(), s.checks()));
    if (!r.tables().isEmpty()) {
      sections.add(Section.of("Tables", tables(r.tables())));
    }
    section(sections, "Before anything was written", List.of(), r.preflight());
    section(sections, "The way back", r.wayBack(), List.of());
    List<Fact> facts =
        Stream.of(
                new Fact("From", r.from()),
                new Fact("To", r.to()),
                new Fact("Under", r.root()),
                new Fact("Run", r.migrationId()))
            .filter(f -> f.value() != null)
            .toList();
    String style = r.verdict().equals("undone") ? "planned" : r.verdict();
    return new Page(
            "Godwit: cutover, " + r.verdict(),
            style,
            r.verdict(),
            r.summary(),
            List.of(),
            facts,
            sections,
            "Made by Godwit")
        .html();
  }

  private static void section(
      List<Section> sections, String title, List<String> lines, List<Check> checks) {
    List<Item> items = new ArrayList<>();
    lines.forEach(l -> items.add(Item.of("", l)));
    for (Check c : checks) {
      String mark = c.level() == Check.Level.OK ? "" : c.level() + ": ";
      String advice = c.advice() == null ? "" : c.advice();
      items.add(new Item(mark + c.name(), c.evidence(), advice, c.isFailed() ? "bad" : ""));
    }
    if (!items.isEmpty()) {
      sections.add(Section.of(title, items));
    }
  }

  private static Grid tables(List<TableReport> tables) {
    return new Grid(
        List.of(
            Head.text("Table"),
            Head.number("Source"),
            Head.number("Target"),
            Head.number("Rejected"),
            Head.text("Digest")),
        tables.stream().map(CutoverHtml::row).toList());
  }

  private static List<Cell> row(TableReport t) {
    String digest = t.digest().toString();
    return List.of(
        Cell.text("Table", t.name()),
        Cell.number("Source", t.sourceRows()),
        Cell.number("Target", t.targetRows()),
        Cell.number("Rejected", t.rejected(), t.rejected() > 0 ? "bad" : ""),
        Cell.text("Digest", digest, t.digest() == Match.DIFFERENT ? "bad" : digest));
  }
}
