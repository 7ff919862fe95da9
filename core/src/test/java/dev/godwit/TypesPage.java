package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.Family;
import dev.godwit.model.Kind;
import dev.godwit.value.Encodings;
import dev.godwit.value.TypeSamples;
import dev.godwit.value.TypeSamples.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The manual's table of types, made of the samples that tests moved. */
final class TypesPage {
  private static final String BEGIN = "<!-- written by TypesTest -->\n";
  private static final String WRITTEN = "<!-- encodings, written by TypesTest -->\n";
  private static final String END = "<!-- end -->\n";

  /** Types that no text makes a value of. */
  static final Set<String> NO_INPUT =
      Set.of(
          "gtsvector",
          "pg_brin_bloom_summary",
          "pg_brin_minmax_multi_summary",
          "pg_dependencies",
          "pg_mcv_list",
          "pg_ndistinct",
          "pg_node_tree");

  private static final Map<String, String> NAMES =
      Map.of(
          "char", "character",
          "varchar", "character varying",
          "time", "time without time zone",
          "timetz", "time with time zone",
          "timestamp", "timestamp without time zone",
          "timestamptz", "timestamp with time zone");

  private final Path file;

  TypesPage(Path file) {
    this.file = file;
  }

  /** As {@code format_type} without a modifier spells it. */
  static String bare(String type) {
    String name = type.replaceAll("\\(.*?\\)", "");
    return NAMES.getOrDefault(name, name);
  }

  /** Writes the tables, or compares them. */
  void finish(boolean rewrite) throws IOException {
    String page = Files.readString(file);
    String made = put(put(page, WRITTEN, encodings()), BEGIN, table());
    if (rewrite) {
      Files.writeString(file, made);
    } else {
      assertThat(page).isEqualTo(made);
    }
  }

  private static String put(String page, String begin, String table) {
    int from = page.indexOf(begin) + begin.length();
    return page.substring(0, from) + table + page.substring(page.indexOf(END, from));
  }

  private static String encodings() {
    StringBuilder text = new StringBuilder();
    text.append("| written by | as | into | outcome | with a rule | looked up in |\n");
    text.append("|---|---|---|---|---|---|\n");
    for (Encodings.Line line : Encodings.all()) {
      text.append("| ").append(line.writer()).append(" | ").append(code(line.written()));
      text.append(" | `").append(line.type()).append("` | ").append(line.outcome()).append(" | ");
      text.append(line.rule().isEmpty() ? "" : "`" + line.rule() + "`: " + line.ruled());
      text.append(" | ").append(line.source()).append(" |\n");
    }
    return text.toString();
  }

  private static String table() {
    List<Sample> all = TypeSamples.all();
    StringBuilder text = new StringBuilder();
    text.append(all.size()).append(" types, ");
    text.append(all.stream().mapToInt(s -> s.values().size()).sum()).append(" values taken, ");
    text.append(all.stream().mapToInt(s -> s.misfits().size()).sum()).append(" misfits.\n\n");
    text.append("| type | in SQLite | judged by | taken: `text` or `text` → `as it is then` |");
    text.append(" misfits |\n|---|---|---|---|---|\n");
    for (Sample s : all) {
      text.append("| ").append(code(s.type())).append(" | ").append(sqlite(s)).append(" | ");
      text.append(judge(s)).append(" | ");
      List<String> taken =
          s.values().stream()
              .limit(7)
              .map(
                  v ->
                      v.sent().equals(v.printed())
                          ? code(v.sent())
                          : code(v.sent()) + " → " + code(v.printed()))
              .toList();
      text.append(String.join(", ", taken)).append(" | ");
      text.append(String.join(", ", s.misfits().stream().limit(5).map(TypesPage::code).toList()));
      text.append(" |\n");
    }
    return text.toString();
  }

  private static String judge(Sample s) {
    String domain = s.known().nature().checked() ? "Godwit; the domain's CHECK: the server" : "";
    return switch (s.known().nature().judgedAs()) {
      case LISTED -> "the server, on the list";
      case OPAQUE -> "the server, to the letter";
      default -> domain.isEmpty() ? "Godwit" : domain;
    };
  }

  private static String sqlite(Sample s) {
    return switch (s.known().kind()) {
      case BOOLEAN, SMALLINT, INTEGER, BIGINT -> "integer";
      case REAL, DOUBLE -> "real";
      case BYTES -> "blob";
      case NATIVE -> s.known().family() == Family.ARRAY ? "text, JSON" : "text";
      default -> s.known().kind() == Kind.JSONB ? "text, JSON" : "text";
    };
  }

  private static String code(String text) {
    String shown = text.length() > 70 ? text.substring(0, 40) + "…" : text;
    if (shown.isEmpty()) {
      return "''";
    }
    String tick = shown.contains("`") ? "``" : "`";
    return tick + shown.replace("|", "\\|") + tick;
  }
}
