package dev.godwit.cli;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs a command line in this process. */
final class Cli {
  private Cli() {}

  /** What a run printed, and its exit code. */
  record Result(int code, String out, String err) {
    JsonNode json() {
      return JsonMapper.shared().readTree(out);
    }

    String everything() {
      return out + err;
    }
  }

  static Result run(String... args) {
    return in(Path.of("/dev/null"), Map.of(), args);
  }

  /** The same in a folder, which may hold settings, with these variables. */
  static Result in(Path folder, Map<String, String> environment, String... args) {
    return answering(folder, environment, null, args);
  }

  /** The same at a terminal, where a person writes these lines. */
  static Result answering(
      Path folder, Map<String, String> environment, String lines, String... args) {
    BufferedReader answers = lines == null ? null : new BufferedReader(new StringReader(lines));
    return run(InputStream.nullInputStream(), folder, environment, answers, args);
  }

  /** The same where another program writes to standard input. */
  static Result piped(String input, String... args) {
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return run(in, Path.of("/dev/null"), Map.of(), null, args);
  }

  private static Result run(
      InputStream in,
      Path folder,
      Map<String, String> environment,
      BufferedReader answers,
      String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            new PrintWriter(out),
            new PrintWriter(err),
            false,
            100,
            environment,
            data,
            in,
            folder,
            answers);
    int code = Main.run(surroundings, args);
    return new Result(code, out + data.toString(StandardCharsets.UTF_8), err.toString());
  }

  /** The project's folder. */
  static Path root() {
    return Path.of(System.getProperty("godwit.root", ".."));
  }
}
