package dev.godwit.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs other programs, Godwit among them, each as a process of its own. */
final class Programs {
  private final Path root;
  private final Server server;
  private final Path log;

  Programs(Path root, Server server, Path log) {
    this.root = root;
    this.server = server;
    this.log = log;
  }

  static boolean isInstalled(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  void godwit(String javaOptions, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(root.resolve("godwit").toString()));
    command.addAll(List.of(arguments));
    command.add("--quiet");
    run(command, Map.of("JAVA_OPTS", javaOptions));
  }

  /** The DDL that Godwit would write for a file. */
  String schema(Path file) throws IOException, InterruptedException {
    run(List.of(root.resolve("godwit").toString(), "schema", file + ""), Map.of());
    return Files.readString(log);
  }

  /** {@code script} is what {@code sh -c} runs. */
  void shell(String script) throws IOException, InterruptedException {
    run(List.of("sh", "-ec", script), Map.of());
  }

  private void run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(server.environment());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    int code = builder.start().waitFor();
    if (code != 0) {
      throw new IOException(
          String.join(" ", command) + " ended with " + code + ":\n" + Files.readString(log));
    }
  }
}
