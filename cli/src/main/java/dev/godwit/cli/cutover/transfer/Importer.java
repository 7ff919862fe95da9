package dev.godwit.cli.cutover.transfer;

import dev.godwit.report.Report;
import java.util.List;
import java.util.Optional;

/** The import into one target, as Flyway does it. What a cutover needs of the program around it. */
public interface Importer {
  /** The version and time of an import that Flyway's history holds. */
  Optional<String> imported();

  /** Flyway's versions and their states, a line each; a failed one begins with {@code failed}. */
  List<String> states();

  /** The report of the last import that is kept, as the target's history has it. */
  Optional<Report> last();

  /** What the import would do; every row is read, nothing is kept. */
  Report plan();

  /** Moves the rows, or none. Empties the tables first where it was told to force. */
  Report run();

  /**
   * The cutover itself changed rows of this table since: what is noted of the import is brought up
   * to date, so that it can still be taken back.
   */
  void changed(String table);

  /** Compares what the sources hold with what the target holds; changes nothing. */
  Report verify();
}
