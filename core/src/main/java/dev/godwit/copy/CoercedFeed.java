package dev.godwit.copy;

import dev.godwit.model.Problem;
import dev.godwit.plan.Plan.Filling;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Loading.Feed;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.can.Sampling;
import dev.godwit.store.can.Scanning;
import java.util.List;
import java.util.Map;

/**
 * A table's source rows as a plan would write them, to be read any number of times, one reading
 * after another. Rows that do not fit are left out, and known once a reading has ended.
 */
public final class CoercedFeed implements Feed {
  private final TableCopy copy;
  private final Feed reading;
  private final Backfill backfill;
  private final Source target;
  private Progress progress;
  private Declined declined;
  private List<Problem> refused = List.of();
  private List<Problem> setAside = List.of();
  private long rejected;
  private Map<String, Map<String, Long>> converted = Map.of();

  private CoercedFeed(
      TableCopy copy, Feed reading, Source target, List<Filling> fillings, Progress progress) {
    this.target = target;
    this.copy = copy;
    this.backfill = new Backfill(copy, fillings);
    this.reading = reading;
    this.progress = progress;
  }

  /**
   * All rows, filled as the plan would; {@code target} judges what only it understands; {@code
   * progress} hears of the first reading.
   */
  public static CoercedFeed of(
      TableCopy copy, Source source, Source target, List<Filling> fillings, Progress progress) {
    return new CoercedFeed(
        copy,
        () -> Scanning.of(source).scan(copy.from(), copy.sourceColumns()),
        target,
        fillings,
        progress);
  }

  /** About so many rows, spread over the table. */
  public static CoercedFeed sample(
      TableCopy copy,
      Source source,
      Source target,
      long rows,
      List<Filling> fillings,
      Progress progress) {
    return new CoercedFeed(
        copy,
        () -> Sampling.of(source).sample(copy.from(), copy.sourceColumns(), rows),
        target,
        fillings,
        progress);
  }

  /** The same, without rows that the target has refused. */
  public CoercedFeed without(Declined rows) {
    declined = rows;
    return this;
  }

  @Override
  public Rows open() {
    TableRun run = TableRun.looking(copy, false).without(declined);
    Progress heard = progress;
    progress = Progress.NONE;
    return new Reading(reading.open(), run, heard);
  }

  /** Rows that no rule lets be left behind, by column and reason. */
  public List<Problem> refused() {
    return refused;
  }

  /** Rows that a rule would send to the quarantine, by column and reason. */
  public List<Problem> setAside() {
    return setAside;
  }

  /** Reads all once more, for the rows that a rule sets aside. */
  void setAside(Rejects rejects) {
    try (TableRun run = new TableRun(copy, rejects, false, false).without(declined);
        Rows rows = new CoercedRows(reading.open(), run, Progress.NONE, null, target)) {
      while (rows.next()) {
        // What does not fit goes to the rejects.
      }
    }
  }

  /** How many rows are in neither reading for not fitting. */
  public long rejected() {
    return rejected;
  }

  /** How many values of a reading rules made others: by column, then by rule. */
  public Map<String, Map<String, Long>> converted() {
    return converted;
  }

  private final class Reading extends CoercedRows {
    private final TableRun run;
    private long delivered;

    Reading(Rows rows, TableRun run, Progress progress) {
      super(rows, run, progress, null, target);
      this.run = run;
    }

    @Override
    public boolean next() {
      boolean more = super.next();
      if (more) {
        delivered++;
        backfill.apply(row());
      } else {
        rejected = run.sourceRows - delivered;
        converted = run.values.converted();
        refused = run.faults.misfits.problems();
        setAside = run.faults.setAside.problems();
      }
      return more;
    }

    @Override
    public void close() {
      try {
        super.close();
      } finally {
        run.close();
      }
    }
  }
}
