package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.plan.OnMisfit;
import dev.godwit.plan.Plan;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Loading.Violation;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Auditing;
import dev.godwit.store.can.Enforcing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows that would refer to nothing, and those that would do so in turn where such rows are set
 * aside: as a load takes them out, round by round. Use once.
 */
final class Orphans {
  private final Checker checker;
  private final Plan plan;
  private final Source source;
  private final Target target;
  private final Progress progress;
  private final Map<TableCopy, TableRun> runs = new LinkedHashMap<>();
  private List<RefWatch> keys = List.of();

  Orphans(Checker checker, Plan plan, Source source, Target target, Progress progress) {
    this.checker = checker;
    this.plan = plan;
    this.source = source;
    this.target = target;
    this.progress = progress;
  }

  /**
   * Tells the checker of them. Where {@code none} were found yet and nothing is set aside, the
   * source says whether there are any, and no row is read; returns whether they were.
   */
  boolean look(boolean none) {
    Map<TableCopy, List<Long>> counts = new LinkedHashMap<>();
    if (target == null || target.as(Enforcing.class).isPresent()) {
      plan.tables()
          .forEach(t -> counts.put(t, Auditing.of(source).violations(t.from()).foreignKeys()));
    }
    if (none && counts.values().stream().allMatch(c -> c.stream().allMatch(n -> n == 0))) {
      return false;
    }
    // Where nothing is set aside, what the source counts is all.
    keys = setsAside() ? RefWatch.ofAll(plan, target) : RefWatch.of(plan, target);
    List<RefWatch> others = checker.others();
    keys.addAll(others);
    try {
      keys.forEach(checker::there);
      plan.tables().forEach(this::see);
      rounds();
      runs.values().forEach(checker::gather);
      counts.forEach(this::counted);
      others.forEach(checker::left);
    } finally {
      keys.forEach(RefWatch::close);
      runs.values().forEach(TableRun::close);
    }
    return true;
  }

  private boolean setsAside() {
    return plan.tables().stream()
        .anyMatch(
            t ->
                t.onMisfit() == OnMisfit.QUARANTINE
                    || t.columns().stream().anyMatch(c -> c.onMisfit() == OnMisfit.QUARANTINE));
  }

  private void see(TableCopy table) {
    if (keys.stream().anyMatch(k -> table.equals(k.parent()) || table.equals(k.child()))) {
      progress.phase("looking for orphans of " + table.from().name());
      try (TableRun silent = checker.without(TableRun.looking(table, false));
          CoercedRows rows = checker.rows(silent, Progress.NONE, null)) {
        while (rows.next()) {
          keys.forEach(k -> k.see(table, rows.row()));
        }
      }
    }
  }

  /** What goes may leave others that refer to nothing. */
  private void rounds() {
    boolean more = true;
    while (more) {
      more = false;
      for (RefWatch key : keys) {
        if (key.child() != null && key.again()) {
          more = true;
          tell(key);
        }
      }
    }
  }

  private void tell(RefWatch key) {
    TableCopy child = key.child();
    progress.phase("looking for orphans in " + child.from().name());
    TableRun run = runs.computeIfAbsent(child, this::looking);
    List<Column> columns = child.sourceColumns();
    Violation why = key.violation();
    boolean goes = run.answers.to(why) == OnMisfit.QUARANTINE;
    List<String> nulled = run.answers.nulled(why);
    key.tell();
    try (TableRun silent = checker.without(TableRun.looking(child, false));
        CoercedRows rows = checker.rows(silent, Progress.NONE, null)) {
      while (rows.next()) {
        Row row = rows.row();
        if (goes ? key.isOrphan(row) : key.isNews(row)) {
          run.orphan(why, silent.key(columns, rows.source(), rows.position()));
          if (goes) {
            checker.aside(child, row, why);
          }
          keys.forEach(k -> k.lost(child, row, goes ? null : nulled));
        }
      }
    }
  }

  private TableRun looking(TableCopy copy) {
    return TableRun.looking(copy, plan.makes(copy.to())).yielding(plan.yields(copy.to()));
  }

  /**
   * Of keys that only the engine can tell equal, the source has counted the rows that break them.
   */
  private void counted(TableCopy table, List<Long> counts) {
    for (int i = 0; i < counts.size(); i++) {
      ForeignKey key = table.from().foreignKeys().get(i);
      boolean enforced =
          table.to().foreignKeys().stream()
              .filter(k -> k.validated() && k.targetTable().equalsIgnoreCase(key.targetTable()))
              .anyMatch(k -> keys.stream().noneMatch(w -> w.isOf(table, k)));
      if (counts.get(i) > 0 && enforced) {
        counted(table, key, counts.get(i));
      }
    }
  }

  private void counted(TableCopy table, ForeignKey key, long count) {
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
    boolean stays = nulled || plan.yields(table.to());
    checker.tell(problem, quarantined, stays);
  }
}
