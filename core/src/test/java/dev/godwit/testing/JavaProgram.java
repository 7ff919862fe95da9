package dev.godwit.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in a process of its own, with the tests' classes. */
public final class JavaProgram {
  private JavaProgram() {}

  /** How a program ended, and what it wrote to both of its streams. */
  public record Ended(int exit, String output) {}

  /**
   * Runs a class's main method to its end.
   *
   * @throws IllegalStateException where it has not ended after two minutes
   */
  public static Ended run(Class<?> main, List<String> options, Object... arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("godwit-", ".out");
    try {
      Process process =
          new ProcessBuilder(command(main, options, arguments))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
        throw new IllegalStateException(main + " does not end: " + Files.readString(output));
      }
      return new Ended(process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }

  /** Kills a class's main method, which nobody hears of, once it has written so many lines. */
  public static void kill(Class<?> main, int lines, Object... arguments)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(main, List.of(), arguments)).redirectErrorStream(true).start();
    try (BufferedReader output = process.inputReader()) {
      for (int i = 0; i <= lines && output.readLine() != null; i++) {
        // Another step that it has come to.
      }
      process.destroyForcibly().waitFor();
    }
  }

  private static List<String> command(Class<?> main, List<String> options, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // It lives too briefly for the best code.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
    return command;
  }
}
