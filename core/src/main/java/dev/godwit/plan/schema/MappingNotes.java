package dev.godwit.plan.schema;

import dev.godwit.model.Detail;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import java.util.ArrayList;
import java.util.List;

/** Gathers what a person has to know about a mapped schema. */
public final class MappingNotes {
  private final List<Problem> warnings = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  void warn(String table, String column, ProblemKind kind, String message, String hint) {
    warnings.add(Problem.of(kind).at(table, column).says(message, hint));
  }

  void warn(Problem warning) {
    warnings.add(warning);
  }

  /** Names a detail that does not come along. */
  void leave(Detail detail) {
    warn(
        detail.table(),
        detail.column(),
        detail.kind().problem(),
        "not carried: " + detail.lost(),
        null);
  }

  void refuse(String table, ProblemKind kind, String message, String hint) {
    refuse(table, null, kind, message, hint);
  }

  void refuse(String table, String column, ProblemKind kind, String message, String hint) {
    problems.add(Problem.of(kind).at(table, column).says(message, hint));
  }

  /** More columns than a table of the target's engine can have. */
  void refuseWidth(String table, int columns, String engine, int most) {
    refuse(
        table,
        ProblemKind.TOO_MANY_COLUMNS,
        columns + " columns, and " + engine + "'s tables have " + most + " at most",
        "rule: leave columns out, or the table: " + table + ": skip");
  }

  List<Problem> warnings() {
    return warnings;
  }

  List<Problem> problems() {
    return problems;
  }
}
