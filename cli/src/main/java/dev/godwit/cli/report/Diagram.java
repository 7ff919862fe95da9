package dev.godwit.cli.report;

import dev.godwit.model.Column;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tables and what they refer to, laid out for a picture: whatever is referred to stands left of
 * what refers to it, where no cycle forbids that. Lengths are pixels.
 */
record Diagram(int width, int height, List<Box> boxes, List<Link> links, String note) {
  /** Of more tables a picture shows nothing; those that refer most are kept. */
  private static final int MOST_TABLES = 60;

  private static final int MOST_LINES = 8;
  private static final int TALLEST = 900;
  private static final int BOX = 190;
  private static final int GAP_X = 50;
  private static final int GAP_Y = 20;
  private static final int HEAD = 40;
  private static final int LINE = 17;
  private static final int LETTERS = 22;
  private static final int ACROSS = 4;

  /** A table. {@code rest} says how many columns are not shown. */
  record Box(String name, String rows, int x, int y, List<Line> lines, String rest) {
    int width() {
      return BOX;
    }

    int height() {
      return HEAD + (lines.size() + (rest.isEmpty() ? 0 : 1)) * LINE + 8;
    }

    int bar() {
      return HEAD;
    }

    int edge() {
      return BOX - 8;
    }

    int lastLine() {
      return HEAD + (lines.size() + 1) * LINE - 2;
    }

    String shown() {
      return cut(name);
    }

    private Box at(int left, int top) {
      return new Box(name, rows, left, top, lines, rest);
    }

    /** Where a link to this column touches, or the head for one that is not shown. */
    private int at(String column) {
      return lines.stream()
          .filter(l -> l.column().equals(column))
          .findFirst()
          .map(l -> y + l.y() - 4)
          .orElse(y + HEAD / 2);
    }
  }

  /** A column: {@code mark} is PK, FK or empty. */
  record Line(String column, String mark, String style, int y) {
    String shown() {
      return cut(column);
    }
  }

  /** A foreign key: its way, and its foot, where there may be many. */
  record Link(String from, String to, String label, String path, String foot, int x, int y) {}

  /** The picture of these tables; none where no table refers to another. */
  static Optional<Diagram> of(List<Table> tables, Map<String, Long> rows) {
    List<Table> shown = most(tables);
    Set<String> names = names(shown);
    Map<String, Integer> refers = referring(tables);
    if (shown.stream().allMatch(t -> refers.get(t.name()) == 0)) {
      return Optional.empty();
    }
    List<Table> linked = shown.stream().filter(t -> refers.get(t.name()) > 0).toList();
    Map<String, Box> boxes = new LinkedHashMap<>();
    int left = 0;
    for (List<Table> column : columns(linked)) {
      stack(column, rows, left, boxes);
      left += BOX + GAP_X;
    }
    int bottom = bottom(boxes);
    List<Table> alone = shown.stream().filter(t -> refers.get(t.name()) == 0).toList();
    shelve(alone, rows, bottom, Math.max(ACROSS, left / (BOX + GAP_X)), boxes);
    List<Link> links = new ArrayList<>();
    for (Table t : linked) {
      for (ForeignKey key : t.foreignKeys()) {
        if (names.contains(key.targetTable())) {
          links.add(link(t, key, boxes));
        }
      }
    }
    int right = boxes.values().stream().mapToInt(b -> b.x() + BOX).max().orElse(0);
    String note =
        shown.size() == tables.size()
            ? ""
            : "The %d of %s that refer to others most."
                .formatted(shown.size(), Words.count(tables.size(), "table"));
    return Optional.of(
        new Diagram(right + 40, bottom(boxes), List.copyOf(boxes.values()), links, note));
  }

  private static Set<String> names(List<Table> tables) {
    Set<String> names = new HashSet<>();
    tables.forEach(t -> names.add(t.name()));
    return names;
  }

  private static List<Table> most(List<Table> tables) {
    if (tables.size() <= MOST_TABLES) {
      return tables;
    }
    Map<String, Integer> refers = referring(tables);
    return tables.stream()
        .sorted(Comparator.comparing((Table t) -> -refers.get(t.name())))
        .limit(MOST_TABLES)
        .toList();
  }

  /** How many foreign keys begin or end at each table. */
  private static Map<String, Integer> referring(List<Table> tables) {
    Map<String, Integer> count = new HashMap<>();
    tables.forEach(t -> count.put(t.name(), 0));
    for (Table t : tables) {
      for (ForeignKey key : t.foreignKeys()) {
        if (count.containsKey(key.targetTable())) {
          count.merge(t.name(), 1, Integer::sum);
          count.merge(key.targetTable(), 1, Integer::sum);
        }
      }
    }
    return count;
  }

  /** Columns of boxes from left to right; what would be too tall becomes several. */
  private static List<List<Table>> columns(List<Table> tables) {
    Map<String, Integer> layer = new LinkedHashMap<>();
    for (Table t : dev.godwit.model.Catalog.sorted(tables)) {
      int deepest = 0;
      for (ForeignKey key : t.foreignKeys()) {
        deepest = Math.max(deepest, layer.getOrDefault(key.targetTable(), -1) + 1);
      }
      layer.put(t.name(), deepest);
    }
    List<List<Table>> columns = new ArrayList<>();
    int deepest = layer.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    Map<String, Integer> place = new HashMap<>();
    for (int i = 0; i <= deepest; i++) {
      int depth = i;
      List<Table> members =
          tables.stream()
              .filter(t -> layer.get(t.name()) == depth)
              .sorted(Comparator.comparingDouble(t -> middle(t, place)))
              .toList();
      members.forEach(t -> place.put(t.name(), members.indexOf(t)));
      split(members, columns);
    }
    return columns;
  }

