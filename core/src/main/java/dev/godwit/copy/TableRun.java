package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.OnMisfit;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.Loading.Violation;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Slack;
import dev.godwit.value.digest.Digest;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What happens to one table: counts, digest, misfits, rejected rows. Confined to the run, whose two
 * threads hand it to each other.
 */
final class TableRun implements Arrivals, AutoCloseable {
  /** Which of the target's constraints give way to rows that break them. */
  private enum Yielding {
    NOTHING,
    /** Foreign keys that hold for other programs' rows only. */
    KEYS,
    /** Whatever has a name to be left off by. */
    ALL
  }

  final TableCopy copy;
  final Answers answers;
  final Faults faults;
  final ValueCounts values;

  private final Landed landed;

  /** Null where the run only looks: nothing is written, nothing set aside. */
  private final Rejects.Part rejects;

  private Yielding yielding;
  private Late late;
  private Held held;
  private Declined declined;
  private Slack slack = new Slack();
  private Recovery recovery = new Recovery();

  long sourceRows;
  long rejected;
  double seconds;

  /** {@code made}: the target's table is of the run's own making. */
  TableRun(TableCopy copy, Rejects rejects, boolean digesting, boolean made) {
    this(copy, rejects.of(copy), digesting, made);
  }

  private TableRun(TableCopy copy, Rejects.Part rejects, boolean digesting, boolean made) {
    this.copy = copy;
    this.answers = new Answers(copy);
    this.faults = new Faults(copy);
    this.values = new ValueCounts(copy.columns());
    this.landed = new Landed(copy, digesting);
    this.rejects = rejects;
    this.yielding = made ? Yielding.ALL : Yielding.NOTHING;
  }

  /** One that writes nothing: rows that fit are given even where others do not. */
  static TableRun looking(TableCopy copy, boolean made) {
    return new TableRun(copy, (Rejects.Part) null, false, made);
  }

  @Override
  public void begin() {
    faults.clear();
    values.clear();
    landed.clear();
    if (rejects != null) {
      rejects.reset();
    }
    recovery.close();
    recovery = new Recovery();
    without(declined);
    sourceRows = 0;
    rejected = 0;
  }

  /** The digest of all rows that are to be found in the target. */
  Digest digest() {
    return landed.digest();
  }

  long copied() {
    return landed.rows();
  }

  @Override
  public void arrived(Row row) {
    landed.arrived(row);
  }

  /** Names who is told when there is time for other work. */
  TableRun lending(Slack time) {
    slack = time;
    return this;
  }

  @Override
  public Slack slack() {
    return slack;
  }

  /**
   * A misfit found while reading. True if the row may go on, its cell having become NULL. {@code
   * remedies} is asked for a few.
   */
  boolean misfit(
      ColumnCopy column,
      String reason,
      Supplier<Set<String>> remedies,
      Row source,
      List<Column> columns,
      Position at) {
    OnMisfit policy = column.onMisfit();
    boolean nullable = column.to().nullable() || column.ifNull() != null;
    Supplier<String> key = () -> key(columns, source, at);
    if (policy == OnMisfit.NULL && nullable) {
      faults.nulled.add(column.name(), ProblemKind.MISFIT, key, reason);
      return true;
    }
    if (policy == OnMisfit.QUARANTINE) {
      setAside(column.name(), ProblemKind.MISFIT, key.get(), reason, source, columns);
      rejected++;
    } else {
      faults.misfits.add(column.name(), ProblemKind.MISFIT, key, reason, remedies);
    }
    return false;
  }

  private void setAside(
      String column, ProblemKind kind, String key, String why, Row row, List<Column> columns) {
    faults.setAside.add(column, kind, () -> key, why);
    if (rejects != null) {
      rejects.add(key, column, why, RowJson.of(columns, row));
    }
  }

  /** What people call a row of the source. */
  String key(List<Column> columns, Row row, Position at) {
    return RowName.read(copy, columns, row, at, sourceRows);
  }

  @Override
  public void stored(Row row) {
    landed.stored(row);
  }

  /** Names what the target's table holds: rows that are there need not be written. */
  TableRun beside(Held there) {
    held = there;
    return this;
  }

  /** Says whether foreign keys give way to rows, as an earlier run made them. */
  TableRun yielding(boolean keys) {
    if (keys && yielding == Yielding.NOTHING) {
      yielding = Yielding.KEYS;
    }
    return this;
  }

  private boolean yields(Violation violation) {
    boolean named = violation.constraint() != null;
    return yielding == Yielding.ALL && named || yielding == Yielding.KEYS && violation.stays();
  }

  /** Names the rows that the target has refused before: a reading begins that leaves them out. */
  TableRun without(Declined rows) {
    declined = rows;
    if (rows != null) {
      rows.begin();
    }
    return this;
  }

  /** Whether a row that fits is one of those that are left out; sets it aside then. */
  boolean declines(Row row, Row source, List<Column> columns, Position at) {
    Recovery.Reason why = declined == null ? null : declined.meet(row);
    if (why != null) {
      rejected++;
      recovered(why, source, columns, at);
    }
    return why != null;
  }

