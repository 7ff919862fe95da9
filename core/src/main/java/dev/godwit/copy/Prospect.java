package dev.godwit.copy;

import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.plan.OnMisfit;
import dev.godwit.plan.Plan;
import dev.godwit.plan.TableCopy;
import dev.godwit.scratch.Scratch;
import dev.godwit.store.Filtered;
import dev.godwit.store.Loading.Violation;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a target would have to say about a run that brings it up to date, before anything is
 * written: rows that its constraints refuse, rows in each other's way under its keys, and rows that
 * would refer to nothing. Use once.
 */
public final class Prospect implements AutoCloseable {
  private final Plan plan;
  private final Source source;
  private final Target target;
  private final Late late;
  private final Scratch scratch = Scratch.temporary();
  private final Map<TableCopy, Coming> changes = new LinkedHashMap<>();
  private Checker checker;

  /** {@code late} hears of rows that are to be left out: then this is to be asked again. */
  public Prospect(Plan plan, Source source, Target target, Late late) {
    this.late = late;
    this.plan = plan;
    this.source = source;
    this.target = target;
  }

  /** What the run would do to a table; to be told of all of it before {@link #findings}. */
  public Coming of(TableCopy copy) {
    return changes.computeIfAbsent(copy, c -> new Coming(c, scratch));
  }

  /** Tries the rows that come. */
  public void tried(Progress progress) {
    checker = new Checker(plan, source, target, Map.of(), null, progress);
    Map<TableCopy, List<EndWatch>> ends = EndWatch.of(plan, source, target);
    for (Coming coming : changes.values()) {
      if (coming.hasComing()) {
        try (TableRun run = TableRun.looking(coming.copy(), false)) {
          run.judged(late);
          run.faults.misfits.ofLaterRun();
          tried(run, coming);
          keys(run, coming);
          List<EndWatch> numbers = ends.getOrDefault(coming.copy(), List.of());
          if (!numbers.isEmpty()) {
            each(coming.rows(), row -> numbers.forEach(n -> n.see(row)));
            numbers.forEach(n -> n.tell(problem -> checker.tell(problem, false, false)));
          }
          checker.gather(run);
        }
      }
    }
  }

  /** The same, and what would refer to nothing, of rows that come and of those that stay. */
  public Findings findings() {
    orphans();
    return checker.findings();
  }

  private void tried(TableRun run, Coming coming) {
    try (Trial trial = checker.trial(run);
        Rows rows = coming.rows()) {
      if (trial != null && trial.minds()) {
        coming.staying(target, trial::stands);
      }
      while (trial != null && rows.next()) {
        trial.take(rows.row());
      }
      if (trial != null) {
        trial.end();
        checker.untried(coming.copy(), trial);
      }
    }
    Recovery.find(run, source, target);
  }

  private void keys(TableRun run, Coming coming) {
    List<KeyWatch> watches = KeyWatch.of(coming.copy(), target, true);
    try {
      each(coming.rows(), row -> watches.forEach(w -> w.first(row)));
      if (!watches.isEmpty()) {
        coming.staying(target, row -> watches.forEach(w -> w.first(row)));
      }
      List<KeyWatch> again = watches.stream().filter(KeyWatch::again).toList();
      if (!again.isEmpty()) {
        coming.staying(target, row -> again.forEach(w -> w.kept(row)));
        again.forEach(KeyWatch::endKept);
        again.forEach(w -> second(run, coming, w));
      }
      watches.forEach(w -> checker.unchecked(run.copy, w));
    } finally {
      watches.forEach(KeyWatch::close);
    }
  }

  /** Rows in the way are left out where a rule sets them aside, else named. */
  private void second(TableRun run, Coming coming, KeyWatch watch) {
    Violation why = watch.violation();
    try (HashCounts hits = new HashCounts()) {
      // Rows of one key are compared, and so left out, before.
      boolean goes = run.answers.to(why) == OnMisfit.QUARANTINE && !watch.isOf(coming.keyColumns());
      KeyWatch.Found named = run.inTheWay(watch);
      KeyWatch.Found found = goes ? (held, row) -> hits.add(row.digest(), 0) : named;
      each(
          coming.rows(),
          row ->
              watch.second(
                  row,
                  () -> new KeyWatch.Seen(RowName.of(run.copy, row), coming.hash(row).clone()),
                  found));
      watch.end(found);
      each(
          new Filtered(coming.rows(), row -> hits.take(coming.hash(row)) >= 0),
          row -> late.take(run.copy, row, why));
    }
  }

