package dev.godwit.copy;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.Shell;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.Loading.Violation;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.Through;
import dev.godwit.value.digest.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies one table in batches of rows, each inside a transaction of its own: the caller notes in
 * the same transaction how far it came. Where a transaction was not kept, make a new one from the
 * last note. Not thread-safe.
 */
public final class BatchCopy implements AutoCloseable {
  private final TableCopy copy;
  private final Source source;
  private final String migrationId;
  private final boolean made;
  private final Progress progress;
  private final Digest digest;
  private final List<Problem> unenforced = new ArrayList<>();
  private final Map<String, Map<String, Long>> converted = new LinkedHashMap<>();
  private Position reached;
  private long rows;
  private long rejected;
  private boolean finished;
  private Rows open;

  /** Goes on from a position; {@code digest} is of what arrived until there, and is added to. */
  public BatchCopy(
      TableCopy copy,
      Source source,
      String migrationId,
      boolean made,
      Position reached,
      long rows,
      long rejected,
      Digest digest,
      Progress progress) {
    this.copy = copy;
    this.source = source;
    this.migrationId = migrationId;
    this.made = made;
    this.reached = reached;
    this.rows = rows;
    this.rejected = rejected;
    this.digest = digest;
    this.progress = progress;
  }

  /** Copies the next rows, at most so many; what does not fit ends it or goes to the quarantine. */
  public void next(Loading loading, Load load, Target target, long most) {
    try (Rejects rejects = new Rejects(migrationId);
        TableRun run = new TableRun(copy, rejects, true, made)) {
      Batch[] batch = new Batch[1];
      loading.append(
          load,
          () -> {
            // Asked again within a batch, the rows are read again from where it began.
            if (batch[0] != null || open == null) {
              close();
              open = source.read(copy.from(), copy.sourceColumns(), reached);
            }
            batch[0] = new Batch(open, most);
            return new CoercedRows(batch[0], run, progress, null, target);
          },
          run);
      settle(run, rejects, target);
      run.values
          .converted()
          .forEach(
              (column, counts) ->
                  counts.forEach(
                      (rule, count) ->
                          converted
                              .computeIfAbsent(column, c -> new LinkedHashMap<>())
                              .merge(rule, count, Long::sum)));
      rows += run.sourceRows;
      finished = batch[0].ended;
      reached = batch[0].last == null ? reached : batch[0].last;
    }
  }

  /** Rows that stand in the way of constraints once all are in; true to take them out. */
  public boolean found(Load load, Violation violation, Rows inTheWay, Target target) {
    try (Rejects rejects = new Rejects(migrationId);
        TableRun run = new TableRun(copy, rejects, true, made)) {
      boolean remove = run.found(violation, inTheWay);
      unenforced.addAll(run.faults.unenforced());
      settle(run, rejects, target);
      return remove;
    }
  }

  private void settle(TableRun run, Rejects rejects, Target target) {
    Recovery.find(run, source, target);
    List<Problem> problems = run.faults.misfits.problems();
    if (!problems.isEmpty()) {
      throw GodwitException.refused(
          "rows do not fit; what was kept of earlier batches stays, and "
              + Shell.rollback(target.name(), migrationId)
              + " takes it back:",
          problems);
    }
    rejects.write(target);
    digest.merge(run.digest());
    rejected += run.rejected;
  }

  /** Whether every row has been copied. */
  public boolean isFinished() {
    return finished;
  }

  /** The last row that was dealt with. */
  public Position reached() {
    return reached;
  }

  public long rows() {
    return rows;
  }

  public long rejected() {
    return rejected;
  }

  /** Constraints that the rows did not allow. */
  public List<Problem> unenforced() {
    return unenforced;
  }

  /** How many values rules made others since this was made: by column, then by rule. */
  public Map<String, Map<String, Long>> converted() {
    return converted;
  }

  /** Of all rows that arrived and stayed. */
  public Digest digest() {
    return digest;
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  /** Some of the rows of a reading that goes on after it. */
  private static final class Batch extends Through {
    private final long most;
    private long given;
    private Position last;
    private boolean ended;

    Batch(Rows rows, long most) {
      super(rows);
      this.most = most;
    }

    @Override
    public boolean next() {
      // Without a position there is nowhere to go on from: such a table is one batch.
      boolean full = given >= most && last != null && !last.isStart();
      if (full || ended) {
        return false;
      }
      ended = !rows.next();
      if (!ended) {
        given++;
        if (given >= most) {
          last = rows.position();
        }
      }
      return !ended;
    }

    @Override
    public void close() {
      // The reading goes on with the next batch.
    }
  }
}
