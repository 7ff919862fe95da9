package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Heap;
import dev.godwit.model.OnConflict;
import dev.godwit.model.Problem;
import dev.godwit.model.Table;
import dev.godwit.plan.Plan;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.Position;
import dev.godwit.store.Ranges;
import dev.godwit.store.Rows;
import dev.godwit.store.Slack;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Dividing;
import dev.godwit.store.can.Numbered;
import dev.godwit.value.digest.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Executes a plan inside one transaction of the target. Anything that does not fit, and that no
 * rule allows, ends it with every such problem named; the caller's transaction then undoes what was
 * done. Use once.
 */
public final class Copier {
  private final Plan plan;
  private final Source source;
  private final Target target;
  private final Settings settings;
  private final Progress progress;
  private final Map<TableCopy, TableRun> runs = new LinkedHashMap<>();

  /** Whether a table had rows that may neither arrive nor be left behind. */
  private boolean refused;

  /**
   * {@code reload}: the source is the target's own quarantine; {@code trace} may be null; {@code
   * readers} is how many threads read ahead, see {@link ReadAhead}; {@code held} is what those of
   * the target's tables hold whose rows stay; {@code late} hears of rows that would have gone over
   * some of these.
   */
  public record Settings(
      boolean truncate,
      boolean triggers,
      boolean digest,
      long batchRows,
      boolean reload,
      Trace trace,
      int readers,
      Map<TableCopy, Held> held,
      Late late) {}

  /**
   * What became of one table. {@code stored} are the rows read back while they were written, null
   * where they were not; {@code coercions} counts changed representations by column, {@code
   * converted} those that a rule made other values, by column and rule.
   */
  public record Copied(
      TableCopy copy,
      long sourceRows,
      long copied,
      long skipped,
      long rejected,
      Digest digest,
      Digest stored,
      Map<String, Long> coercions,
      Map<String, Map<String, Long>> converted,
      Map<String, String> guesses,
      List<Problem> warnings,
      List<Problem> setAside,
      double seconds) {}

