package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The manual's table of the corpus: what became of each database. Names only, nothing of them. */
final class CorpusPage {
  private static final String HEAD =
      """
      # Real databases

      What `godwit migrate --from FILE --to postgresql://…` does with databases that people made, without any rule. Each is
      moved, then every table is read back and compared by count and digest; one that is refused leaves the target empty.
      This page is written by a test (`CorpusMoveTest`, with `-Dgodwit.corpus=DIR -Dgodwit.rewrite=true`).

      | database | size | tables | rows | verdict |
      |---|---:|---:|---:|---|
      """;

  private final Path file;
  private final Map<String, String> lines = new TreeMap<>();

  CorpusPage(Path file) {
    this.file = file;
  }

  void exact(Path database, int tables, long rows) throws IOException {
    line(database, tables + " | " + number(rows) + " | exact |");
  }

  /** {@code salvaged}: rows that were read all the same, or -1. */
  void refused(Path database, String why, long salvaged) throws IOException {
    String more = salvaged < 0 ? "" : "; " + number(salvaged) + " rows with `--salvage`";
    line(database, " | | refused: " + why + more + " |");
  }

  private void line(Path database, String rest) throws IOException {
    String name = database.getFileName().toString();
    lines.put(name, "| " + name + " | " + number(Files.size(database)) + " | " + rest);
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Writes the page, or compares it, where it is about the same databases. */
  void finish(boolean rewrite) throws IOException {
    String page = HEAD + String.join("\n", lines.values()) + "\n";
    if (rewrite) {
      Files.writeString(file, page);
    } else if (names(Files.readString(file)).equals(List.copyOf(lines.keySet()))) {
      assertThat(Files.readString(file)).isEqualTo(page);
    }
  }

  private static List<String> names(String page) {
    return page.lines()
        .filter(l -> l.startsWith("| ") && !l.startsWith("| database "))
        .map(l -> l.split("\\|")[1].strip())
        .toList();
  }
}
