package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.OnConflict;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.plan.OnMisfit;
import dev.godwit.plan.Plan;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Intent;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.Trial;
import dev.godwit.store.can.Auditing;
import dev.godwit.store.can.Enforcing;
import dev.godwit.store.can.Scanning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Reads and coerces every row that a plan would move, and writes nothing: finds values that do not
 * fit, rows in each other's way under the target's keys, and orphans. Use once.
 */
public final class Checker {
  private final Plan plan;
  private final Source source;
  private final Target target;
  private final Map<TableCopy, Held> held;
  private Late late;
  private List<RefWatch> refs = List.of();
  private final Map<String, Long> rows = new LinkedHashMap<>();
  private final Map<String, Long> bytes = new LinkedHashMap<>();
  private final Map<String, Map<String, Map<String, Long>>> converted = new LinkedHashMap<>();
  private final Trace trace;
  private final Progress progress;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> setAside = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  /**
   * {@code target} is only asked and may be null, {@code trace} too; {@code held} is what those of
   * the target's tables hold whose rows stay: each row on its way is shown to it.
   */
  public Checker(
      Plan plan,
      Source source,
      Target target,
      Map<TableCopy, Held> held,
      Trace trace,
      Progress progress) {
    this.plan = plan;
    this.source = source;
    this.target = target;
    this.held = Map.copyOf(held);
    this.trace = trace;
    this.progress = progress;
  }

  /** Says which rows of the source are left out: the target has refused them before. */
  public Checker without(Late rows) {
    late = rows;
    return this;
  }

  private TableRun without(TableRun run) {
    return late == null ? run : run.without(late.of(run.copy));
  }

  /** Reads every table once, and those again in which rows seem to be in each other's way. */
  public Findings check() {
    long start = System.nanoTime();
    List<RefWatch> others =
        RefWatch.ofOthers(
            plan,
            target,
            plan.tables().stream().filter(t -> t.onConflict() == OnConflict.REPLACE).toList());
    refs = RefWatch.of(plan, target);
    refs.forEach(r -> r.held(target, r.parent() != null && held.containsKey(r.parent())));
    refs.addAll(others);
    warnings.addAll(RefWatch.unchecked(plan, target));
    try {
      plan.tables().forEach(this::check);
      plan.tables().forEach(t -> ComputedWatch.look(t, source, target, problems, warnings));
      plan.tables().forEach(this::orphans);
      refs.stream().filter(RefWatch::again).forEach(this::orphans);
      others.forEach(this::left);
    } finally {
      refs.forEach(RefWatch::close);
    }
    return findings(start);
  }

  /** The same for those tables alone whose rows in the target stay: orphans are not looked for. */
  public Findings meet() {
    long start = System.nanoTime();
    plan.tables().stream().filter(held::containsKey).forEach(this::check);
    return findings(start);
  }

  private void check(TableCopy table) {
    try (TableRun run = without(TableRun.looking(table, plan.makes(table.to())))) {
      progress.table(table.from().name(), table.from().estimatedRows());
      bytes.put(table.from().name(), check(run));
      progress.done(table.from().name());
      rows.put(table.from().name(), run.sourceRows);
      converted.put(table.from().name(), run.values.converted());
      gather(run);
    }
  }

  private Findings findings(long start) {
    return new Findings(
        rows, bytes, converted, problems, setAside, warnings, (System.nanoTime() - start) / 1e9);
  }

  /** What was found so far. */
  Findings findings() {
    return findings(System.nanoTime());
  }

  void gather(TableRun run) {
    problems.addAll(run.faults.misfits.problems());
    setAside.addAll(run.faults.setAside.problems());
    warnings.addAll(run.faults.warnings());
  }

