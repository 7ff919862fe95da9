package dev.godwit.cli;

import dev.godwit.model.GodwitException;
import dev.godwit.plan.Rules;
import dev.godwit.plan.RulesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code --rules} names. */
final class GivenRules {
  private GivenRules() {}

  /** Of no file, that is of null, none. */
  static Rules in(Path file) {
    try {
      return file == null ? Rules.NONE : RulesFile.parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw GodwitException.usage("--rules " + file + " cannot be read");
    }
  }
}
