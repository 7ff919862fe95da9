package dev.godwit.cli.report;

import dev.godwit.cli.report.Page.Cell;
import dev.godwit.cli.report.Page.Grid;
import dev.godwit.cli.report.Page.Head;
import dev.godwit.cli.report.Page.Item;
import dev.godwit.cli.report.Page.Section;
import dev.godwit.cli.report.Page.Tile;
import dev.godwit.model.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a page says of what is in a store. */
final class HtmlInspection {
  private final Inspection inspection;

  HtmlInspection(Inspection inspection) {
    this.inspection = inspection;
  }

  Page page(List<Table> catalog) {
    List<Section> sections = new ArrayList<>();
    sections.add(
        Section.of(
            "Damaged", inspection.damage().stream().map(d -> Item.of("", d.strip())).toList()));
    sections.add(
        Section.of(
            "Integrity", inspection.remarks().stream().map(r -> Item.of("", r.strip())).toList()));
    sections.add(Section.of("Tables", tables()));
    Map<String, Long> rows = new HashMap<>();
    inspection.tables().forEach(t -> rows.put(t.name(), t.rows()));
    List<Table> seen = catalog.stream().filter(t -> rows.containsKey(t.name())).toList();
    Diagram.of(seen, rows).ifPresent(d -> sections.add(Section.of("How the tables refer", d)));
    inspection.tables().forEach(t -> sections.add(columns(t)));
    sections.add(
        Section.of(
            "Other objects",
            inspection.others().stream()
                .map(o -> Item.of(o.name(), o.type() + (o.why() == null ? "" : ": " + o.why())))
                .toList()));
    boolean sound = inspection.damage().isEmpty();
    return new Page(
        "Godwit: " + inspection.store(),
        sound ? "exact" : "refused",
        sound ? "Inspected" : "Damaged",
        inspection.store(),
        List.of(
            new Tile("tables", Words.number(inspection.tables().size()), ""),
            new Tile("rows", Words.number(inspection.rows()), ""),
            new Tile("of values", PlanText.size(inspection.bytes()), "")),
        List.of(),
        sections.stream().filter(s -> !s.isEmpty()).toList(),
        "Made by Godwit");
  }

  private Grid tables() {
    return new Grid(
        List.of(
            Head.text("Table"),
            Head.number("Rows"),
            Head.number("Size"),
            Head.number("Columns"),
            Head.number("Orphans"),
            Head.text("Primary key")),
        inspection.tables().stream().map(HtmlInspection::row).toList());
  }

  private static List<Cell> row(Inspection.TableView t) {
    long orphans = t.foreignKeys().stream().mapToLong(k -> Math.max(0, k.orphans())).sum();
    return List.of(
        Cell.text("Table", t.name() + (t.history() == null ? "" : ", history of " + t.history())),
        Cell.number("Rows", t.rows()),
        Cell.measure("Size", PlanText.size(t.bytes()), t.bytes(), ""),
        Cell.number("Columns", t.columns().size()),
        Cell.number("Orphans", orphans, orphans > 0 ? "bad" : ""),
        Cell.text("Primary key", String.join(", ", t.primaryKey())));
  }

  private static Section columns(Inspection.TableView t) {
    List<Head> heads =
        List.of(
            Head.text("Column"),
            Head.text("Declared"),
            Head.text("Holds"),
            Head.text("From"),
            Head.text("To"),
            Head.number("Longest"),
            Head.text("Seen in it"));
    List<List<Cell>> rows = t.columns().stream().map(HtmlInspection::column).toList();
    return Section.of(t.name(), new Grid(heads, rows)).folded(note(t));
  }

  private static String note(Inspection.TableView t) {
    String note = Words.count(t.rows(), "row") + ", " + Words.count(t.columns().size(), "column");
    return note
        + (t.indexes().isEmpty() ? "" : ", " + t.indexes().size() + " indexed")
        + (t.strict() ? ", STRICT" : "")
        + (t.withoutRowid() ? ", WITHOUT ROWID" : "");
  }

  private static List<Cell> column(Inspection.ColumnView c) {
    String declared = c.declared().isEmpty() ? "no type" : c.declared();
    boolean number = c.min() != null;
    return List.of(
        Cell.text("Column", c.name()),
        Cell.text("Declared", declared + (c.nullable() ? "" : " NOT NULL")),
        Cell.text("Holds", c.classes().isEmpty() ? "no values" : Inspection.counts(c.classes())),
        Cell.text("From", number ? String.valueOf(c.min()) : Objects.toString(c.minText(), "")),
        Cell.text("To", number ? String.valueOf(c.max()) : Objects.toString(c.maxText(), "")),
        Cell.measure(
            "Longest",
            c.longestBytes() == 0 ? "" : PlanText.size(c.longestBytes()),
            c.longestBytes(),
            ""),
        Cell.text("Seen in it", c.seen().isEmpty() ? "" : Inspection.counts(c.seen())));
  }
}
