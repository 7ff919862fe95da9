package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.OnConflict;
import dev.godwit.model.Problem;
import dev.godwit.plan.OnMisfit;
import dev.godwit.plan.Plan;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Position;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and coerces every row that a plan would move, and writes nothing: finds values that do not
 * fit, rows in each other's way under the target's keys, and orphans. Use once.
 */
public final class Checker {
  private final Plan plan;
  private final Source source;
  private final Target target;
  private final boolean truncate;
  private final Trace trace;
  private final Progress progress;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> setAside = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  /**
   * {@code target} is only asked and may be null, {@code trace} too; {@code truncate}: what the
   * target's tables hold will be gone.
   */
  public Checker(
      Plan plan, Source source, Target target, boolean truncate, Trace trace, Progress progress) {
    this.plan = plan;
    this.source = source;
    this.target = target;
    this.truncate = truncate;
    this.trace = trace;
    this.progress = progress;
  }

  /** Reads every table once, and those again in which rows seem to be in each other's way. */
  public Findings check() {
    long start = System.nanoTime();
    Map<String, Long> rows = new LinkedHashMap<>();
    Map<String, Long> bytes = new LinkedHashMap<>();
    try (Rejects rejects = new Rejects(plan.migrationId())) {
      for (TableCopy table : plan.tables()) {
        try (TableRun run = new TableRun(table, rejects, false, made())) {
          progress.table(table.from().name(), table.from().estimatedRows());
          bytes.put(table.from().name(), check(run));
          progress.done(table.from().name());
          rows.put(table.from().name(), run.sourceRows);
          problems.addAll(run.misfits.problems(Copier.types(run)::get));
          setAside.addAll(run.setAside.problems(Copier.types(run)::get));
          warnings.addAll(run.leftOff.problems(Copier.types(run)::get));
          warnings.addAll(run.nulled.problems(Copier.types(run)::get));
          orphans(table);
        }
      }
    }
    return new Findings(
        rows, bytes, problems, setAside, warnings, (System.nanoTime() - start) / 1e9);
  }

  private boolean made() {
    return !plan.creation().isEmpty();
  }

  /** Returns how many bytes the values of the rows take that fit. */
  private long check(TableRun run) {
    run.look();
    boolean occupied = occupied(run.copy);
    // Where the target's rows stay, whichever come second are passed over.
    List<KeyWatch> watches =
        run.copy.onConflict() == OnConflict.SKIP
            ? List.of()
            : KeyWatch.of(run.copy, target, occupied);
    try {
      if (occupied) {
        watches.forEach(w -> w.held(target, run.copy.to()));
      }
      long bytes = read(run, watches);
      List<KeyWatch> again = watches.stream().filter(KeyWatch::again).toList();
      if (!again.isEmpty()) {
        progress.phase("looking for equal keys in " + run.copy.from().name());
        if (occupied) {
          again.forEach(w -> w.heldAgain(target, run.copy.to()));
        }
        readAgain(run, again);
      }
      watches.forEach(w -> unchecked(run.copy, w));
      return bytes;
    } finally {
      watches.forEach(KeyWatch::close);
    }
  }

  /** Rows of the target that stay, and that no rule has an answer for. */
  private boolean occupied(TableCopy copy) {
    return target != null
        && !truncate
        && !made()
        && copy.onConflict() == OnConflict.FAIL
        && target.catalog().table(copy.to().name()).isPresent()
        && target.holdsRows(copy.to());
  }

  private long read(TableRun run, List<KeyWatch> watches) {
    long bytes = 0;
    try (CoercedRows rows = rows(run, progress, trace)) {
      while (rows.next()) {
        bytes += rows.row().length();
        for (KeyWatch watch : watches) {
          watch.first(rows.row());
        }
      }
    }
    return bytes;
  }

  private CoercedRows rows(TableRun run, Progress heard, Trace traced) {
    TableCopy copy = run.copy;
    return new CoercedRows(
        source.read(copy.from(), copy.sourceColumns(), Position.START), run, heard, traced);
  }

  private void readAgain(TableRun run, List<KeyWatch> watches) {
    List<Column> columns = run.copy.sourceColumns();
    try (TableRun silent = run.silent();
        CoercedRows rows = rows(silent.look(), Progress.NONE, null)) {
      while (rows.next()) {
        for (KeyWatch watch : watches) {
          watch.second(
              rows.row(),
              () -> silent.key(columns, rows.source(), rows.position()),
              run.inTheWay(watch));
        }
      }
      watches.forEach(w -> w.end(run.inTheWay(w)));
    }
  }

  private void unchecked(TableCopy copy, KeyWatch watch) {
    if (watch.failure() != null) {
      warnings.add(
          new Problem(
              copy.from().name(),
              null,
              null,
              "unchecked",
              "whether rows have equal keys under "
                  + watch.name()
                  + " is found out by the load only",
              watch.failure()));
    }
  }

  /** Where the source has the target's foreign keys, it can count the rows that break them. */
  private void orphans(TableCopy table) {
    List<Long> counts = source.violations(table.from()).foreignKeys();
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
        new Problem(table.from().name(), key.columns().get(0), null, "orphan", message, hint);
    (quarantined ? setAside : nulled ? warnings : problems).add(problem);
  }
}
