package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.Kind;
import dev.godwit.model.OnConflict;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.model.Shown;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.Plan;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Intent;
import dev.godwit.store.Loading.Violation;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.Trial;
import dev.godwit.store.can.Enforcing;
import dev.godwit.store.can.Scanning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final Aside aside = new Aside();
  private Late late;
  private boolean empties;
  private List<RefWatch> refs = List.of();
  private Map<TableCopy, List<EndWatch>> ends = Map.of();
  private final Counted counted =
      new Counted(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
  private final Trace trace;
  private final Progress progress;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> setAside = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  /** What was counted of each table of the source; {@code converted} by column and rule. */
  private record Counted(
      Map<String, Long> rows,
      Map<String, Long> bytes,
      Map<String, Map<String, Map<String, Long>>> converted) {}

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

  /** A reading without rows that are set aside. */
  TableRun without(TableRun run) {
    return run.without((late == null ? aside : late).of(run.copy));
  }

  /** Reads every table once, and those again in which rows seem to be in each other's way. */
  public Findings check() {
    long start = System.nanoTime();
    List<RefWatch> others = others();
    refs = RefWatch.of(plan, target);
    refs.forEach(this::there);
    refs.addAll(others);
    ends = EndWatch.of(plan, source, target);
    warnings.addAll(RefWatch.unchecked(plan, target));
    try {
      plan.tables().forEach(this::check);
      plan.tables().forEach(t -> ComputedWatch.look(t, source, target, problems, warnings));
      boolean none = setAside.isEmpty() && refs.stream().noneMatch(RefWatch::again);
      if (!new Orphans(this, plan, source, target, progress).look(none)) {
        others.forEach(this::left);
      }
    } finally {
      refs.forEach(RefWatch::close);
      aside.close();
    }
    return findings(start);
  }

  /** Says that every table of the target is emptied first, not only those that a rule replaces. */
  public Checker emptying(boolean whether) {
    empties = whether;
    return this;
  }

  /** Keys of the target's own, beside the plan, to tables that are emptied first. */
  List<RefWatch> others() {
    return RefWatch.ofOthers(
        plan,
        target,
        plan.tables().stream()
            .filter(t -> empties && !plan.makes(t.to()) || t.onConflict() == OnConflict.REPLACE)
            .toList());
  }

  /** Shows what the target has, and keeps. */
  void there(RefWatch ref) {
    ref.held(target, ref.parent() != null && held.containsKey(ref.parent()));
  }

  /** The same for those tables alone whose rows in the target stay: orphans are not looked for. */
  public Findings meet() {
    long start = System.nanoTime();
    try (aside) {
      plan.tables().stream().filter(held::containsKey).forEach(this::check);
      return findings(start);
    }
  }

  private void check(TableCopy table) {
    try (TableRun run = TableRun.looking(table, plan.makes(table.to()))) {
      run.judged(aside);
      if (late != null) {
        run.without(late.of(table));
      }
      progress.table(table.from().name(), table.from().estimatedRows());
      counted.bytes().put(table.from().name(), check(run));
      progress.done(table.from().name());
      counted.rows().put(table.from().name(), run.sourceRows);
      counted.converted().put(table.from().name(), run.values.converted());
      gather(run);
      spelled(run);
    }
  }

  /** Texts may spell bytes, which nobody but the user knows. */
  private void spelled(TableRun run) {
    for (ColumnCopy c : run.copy.columns()) {
      Long texts = run.values.changed().get(c.name());
      boolean asIs = c.from() != null && c.rules().conversions().spelled() == null;
      if (texts != null
          && asIs
          && c.to().type().kind() == Kind.BYTES
          && !plan.makes(run.copy.to())) {
        warnings.add(
            Problem.of(ProblemKind.OFFERED)
                .at(run.copy.from().name(), c.name())
                .says(
                    Shown.count(texts, "text") + " of it become the bytes of their letters",
                    "where they spell bytes, rule: " + c.name() + ": {bytes: base64}, or hex")
                .ofRows(texts));
      }
    }
  }

  private Findings findings(long start) {
    return new Findings(
        counted.rows(),
        counted.bytes(),
        counted.converted(),
        problems,
        setAside,
        warnings,
        (System.nanoTime() - start) / 1e9);
  }

  /** What was found so far. */
  Findings findings() {
    return findings(System.nanoTime());
  }

  void aside(TableCopy copy, Row row, Violation why) {
    aside.take(copy, row, why);
  }

  void tell(Problem problem, boolean quarantined, boolean stays) {
    (quarantined ? setAside : stays ? warnings : problems).add(problem);
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
    List<EndWatch> numbers = ends.getOrDefault(run.copy, List.of());
    long bytes = 0;
    try (CoercedRows rows = rows(run, progress, trace);
        Trial trial = trial(run)) {
      boolean beside = there != null && trial != null && trial.minds();
      while (rows.next()) {
        bytes += rows.row().length();
        for (RefWatch ref : refs) {
          ref.see(run.copy, rows.row());
        }
        Held.Likeness likeness = there == null ? Held.Likeness.NEW : there.meet(rows.row());
        if (trial != null && !beside && likeness.isWritten(run.copy)) {
          trial.take(rows.row());
        }
        if (likeness.isWritten(run.copy)) {
          numbers.forEach(n -> n.see(rows.row()));
        }
        for (KeyWatch watch : watches) {
          if (comes(run.copy, watch, likeness)) {
            watch.first(rows.row());
          }
        }
      }
      if (beside) {
        tryBeside(run, there, trial);
      }
      if (trial != null) {
        trial.end();
        untried(run.copy, trial);
      }
    }
    numbers.forEach(n -> n.tell(problems::add));
    Recovery.find(run, source, target);
    return bytes;
  }

  /**
   * Tries rows beside those of the target that stay: which these are is known once all have met.
   */
  private void tryBeside(TableRun run, Held there, Trial trial) {
    TableCopy copy = run.copy;
    boolean updates = copy.onConflict() == OnConflict.UPDATE;
    try (Rows rows = Scanning.of(target).scan(copy.to(), copy.targetColumns())) {
      while (rows.next()) {
        if (!updates || !there.isOther(rows.row())) {
          trial.stands(rows.row());
        }
      }
    }
    try (TableRun silent = without(TableRun.looking(copy, false));
        CoercedRows rows = rows(silent, Progress.NONE, null)) {
      while (rows.next()) {
        if (there.of(rows.row()).isWritten(copy)) {
          trial.take(rows.row());
        }
      }
    }
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
            false,
            Set.of());
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
    return (held, seen) -> {
      if (held || !merges || !late.take(run.copy, row, watch.violation())) {
        named.row(held, seen);
        aside.take(run.copy, seen, watch.violation());
      }
    };
  }

  CoercedRows rows(TableRun run, Progress heard, Trace traced) {
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
                () ->
                    new KeyWatch.Seen(
                        silent.key(columns, rows.source(), rows.position()),
                        aside.of(run.copy).hash(rows.row())),
                inTheWay(run, watch, rows.row()));
          }
        }
      }
      watches.forEach(w -> w.end(inTheWay(run, w, null)));
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
}
