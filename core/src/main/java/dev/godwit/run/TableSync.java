package dev.godwit.run;

import dev.godwit.copy.CoercedFeed;
import dev.godwit.history.ModeKind;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.plan.Conflicts;
import dev.godwit.plan.TableCopy;
import dev.godwit.plan.Watermark;
import dev.godwit.report.Difference;
import dev.godwit.report.Difference.Where;
import dev.godwit.store.Filtered;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.MemoryRows;
import dev.godwit.store.Rows;
import dev.godwit.store.Target;
import dev.godwit.store.can.Counting;
import dev.godwit.store.can.Editing;
import dev.godwit.value.Coercions;
import dev.godwit.value.Digest;
import dev.godwit.verify.Comparison;
import dev.godwit.verify.Differing;
import dev.godwit.verify.Verification;
import dev.godwit.verify.Verifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Brings one table of a target up to its source, inside a transaction. Use once. */
final class TableSync {
  final TableCopy copy;
  final Watermark watermark;
  final CoercedFeed feed;
  private final Target target;
  private final Mode mode;
  private final Conflicts conflicts;
  private final Standing last;
  private final Set<String> added;
  private final Comparison comparison;
  final boolean empty;
  private final List<Arrived> written = new ArrayList<>();
  private Arrived upserted;
  private long rowsBefore;
  private String before;
  long inserts;
  long updates;
  long deletes;

  /** Rows that stay different on purpose: of a conflict, or for not being covered. */
  long keptChanged;

  long keptInTarget;
  String words;

  /**
   * {@code last} is null where nothing is known of an earlier run; {@code added} are columns that
   * the target did not have before this one.
   */
  TableSync(
      TableCopy copy,
      Watermark watermark,
      CoercedFeed feed,
      Target target,
      Mode mode,
      Conflicts conflicts,
      Standing last,
      Set<String> added,
      boolean empty) {
    this.copy = copy;
    this.watermark = watermark;
    this.feed = feed;
    this.target = target;
    this.mode = mode;
    this.conflicts = conflicts;
    this.last = last;
    this.added = added;
    this.empty = empty;
    this.comparison = Verification.comparison(copy, feed, target);
  }

  /** What it will load with: by key where the target has one to tell old rows by. */
  Load load() {
    return new Load(
        copy.to(),
        copy.targetColumns(),
        false,
        empty && copy.rebuild(),
        false,
        0,
        empty || !upserts() ? List.of() : copy.to().primaryKey(),
        !copy.expressed().isEmpty());
  }

  private boolean upserts() {
    return !copy.to().primaryKey().isEmpty()
        && keyColumns().stream().map(Column::name).toList().containsAll(copy.to().primaryKey());
  }

  private List<Column> keyColumns() {
    List<Integer> key = copy.key();
    return key.isEmpty()
        ? copy.targetColumns()
        : key.stream().map(i -> copy.columns().get(i).to()).toList();
  }

  /** Writes what is missing; in a differential run also takes out what is too much. */
  void apply(Load load, Loading loading) {
    if (empty) {
      words = "the target's table is empty: every row";
      inserts = loading.append(load, feed, new Arrived(copy));
    } else if (mode.kind() == ModeKind.DIFFERENTIAL) {
      words = "every row compared";
      new Verifier(comparison).differing(d -> differential(d, load, loading));
    } else {
      incremental(load, loading);
    }
  }

  private void incremental(Load load, Loading loading) {
    Object since = since();
    if (since != null && upserts()) {
      boolean asked = mode.since() != null;
      words = watermark.column() + (watermark.by() == Watermark.By.KEY ? " after " : " from ");
      words += asked ? mode.since() + ", as asked for" : "where the last run ended";
      boolean open = watermark.by() == Watermark.By.KEY && !asked;
      upsert(load, loading, row -> isNew(row, since, open));
      return;
    }
    words =
        watermark.by() == Watermark.By.DIGEST
            ? "no watermark column and no single key of whole numbers: every row compared"
            : last == null || last.reached() == null
                ? watermark.column() + ", but no earlier run is known: every row compared"
                : "rows up to the last run's have changed: every row compared";
    new Verifier(comparison)
        .differing(
            d -> {
              keptInTarget += d.onlyInTarget();
              write(d, load, loading, true, row -> true);
            });
  }

