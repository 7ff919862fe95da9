package dev.godwit.directions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The manual's table of directions and modes: what tests saw, one cell each. */
final class DirectionsPage {
  private static final String BEGIN = "<!-- written by DirectionsTest -->\n";
  private static final String END = "<!-- end -->\n";

  /** The columns of the table. */
  enum Cell {
    FULL,
    INCREMENTAL,
    DIFFERENTIAL,
    RESUMABLE,
    VERIFY,
    ROLLBACK
  }

  private final Path file;
  private final Map<String, Map<Cell, String>> rows = new HashMap<>();

  DirectionsPage(Path file) {
    this.file = file;
  }

  /** The cell is green: what it stands for was seen. */
  void green(Direction direction, Cell cell) {
    rows.computeIfAbsent(direction.toString(), k -> new TreeMap<>()).put(cell, "✓");
  }

  /** Writes the table, or compares it; where not every cell was tried, there is nothing to say. */
  void finish(boolean rewrite) throws IOException {
    boolean whole =
        rows.size() == Kind.values().length * Kind.values().length
            && rows.values().stream().allMatch(r -> r.size() == Cell.values().length);
    if (!whole) {
      return;
    }
    String page = Files.readString(file);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END, from);
    if (rewrite) {
      Files.writeString(file, page.substring(0, from) + table() + page.substring(to));
    } else {
      assertThat(page.substring(from, to)).isEqualTo(table());
    }
  }

  private String table() {
    StringBuilder text = new StringBuilder("| from → to |");
    for (Cell cell : Cell.values()) {
      text.append(' ').append(cell.name().toLowerCase(java.util.Locale.ROOT)).append(" |");
    }
    text.append("\n|---|").append(":---:|".repeat(Cell.values().length)).append('\n');
    for (Direction direction : Direction.all()) {
      text.append("| ").append(direction).append(" |");
      rows.get(direction.toString())
          .values()
          .forEach(cell -> text.append(' ').append(cell).append(" |"));
      text.append('\n');
    }
    return text.toString();
  }
}
