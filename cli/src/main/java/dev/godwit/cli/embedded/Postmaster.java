package dev.godwit.cli.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a data directory's postmaster.pid says of the server that runs on it, or ran. */
record Postmaster(long pid, int port) {
  /** Reads the file; empty where there is none, or where it is only half written. */
  static Optional<Postmaster> read(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    try {
      return Optional.of(
          new Postmaster(
              Long.parseLong(lines.get(0).strip()), Integer.parseInt(lines.get(3).strip())));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** Whether that process lives and is a PostgreSQL: after a crash its number may be another's. */
  boolean runs() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .map(p -> p.info().command().map(c -> c.contains("postgres")).orElse(true))
        .orElse(false);
  }
}
