package dev.godwit.cli;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Where the password for PostgreSQL is: arguments can be read by everybody on the machine. */
final class PasswordFile {
  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = {
        "A file whose first line is the password for PostgreSQL. Else: PGPASSWORD, then .pgpass."
      })
  private Path passwordFile;

  /** The first line of the file, a secret from now on; null where no file is given. */
  String read(Main main) {
    if (passwordFile == null) {
      return null;
    }
    try {
      List<String> lines = Files.readAllLines(passwordFile);
      if (lines.isEmpty() || lines.get(0).isEmpty()) {
        throw GodwitException.usage("--password-file " + passwordFile + " is empty");
      }
      main.secrets().add(lines.get(0));
      return lines.get(0);
    } catch (IOException e) {
      throw GodwitException.usage("--password-file " + passwordFile + " cannot be read");
    }
  }
}