  /** Returns how many bytes the values of the rows take that fit. */
  private long check(TableRun run) {
    Held there = held.get(run.copy);
    List<KeyWatch> watches = KeyWatch.of(run.copy, target, there != null);
    try {
      long bytes = read(run, there, watches);
      kept(run.copy, there, watches, KeyWatch::first);
      List<KeyWatch> again = watches.stream().filter(KeyWatch::again).toList();
      if (!again.isEmpty()) {
        progress.phase("looking for equal keys in " + run.copy.from().name());
        kept(run.copy, there, again, KeyWatch::kept);
        again.forEach(KeyWatch::endKept);
        readAgain(run, there, again);
      }
      watches.forEach(w -> unchecked(run.copy, w));
      return bytes;
    } finally {
      watches.forEach(KeyWatch::close);
    }
  }

  private long read(TableRun run, Held there, List<KeyWatch> watches) {
    long bytes = 0;
    try (CoercedRows rows = rows(run, progress, trace);
        Trial trial = trial(run)) {
      while (rows.next()) {
        bytes += rows.row().length();
        for (RefWatch ref : refs) {
          ref.see(run.copy, rows.row());
        }
        Held.Likeness likeness = there == null ? Held.Likeness.NEW : there.meet(rows.row());
        if (trial != null && likeness.isWritten(run.copy)) {
          trial.take(rows.row());
        }
        for (KeyWatch watch : watches) {
          if (comes(run.copy, watch, likeness)) {
            watch.first(rows.row());
          }
        }
      }
      if (trial != null) {
        trial.end();
        untried(run.copy, trial);
      }
    }
    Recovery.find(run, source, target);
    return bytes;
  }

  /** Whether a row that is this to the target's table will be written, as far as a key is asked. */
  private static boolean comes(TableCopy copy, KeyWatch watch, Held.Likeness likeness) {
    return watch.isOf(copy.conflictKey()) || likeness.isWritten(copy);
  }

  /** Shows the rows of the target's table that no row on its way goes over. */
  private void kept(
      TableCopy copy, Held there, List<KeyWatch> watches, BiConsumer<KeyWatch, Row> show) {
    if (there == null || watches.isEmpty()) {
      return;
    }
    boolean updates = copy.onConflict() == OnConflict.UPDATE;
    try (Rows rows = Scanning.of(target).scan(copy.to(), copy.targetColumns())) {
      while (rows.next()) {
        boolean met = there.isMet(rows.row());
        boolean over = updates && there.isOther(rows.row());
        for (KeyWatch watch : watches) {
          if (watch.isOf(copy.conflictKey()) ? !met : !over) {
            show.accept(watch, rows.row());
          }
        }
      }
    }
  }

  /** What the target has to say about rows itself, before any is written; null where nothing. */
  Trial trial(TableRun run) {
    boolean there =
        target != null
            && (plan.makes(run.copy.to())
                || target.catalog().table(run.copy.to().name()).isPresent());
    Intent intent =
        new Intent(
            run.copy.to(),
            run.copy.targetColumns(),
            plan.makes(run.copy.to()),
            false,
            false,
            false);
    return there ? target.as(Enforcing.class).map(e -> e.trial(intent, run)).orElse(null) : null;
  }

  void untried(TableCopy copy, Trial trial) {
    if (trial.untried() != null) {
      warnings.add(
          Problem.of(ProblemKind.UNCHECKED)
              .at(copy.from().name())
              .says("not asked beforehand, and left to the load: " + trial.untried()));
    }
  }

  /** A row that the key of a row of the target tells is left out, before it goes over that. */
  private KeyWatch.Found inTheWay(TableRun run, KeyWatch watch, Row row) {
    KeyWatch.Found named = run.inTheWay(watch);
    boolean merges = late != null && watch.isByValue() && watch.isOf(run.copy.conflictKey());
    return !merges
        ? named
        : (held, name) -> {
          if (held || !late.take(run.copy, row, watch.violation())) {
            named.row(held, name);
          }
        };
  }

  private CoercedRows rows(TableRun run, Progress heard, Trace traced) {
    TableCopy copy = run.copy;
    return new CoercedRows(
        source.read(copy.from(), copy.sourceColumns(), Position.START), run, heard, traced, target);
  }

