package dev.godwit.flyway;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The databases that the doors are tried with. */
final class Samples {
  private Samples() {}

  static Path root() {
    return Path.of(System.getProperty("godwit.root"));
  }

  /** TeleClaude's two files, as {@code flyway.godwit.source} takes them. */
  static String teleclaude() {
    Path folder = root().resolve("docs/sample");
    return folder.resolve("teleclaude.db") + "," + folder.resolve("events.db");
  }

  /** Chinook, where {@code -Dgodwit.corpus} names a folder that has it. */
  static Path chinook() {
    String corpus = System.getProperty("godwit.corpus", "");
    Assumptions.assumeFalse(corpus.isBlank(), "chinook.db is in the corpus: -Dgodwit.corpus=DIR");
    Path file = Path.of(corpus).resolve("chinook.db");
    Assumptions.assumeTrue(Files.exists(file), "no chinook.db in " + corpus);
    return file;
  }
}