  private boolean isNew(Row row, Object since, boolean open) {
    Object own = row.value(watermark.place());
    int order = own == null ? 1 : Standing.order(own, since);
    return order > 0 || !open && order == 0;
  }

  private void upsert(Load load, Loading loading, Predicate<Row> wanted) {
    rowsBefore = Counting.of(target).count(copy.to());
    Arrived arrived = new Arrived(copy);
    loading.append(load, () -> new Filtered(feed.open(), wanted), arrived);
    upserted = arrived;
    written.add(arrived);
  }

  /** The load has settled: whatever was written is in its place now. */
  void settled() {
    written.forEach(Arrived::requireStored);
    if (upserted != null) {
      inserts = Counting.of(target).count(copy.to()) - rowsBefore;
      updates = upserted.rows() - inserts;
    }
  }

  /** Where new rows begin; null where only comparing tells. */
  private Object since() {
    // Rows may have values of a new column without the watermark having moved.
    if (watermark.by() == Watermark.By.DIGEST || !added.isEmpty()) {
      return null;
    }
    if (mode.since() != null
        && (watermark.by() == Watermark.By.UPDATED_AT || mode.since().matches("-?\\d+"))) {
      return asked();
    }
    if (last == null || !last.reaches(watermark)) {
      return null;
    }
    return watermark.by() == Watermark.By.UPDATED_AT || isAsLeft() ? last.reached() : null;
  }

  /** The value that was asked for, as the column has it. */
  private Object asked() {
    Row given = new Row(1);
    Row out = new Row(1);
    given.setText(0, mode.since());
    ColumnType type = copy.columns().get(watermark.place()).to().type();
    boolean misfit =
        Coercions.of(
                ColumnType.of(Kind.ANY, ""),
                type,
                copy.columns().get(watermark.place()).rules().withoutConversions())
            .apply(given, 0, out, 0)
            .isMisfit();
    if (misfit) {
      throw GodwitException.usage(
          "--since "
              + mode.since()
              + " is no value for "
              + copy.from().name()
              + "."
              + watermark.column()
              + ", which is of type "
              + type);
    }
    return out.value(0);
  }

  /** Whether the rows up to the last run's greatest key are those that it left. */
  private boolean isAsLeft() {
    Digest digest = new Digest(copy.targetColumns().stream().map(Column::type).toList());
    try (Rows rows = feed.open()) {
      while (rows.next()) {
        if (!Standing.isAfter(rows.row(), watermark.place(), last.reached())) {
          digest.add(rows.row());
        }
      }
    }
    return digest.state().equals(last.source());
  }

  private void differential(Differing d, Load load, Loading loading) {
    boolean conflict = isConflict() && d.changed() + d.onlyInTarget() > 0;
    if (conflict && conflicts == Conflicts.FAIL) {
      throw refusal(d);
    }
    boolean sourceWins = !conflict || conflicts == Conflicts.SOURCE;
    // A row that does not fit may be one that the target has in an older version.
    boolean mayDelete = sourceWins && feed.rejected() == 0;
    Map<Object, Object> newest = new HashMap<>();
    List<Row> gone = new ArrayList<>();
    d.rewind();
    Verifier.each(
        comparison.target(), row -> judge(d.inTarget(row), d, row, newest, gone, mayDelete));
    if (!gone.isEmpty()) {
      deletes += Editing.of(target).delete(copy.to(), keyColumns(), () -> new MemoryRows(gone));
    }
    boolean newer = conflict && conflicts == Conflicts.NEWER;
    if (!sourceWins && !newer) {
      keptChanged += d.changed();
    }
    boolean overwrites = sourceWins || newer;
    write(d, load, loading, overwrites, row -> sourceWins || newer && isNewer(d, row, newest));
  }

  private void judge(
      Where where,
      Differing d,
      Row row,
      Map<Object, Object> newest,
      List<Row> gone,
      boolean mayDelete) {
    if (where == Where.TARGET) {
      if (mayDelete) {
        gone.add(key(row));
      } else {
        keptInTarget++;
      }
    } else if (where == Where.BOTH && watermark.place() >= 0) {
      newest.put(d.key(row), row.value(watermark.place()));
    }
  }

  private Row key(Row row) {
    List<Integer> key = copy.key();
    Row result = new Row(key.isEmpty() ? row.size() : key.size());
    for (int i = 0; i < result.size(); i++) {
      result.copy(i, row, key.isEmpty() ? i : key.get(i));
    }
    return result;
  }

