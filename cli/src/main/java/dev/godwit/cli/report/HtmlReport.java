package dev.godwit.cli.report;

import dev.godwit.cli.report.Page.Cell;
import dev.godwit.cli.report.Page.Fact;
import dev.godwit.cli.report.Page.Grid;
import dev.godwit.cli.report.Page.Head;
import dev.godwit.cli.report.Page.Item;
import dev.godwit.cli.report.Page.Section;
import dev.godwit.cli.report.Page.Tile;
import dev.godwit.model.Problem;
import dev.godwit.model.Table;
import dev.godwit.model.Verdict;
import dev.godwit.report.Difference;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.report.TableReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What a page says of a run. */
final class HtmlReport {
  private final RunReport run;
  private final Report report;
  private final List<Section> sections = new ArrayList<>();

  HtmlReport(RunReport run) {
    this.run = run;
    this.report = run.report();
  }

  Page page() {
    section(Section.of("Misfits by column", misfits()));
    section(Section.of(Words.problems(report), items(report.problems())));
    if (report.plan() != null) {
      new HtmlPlan(report.plan()).sections().forEach(this::section);
    } else {
      section(Section.of("Tables", tables()));
    }
    section(Section.of("What differs", differences()));
    section(Section.of("What changed in the target", changes()));
    diagram();
    section(Section.commands("Next", next()));
    Plot.of(run.throughput()).ifPresent(p -> section(Section.of("Throughput", p)));
    section(Section.of("What changed on the way", remarks()));
    section(Section.of("Warnings", items(report.warnings())));
    section(
        Section.of(
            "Left out", report.leftOut().stream().map(l -> Item.of(l.table(), l.why())).toList()));
    return new Page(
        "Godwit: " + report.verb() + ", " + report.verdict(),
        report.verdict().toString(),
        report.verdict().toString(),
        Words.verdict(report),
        tiles(),
        facts(),
        sections,
        "Made by Godwit" + (report.migrationId().isEmpty() ? "" : ", run " + report.migrationId()));
  }

  private void section(Section section) {
    if (!section.isEmpty()) {
      sections.add(section);
    }
  }

  private boolean isPlan() {
    return report.plan() != null || report.verdict() == Verdict.PLANNED;
  }

  private List<Tile> tiles() {
    List<Tile> tiles = new ArrayList<>();
    if (report.tables().isEmpty()) {
      return tiles;
    }
    tiles.add(new Tile("tables", Words.number(report.tables().size()), ""));
    tiles.add(new Tile("rows in the source", Words.number(report.sourceRows()), ""));
    if (isPlan()) {
      if (report.plan() != null) {
        double seconds = report.plan().effort().seconds();
        tiles.add(new Tile("about so long", PlanText.duration(seconds), ""));
      }
      tiles.add(count("problems", report.problems().size()));
      tiles.add(new Tile("warnings", Words.number(report.warnings().size()), ""));
      return tiles;
    }
    String good = report.verdict() == Verdict.EXACT ? "good" : "";
    tiles.add(new Tile(arrived().toLowerCase(java.util.Locale.ROOT), done(), good));
    tiles.add(count("rejected", report.rejected()));
    tiles.add(new Tile("time", Words.seconds(report.seconds()) + " s", ""));
    return tiles;
  }

  private String done() {
    return Words.number(report.copied());
  }

  private static Tile count(String label, long value) {
    return new Tile(label, Words.number(value), value > 0 ? "bad" : "");
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    fact(facts, "From", report.from());
    fact(facts, "To", report.to());
    fact(facts, "At", report.server());
    fact(facts, "Backup of what was overwritten", report.backup());
    String wayBack = Words.wayBack(report);
    fact(facts, "To take it back", wayBack.isEmpty() ? null : wayBack);
    return facts;
  }

  private static void fact(List<Fact> facts, String name, String value) {
    if (value != null) {
      facts.add(new Fact(name, value));
    }
  }

  private List<String> next() {
    return Stream.concat(report.next().stream(), run.ahead().stream()).toList();
  }

  /** What the rows are that the source and the target both have. */
  private String arrived() {
    return report.verb().equals("verify") ? "The same in both" : "Copied";
  }

  private Grid tables() {
    boolean skipped = report.tables().stream().anyMatch(t -> t.skipped() > 0);
    List<Head> heads = new ArrayList<>();
    heads.add(Head.text("Table"));
    heads.add(Head.number("Rows"));
    heads.add(Head.number(arrived()));
    if (skipped) {
      heads.add(Head.number("There already"));
    }
    heads.add(Head.number("Rejected"));
    heads.add(Head.text("Digest"));
    heads.add(Head.number("Seconds"));
    heads.add(Head.number("Rows/s"));
    return new Grid(heads, report.tables().stream().map(t -> row(t, skipped)).toList());
  }

