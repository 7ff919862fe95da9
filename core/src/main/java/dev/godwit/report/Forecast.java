package dev.godwit.report;

import dev.godwit.model.ProblemKind;
import dev.godwit.model.Verdict;
import java.util.List;

/**
 * What a plan means for those who have to decide about it. Numbers of rows are counts where every
 * row was read, else guesses; -1 stands for what nobody knows. {@code foreseen} is how the run will
 * end if nothing changes. The record is JSON: component names are its keys.
 */
public record Forecast(
    Engine from,
    Engine to,
    List<Step> steps,
    List<String> choices,
    List<Risk> risks,
    Effort effort,
    List<Need> needs,
    String wayBack,
    Verdict foreseen) {

  /** A store: {@code PostgreSQL 17.2}, and where it is. */
  public record Engine(String version, String store) {}

  /** One table, in the order of the run. {@code rebuilt} are keys, indexes, foreign keys. */
  public record Step(
      String table,
      String target,
      long rows,
      long bytes,
      boolean made,
      List<Change> changes,
      List<String> rebuilt) {
    public Step {
      changes = List.copyOf(changes);
      rebuilt = List.copyOf(rebuilt);
    }
  }

  /** What becomes of a column; {@code rule} says what was decided about it, or is empty. */
  public record Change(String column, String target, String fromType, String toType, String rule) {}

  /** Something that will not be as it was: how often, and what it is. */
  public record Risk(ProblemKind kind, int count, String what) {}

  /** Seconds of wall time, and what they are based on. */
  public record Effort(long rows, long bytes, double seconds, String basis) {}

  /** Room that is wanted against what is there, in bytes; both may be -1. */
  public record Need(String what, String where, long wanted, long free) {
    /** Whether there is certainly too little. */
    public boolean isShort() {
      return wanted >= 0 && free >= 0 && free < wanted;
    }
  }

  public Forecast {
    steps = List.copyOf(steps);
    choices = List.copyOf(choices);
    risks = List.copyOf(risks);
    needs = List.copyOf(needs);
  }
}
