package dev.godwit.cli;

import dev.godwit.cli.progress.Window;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * What the program was started in.
 *
 * @param terminal whether a person watches {@code err}, in a window of {@code width} columns
 * @param data standard output for what other programs read
 * @param in standard input, of what other programs write
 * @param folder where it was started: that of {@code godwit.yml}
 * @param answers what the person at the terminal writes; null where nobody can be asked
 */
public record Surroundings(
    PrintWriter out,
    PrintWriter err,
    boolean terminal,
    int width,
    Map<String, String> environment,
    OutputStream data,
    InputStream in,
    Path folder,
    BufferedReader answers) {
  private static final int USUAL_WIDTH = 80;
  private static final Path NOWHERE = Path.of("/dev/null");

  /** Those of this process; the start script says whether stderr is a terminal, Java cannot. */
  static Surroundings ofProcess() {
    return new Surroundings(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        Boolean.getBoolean("godwit.terminal"),
        width(Integer.getInteger("godwit.columns", 0)),
        System.getenv(),
        System.out,
        System.in,
        Path.of(""),
        Boolean.getBoolean("godwit.answers")
            ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
            : null);
  }

  /** Without settings, and without anybody to ask. */
  static Surroundings of(
      PrintWriter out,
      PrintWriter err,
      boolean terminal,
      int width,
      Map<String, String> environment) {
    return new Surroundings(
        out,
        err,
        terminal,
        width,
        environment,
        OutputStream.nullOutputStream(),
        InputStream.nullInputStream(),
        NOWHERE,
        null);
  }

  /** The same where standard output is for other programs alone: all that is said is beside it. */
  Surroundings beside() {
    return new Surroundings(err, err, terminal, width, environment, data, in, folder, answers);
  }

  /** A terminal that does not know its width says 0. */
  private static int width(int told) {
    return told > 0 ? told : USUAL_WIDTH;
  }

  /** How many columns a line may have, at any time; all where nobody watches. */
  IntSupplier window() {
    return !terminal
        ? () -> Integer.MAX_VALUE
        : Boolean.getBoolean("godwit.terminal") ? new Window(width) : () -> width;
  }

  /** Whether the terminal moves its cursor on request: one without a name, or a dumb one, not. */
  boolean drawable() {
    String kind = environment.getOrDefault("TERM", "");
    return terminal && !kind.isEmpty() && !kind.equals("dumb");
  }
}