  private void readAgain(TableRun run, Held there, List<KeyWatch> watches) {
    List<Column> columns = run.copy.sourceColumns();
    try (TableRun silent = without(TableRun.looking(run.copy, false));
        CoercedRows rows = rows(silent, Progress.NONE, null)) {
      while (rows.next()) {
        Held.Likeness likeness = there == null ? Held.Likeness.NEW : there.of(rows.row());
        for (KeyWatch watch : watches) {
          if (comes(run.copy, watch, likeness)) {
            watch.second(
                rows.row(),
                () -> silent.key(columns, rows.source(), rows.position()),
                inTheWay(run, watch, rows.row()));
          }
        }
      }
      watches.forEach(w -> w.end(run.inTheWay(w)));
    }
  }

  void unchecked(TableCopy copy, KeyWatch watch) {
    if (watch.failure() != null) {
      warnings.add(
          Problem.of(ProblemKind.UNCHECKED)
              .at(copy.from().name())
              .says(
                  "whether rows have equal keys under "
                      + watch.name()
                      + " is found out by the load only",
                  watch.failure()));
    }
  }

  /** Rows of the target's own, beside the plan, that would refer to nothing. */
  void left(RefWatch ref) {
    Optional.ofNullable(ref.left(target)).ifPresent(problems::add);
  }

  /** Reads a table again whose rows refer to nothing under a key that only the target has. */
  private void orphans(RefWatch ref) {
    progress.phase("looking for orphans in " + ref.child().from().name());
    List<Column> columns = ref.child().sourceColumns();
    try (TableRun run = TableRun.looking(ref.child(), plan.makes(ref.child().to()));
        TableRun silent = TableRun.looking(ref.child(), false);
        CoercedRows rows = rows(silent, Progress.NONE, null)) {
      while (rows.next()) {
        if (ref.isOrphan(rows.row())) {
          run.orphan(ref.violation(), silent.key(columns, rows.source(), rows.position()));
        }
      }
      gather(run);
    }
  }

  /** Where the source has the target's foreign keys, it can count the rows that break them. */
  private void orphans(TableCopy table) {
    if (target != null && target.as(Enforcing.class).isEmpty()) {
      return;
    }
    List<Long> counts = Auditing.of(source).violations(table.from()).foreignKeys();
    for (int i = 0; i < counts.size(); i++) {
      ForeignKey key = table.from().foreignKeys().get(i);
      boolean enforced =
          table.to().foreignKeys().stream()
              .anyMatch(k -> k.validated() && k.targetTable().equalsIgnoreCase(key.targetTable()));
      if (counts.get(i) > 0 && enforced) {
        orphans(table, key, counts.get(i));
      }
    }
  }

  private void orphans(TableCopy table, ForeignKey key, long count) {
    boolean nulled =
        table.columns().stream()
            .filter(c -> key.columns().contains(c.name()) && c.to().nullable())
            .anyMatch(c -> c.onMisfit() == OnMisfit.NULL || table.onMisfit() == OnMisfit.NULL);
    boolean quarantined =
        table.onMisfit() == OnMisfit.QUARANTINE
            || table.columns().stream()
                .filter(c -> key.columns().contains(c.name()))
                .anyMatch(c -> c.onMisfit() == OnMisfit.QUARANTINE);
    String message =
        count
            + (count == 1 ? " row refers" : " rows refer")
            + " to rows of "
            + key.targetTable()
            + " that are not there";
    String hint =
        quarantined
            ? "whole, with the reason, in the quarantine"
            : nulled
                ? "they will be NULL, as a rule says"
                : "rule for the table: onMisfit: quarantine, or null where the column may be NULL";
    Problem problem =
        Problem.of(ProblemKind.ORPHAN)
            .at(table.from().name(), key.columns().get(0))
            .says(message, hint);
    // A key of Godwit's own making gives way to the rows.
    boolean stays = nulled || plan.makes(table.to());
    (quarantined ? setAside : stays ? warnings : problems).add(problem);
  }
}
