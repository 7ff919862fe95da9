package dev.godwit.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What the program was started in. {@code terminal}: a person watches {@code err}, in a window of
 * {@code width} columns.
 */
public record Surroundings(
    PrintWriter out,
    PrintWriter err,
    boolean terminal,
    int width,
    Map<String, String> environment) {
  private static final int USUAL_WIDTH = 80;

  /** Those of this process; the start script says whether stderr is a terminal, Java cannot. */
  static Surroundings ofProcess() {
    return new Surroundings(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        Boolean.getBoolean("godwit.terminal"),
        width(Integer.getInteger("godwit.columns", 0)),
        System.getenv());
  }

  /** A terminal that does not know its width says 0. */
  private static int width(int told) {
    return told > 0 ? told : USUAL_WIDTH;
  }

  /** Whether the terminal moves its cursor on request: one without a name, or a dumb one, not. */
  boolean drawable() {
    String kind = environment.getOrDefault("TERM", "");
    return terminal && !kind.isEmpty() && !kind.equals("dumb");
  }
}
