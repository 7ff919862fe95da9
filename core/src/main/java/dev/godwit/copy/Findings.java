package dev.godwit.copy;

import dev.godwit.model.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What reading tells before anything is written: rows and bytes of their values by source table,
 * problems that would end the run, rows that would be set aside, and what would not be as it was.
 * {@code converted} counts values that rules make others, by table, column and rule; {@code
 * seconds} is what reading and coercing took.
 */
public record Findings(
    Map<String, Long> rows,
    Map<String, Long> bytes,
    Map<String, Map<String, Map<String, Long>>> converted,
    List<Problem> problems,
    List<Problem> setAside,
    List<Problem> warnings,
    double seconds) {
  /** Of a plan whose rows were not looked at. */
  public static final Findings NONE =
      new Findings(Map.of(), Map.of(), Map.of(), List.of(), List.of(), List.of(), 0);

  public Findings {
    rows = Map.copyOf(rows);
    bytes = Map.copyOf(bytes);
    converted = Collections.unmodifiableMap(converted);
    problems = List.copyOf(problems);
    setAside = List.copyOf(setAside);
    warnings = List.copyOf(warnings);
  }

  /** These, and what was found elsewhere. */
  public Findings and(List<Problem> moreProblems, List<Problem> moreWarnings) {
    List<Problem> allProblems = new ArrayList<>(problems);
    allProblems.addAll(moreProblems);
    List<Problem> allWarnings = new ArrayList<>(warnings);
    allWarnings.addAll(moreWarnings);
    return new Findings(rows, bytes, converted, allProblems, setAside, allWarnings, seconds);
  }
}
