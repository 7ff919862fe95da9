package dev.godwit.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
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
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Surroundings surroundings =
        new Surroundings(new PrintWriter(out), new PrintWriter(err), false, 100, Map.of());
    int code = Main.run(surroundings, args);
    return new Result(code, out.toString(), err.toString());
  }

  /** The project's folder. */
  static Path root() {
    return Path.of(System.getProperty("godwit.root", ".."));
  }
}