  public Copier(Plan plan, Source source, Target target, Settings settings, Progress progress) {
    this.plan = plan;
    this.source = source;
    this.target = target;
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Copies, settles constraints, numbers sequences, writes the quarantine. {@code slack} is told
   * when there is time for other work, and ends with the last row.
   */
  public List<Copied> run(Slack slack) {
    target.execute(plan.creation());
    try (Rejects rejects = new Rejects(plan.migrationId())) {
      Map<TableCopy, Load> loads = new LinkedHashMap<>();
      plan.tables().forEach(t -> loads.put(t, load(t)));
      List<Load> all = new ArrayList<>(loads.values());
      plan.also().forEach(t -> all.add(emptying(t)));
      Loading loading = target.load(all);
      loads.forEach((table, load) -> copy(table, load, loading, rejects, slack));
      requireFit();
      slack.end();
      progress.phase("building keys and indexes");
      Map<Load, TableRun> byLoad = new HashMap<>();
      loads.forEach((table, load) -> byLoad.put(load, runs.get(table)));
      Judges judges = new Judges(byLoad, settings.late());
      loading.build(judges);
      progress.phase("checking foreign keys");
      loading.settle(judges);
      requireFit();
      loading.number(marks(plan, source));
      if (settings.reload()) {
        // Each row that was there has arrived now, or is among the rejects again.
        Quarantine.journal(target).clear();
      }
      rejects.write(target);
    } finally {
      runs.values().forEach(TableRun::close);
    }
    return runs.values().stream().map(Copier::outcome).toList();
  }

  private Load emptying(Table table) {
    return Load.emptying(table, List.of(), settings.triggers());
  }

  private Load load(TableCopy table) {
    boolean merges = table.onConflict() == OnConflict.UPDATE && settings.held().containsKey(table);
    return new Load(
        table.to(),
        table.targetColumns(),
        settings.truncate() || table.onConflict() == OnConflict.REPLACE,
        table.rebuild() && !merges,
        settings.triggers(),
        settings.batchRows(),
        merges ? table.conflictKey() : List.of(),
        !table.expressed().isEmpty());
  }

  private void copy(TableCopy table, Load load, Loading loading, Rejects rejects, Slack slack) {
    long start = System.nanoTime();
    TableRun run =
        new TableRun(table, rejects, settings.digest(), plan.makes(table.to()))
            .lending(slack)
            .yielding(plan.yields(table.to()))
            .beside(settings.held().get(table));
    runs.put(table, run);
    if (table.columns().isEmpty()) {
      return;
    }
    run.without(settings.late().of(table));
    if (load.merges()) {
      run.judged(settings.late());
    }
    progress.table(table.from().name(), table.from().estimatedRows());
    if (refused) {
      check(run);
    } else {
      append(load, loading, run);
    }
    refused |= !run.faults.misfits.isEmpty();
    progress.done(table.from().name());
    run.seconds = (System.nanoTime() - start) / 1e9;
  }

  private void append(Load load, Loading loading, TableRun run) {
    try {
      loading.appendNext(load, () -> rows(run), run);
    } catch (OutOfMemoryError e) {
      throw Heap.refusal(run.copy.from().name(), e);
    }
  }

  /** Nothing will be written any more, but what else is wrong is worth knowing at once. */
  private void check(TableRun run) {
    progress.phase("checking " + run.copy.from().name());
    try (Rows rows = rows(run)) {
      while (rows.next()) {
        // What does not fit is noted by the run.
      }
    }
  }

  private CoercedRows rows(TableRun run) {
    return new CoercedRows(read(run.copy), run, progress, settings.trace(), target);
  }

  private Rows read(TableCopy copy) {
    Table table = copy.from();
    List<Column> columns = copy.sourceColumns();
    if (settings.readers() > 1) {
      Optional<Ranges> ranges =
          source.as(Dividing.class).flatMap(d -> d.ranges(table, columns, settings.readers()));
      if (ranges.isPresent()) {
        return new ReadAhead(ranges.get(), columns.size(), table.name());
      }
    }
    Rows rows = source.read(table, columns, Position.START);
    return settings.readers() > 0 && table.estimatedRows() != 0
        ? new ReadAhead(rows, columns.size(), table.name())
        : rows;
  }

  /** Finds late rejects again in the source; refuses if any row may not be left behind. */
  private void requireFit() {
    runs.values().forEach(run -> Recovery.find(run, source, target));
    List<Problem> problems = new ArrayList<>();
    for (TableRun run : runs.values()) {
      problems.addAll(run.faults.misfits.problems());
    }
    GodwitException.requireNone(problems);
  }

  /** The greatest numbers that the source gave, by the target's tables. */
  public static Map<String, Long> marks(Plan plan, Source source) {
    Map<String, Long> sourceMarks = Numbered.marks(source);
    Map<String, Long> result = new HashMap<>();
    for (TableCopy table : plan.tables()) {
      Long mark = sourceMarks.get(table.from().name());
      if (mark != null) {
        result.put(table.to().name(), mark);
      }
    }
    return result;
  }

  /** Each table's run decides about the table's own rows. */
  private record Judges(Map<Load, TableRun> runs, Late late) implements Loading.Violations {
    @Override
    public boolean found(Load load, Loading.Violation violation, Rows rows) {
      TableRun run = runs.get(load);
      return load.merges() && late.take(run.copy, violation, rows) || run.found(violation, rows);
    }

    @Override
    public List<String> nulled(Load load, Loading.Violation violation) {
      return runs.get(load).answers.nulled(violation);
    }
  }

  private static Copied outcome(TableRun run) {
    return new Copied(
        run.copy,
        run.sourceRows,
        run.copied(),
        run.skipped(),
        run.rejected,
        run.digest(),
        run.stored(),
        run.values.changed(),
        run.values.converted(),
        run.values.guesses(),
        run.faults.warnings(),
        run.faults.setAside.problems(),
        run.seconds);
  }
}
