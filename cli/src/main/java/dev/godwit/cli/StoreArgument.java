package dev.godwit.cli;

import dev.godwit.Stores;
import dev.godwit.model.GodwitException;
import dev.godwit.plan.Scope;
import dev.godwit.store.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The store that a verb looks into, and which of its tables. */
final class StoreArgument {
  @Parameters(paramLabel = "STORE", description = "Where to look.")
  private String store;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = {
        "A file whose first line is the password for PostgreSQL. Else: PGPASSWORD, then .pgpass."
      })
  private Path passwordFile;

  @Option(names = "--tables", split = ",", paramLabel = "NAME", description = "Only these tables.")
  private Set<String> tables = Set.of();

  @Option(names = "--exclude", split = ",", paramLabel = "NAME", description = "Not these tables.")
  private Set<String> exclude = Set.of();

  Source open(Main main) {
    return Stores.source(store, password(main, passwordFile));
  }

  Scope scope() {
    return new Scope(tables, exclude);
  }

  /** The first line of a file; null where none is given. */
  static String password(Main main, Path passwordFile) {
    if (passwordFile == null) {
      return null;
    }
    try {
      List<String> lines = Files.readAllLines(passwordFile);
      String password = lines.isEmpty() ? "" : lines.get(0);
      main.secrets().add(password);
      return password;
    } catch (IOException e) {
      throw GodwitException.usage("--password-file " + passwordFile + " cannot be read");
    }
  }
}
