package dev.godwit.bench;

import dev.godwit.bench.Race.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, for {@code docs/benchmarks.md}: tables, the machine, and a plot. */
final class Report {
  private static final String BEGIN = "<!-- measured: written by ./godwit-bench --write docs -->";
  private static final String END = "<!-- end of what was measured -->";
  private static final int BAR = 22;

  private final List<String> lines = new ArrayList<>();
  private final List<Result> plotted = new ArrayList<>();

  Report(String serverVersion) throws IOException {
    lines.add(
        "%s, commit `%s`, %d cores (%s), %d GB, %s, Java %s, PostgreSQL %s on the same machine."
            .formatted(
                LocalDate.now(ZoneOffset.UTC),
                commit(),
                Runtime.getRuntime().availableProcessors(),
                processor(),
                memory(),
                System.getProperty("os.name"),
                System.getProperty("java.version"),
                serverVersion));
    lines.add("");
  }

  void add(String group, Result result) {
    lines.addAll(result.lines());
    lines.add("");
    if (group.equals("import") || group.equals("directions")) {
      plotted.add(result);
    }
  }

  List<String> notes(List<String> notes) {
    notes.forEach(n -> lines.add("- " + n));
    if (!notes.isEmpty()) {
      lines.add("");
    }
    return notes;
  }

  void write(Path docs) throws IOException {
    Path page = docs.resolve("benchmarks.md");
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(page + " has no place for what was measured");
    }
    Files.writeString(
        page,
        text.substring(0, begin + BEGIN.length())
            + "\n"
            + String.join("\n", lines)
            + text.substring(end));
    if (!plotted.isEmpty()) {
      Files.writeString(docs.resolve("benchmarks.svg"), plot());
    }
  }

  /** Bars of median seconds, one below the other. */
  private String plot() {
    StringBuilder bars = new StringBuilder();
    int y = 10;
    for (Result result : plotted) {
      double most = result.seconds().keySet().stream().mapToDouble(result::median).max().orElse(1);
      y += BAR;
      bars.append(text(10, y - 6, "title", result.title()));
      int lane = 0;
      for (String name : result.seconds().keySet()) {
        double median = result.median(name);
        bars.append(
            String.format(
                Locale.ROOT,
                "<rect x='210' y='%d' width='%.0f' height='%d' class='%s'/>%n",
                y,
                Math.max(1, 330 * median / most),
                BAR - 4,
                name.startsWith("godwit") ? "own" : "other"));
        bars.append(text(10, y + 14, "lane", name));
        bars.append(
            text(
                220 + (int) (330 * median / most),
                y + 14,
                "lane",
                String.format(Locale.ROOT, "%.1f s", median)));
        y += BAR;
        lane++;
      }
      y += lane > 0 ? 8 : 0;
    }
    return """
        <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 620 %d' role='img' aria-label='median seconds'>
        <style>
        text { font: 13px sans-serif; fill: #222 } .title { font-weight: bold }
        .own { fill: #2a7f9e } .other { fill: #b9c2c8 }
        @media (prefers-color-scheme: dark) { text { fill: #ddd } .other { fill: #5d686f } }
        </style>
        %s</svg>
        """
        .formatted(y + 10, bars);
  }

  private static String text(int x, int y, String style, String text) {
    return "<text x='%d' y='%d' class='%s'>%s</text>%n"
        .formatted(x, y, style, text.replace("&", "&amp;").replace("<", "&lt;"));
  }

  private static String commit() throws IOException {
    Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
    String commit = new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
    return commit.isEmpty() ? "unknown" : commit;
  }

  private static String processor() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    return Files.exists(info)
        ? Files.readAllLines(info).stream()
            .filter(l -> l.startsWith("model name"))
            .map(l -> l.substring(l.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch"))
        : System.getProperty("os.arch");
  }

  private static long memory() {
    return Math.round(
        ((com.sun.management.OperatingSystemMXBean)
                    java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize()
            / 1e9);
  }
}
