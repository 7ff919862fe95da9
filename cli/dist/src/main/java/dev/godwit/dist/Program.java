package dev.godwit.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs that the build calls. */
final class Program {
  private Program() {}

  /** Runs one to its end, and returns what it printed. */
  static String run(Path folder, String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(k -> k.startsWith("JAVA") || k.startsWith("PG"));
    int code = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start().waitFor();
    String text = Files.readString(output);
    Files.delete(output);
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + code + ": " + text);
    }
    return text;
  }

  /** Whether there is such a program on the path. */
  static boolean exists(String name) {
    for (String folder :
        System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder, name))) {
        return true;
      }
    }
    return false;
  }
}