  private static void split(List<Table> members, List<List<Table>> columns) {
    List<Table> column = new ArrayList<>();
    int tall = 0;
    for (Table t : members) {
      int height = box(t, Map.of(), 0, 0).height() + GAP_Y;
      if (tall + height > TALLEST && !column.isEmpty()) {
        columns.add(column);
        column = new ArrayList<>();
        tall = 0;
      }
      column.add(t);
      tall += height;
    }
    columns.add(column);
  }

  /** Where the tables are, on average, that this one refers to. */
  private static double middle(Table t, Map<String, Integer> place) {
    return t.foreignKeys().stream()
        .map(key -> place.get(key.targetTable()))
        .filter(p -> p != null)
        .mapToInt(Integer::intValue)
        .average()
        .orElse(0);
  }

  private static void stack(
      List<Table> column, Map<String, Long> rows, int left, Map<String, Box> boxes) {
    int top = 1;
    for (Table t : column) {
      Box box = box(t, rows, left + 1, top);
      boxes.put(t.name(), box);
      top += box.height() + GAP_Y;
    }
  }

  /** Those that refer to nothing stand below, as on a shelf. */
  private static void shelve(
      List<Table> alone, Map<String, Long> rows, int bottom, int across, Map<String, Box> boxes) {
    int top = bottom + GAP_Y;
    for (int i = 0; i < alone.size(); i += across) {
      int tallest = 0;
      List<Table> row = alone.subList(i, Math.min(alone.size(), i + across));
      for (int j = 0; j < row.size(); j++) {
        Box box = box(row.get(j), rows, 1, top).at(1 + j * (BOX + GAP_X), top);
        boxes.put(row.get(j).name(), box);
        tallest = Math.max(tallest, box.height());
      }
      top += tallest + GAP_Y;
    }
  }

  private static int bottom(Map<String, Box> boxes) {
    return boxes.values().stream().mapToInt(b -> b.y() + b.height()).max().orElse(0) + 2;
  }

  /** Keys first: what is left of the room shows other columns. */
  private static Box box(Table t, Map<String, Long> rows, int left, int top) {
    Set<String> foreign = new HashSet<>();
    t.foreignKeys().forEach(key -> foreign.addAll(key.columns()));
    List<Column> columns = new ArrayList<>(t.columns());
    columns.sort(
        Comparator.comparingInt(
            c -> t.primaryKey().contains(c.name()) ? 0 : foreign.contains(c.name()) ? 1 : 2));
    List<Line> lines = new ArrayList<>();
    for (Column c : columns.subList(0, Math.min(MOST_LINES, columns.size()))) {
      boolean key = t.primaryKey().contains(c.name());
      String mark = key ? "PK" : foreign.contains(c.name()) ? "FK" : "";
      String style = key ? "pk" : "fk";
      lines.add(new Line(c.name(), mark, style, HEAD + (lines.size() + 1) * LINE - 2));
    }
    int more = columns.size() - lines.size();
    long count = rows.getOrDefault(t.name(), t.estimatedRows());
    return new Box(
        t.name(),
        count < 0 ? "" : Words.count(count, "row"),
        left,
        top,
        lines,
        more == 0 ? "" : Words.number(more) + " more");
  }

  private static Link link(Table table, ForeignKey key, Map<String, Box> boxes) {
    Box from = boxes.get(table.name());
    Box to = boxes.get(key.targetTable());
    int y1 = from.at(key.columns().get(0));
    int y2 = key.targetColumns().isEmpty() ? to.y() + HEAD / 2 : to.at(key.targetColumns().get(0));
    boolean ahead = to.x() + BOX <= from.x();
    int x1 = ahead ? from.x() : from.x() + BOX;
    int x2 = to.x() + BOX;
    int bend = ahead ? Math.max(28, (x1 - x2) / 2) : 34;
    int away = ahead ? -1 : 1;
    String path =
        String.format(
            Locale.ROOT,
            "M%d %d C%d %d %d %d %d %d",
            x1,
            y1,
            x1 + away * bend,
            y1,
            x2 + bend,
            y2,
            x2,
            y2);
    String foot =
        String.format(
            Locale.ROOT, "M%1$d %3$d L%2$d %4$d L%1$d %5$d", x1, x1 + away * 8, y1 - 4, y1, y1 + 4);
    String label =
        "%s (%s) → %s (%s)"
            .formatted(
                table.name(),
                String.join(", ", key.columns()),
                key.targetTable(),
                String.join(", ", key.targetColumns()));
    return new Link(table.name(), key.targetTable(), label, path, foot, x2, y2);
  }

  private static String cut(String name) {
    return name.codePointCount(0, name.length()) <= LETTERS
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LETTERS - 1)) + "…";
  }
}
