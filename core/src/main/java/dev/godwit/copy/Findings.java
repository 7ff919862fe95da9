package dev.godwit.copy;

import dev.godwit.model.Problem;
import java.util.List;
import java.util.Map;

/**
 * What reading tells before anything is written: rows and bytes of text and blobs by source table,
 * problems that would end the run, rows that would be set aside, and what would not be as it was.
 * {@code seconds} is what reading and coercing took.
 */
public record Findings(
    Map<String, Long> rows,
    List<Problem> problems,
    List<Problem> setAside,
    List<Problem> warnings,
    double seconds) {
  public Findings {
    rows = Map.copyOf(rows);
    problems = List.copyOf(problems);
    setAside = List.copyOf(setAside);
    warnings = List.copyOf(warnings);
  }
}
