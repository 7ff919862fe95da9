package dev.godwit.bench;

import dev.godwit.bench.Race.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The benchmark's command line. */
@Command(
    name = "godwit-bench",
    mixinStandardHelpOptions = true,
    description = "Times godwit side by side with the server's own COPY and with other tools.")
public final class Bench implements Callable<Integer> {
  private static final List<String> ALL =
      List.of("import", "shapes", "growth", "tables", "directions", "heap");

  @Parameters(
      arity = "0..*",
      paramLabel = "GROUP",
      description = "import, shapes, growth, tables, directions, heap; all where none is named")
  private List<String> groups = new ArrayList<>();

  @Option(names = "--runs", defaultValue = "3", description = "rounds of each (3)")
  private int runs;

  @Option(names = "--messages", defaultValue = "1500000", description = "rows of the workload")
  private int messages;

  @Option(
      names = "--server",
      description = "postgresql://user:password@host/db of a server on this machine, superuser;"
          + " without it one is started")
  private String url;

  @Option(names = "--folder", defaultValue = "target/bench", description = "for files that are moved")
  private Path folder;

  @Option(names = "--write", description = "docs folder: writes benchmarks.md's table and its plot")
  private Path docs;

  @Override
  public Integer call() throws Exception {
    folder = folder.toAbsolutePath();
    Files.createDirectories(folder);
    // The server, another user, writes and reads here too.
    folder.toFile().setWritable(true, false);
    Server server = Server.of(url, folder.resolve("server"));
    Programs programs = new Programs(Path.of("").toAbsolutePath(), server, folder.resolve("log"));
    Report report = new Report(server.version());
    Tracks tracks = new Tracks(server, programs, folder, runs);
    for (String group : groups.isEmpty() ? ALL : groups) {
      for (Result result : group(group, tracks)) {
        report.add(group, result);
        result.lines().forEach(System.out::println);
        System.out.println();
      }
      report.notes(tracks.takeNotes()).forEach(System.out::println);
    }
    if (docs != null) {
      report.write(docs);
    }
    return 0;
  }

  private List<Result> group(String name, Tracks tracks) throws Exception {
    return switch (name) {
      case "import" -> tracks.imported(messages);
      case "shapes" -> tracks.shapes();
      case "growth" -> tracks.growth(messages);
      case "tables" -> tracks.tables();
      case "directions" -> tracks.directions(messages);
      case "heap" -> tracks.heap(messages);
      default -> throw new IllegalArgumentException("no group " + name + "; there are " + ALL);
    };
  }

  /** Ends the virtual machine with 0, 1 after a failure, 2 for wrong arguments. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }
}
