package dev.godwit.cli.report;

import dev.godwit.cli.report.Page.Cell;
import dev.godwit.cli.report.Page.Grid;
import dev.godwit.cli.report.Page.Head;
import dev.godwit.cli.report.Page.Item;
import dev.godwit.cli.report.Page.Section;
import dev.godwit.report.Forecast;
import java.util.ArrayList;
import java.util.List;

/** What a page says of a plan. */
final class HtmlPlan {
  private final Forecast plan;

  HtmlPlan(Forecast plan) {
    this.plan = plan;
  }

  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    if (plan.application() != null) {
      sections.add(Section.of("Application", application(plan.application())));
    }
    sections.add(Section.of("Tables, in the order of the run", steps()));
    sections.add(
        Section.of(
            "At risk",
            plan.risks().stream().map(r -> Item.of(Words.number(r.count()), r.what())).toList()));
    boolean enough = plan.needs().stream().noneMatch(Forecast.Need::isShort);
    Section room = Section.of("Room", needs());
    sections.add(enough ? room.folded("no lack is known") : room);
    sections.add(Section.of("The way back", List.of(Item.of("", plan.wayBack()))));
    Grid types = types();
    sections.add(
        Section.of("Types", types).folded(Words.count(types.rows().size(), "column") + " change"));
    return sections;
  }

  private static List<Item> application(Forecast.Application a) {
    List<Item> items = new ArrayList<>();
    items.add(
        Item.of(a.title(), "recipe " + (a.used() ? "used" : "not used") + ", tried " + a.tried()));
    a.versions().forEach(v -> items.add(Item.of("Versions", v)));
    a.seeds().forEach(s -> items.add(Item.of("Seed rows", s)));
    if (!a.converted().isEmpty()) {
      items.add(Item.of("Converted", String.join(", ", a.converted())));
    }
    a.afterwards().forEach(n -> items.add(Item.of("Afterwards", n)));
    return items;
  }

  private Grid steps() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Forecast.Step s : plan.steps()) {
      rows.add(
          List.of(
              Cell.number("Step", rows.size() + 1L),
              Cell.text("Table", s.table()),
              Cell.number("Rows", s.rows()),
              Cell.measure("Size", PlanText.size(s.bytes()), s.bytes(), ""),
              Cell.text("Into", PlanText.into(s))));
    }
    return new Grid(
        List.of(
            Head.number("Step"),
            Head.text("Table"),
            Head.number("Rows"),
            Head.number("Size"),
            Head.text("Into")),
        rows);
  }

  private Grid types() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Forecast.Step s : plan.steps()) {
      for (Forecast.Change c : s.changes()) {
        String name = c.column().equals(c.target()) ? c.column() : c.column() + " as " + c.target();
        rows.add(
            List.of(
                Cell.text("Table", s.table()),
                Cell.text("Column", name),
                Cell.text("From", c.fromType().isEmpty() ? "no type" : c.fromType()),
                Cell.text("To", c.toType()),
                Cell.text("Why", c.rule())));
      }
    }
    return new Grid(
        List.of(
            Head.text("Table"),
            Head.text("Column"),
            Head.text("From"),
            Head.text("To"),
            Head.text("Why")),
        rows);
  }

  private Grid needs() {
    return new Grid(
        List.of(
            Head.text("What for"), Head.text("Where"), Head.number("Wanted"), Head.number("Free")),
        plan.needs().stream()
            .map(
                n ->
                    List.of(
                        Cell.text("What for", n.what()),
                        Cell.text("Where", n.where()),
                        Cell.measure("Wanted", PlanText.size(n.wanted()), n.wanted(), ""),
                        Cell.measure(
                            "Free", PlanText.size(n.free()), n.free(), n.isShort() ? "bad" : "")))
            .toList());
  }
}
