package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.model.GodwitException;
import dev.godwit.postgres.session.PostgresUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * How PostgreSQL is reached: where the password is, as arguments can be read by everybody on the
 * machine, and which parameters of a URL may run code.
 */
@Group("Reaching PostgreSQL")
final class PasswordFile {
  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = {
        "A file whose first line is the password for PostgreSQL. Else: PGPASSWORD, then .pgpass."
      })
  private Path passwordFile;

  private String password;

  @Option(
      names = "--allow-url-parameter",
      paramLabel = "NAME",
      split = ",",
      description = {
        "Let this parameter of a PostgreSQL URL through, though it could run code or write files"
            + " (socketFactory, loggerFile, …). Several: comma-separated."
      })
  @SuppressWarnings("UnusedMethod") // Called by the parser.
  private void allow(List<String> names) {
    // For this process: every URL that it opens was given by the one who calls.
    System.setProperty(PostgresUrl.ALLOWED, String.join(",", names));
  }

  /** The first line of the file, a secret from now on; null where no file is given. */
  String read(Main main) {
    // A pipe gives it once.
    if (passwordFile == null || password != null) {
      return password;
    }
    try {
      List<String> lines = Files.readAllLines(passwordFile);
      if (lines.isEmpty() || lines.get(0).isEmpty()) {
        throw GodwitException.usage("--password-file " + passwordFile + " is empty");
      }
      main.secrets().add(lines.get(0));
      password = lines.get(0);
      return password;
    } catch (IOException e) {
      throw GodwitException.usage("--password-file " + passwordFile + " cannot be read");
    }
  }
}