  /** Whether a row that fits is to be written; counts it where not. */
  boolean isWanted(Row row) {
    if (held == null) {
      return true;
    }
    return landed.unlessThere(held.of(row).isWritten(copy));
  }

  /** Rows that the target had already, or whose like a rule says to leave there. */
  long skipped() {
    return landed.skipped();
  }

  /** What the target stored of the rows that arrived; null where it took them all. */
  Digest stored() {
    return landed.stored();
  }

  /** Says that the target decides row by row; rows that it refuses are told to {@code heard}. */
  void judged(Late heard) {
    landed.judged();
    late = heard;
  }

  @Override
  public void refused(Row row, Violation why) {
    if (late != null && late.take(copy, row, why)) {
      return;
    }
    reject(row, reason(why, answers.to(why)), false);
  }

  /** Rows that stand in the way of a constraint; true if they may be taken out. */
  boolean found(Violation violation, Rows rows) {
    OnMisfit policy = answers.to(violation.columns());
    Recovery.Reason reason = reason(violation, policy);
    List<String> nulls = answers.nulled(violation);
    if (yields(violation) && policy == OnMisfit.FAIL && nulls.isEmpty()) {
      faults.unenforced(Unenforced.of(copy, violation, rows));
      return false;
    }
    while (rows.next()) {
      if (!nulls.isEmpty()) {
        empty(rows.row(), nulls, reason.column(), violation);
        continue;
      }
      if (policy == OnMisfit.QUARANTINE) {
        landed.leaves(rows.row());
      }
      reject(rows.row(), reason, true);
    }
    return policy == OnMisfit.QUARANTINE;
  }

  /** A row that refers to nothing stays, and refers to nobody from now on. */
  private void empty(Row row, List<String> columns, String column, Violation violation) {
    faults.nulled.add(column, ProblemKind.NULLED, () -> RowName.of(copy, row), violation.message());
    landed.changes(
        row,
        () -> {
          for (int i = 0; i < copy.columns().size(); i++) {
            if (columns.contains(copy.columns().get(i).to().name())) {
              row.setNull(i);
              values.changed(i);
            }
          }
        });
  }

  private Recovery.Reason reason(Violation why, OnMisfit answer) {
    return new Recovery.Reason(
        why.kind(),
        answers.column(why.columns()),
        answers.text(why),
        answer == OnMisfit.QUARANTINE);
  }

  private void reject(Row row, Recovery.Reason reason, boolean there) {
    if (reason.quarantine()) {
      rejected++;
    }
    long[] lanes = new long[2];
    landed.digest().hash(row, lanes);
    recovery.add(lanes, reason, there ? () -> RowName.of(copy, row) : null);
  }

  /** Rows whose source has to be looked up again. */
  Recovery recovery() {
    return recovery;
  }

  /** A row that {@link #recovery()} knew has been found again in the source. */
  void recovered(Recovery.Reason reason, Row source, List<Column> columns, Position at) {
    String key = key(columns, source, at);
    if (reason.quarantine()) {
      setAside(reason.column(), reason.kind(), key, reason.text(), source, columns);
    } else {
      faults.misfits.add(reason.column(), reason.kind(), () -> key, reason.text());
    }
  }

  /** Whether a row that fits is to be given. */
  boolean goesOn() {
    return rejects == null || faults.misfits.isEmpty();
  }

  /** What becomes of rows in each other's way under a key, found before any was written. */
  KeyWatch.Found inTheWay(KeyWatch watch) {
    String column = answers.column(watch.columns());
    boolean quarantine = answers.to(watch.columns()) == OnMisfit.QUARANTINE;
    String key = " (unique key " + watch.name() + ")";
    String other = answers.text(watch.violation());
    return (held, row) -> {
      if (held) {
        String there = "has a key that a row of the target has" + key;
        (quarantine ? faults.setAside : faults.misfits)
            .add(column, ProblemKind.CONFLICT, row::key, there);
      } else if (quarantine) {
        faults.setAside.add(column, ProblemKind.DUPLICATE, row::key, other);
      } else if (yielding == Yielding.ALL && !watch.isFirm()) {
        faults.leftOff.add(column, ProblemKind.UNENFORCED, row::key, other);
      } else {
        faults.misfits.add(column, ProblemKind.DUPLICATE, row::key, other);
      }
    };
  }

  /** A row that would refer to nothing, found before any was written. */
  void orphan(Violation violation, String key) {
    String column = answers.column(violation.columns());
    if (!answers.nulled(violation).isEmpty()) {
      faults.nulled.add(column, ProblemKind.NULLED, () -> key, violation.message());
    } else if (yielding != Yielding.NOTHING && answers.to(violation) == OnMisfit.FAIL) {
      faults.leftOff.add(column, ProblemKind.UNENFORCED, () -> key, violation.message());
    } else {
      orphanNow(violation, key);
    }
  }

  /** The same in a run that empties no reference: setting the row aside is the only answer. */
  void orphanNow(Violation violation, String key) {
    Recovery.Reason reason = reason(violation, answers.to(violation.columns()));
    (reason.quarantine() ? faults.setAside : faults.misfits)
        .add(reason.column(), reason.kind(), () -> key, reason.text());
  }

  @Override
  public void close() {
    recovery.close();
  }
}
