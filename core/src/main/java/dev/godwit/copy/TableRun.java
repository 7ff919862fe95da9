package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.OnConflict;
import dev.godwit.model.Problem;
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
import dev.godwit.value.Conversion;
import dev.godwit.value.Outcome;
import dev.godwit.value.digest.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What happens to one table: counts, digest, misfits, rejected rows. Confined to the run, whose two
 * threads hand it to each other.
 */
final class TableRun implements Arrivals, AutoCloseable {
  final TableCopy copy;
  final Answers answers;
  final Misfits misfits;
  final Misfits setAside;

  /** Rows that keep Godwit from making a key. */
  final Misfits leftOff;

  /** Values that became NULL because a rule says so. */
  final Misfits nulled;

  final long[] changed;
  final Map<String, String> guesses = new HashMap<>();

  private final Map<String, Map<Conversion, Long>> converted = new LinkedHashMap<>();

  private final Rejects rejects;
  private final long rejectsBefore;
  private Digest digest;
  private Digest stored;
  private boolean judged;
  private Held held;
  private Declined declined;
  private final long[] lanes = new long[2];
  private final boolean digesting;
  private final boolean made;
  private final List<Problem> unenforced = new ArrayList<>();
  private final boolean ownsRejects;
  private Slack slack = new Slack();
  private boolean looking;
  private Recovery recovery = new Recovery();
  private long arrived;
  private long skipped;

  long sourceRows;
  long rejected;
  double seconds;

  TableRun(TableCopy copy, Rejects rejects, boolean digesting, boolean made) {
    this(copy, rejects, digesting, made, false);
  }

  private TableRun(
      TableCopy copy, Rejects rejects, boolean digesting, boolean made, boolean ownsRejects) {
    this.ownsRejects = ownsRejects;
    this.made = made;
    this.copy = copy;
    this.answers = new Answers(copy);
    this.rejects = rejects;
    this.rejectsBefore = rejects.mark();
    this.digesting = digesting;
    this.misfits = new Misfits(copy.from().name(), null);
    this.setAside = new Misfits(copy.from().name(), "whole, with the reason, in the quarantine");
    this.nulled = new Misfits(copy.from().name(), "they are NULL now, as a rule says");
    this.leftOff =
        new Misfits(
            copy.from().name(),
            "the key is left out of the target then; rule for the table: onMisfit: quarantine");
    this.changed = new long[copy.columns().size()];
    begin();
  }

  @Override
  public void begin() {
    digest = emptyDigest();
    stored = null;
    misfits.clear();
    setAside.clear();
    nulled.clear();
    converted.clear();
    rejects.reset(rejectsBefore);
    recovery.close();
    recovery = new Recovery();
    Arrays.fill(changed, 0);
    sourceRows = 0;
    rejected = 0;
    arrived = 0;
    skipped = 0;
  }

  /** A value became another because rules say so. */
  void converted(ColumnCopy column, Outcome outcome) {
    Map<Conversion, Long> counts =
        converted.computeIfAbsent(column.name(), name -> new EnumMap<>(Conversion.class));
    outcome.conversions().forEach(c -> counts.merge(c, 1L, Long::sum));
  }

  /** How many values rules made others: by column, then by the rule's key. */
  Map<String, Map<String, Long>> converted() {
    Map<String, Map<String, Long>> result = new LinkedHashMap<>();
    converted.forEach(
        (column, counts) -> {
          Map<String, Long> labels = new LinkedHashMap<>();
          counts.forEach((conversion, count) -> labels.put(conversion.label(), count));
          result.put(column, labels);
        });
    return result;
  }

  /** The digest of all rows that are to be found in the target. */
  Digest digest() {
    return digest;
  }

  long copied() {
    return arrived;
  }

