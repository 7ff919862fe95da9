package dev.godwit.cli;

import dev.godwit.model.GodwitException;
import dev.godwit.plan.Rules;
import dev.godwit.plan.RulesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/** What {@code --rules} names. */
final class GivenRules implements ITypeConverter<Path> {
  /** A pipe gives its text once, and rules are asked for again and again. */
  @Override
  public Path convert(String value) throws IOException {
    Path file = Path.of(value);
    if (!Files.exists(file) || Files.isRegularFile(file) || Files.isDirectory(file)) {
      return file;
    }
    Path copy = Files.createTempFile("godwit-rules-", ".yml");
    copy.toFile().deleteOnExit();
    return Files.write(copy, Files.readAllBytes(file));
  }

  /** Of no file, that is of null, none. */
  static Rules in(Path file) {
    try {
      return file == null ? Rules.NONE : RulesFile.parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw GodwitException.usage("--rules " + file + " cannot be read");
    }
  }
}
