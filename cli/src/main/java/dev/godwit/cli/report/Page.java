package dev.godwit.cli.report;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import dev.godwit.model.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a page for people says. The page needs nothing else: styles and script are in it, no font
 * and no picture is from elsewhere. {@code verdict} is the class that colours it; parts that are
 * null or empty are not there.
 */
public record Page(
    String title,
    String verdict,
    String word,
    String sentence,
    List<Tile> tiles,
    List<Fact> facts,
    List<Section> sections,
    String footer) {

  /** A number that the page begins with; {@code style} is good, bad or empty. */
  public record Tile(String label, String value, String style) {}

  /** Something to look up, by its name. */
  public record Fact(String name, String value) {}

  /** A part under a heading: one of the five, and perhaps a note. A folded one opens on request. */
  public record Section(
      String title,
      String note,
      boolean folded,
      List<Item> items,
      Grid grid,
      Plot plot,
      Diagram diagram,
      List<String> commands) {

    public static Section of(String title, List<Item> items) {
      return new Section(title, "", false, items, null, null, null, List.of());
    }

    public static Section of(String title, Grid grid) {
      return new Section(title, "", false, List.of(), grid, null, null, List.of());
    }

    static Section of(String title, Plot plot) {
      return new Section(title, "", false, List.of(), null, plot, null, List.of());
    }

    static Section of(String title, Diagram diagram) {
      return new Section(title, diagram.note(), false, List.of(), null, null, diagram, List.of());
    }

    static Section commands(String title, List<String> lines) {
      return new Section(title, "", false, List.of(), null, null, null, lines);
    }

    Section folded(String remark) {
      return new Section(title, remark, true, items, grid, plot, diagram, commands);
    }

    boolean isEmpty() {
      return items.isEmpty()
          && (grid == null || grid.rows().isEmpty())
          && plot == null
          && diagram == null
          && commands.isEmpty();
    }
  }

  /** A remark about a place, and what to do about it. */
  public record Item(String place, String message, String hint, String style) {
    public static Item of(String place, String message) {
      return new Item(place, message, "", "");
    }
  }

  /** A table that can be sorted. */
  public record Grid(List<Head> heads, List<List<Cell>> rows) {}

  /** What a column is called; {@code style} is {@code n} for numbers. */
  public record Head(String label, String style) {
    public static Head text(String label) {
      return new Head(label, "");
    }

    public static Head number(String label) {
      return new Head(label, "n");
    }
  }

  /**
   * What stands in a row; it is sorted by {@code order}, and {@code share}, in percent, is drawn as
   * a bar where it is not 0.
   */
  public record Cell(String label, String text, String order, String style, int share) {
    public static Cell text(String label, String text) {
      return text(label, text, "");
    }

    public static Cell text(String label, String text, String style) {
      return new Cell(label, text, text, style, 0);
    }

    /** A number as people read it; -1 is one that nobody knows. */
    public static Cell number(String label, long value) {
      return number(label, value, "");
    }

    public static Cell number(String label, long value, String style) {
      return measure(label, Words.number(value), value, style);
    }

    static Cell measure(String label, String text, Number value, String style) {
      return new Cell(label, text, String.valueOf(value), ("n " + style).strip(), 0);
    }

    Cell of(long all) {
      int part = (int) Math.max(2, Math.round(Double.parseDouble(order) * 100 / Math.max(1, all)));
      return new Cell(label, text, order, style, part);
    }
  }

  /** This page as HTML. */
  public String html() {
    return Mustache.compiler()
        .withEscaper(text -> Escapers.HTML.escape(Shown.line(text)))
        .emptyStringIsFalse(true)
        .zeroIsFalse(true)
        .nullValue("")
        .withLoader(name -> new InputStreamReader(resource(name), StandardCharsets.UTF_8))
        .compile(new InputStreamReader(resource("page.mustache"), StandardCharsets.UTF_8))
        .execute(this);
  }

  private static InputStream resource(String name) {
    return Page.class.getResourceAsStream(name);
  }

  /** What the page looks like. */
  String css() {
    return read("report.css");
  }

  /** What finds and sorts. */
  String script() {
    return read("report.js");
  }

  private static String read(String name) {
    try (InputStream in = resource(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
