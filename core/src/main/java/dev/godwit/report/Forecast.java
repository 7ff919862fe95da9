package dev.godwit.report;

import dev.godwit.model.ProblemKind;
import dev.godwit.model.Verdict;
import java.util.List;

/**
 * What a plan means for those who have to decide about it. Numbers of rows are counts where every
 * row was read, else guesses; -1 stands for what nobody knows. {@code foreseen} is how the run will
 * end if nothing changes; {@code application} is null where none was recognised. The record is
 * JSON: component names are its keys.
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
    Verdict foreseen,
    Application application) {

  /**
   * What is known of the application that was recognised. {@code used} says that its recipe is,
   * {@code versions} what each side has, {@code afterwards} what a person tells the application.
   */
  public record Application(
      String title,
      String tried,
      boolean used,
      List<String> versions,
      List<String> seeds,
      List<String> converted,
      List<String> afterwards) {
    public Application {
      versions = List.copyOf(versions);
      seeds = List.copyOf(seeds);
      converted = List.copyOf(converted);
      afterwards = List.copyOf(afterwards);
    }
  }

  /** This forecast, of such an application; null for none. */
  public Forecast of(Application recognised) {
    return new Forecast(
        from, to, steps, choices, risks, effort, needs, wayBack, foreseen, recognised);
  }

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