  @Override
  public void arrived(Row row) {
    arrived++;
    if (digesting) {
      digest.add(row);
    }
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
      nulled.add(column.name(), ProblemKind.MISFIT, key, reason);
      return true;
    }
    if (policy == OnMisfit.QUARANTINE) {
      setAside(column.name(), ProblemKind.MISFIT, key.get(), reason, source, columns);
      rejected++;
    } else {
      misfits.add(column.name(), ProblemKind.MISFIT, key, reason, remedies);
    }
    return false;
  }

  private void setAside(
      String column, ProblemKind kind, String key, String why, Row row, List<Column> columns) {
    setAside.add(column, kind, () -> key, why);
    if (!looking) {
      String from = copy.from().name();
      String json = RowJson.of(columns, row);
      rejects.add(from, copy.to().displayName(), key, column, why, json);
    }
  }

  /** What people call a row of the source. */
  String key(List<Column> columns, Row row, Position at) {
    return RowName.read(copy, columns, row, at, sourceRows);
  }

  @Override
  public void stored(Row row) {
    if (stored == null) {
      stored = emptyDigest();
    }
    stored.add(row);
  }

  /** Names what the target's table holds: rows that are there need not be written. */
  TableRun beside(Held there) {
    held = there;
    return this;
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
    Held.Standing standing = held.of(row);
    boolean wanted =
        standing == Held.Standing.NEW
            || standing == Held.Standing.CHANGED && copy.onConflict() == OnConflict.UPDATE;
    skipped += wanted ? 0 : 1;
    return wanted;
  }

  /** Rows that the target had already, or whose like a rule says to leave there. */
  long skipped() {
    return skipped;
  }

  /** What the target stored of the rows that arrived; null where it took them all. */
  Digest stored() {
    return !judged ? null : stored == null ? emptyDigest() : stored;
  }

  /** Says that the target decides row by row. */
  void judged() {
    judged = true;
  }

  private Digest emptyDigest() {
    return new Digest(copy.targetColumns().stream().map(Column::type).toList());
  }

  @Override
  public void refused(Row row, Violation why) {
    reject(row, reason(why, answers.to(why)), false);
  }

  /** Rows that stand in the way of a constraint; true if they may be taken out. */
  boolean found(Violation violation, Rows rows) {
    OnMisfit policy = answers.to(violation.columns());
    Recovery.Reason reason = reason(violation, policy);
    List<String> nulls = answers.nulled(violation);
    if (made && policy == OnMisfit.FAIL && nulls.isEmpty()) {
      leaveOff(violation, reason.column(), rows);
      return false;
    }
    while (rows.next()) {
      if (!nulls.isEmpty()) {
        empty(rows.row(), nulls, reason.column(), violation);
        continue;
      }
      if (policy == OnMisfit.QUARANTINE) {
        arrived--;
        takeBack(rows.row());
      }
      reject(rows.row(), reason, true);
    }
    return policy == OnMisfit.QUARANTINE;
  }

  /** A row that was written, and perhaps read back at once, is not as it was or not there. */
  private void takeBack(Row row) {
    digest.remove(row);
    if (stored != null) {
      stored.remove(row);
    }
  }

  /** A row that refers to nothing stays, and refers to nobody from now on. */
  private void empty(Row row, List<String> columns, String column, Violation violation) {
    nulled.add(column, ProblemKind.NULLED, () -> RowName.of(copy, row), violation.message());
    takeBack(row);
    for (int i = 0; i < copy.columns().size(); i++) {
      if (columns.contains(copy.columns().get(i).to().name())) {
        row.setNull(i);
        changed[i]++;
      }
    }
    digest.add(row);
    if (stored != null) {
      stored.add(row);
    }
  }

  private Recovery.Reason reason(Violation why, OnMisfit answer) {
    return new Recovery.Reason(
        why.kind(),
        answers.column(why.columns()),
        answers.text(why),
        answer == OnMisfit.QUARANTINE);
  }

  /**
   * A constraint of Godwit's own making gives way to the rows: nothing is refused, nothing lost.
   */
  private void leaveOff(Violation violation, String column, Rows rows) {
    long count = 0;
    while (rows.next()) {
      count++;
    }
    unenforced.add(
        Problem.of(ProblemKind.UNENFORCED)
            .at(copy.from().name(), column)
            .says(
                violation.constraint()
                    + (violation.stays()
                        ? " holds in the target for new rows only: "
                        : " is left out of the target: ")
                    + (count == 1 ? "1 row " : count + " rows, each ")
                    + violation.message(),
                "rule for the table: onMisfit: quarantine"));
  }

  /** Constraints that the rows did not allow. */
  List<Problem> unenforced() {
    return unenforced;
  }

  private void reject(Row row, Recovery.Reason reason, boolean there) {
    if (reason.quarantine()) {
      rejected++;
    }
    digest.hash(row, lanes);
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
      misfits.add(reason.column(), reason.kind(), () -> key, reason.text());
    }
  }

  /** A run that only looks, and whose counts nobody keeps. */
  static TableRun looking(TableCopy copy) {
    return new TableRun(copy, new Rejects(""), false, false, true).look();
  }

  /** Says that nothing is written: rows that fit are given even where others do not. */
  TableRun look() {
    looking = true;
    return this;
  }

  /** Whether a row that fits is to be given. */
  boolean goesOn() {
    return looking || misfits.isEmpty();
  }

  /** What becomes of rows in each other's way under a key, found before any was written. */
  KeyWatch.Found inTheWay(KeyWatch watch) {
    String column = answers.column(watch.columns());
    boolean quarantine = answers.to(watch.columns()) == OnMisfit.QUARANTINE;
    String key = " (unique key " + watch.name() + ")";
    String other = "has a key that another row has" + key + answers.unanswered(watch.columns());
    return (held, name) -> {
      if (held) {
        String there = "has a key that a row of the target has" + key;
        misfits.add(column, ProblemKind.CONFLICT, () -> name, there);
      } else if (quarantine) {
        setAside.add(column, ProblemKind.DUPLICATE, () -> name, other);
      } else if (made) {
        leftOff.add(column, ProblemKind.UNENFORCED, () -> name, other);
      } else {
        misfits.add(column, ProblemKind.DUPLICATE, () -> name, other);
      }
    };
  }

  /** A row that would refer to nothing, found before any was written. */
  void orphan(Violation violation, String key) {
    Recovery.Reason reason = reason(violation, answers.to(violation.columns()));
    if (!answers.nulled(violation).isEmpty()) {
      nulled.add(reason.column(), ProblemKind.NULLED, () -> key, violation.message());
    } else {
      (reason.quarantine() ? setAside : misfits)
          .add(reason.column(), reason.kind(), () -> key, reason.text());
    }
  }

  /** A stand-in whose counts nobody reads, for reading the source a second time. */
  TableRun silent() {
    return new TableRun(copy, new Rejects(""), false, made, true);
  }

  @Override
  public void close() {
    recovery.close();
    if (ownsRejects) {
      rejects.close();
    }
  }
}