  private void orphans() {
    List<RefWatch> refs = new ArrayList<>();
    for (RefWatch ref : RefWatch.ofAll(plan, target)) {
      if (counts(ref)) {
        refs.add(ref);
      } else {
        ref.close();
      }
    }
    List<TableCopy> losing =
        changes.values().stream().filter(Coming::hasGoing).map(Coming::copy).toList();
    List<RefWatch> others = RefWatch.ofOthers(plan, target, losing);
    refs.addAll(others);
    try {
      refs.forEach(this::see);
      refs.stream().filter(r -> r.child() != null && r.again()).forEach(r -> orphans(r));
      others.forEach(r -> checker.left(r));
    } finally {
      refs.forEach(RefWatch::close);
    }
  }

  /** Whether the run could leave rows that refer to nothing by this key. */
  private boolean counts(RefWatch ref) {
    Coming child = changes.get(ref.child());
    Coming parent = changes.get(ref.parent());
    return child != null
        && (ref.parent() == null || parent != null)
        && (child.hasComing() || parent != null && parent.hasGoing());
  }

  private void see(RefWatch ref) {
    Coming parent = changes.get(ref.parent());
    if (parent == null) {
      ref.held(target, true);
    } else {
      parent.staying(target, row -> ref.see(parent.copy(), row));
      each(parent.rows(), row -> ref.see(parent.copy(), row));
    }
    Coming child = changes.get(ref.child());
    if (child != null && child != parent) {
      each(child.rows(), row -> ref.see(child.copy(), row));
      if (parent != null && parent.hasGoing()) {
        child.staying(target, row -> ref.see(child.copy(), row));
      }
    }
  }

  private void orphans(RefWatch ref) {
    Coming child = changes.get(ref.child());
    Coming parent = changes.get(ref.parent());
    Violation why = ref.violation();
    if (Unenforced.comes(plan, child.copy(), why, source)) {
      return;
    }
    try (TableRun run = TableRun.looking(child.copy(), false);
        Rows coming = new Filtered(child.rows(), ref::isOrphan)) {
      if (!late.take(child.copy(), why, coming)) {
        each(
            new Filtered(child.rows(), ref::isOrphan),
            row -> run.orphanNow(why, RowName.of(run.copy, row)));
      }
      if (parent != null && parent.hasGoing()) {
        left(run, child, ref);
      }
      checker.gather(run);
    }
  }

  /** Rows of the target that stay: those that the source has as well can be set aside. */
  private void left(TableRun run, Coming child, RefWatch ref) {
    Violation why = ref.violation();
    try (HashCounts left = new HashCounts()) {
      child.staying(
          target,
          row -> {
            if (ref.isOrphan(row)) {
              left.add(child.hash(row), 0);
            }
          });
      if (left.total() > 0 && run.answers.to(why) == OnMisfit.QUARANTINE) {
        inSource(child, ref, left);
      }
      child.staying(
          target,
          row -> {
            if (ref.isOrphan(row) && left.take(child.hash(row)) >= 0) {
              String key = RowName.of(run.copy, row);
              String column = run.answers.column(why.columns());
              String says = "would stay in the target, and " + why.message();
              run.faults.misfits.add(column, ProblemKind.REFERRED, () -> key, says);
            }
          });
    }
  }

  /** Where the source has all of them, they are left out and go. */
  private void inSource(Coming child, RefWatch ref, HashCounts left) {
    CoercedFeed feed = CoercedFeed.of(child.copy(), source, target, plan.fillings(), Progress.NONE);
    each(
        feed.open(),
        row -> {
          if (ref.isOrphan(row)) {
            left.take(child.hash(row));
          }
        });
    if (left.total() == 0) {
      child.staying(
          target,
          row -> {
            if (ref.isOrphan(row)) {
              late.take(child.copy(), row, ref.violation());
            }
          });
    }
  }

  private static void each(Rows rows, Consumer<Row> shown) {
    try (rows) {
      while (rows.next()) {
        shown.accept(rows.row());
      }
    }
  }

  @Override
  public void close() {
    changes.values().forEach(Coming::close);
    scratch.close();
  }
}
