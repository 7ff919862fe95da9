package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.samskivert.mustache.Mustache;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's picture of a terminal is what the program prints today; with -Dgodwit.rewrite=true
 * it is drawn anew.
 */
@ExtendWith(FreshDatabase.class)
class TerminalPictureTest {
  private static final int LINE = 19;
  private static final int COLUMNS = 118;

  @TempDir Path folder;

  /** A line of the terminal; {@code style} colours it. */
  private record Line(String style, String text, int y) {}

  private record Picture(List<Line> lines, int height) {}

  @Test
  void whatTheReadmeShowsIsWhatIsPrinted(Database database) throws IOException {
    database.run(
        "CREATE TABLE customers (id bigint PRIMARY KEY, name text, since timestamptz);"
            + "CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customers,"
            + " total numeric(10,2), paid boolean)");
    Path shop =
        SqliteFiles.create(
            folder.resolve("shop.db"),
            "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, since DATETIME)",
            "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customers,"
                + " total DECIMAL(10,2), paid BOOLEAN)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)"
                + " INSERT INTO customers SELECT i, 'Customer ' || i, '2024-01-31T10:00:00Z' FROM n",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)"
                + " INSERT INTO orders SELECT i, i % 1200 + 1,"
                + " CASE WHEN i IN (17, 4711) THEN 'n/a' ELSE i * 0.25 END, i % 2 FROM n");
    List<String> told = new ArrayList<>();
    run(
        told,
        7,
        database,
        shop,
        "plan",
        "--from",
        "shop.db",
        "--to",
        "postgresql://me@localhost/shop");
    told.add("");
    run(
        told,
        13,
        database,
        shop,
        "migrate",
        "--from",
        "shop.db",
        "--to",
        "postgresql://me@localhost/shop",
        "--on-misfit",
        "quarantine");
    Path file = Cli.root().resolve("docs/terminal.svg");
    String drawn = drawn(told);
    if (Boolean.getBoolean("godwit.rewrite")) {
      Files.writeString(file, drawn);
    }
    assertThat(timeless(Files.readString(file))).isEqualTo(timeless(drawn));
  }

  /** What a command prints, as far as {@code head} shows it. */
  private void run(List<String> told, int most, Database database, Path shop, String... words) {
    List<String> meant = new ArrayList<>();
    for (String word : words) {
      meant.add(
          word.equals("shop.db")
              ? shop.toString()
              : word.startsWith("postgresql:") ? database.url() : word);
    }
    told.add("$ godwit " + String.join(" ", words) + " | head -" + most);
    String open = database.url().replaceFirst(":[^:@/]*@", "@");
    Cli.run(meant.toArray(String[]::new))
        .out()
        .lines()
        .map(
            l ->
                l.replace(shop.toString(), "shop.db")
                    .replace(open, "postgresql://me@localhost/shop"))
        .map(l -> l.replaceAll("  at    .*", "  at    127.0.0.1 port 5432, database shop, user me"))
        .limit(most)
        .forEach(told::add);
  }

  /** Times, ids and versions are others each time. */
  private static String timeless(String picture) {
    return picture.replaceAll("\\d{8}-\\d{6}-[0-9a-f]{4}", "ID").replaceAll("\\d+\\.\\d+", "N");
  }

  private static String drawn(List<String> told) {
    List<Line> lines = new ArrayList<>();
    for (String line : told) {
      String rest = line.stripTrailing();
      String style = style(rest);
      do {
        int end = Math.min(rest.length(), COLUMNS);
        lines.add(new Line(style, rest.substring(0, end), 62 + lines.size() * LINE));
        rest = rest.substring(end);
      } while (!rest.isEmpty());
    }
    String template;
    try {
      template = Files.readString(Cli.root().resolve("cli/src/test/resources/terminal.mustache"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return Mustache.compiler()
        .compile(template)
        .execute(new Picture(lines, 62 + lines.size() * LINE));
  }

  private static String style(String line) {
    return line.startsWith("$ ")
        ? "typed"
        : line.startsWith("refused:")
            ? "bad"
            : line.startsWith("quarantined:")
                ? "warn"
                : line.startsWith("exact:") ? "good" : "plain";
  }
}
