package dev.godwit.run;

import dev.godwit.copy.CoercedFeed;
import dev.godwit.history.Base;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.plan.Conflicts;
import dev.godwit.plan.TableCopy;
import dev.godwit.plan.Watermark;
import dev.godwit.report.Difference;
import dev.godwit.report.Difference.RowDifference;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.report.TableReport;
import dev.godwit.store.Filtered;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.MemoryRows;
import dev.godwit.store.Target;
import dev.godwit.store.can.Counting;
import dev.godwit.store.can.Editing;
import dev.godwit.value.Digest;
import dev.godwit.verify.Comparison;
import dev.godwit.verify.Depth;
import dev.godwit.verify.Digests;
import dev.godwit.verify.Fate;
import dev.godwit.verify.ThreeWay;
import dev.godwit.verify.Trio;
import dev.godwit.verify.Verification;
import dev.godwit.verify.Verifier;
import dev.godwit.verify.Weaving;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings one table of a target up to its source, inside a transaction: both are compared with each
 * other and with what the last run left, and what was found is judged, then written. Use once.
 */
final class TableSync {
  private static final int NAMED = 20;
  private static final int WARNED = 5;

  private final Task task;
  private final Protocol run;
  private final TableCopy copy;
  private final Target target;
  private final Watermark watermark;
  private final CoercedFeed feed;
  private final Conflicts rule;
  private final Standing last;
  private final Base.Left base;
  private final boolean empty;
  private final Object since;
  private final boolean part;
  private final Comparison comparison;
  private final ThreeWay sides;
  private final Greatest reached;
  private final List<Arrived> written = new ArrayList<>();
  private final Set<Trio> left = new LinkedHashSet<>();
  private final List<String> misled = new ArrayList<>();
  private final List<Trio> conflicts = new ArrayList<>();
  private Digest expected;
  private boolean unknown;
  private long misledRows;
  private long below;
  private long conflictRows;
  private long settled;
  private long woven;
  private long inserts;
  private long updates;
  private long deletes;
  private long missing;
  private long keptChanged;
  private long keptInTarget;

  /** {@code last} is null where nothing is known of an earlier run. */
  TableSync(Protocol run, Task task, TableCopy copy, Standing last) {
    this.task = task;
    this.run = run;
    this.copy = copy;
    this.target = task.target();
    this.last = last;
    this.watermark = Watermark.of(copy, task.options().content().rules());
    this.feed =
        CoercedFeed.of(copy, task.source(), target, task.plan().fillings(), task.progress());
    this.rule = task.options().content().rules().conflicts(copy.from().name());
    this.base = task.plan().makes(copy.to()) ? null : run.base().of(copy.to().name()).orElse(null);
    this.empty =
        task.plan().makes(copy.to()) || base == null && !Counting.holdsRows(target, copy.to());
    this.reached = new Greatest(watermark.place());
    this.since = since();
    this.part = since != null && (isAsked() || !isCompared());
    Comparison whole = Verification.comparison(copy, feed, target);
    this.comparison =
        part ? whole.from(() -> new Filtered(feed.open(), row -> isNew(row, since))) : whole;
    this.sides = new ThreeWay(comparison, run.mark(copy), base, part);
  }

  private boolean isCompared() {
    return task.options().verify() == Depth.DIGEST;
  }

  private boolean deletes() {
    return task.mode().deletes();
  }

  /** Whether somebody said from where on to read. */
  private boolean isAsked() {
    return task.mode().since() != null;
  }

  TableCopy copy() {
    return copy;
  }

