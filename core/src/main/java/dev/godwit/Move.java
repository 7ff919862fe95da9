package dev.godwit;

import dev.godwit.copy.Findings;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.plan.Plan;
import dev.godwit.report.Forecast;
import dev.godwit.report.Report;
import dev.godwit.report.ReportBuilder;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.run.cost.Forecaster;
import dev.godwit.run.cost.ReadSpeed;
import dev.godwit.run.mode.Runner;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One move from a source into a target: planned, looked at, done. One call at a time; {@link
 * Godwit#cancel} ends it from another thread. Each call throws a {@link GodwitException} that says
 * why it cannot be done and what to do; nothing was kept then.
 */
public final class Move {
  private final Godwit godwit;
  private final Source source;
  private final Target target;
  private final Options options;

  /** Null until it is made. */
  private Plan plan;

  Move(Godwit godwit, Source source, Target target, Options options, Plan plan) {
    this.godwit = godwit;
    this.source = source;
    this.target = target;
    this.options = options;
    this.plan = plan;
  }

  /** The same move by a plan that was made before, of the same stores and options. */
  public Move by(Plan made) {
    return new Move(godwit, source, target, options, made);
  }

  /**
   * What {@link #migrate} would do; made once. Writes nothing. Where tables have to be made, every
   * row of the source is read to find the types that hold it. What stands against it are the plan's
   * problems.
   */
  public Plan plan() {
    if (plan == null) {
      plan = supervised(planning()::plan);
    }
    return plan;
  }

  private Planning planning() {
    return new Planning(source, target, within(), godwit.progress());
  }

  private <T> T supervised(Supplier<T> call) {
    return godwit.supervised(call, source, target);
  }

  private Runner runner() {
    return new Runner(source, target, within(), godwit.progress());
  }

  private Options within() {
    return Matching.within(source, options);
  }

  /** As {@link #check(Mode)}, for a run that moves everything. */
  public Findings check() {
    return check(Mode.FULL);
  }

  /**
   * Reads every row that a run in this mode would move, and says what would not fit: values, rows
   * in each other's way under the target's keys, rows that the target holds and no rule has an
   * answer for, orphans; and what the source's own check says. Writes nothing.
   */
  public Findings check(Mode mode) {
    Plan made = plan();
    return supervised(() -> runner().check(made, mode.kind()));
  }

  /** What the plan means for those who decide about it, given what {@link #check} found. */
  public Forecast forecast(Findings findings) {
    return new Forecaster(plan(), source, target, within(), findings).forecast();
  }

  /** What an incremental or differential run would change, by table and key. Writes nothing. */
  public Report preview(Mode mode) {
    Plan made = plan();
    return supervised(() -> runner().preview(made, mode));
  }

  /** As {@link #migrate(Mode)}, moving everything in one transaction of the target. */
  public Report migrate() {
    return migrate(Mode.FULL);
  }

  /**
   * Does what the plan says, in one of the four modes, and verifies it. Returns the report of a run
   * that was kept.
   */
  public Report migrate(Mode mode) {
    Plan made = plan();
    return supervised(() -> run(made, mode));
  }

  private Report run(Plan made, Mode mode) {
    return switch (mode.kind()) {
      case INCREMENTAL, DIFFERENTIAL -> runner().synchronize(made, mode);
      case RESUMABLE -> runner().resume(made, planning()::before);
      default -> runner().full(made, false);
    };
  }

  /**
   * A run's report, with how fast both stores are read: the same lookups and scans of a few tables,
   * for a few seconds. Tables of fewer than 10 000 rows are not measured. What was done stays done
   * where this fails: that is a warning of the report then.
   */
  public Report measured(Report run) {
    Map<String, Long> rows = new HashMap<>();
    run.tables().forEach(t -> rows.merge(t.name(), t.sourceRows(), Long::sum));
    try {
      return ReportBuilder.of(run)
          .readSpeed(new ReadSpeed(plan(), source, target, godwit.progress()).measure(rows))
          .build();
    } catch (GodwitException e) {
      List<Problem> warnings = new ArrayList<>(run.warnings());
      warnings.add(
          Problem.of(ProblemKind.READ_SPEED)
              .says("how fast both stores are read is not known: " + e.getMessage()));
      return ReportBuilder.of(run).warnings(warnings).build();
    }
  }
}