  private List<Cell> row(TableReport t, boolean skipped) {
    String name = t.target().equals(t.name()) ? t.name() : t.name() + " → " + t.target();
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.text("Table", name));
    cells.add(Cell.number("Rows", t.sourceRows()));
    cells.add(Cell.number(arrived(), t.copied()));
    if (skipped) {
      cells.add(Cell.number("There already", t.skipped()));
    }
    cells.add(Cell.number("Rejected", t.rejected(), t.rejected() > 0 ? "bad" : ""));
    cells.add(Cell.text("Digest", t.digest().toString(), style(t.digest())));
    cells.add(Cell.measure("Seconds", Words.seconds(t.seconds()), t.seconds(), ""));
    long pace = t.seconds() > 0.001 ? Math.round(t.copied() / t.seconds()) : 0;
    cells.add(Cell.measure("Rows/s", pace == 0 ? "" : Words.number(pace), pace, ""));
    return cells;
  }

  private static String style(Match digest) {
    return switch (digest) {
      case EQUAL -> "equal";
      case DIFFERENT -> "bad";
      case SKIPPED -> "soft";
    };
  }

  /** How many rows what stands in the way is about, the most first. */
  private Grid misfits() {
    List<Problem> counted =
        Stream.concat(report.problems().stream(), report.warnings().stream())
            .filter(p -> p.rows() != null)
            .sorted((a, b) -> b.rows().compareTo(a.rows()))
            .toList();
    long most = counted.isEmpty() ? 0 : counted.get(0).rows();
    return new Grid(
        List.of(
            Head.text("Table"),
            Head.text("Column"),
            Head.text("Kind"),
            Head.number("Rows"),
            Head.text("First at")),
        counted.stream()
            .map(
                p ->
                    List.of(
                        Cell.text("Table", Objects.toString(p.table(), "")),
                        Cell.text("Column", Objects.toString(p.column(), "")),
                        Cell.text("Kind", p.kind().toString()),
                        Cell.number("Rows", p.rows(), "bad").of(most),
                        Cell.text("First at", Objects.toString(p.key(), ""))))
            .toList());
  }

  private Grid differences() {
    return new Grid(
        List.of(
            Head.text("Table"),
            Head.number("Only in the source"),
            Head.number("Only in the target"),
            Head.number("Not the same"),
            Head.text("Columns"),
            Head.text("First rows")),
        report.differences().stream()
            .filter(d -> !d.isEqual())
            .map(
                d ->
                    List.of(
                        Cell.text("Table", d.table()),
                        Cell.number("Only in the source", d.onlyInSource()),
                        Cell.number("Only in the target", d.onlyInTarget()),
                        Cell.number("Not the same", d.changed()),
                        Cell.text("Columns", columns(d)),
                        Cell.text("First rows", keys(d))))
            .toList());
  }

  private static String columns(Difference d) {
    return String.join(
        ", ", d.columns().stream().filter(c -> !c.equal()).map(c -> c.column()).toList());
  }

  private static String keys(Difference d) {
    return String.join("; ", d.rows().stream().limit(10).map(r -> r.key()).toList());
  }

  private Grid changes() {
    return new Grid(
        List.of(
            Head.text("Table"),
            Head.number("Inserts"),
            Head.number("Updates"),
            Head.number("Deletes"),
            Head.number("Left"),
            Head.text("Told by")),
        report.changes().stream()
            .map(
                c ->
                    List.of(
                        Cell.text("Table", c.table()),
                        Cell.number("Inserts", c.inserts()),
                        Cell.number("Updates", c.updates()),
                        Cell.number("Deletes", c.deletes()),
                        Cell.number("Left", c.keptChanged() + c.keptInTarget()),
                        Cell.text("Told by", Objects.toString(c.watermark(), ""))))
            .toList());
  }

  private void diagram() {
    Map<String, Long> rows = new HashMap<>();
    report.tables().forEach(t -> rows.put(t.name(), t.sourceRows()));
    List<Table> moved =
        run.tables().stream()
            .filter(t -> rows.containsKey(t.name()) || rows.containsKey(t.displayName()))
            .toList();
    Diagram.of(moved, rows).ifPresent(d -> section(Section.of("How the tables refer", d)));
  }

  private List<Item> remarks() {
    List<Item> items = new ArrayList<>();
    for (TableReport t : report.tables()) {
      remark(items, t.name(), "Coerced: ", Words.coercions(t));
      remark(items, t.name(), "Numbers taken for times: ", Words.guesses(t));
      remark(items, t.name(), "Renamed: ", Words.renamed(t));
    }
    for (Report.Converted c : report.converted()) {
      String what = "Rule " + c.rule() + ": ";
      remark(items, c.table() + "." + c.column(), what, Words.count(c.values(), "value"));
    }
    for (Report.Filled f : report.filled()) {
      remark(items, f.table() + "." + f.column(), "Filled: ", Words.count(f.rows(), "row"));
    }
    return items;
  }

  private static void remark(List<Item> items, String place, String what, String words) {
    if (!words.isEmpty()) {
      items.add(Item.of(place, what + words));
    }
  }

  private static List<Item> items(List<Problem> problems) {
    return Words.grouped(problems).stream()
        .map(r -> new Item(r.place(), r.message(), r.hint(), ""))
        .toList();
  }
}