  CoercedFeed feed() {
    return feed;
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

  /** Where new rows begin; null where only comparing tells. */
  private Object since() {
    if (task.mode().deletes()) {
      return null;
    }
    // Rows may have values of a new column without the watermark having moved.
    if (!isAsked() && !task.plan().adds(copy.to()).isEmpty()) {
      return null;
    }
    if (isAsked() && watermark.by() == Watermark.By.UPDATED_AT
        || isAsked() && watermark.by() == Watermark.By.KEY && isNumber(task.mode().since())) {
      Greatest like = new Greatest(watermark.place());
      Verifier.each(() -> new Filtered(feed.open(), row -> like.value() == null), like::see);
      return new SinceValue(task.mode().since())
          .of(
              copy.from().name(),
              copy.columns().get(watermark.place()),
              like.value(),
              Clock.systemUTC());
    }
    if (isAsked()) {
      run.account()
          .warn(
              Problem.of(ProblemKind.SINCE)
                  .at(copy.from().name())
                  .says(
                      "--since does not hold here: no column says when its rows were written; every"
                          + " row was compared",
                      "rule for the table: watermark: COLUMN"));
      return null;
    }
    return last != null && last.reaches(watermark) ? last.reached() : null;
  }

  private static boolean isNumber(String text) {
    return text.matches("-?\\d+");
  }

  private boolean isNew(Row row, Object from) {
    boolean open = watermark.by() == Watermark.By.KEY && !isAsked();
    Object own = row.value(watermark.place());
    int order = own == null ? 1 : Standing.order(own, from);
    return order > 0 || !open && order == 0;
  }

  /** Writes what is missing; in a differential run also takes out what is too much. */
  void apply(Load load, Loading loading) {
    if (empty) {
      Arrived arrived = new Arrived(copy);
      inserts = loading.append(load, comparison.source(), arrived);
      written.add(arrived);
      return;
    }
    compare();
    boolean noted = run.isNoted(copy) && sides.tellsAll();
    sides.each(
        group -> {
          judge(group);
          refuse();
          write(group, load, loading);
          if (noted) {
            group.note(run.note(copy));
          }
        });
    if (noted && sides.isAsLeft()) {
      run.base().same(task.plan().migrationId(), copy.to().name(), base);
    } else if (noted) {
      sides.rest(run.note(copy));
      run.note(copy).finish();
    }
  }

  /** Tells what it would do, and adds how the table differs; writes nothing. */
  void preview(Account account, List<Difference> found) {
    compare();
    long[] counts = new long[3];
    Set<Trio> first = new LinkedHashSet<>();
    sides.each(
        group -> {
          judge(group);
          for (Trio t : group.keys()) {
            if (!t.isSame()) {
              counts[0] += t.onlyInSource();
              counts[1] += t.onlyInTarget();
              counts[2] += t.changed();
              if (first.size() < NAMED) {
                first.add(t);
              }
            }
          }
        });
    Difference d = difference(counts[0], counts[1], counts[2], sides.name(first));
    found.add(d);
    account.changed(change());
    account.table(
        TableReport.of(copy)
            .rows(d.sourceRows(), 0, feed.rejected())
            .found(d.targetRows(), Match.of(d.isEqual()))
            .build());
  }

  private Report.Change change() {
    return new Report.Change(
        copy.from().name(),
        inserts,
        updates,
        deletes,
        keptChanged,
        keptInTarget,
        settled,
        woven,
        words());
  }

  private void compare() {
    sides.read(reached::see);
    expected = sides.targetDigest();
    unknown = !sides.isKnown() && (last == null || !last.isLeftAlike(asBefore()));
  }

  /** The digest of the target by the columns that the last run knew. */
  private String asBefore() {
    Set<String> added = task.plan().adds(copy.to());
    return added.isEmpty()
        ? expected.state()
        : Digests.of(
                target,
                copy.to(),
                copy.targetColumns().stream().filter(c -> !added.contains(c.name())).toList())
            .state();
  }

  private Referee.Changed changed(Trio t) {
    if (unknown) {
      return Referee.Changed.UNKNOWN;
    }
    boolean ofTarget = !t.isTargetAsLeft();
    boolean ofSource = !t.isSourceAsLeft();
    if (ofTarget) {
      return ofSource ? Referee.Changed.BOTH : Referee.Changed.TARGET;
    }
    // What a new column holds comes from the source, where the rows were alike without it.
    boolean grown = sides.hasMoved() && t.wasAlike();
    return ofSource || grown ? Referee.Changed.SOURCE : Referee.Changed.NEITHER;
  }

  private static Referee.Where where(Trio t) {
    if (t.onlyInTarget() > 0) {
      return Referee.Where.TARGET;
    }
    return t.changed() > 0 ? Referee.Where.BOTH : Referee.Where.SOURCE;
  }

  /** Decides about each key of a group; those that need both rows, with both at hand. */
  private void judge(ThreeWay.Group group) {
    // A row that does not fit may be one that the target has in an older version.
    boolean mayDelete = deletes() && feed.rejected() == 0;
    Referee referee = new Referee(rule, mayDelete, deletes());
    boolean both = false;
    if (!unknown && !sides.isKnown()) {
      group.keys().forEach(Trio::alike);
    }
    for (Trio t : group.keys()) {
      if (!t.isSame()) {
        t.fate(referee.of(changed(t), where(t)));
        both |= t.fate() == Fate.LATER || t.fate() == Fate.MERGE;
      }
    }
    if (both) {
      group.rewind();
      Verifier.each(comparison.target(), row -> keep(group.inTarget(row), row));
      group.rewind();
      Weaving weaving = new Weaving(comparison, run.mark(copy));
      Verifier.each(comparison.source(), row -> settle(group.inSource(row), row, weaving));
    }
    group.keys().forEach(this::count);
    if (since != null && !part) {
      group.rewind();
      Verifier.each(comparison.source(), row -> tell(group.inSource(row), row));
    }
  }

  private void keep(Trio t, Row row) {
    if (t != null && (t.fate() == Fate.LATER || t.fate() == Fate.MERGE)) {
      t.row(row.copy());
    }
  }

  private void settle(Trio t, Row row, Weaving weaving) {
    if (t == null || t.row() == null) {
      return;
    }
    boolean newer = watermark.place() >= 0 && isNewer(row, t.row());
    if (t.fate() == Fate.LATER) {
      t.fate(newer ? Fate.TAKE : Fate.KEEP);
    } else if (t.fate() == Fate.MERGE) {
      Row both = weaving.weave(t, row, t.row(), newer ? row : t.row());
      t.row(both);
      t.fate(both == null ? Fate.CONFLICT : Fate.MERGE);
    }
  }

  private boolean isNewer(Row ours, Row theirs) {
    Object a = ours.value(watermark.place());
    Object b = theirs.value(watermark.place());
    return b == null || Standing.haveOrder(a, b) && Standing.order(a, b) > 0;
  }

  private void count(Trio t) {
    if (t.isSame()) {
      return;
    }
    boolean both = t.changed() > 0;
    switch (t.fate()) {
      case TAKE -> {
        inserts += t.onlyInSource();
        updates += t.changed();
        deletes += t.onlyInTarget();
        settled += both && changed(t) == Referee.Changed.BOTH ? 1 : 0;
      }
      case MERGE -> {
        updates += t.changed();
        woven++;
        keptChanged += t.changed();
        remember(t);
      }
      case CONFLICT -> {
        conflictRows++;
        if (conflicts.size() < WARNED) {
          conflicts.add(t);
        }
      }
      default -> {
        missing += t.onlyInSource();
        keptChanged += t.changed();
        keptInTarget += t.onlyInTarget();
        settled += t.fate() == Fate.KEEP && changed(t) != Referee.Changed.NEITHER ? 1 : 0;
        remember(t);
      }
    }
  }

  private void remember(Trio t) {
    if (left.size() < NAMED) {
      left.add(t);
    }
  }

  /** Rows that the watermark does not tell of, and that come all the same. */
  private void tell(Trio t, Row row) {
    if (t == null || t.fate() != Fate.TAKE || isNew(row, since)) {
      return;
    }
    if (watermark.by() == Watermark.By.KEY) {
      below++;
      return;
    }
    misledRows++;
    if (misled.size() < WARNED) {
      misled.add(sides.key(row));
    }
  }

  private void refuse() {
    if (!conflicts.isEmpty()) {
      throw GodwitException.refused(
          "1 problem, nothing was written:", conflict().stream().toList());
    }
    boolean strict = task.mode().strict() && !deletes() && (misledRows > 0 || keptChanged > 0);
    if (strict) {
      throw GodwitException.refused(
          "rows differ that the watermark does not tell of, and --strict forbids that; nothing was"
              + " written:",
          List.of(misledRows > 0 ? misled() : kept()));
    }
  }

  /** What the rules have no answer for. */
  Optional<Problem> conflict() {
    if (conflicts.isEmpty()) {
      return Optional.empty();
    }
    String rows =
        sides.name(new LinkedHashSet<>(conflicts)).stream()
            .map(TableSync::named)
            .collect(Collectors.joining(", "));
    String why =
        unknown
            ? "what the last run from this source left of the table is not known"
            : rule == Conflicts.MERGE
                ? "both sides have changed the same columns since the last run"
                : "the target was changed since the last run";
    Problem found =
        Problem.of(ProblemKind.CONFLICT)
            .at(copy.from().name())
            .says(
                why
                    + ", and "
                    + conflictRows
                    + (conflictRows == 1 ? " row of it" : " of its rows")
                    + " would be overwritten or deleted, first "
                    + rows,
                "rule: conflicts: source, target or newer"
                    + (rule == Conflicts.MERGE
                        ? ""
                        : ", or merge where both changed other columns"));
    return Optional.of(found);
  }

  private static String named(RowDifference row) {
    return row.columns().isEmpty()
        ? row.key()
        : row.key() + " (" + String.join(", ", row.columns()) + ")";
  }

  /** Takes out what has to go, and loads what comes. */
  private void write(ThreeWay.Group group, Load load, Loading loading) {
    boolean replaces = !upserts();
    List<Row> gone = new ArrayList<>();
    group.rewind();
    Verifier.each(
        comparison.target(),
        row -> {
          Trio t = group.inTarget(row);
          if (t != null && (t.fate() == Fate.TAKE || t.fate() == Fate.MERGE)) {
            expected.remove(row);
            if (replaces || !t.inSource()) {
              gone.add(key(row));
            }
          }
        });
    if (!gone.isEmpty()) {
      requireReplaceable(group, replaces);
      Editing.of(target).delete(copy.to(), keyColumns(), () -> new MemoryRows(gone));
    }
    boolean some =
        group.keys().stream().anyMatch(t -> !t.isSame() && t.inSource() && t.fate() == Fate.TAKE)
            || group.keys().stream().anyMatch(t -> t.fate() == Fate.MERGE);
    if (some) {
      Arrived arrived = new Arrived(copy);
      loading.append(
          load,
          () -> {
            group.rewind();
            return new Woven(new Filtered(comparison.source().open(), row -> comes(group, row)));
          },
          arrived);
      written.add(arrived);
    }
  }

  private Trio coming;

  private boolean comes(ThreeWay.Group group, Row row) {
    coming = group.inSource(row);
    return coming != null && (coming.fate() == Fate.TAKE || coming.fate() == Fate.MERGE);
  }

  /** Gives the row that both sides' changes make in place of the source's. */
  private final class Woven implements dev.godwit.store.Rows {
    private final dev.godwit.store.Rows rows;

    Woven(dev.godwit.store.Rows rows) {
      this.rows = rows;
    }

    @Override
    public boolean next() {
      return rows.next();
    }

    @Override
    public Row row() {
      return coming.fate() == Fate.MERGE ? coming.row() : rows.row();
    }

    @Override
    public dev.godwit.store.Position position() {
      return rows.position();
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  /** Without a primary key to update by, old versions go first: then all of a row must travel. */
  private void requireReplaceable(ThreeWay.Group group, boolean replaces) {
    List<String> travelling = copy.targetColumns().stream().map(Column::name).toList();
    boolean all =
        copy.to().columns().stream()
            .allMatch(c -> c.isGenerated() || travelling.contains(c.name()));
    if (replaces && !all && group.keys().stream().anyMatch(t -> t.changed() > 0)) {
      throw GodwitException.refused(
          copy.to().displayName()
              + ": its rows cannot be updated, because the target's table has no primary key among"
              + " the columns that travel; nothing was written. Give it one, or use --mode full"
              + " --force");
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

  /** The load has settled: whatever was written is in its place now. */
  void settled() {
    written.forEach(Arrived::requireStored);
  }

  /** What was done, once all is in its place; {@code made}: the run made the table. */
  Moved moved() {
    long rejected = feed.rejected();
    long came = inserts + updates;
    boolean untouched = !empty && written.isEmpty() && deletes == 0;
    boolean same = missing + keptChanged + keptInTarget == 0;
    Digest sent = none();
    written.forEach(a -> sent.merge(a.sent()));
    if (expected == null) {
      expected = none();
    }
    expected.merge(sent);
    long rows = empty ? came : sides.sourceDigest().rows();
    long sourceRows = rows + rejected;
    TableReport.Builder report =
        TableReport.of(copy)
            .rows(sourceRows, came, rejected)
            .skipped(sourceRows - came - rejected)
            .found(expected.rows(), null);
    Match known = untouched ? part ? Match.SKIPPED : Match.of(same) : null;
    return new Moved(
        copy,
        report,
        sourceRows,
        rejected,
        expected,
        known == Match.DIFFERENT ? Match.EQUAL : known,
        empty ? null : standing(),
        same && !part,
        !empty,
        feed.converted());
  }

  private Standing standing() {
    Object greatest = reached.value();
    Object before = last != null && last.reaches(watermark) ? last.reached() : null;
    boolean less = greatest == null || before != null && Standing.order(before, greatest) > 0;
    return new Standing(
        watermark.column(),
        part && less ? before : greatest,
        part || missing + keptChanged + keptInTarget > 0 ? null : expected.state(),
        expected.state());
  }

  private Digest none() {
    List<ColumnType> types = copy.targetColumns().stream().map(Column::type).toList();
    return new Digest(types);
  }

  /** Tells the report what was done, and what is worth knowing. */
  void tell(Account account) {
    account.changed(change());
    if (isAsked() && part) {
      account.partial();
      account.warn(
          Problem.of(ProblemKind.SINCE)
              .at(copy.from().name(), watermark.column())
              .says(
                  "only rows from "
                      + task.mode().since()
                      + " on were looked at, as asked for:"
                      + " older changes were not",
                  null));
    }
    if (misledRows > 0) {
      account.warn(misled());
    }
    if (unknown && settled + missing + keptChanged > 0) {
      account.warn(
          Problem.of(ProblemKind.BASE)
              .at(copy.from().name())
              .says(
                  "what the last run from this source left of it is not known: the rule conflicts:"
                      + " "
                      + rule
                      + " decided about every row that differs",
                  "a run with --verify digest notes it, unless rule base: off"));
    }
    if (missing + keptChanged + keptInTarget > 0) {
      account.merged(List.of(difference(sides.name(left))));
      account.warn(kept());
    }
  }

  private Problem misled() {
    return Problem.of(ProblemKind.WATERMARK)
        .at(copy.from().name(), watermark.column(), misled.get(0))
        .says(
            (misledRows == 1 ? "1 row" : misledRows + " rows")
                + " came or changed without "
                + watermark.column()
                + " telling of it, found by comparing, first "
                + String.join(", ", misled),
            "set it on each write; a rule watermark names another column");
  }

  private Problem kept() {
    boolean onlyGone = keptChanged + missing + woven == 0 && !deletes();
    if (onlyGone) {
      return Problem.of(ProblemKind.KEPT)
          .at(copy.from().name())
          .says(
              keptInTarget
                  + (keptInTarget == 1 ? " row is" : " rows are")
                  + " only in the target: an incremental run does not delete",
              "--mode differential");
    }
    Difference d = difference(sides.name(left));
    String first =
        d.rows().stream().limit(WARNED).map(TableSync::named).collect(Collectors.joining(", "));
    return Problem.of(ProblemKind.KEPT)
        .at(copy.from().name(), null, d.rows().isEmpty() ? null : d.rows().get(0).key())
        .says(
            Verification.words(d)
                + ", and stay so: "
                + (feed.rejected() > 0
                    ? "rows of the source do not fit, so none is deleted"
                    : woven > 0
                        ? woven + " have the changes of both sides, by rule conflicts: merge"
                        : "the target changed them, and rule conflicts: " + rule + " keeps them")
                + "; first "
                + first,
            deletes() ? null : "rule conflicts: source, or target, settles it");
  }

  /** How the table differs after the run. */
  private Difference difference(List<RowDifference> named) {
    return difference(missing, keptInTarget, keptChanged, named);
  }

  private Difference difference(
      long inSource, long inTarget, long changed, List<RowDifference> named) {
    return new Difference(
        copy.from().name(),
        sides.sourceDigest().rows(),
        expected.rows(),
        sides.sourceDigest().hex(),
        expected.hex(),
        inSource,
        inTarget,
        changed,
        List.of(),
        named);
  }

  private String words() {
    if (empty && !part) {
      return "the target's table is empty: every row";
    }
    if (deletes()) {
      return "every row compared";
    }
    if (part) {
      String from = watermark.by() == Watermark.By.KEY && !isAsked() ? " after " : " from ";
      return watermark.column()
          + from
          + (isAsked() ? task.mode().since() + ", as asked for" : "where the last run ended");
    }
    if (watermark.by() == Watermark.By.DIGEST) {
      return "no watermark column and no single key of whole numbers: every row compared";
    }
    if (since == null) {
      return watermark.column() + ", but no earlier run is known: every row compared";
    }
    return below > 0
        ? "rows up to the last run's have changed: every row compared"
        : watermark.column()
            + (watermark.by() == Watermark.By.KEY ? " after " : " from ")
            + "where the last run ended";
  }
}
