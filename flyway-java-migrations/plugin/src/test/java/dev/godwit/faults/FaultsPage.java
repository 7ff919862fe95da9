package dev.godwit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.flyway.Projects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code docs/faults.md}: the matrix as the tests have it, and what the last long runs gave. */
final class FaultsPage {
  private static final String LAST = "## Last runs\n";
  private static final String COLUMNS =
      "| what | commit | day | result | time |\n|---|---|---|---|---|\n";
  private static final Path PAGE = Projects.root().resolve("docs/faults.md");

  private FaultsPage() {}

  /** The page has the faults and doors of these tests; written anew where that is asked for. */
  static void compare() throws IOException {
    if (Boolean.getBoolean("godwit.rewrite")) {
      Files.writeString(PAGE, matrix() + LAST + last());
    }
    assertThat(Files.readString(PAGE)).startsWith(matrix() + LAST);
  }

  /** Puts what a long run gave into the page, in place of what it gave before. */
  static synchronized void note(String what, String result, long nanos) throws IOException {
    Map<String, String> rows = new TreeMap<>();
    last()
        .lines()
        .filter(l -> l.startsWith("| ") && !l.startsWith("| what"))
        .forEach(l -> rows.put(l.substring(2, l.indexOf(" |", 2)), l));
    long minutes = Math.max(1, nanos / 60_000_000_000L);
    rows.put(
        what,
        String.join(
            " | ",
            "| " + what,
            commit(),
            LocalDate.now(ZoneOffset.UTC).toString(),
            result,
            minutes + " min |"));
    Files.writeString(
        PAGE, matrix() + LAST + "\n" + COLUMNS + String.join("\n", rows.values()) + "\n");
  }

  private static String last() throws IOException {
    if (!Files.exists(PAGE)) {
      return "";
    }
    String page = Files.readString(PAGE);
    int at = page.indexOf(LAST);
    return at < 0 ? "" : page.substring(at + LAST.length());
  }

  static String commit() throws IOException {
    Process git =
        new ProcessBuilder("git", "rev-parse", "--short", "HEAD")
            .directory(Projects.root().toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return commit.isEmpty() ? "unknown" : commit;
  }

  private static String matrix() {
    StringBuilder page =
        new StringBuilder(
            """
            # Faults

            What goes wrong, through which door, in which mode, and what is in the target then. The tests that try it write this
            page: `FaultsIT`, `KillsIT` and `MutatedFilesIT` of the plug-in's module.

            Each case has a database and a source of its own. A run is held in the middle of its rows; then it happens. Afterwards
            schemas, rows, keys, indexes, triggers and sequences are compared with what they were before, and with what a run
            without fault makes of them. Besides, in every case:

            - exit code 0 means complete, and Flyway's history has the version if and only if the rows are there
              (`executeInTransaction=false` excepted, see [flyway.md](flyway.md));
            - no session and no lock of the run is left, and no file beside the source; of a process of its own no temporary one,
              but after a kill;
            - one more run, with the fault gone, makes it complete.

            A run in batches (`resumable`) may have kept some of them, each row exactly the source's, and goes on from there.

            Spring Boot, asked to end by a signal, may first end what its context has begun: then the import is complete.

            A usual build tries each fault through one door, each door with one fault, and a line cut at some messages.
            `mvn -Plong verify` tries everything. Numbers are modes (and moments, where a listener does it); a word says why there
            are none.

            """);
    List<Door> doors = List.of(Door.values());
    page.append("| fault | the target afterwards | ");
    page.append(doors.stream().map(Door::toString).collect(Collectors.joining(" | ")));
    page.append(" |\n|---|---|").append("---|".repeat(doors.size())).append('\n');
    for (Fault fault : Fault.values()) {
      page.append("| ").append(fault).append(" | ").append(fault.leaves()).append(" | ");
      page.append(
          doors.stream().map(d -> cases(fault, d)).collect(Collectors.joining(" | ", "", " |\n")));
    }
    page.append("\nModes:\n\n");
    for (Door door : doors) {
      page.append("- ").append(door).append(": ");
      page.append(door.ways().stream().map(Way::toString).collect(Collectors.joining(", ")));
      page.append("\n");
    }
    return page.append('\n').toString();
  }

  private static String cases(Fault fault, Door door) {
    long ways = door.ways().stream().filter(w -> fault.isNone(door, w).isEmpty()).count();
    if (ways > 0) {
      return Long.toString(ways * fault.moments().size());
    }
    return Arrays.stream(Way.values())
        .map(w -> fault.isNone(door, w))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow();
  }
}
