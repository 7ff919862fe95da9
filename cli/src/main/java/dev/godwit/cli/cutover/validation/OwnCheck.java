package dev.godwit.cli.cutover.validation;

import dev.godwit.cli.cutover.profile.CutoverProfile;
import dev.godwit.cli.cutover.profile.Places;
import dev.godwit.cli.cutover.step.Check;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The daemon's own check command, where the profile names one. */
final class OwnCheck {
  private OwnCheck() {}

  /** Runs it with a time limit; what it prints is not shown, because it may hold anything. */
  static Check run(CutoverProfile.Check check, Places places) {
    List<String> command = check.command().stream().map(word -> word(word, places)).toList();
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(check.seconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        return Check.failed(
            "daemon's own check",
            command.get(0) + " did not end within " + check.seconds() + " s",
            "run it by hand");
      }
      int code = process.exitValue();
      return code == 0
          ? Check.ok("daemon's own check", command.get(0) + " is content")
          : Check.failed(
              "daemon's own check",
              command.get(0) + " ended with code " + code,
              "run it by hand to see what it says");
    } catch (IOException e) {
      return Check.failed(
          "daemon's own check", command.get(0) + " cannot be run", "see that it is installed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Check.failed("daemon's own check", "interrupted", "run it by hand");
    }
  }

  /** Paths of the system's are meant as they lie now: under the root. */
  private static String word(String written, Places places) {
    boolean path = written.startsWith("${config}") || written.startsWith("${data}");
    return path ? places.target(written).toString() : places.text(written);
  }
}