  private boolean isNewer(Differing d, Row row, Map<Object, Object> newest) {
    Object theirs = newest.get(d.key(row));
    Object ours = watermark.place() < 0 ? null : row.value(watermark.place());
    boolean newer =
        theirs == null || Standing.haveOrder(ours, theirs) && Standing.order(ours, theirs) > 0;
    keptChanged += newer ? 0 : 1;
    return newer;
  }

  /** Loads the group's rows that only the source has, and of the changed ones those wanted. */
  private void write(
      Differing d, Load load, Loading loading, boolean overwrites, Predicate<Row> changed) {
    if (d.onlyInSource() + d.changed() == 0) {
      return;
    }
    if (d.changed() > 0 && overwrites && !upserts()) {
      replace(d);
    }
    Arrived arrived = new Arrived(copy);
    long[] counts = new long[2];
    Loading.Feed wanted =
        () -> {
          d.rewind();
          counts[0] = 0;
          counts[1] = 0;
          return new Filtered(
              feed.open(),
              row -> {
                Where where = d.inSource(row);
                boolean takes = where == Where.SOURCE || where == Where.BOTH && changed.test(row);
                counts[where == Where.BOTH ? 1 : 0] += takes ? 1 : 0;
                return takes;
              });
        };
    loading.append(load, wanted, arrived);
    written.add(arrived);
    inserts += counts[0];
    updates += counts[1];
  }

  /** Without a primary key to update by, old versions go first. */
  private void replace(Differing d) {
    List<String> travelling = copy.targetColumns().stream().map(Column::name).toList();
    boolean all =
        copy.to().columns().stream()
            .allMatch(c -> c.isGenerated() || travelling.contains(c.name()));
    if (!all || conflicts == Conflicts.NEWER) {
      throw GodwitException.refused(
          copy.to().displayName()
              + ": its rows cannot be updated, because the target's table has no primary key among"
              + " the columns that travel; nothing was written. Give it one, or use --mode full"
              + " --force");
    }
    List<Row> old = new ArrayList<>();
    d.rewind();
    Verifier.each(
        comparison.target(),
        row -> {
          if (d.inTarget(row) == Where.BOTH) {
            old.add(key(row));
          }
        });
    Editing.of(target).delete(copy.to(), keyColumns(), () -> new MemoryRows(old));
  }

  /** Whether the target is not what the last run left, or nothing is known of that. */
  private boolean isConflict() {
    return last == null || last.target() == null || !last.target().equals(before());
  }

  private String before() {
    if (before == null) {
      before = dev.godwit.verify.Digests.of(target, copy.to(), asBefore()).state();
    }
    return before;
  }

  /** The columns that the last run knew. */
  private List<Column> asBefore() {
    return copy.targetColumns().stream().filter(c -> !added.contains(c.name())).toList();
  }

  private GodwitException refusal(Differing d) {
    Difference named = new Verifier(comparison).compare(5);
    String keys =
        String.join(
            ", ",
            named.rows().stream()
                .filter(r -> r.where() != Where.SOURCE)
                .map(Difference.RowDifference::key)
                .toList());
    Problem problem =
        Problem.of(ProblemKind.CONFLICT)
            .at(copy.from().name())
            .says(
                (last == null || last.target() == null
                        ? "no earlier run from this source by these rules is known"
                        : "the target was changed since the last run")
                    + ", and "
                    + (d.changed() + d.onlyInTarget())
                    + " of its rows would be overwritten or deleted"
                    + (keys.isEmpty() ? "" : ", first " + keys),
                "rule: conflicts: source, target or newer");
    return GodwitException.refused("1 problem, nothing was written:", List.of(problem));
  }

  /** Whether the table is now what this run meant it to be; the note for the next run. */
  Difference verify() {
    return new Verifier(comparison).compare(20);
  }

  /** The greatest value of the watermark among the source's rows. */
  Object reached() {
    Object greatest = null;
    if (watermark.place() >= 0) {
      try (Rows rows = feed.open()) {
        while (rows.next()) {
          Object value = rows.row().value(watermark.place());
          if (value != null && (greatest == null || Standing.order(value, greatest) > 0)) {
            greatest = value;
          }
        }
      }
    }
    return greatest;
  }
}
