package dev.godwit.run;

import dev.godwit.copy.Progress;
import dev.godwit.model.Column;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.Plan;
import dev.godwit.plan.TableCopy;
import dev.godwit.report.Report;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Compares how fast two stores with the same rows are read: the same lookups by key, then scans. A
 * few tables, and a third of a second, however large they are.
 */
public final class ReadSpeed {
  private static final long WORTH_IT = 10_000;
  private static final int TABLES = 3;
  private static final int LOOKUPS = 200;
  private static final long NANOS_EACH = 25_000_000L;

  private final Plan plan;
  private final Source source;
  private final Target target;
  private final Progress progress;

  public ReadSpeed(Plan plan, Source source, Target target, Progress progress) {
    this.plan = plan;
    this.source = source;
    this.target = target;
    this.progress = progress;
  }

  /** The largest tables of those with at least 10 000 rows; {@code rows} is by source table. */
  public List<Report.ReadSpeed> measure(Map<String, Long> rows) {
    progress.phase("comparing how fast both are read");
    List<Report.ReadSpeed> result = new ArrayList<>();
    plan.tables().stream()
        .filter(t -> rows.getOrDefault(t.from().name(), 0L) >= WORTH_IT && hasPlainKey(t))
        .sorted(Comparator.comparing((TableCopy t) -> -rows.get(t.from().name())))
        .limit(TABLES)
        .forEach(t -> measure(t, result));
    return result;
  }

  /** The same cells must mean the same row on both sides. */
  private static boolean hasPlainKey(TableCopy copy) {
    return !copy.key().isEmpty()
        && key(copy).stream()
            .allMatch(
                c ->
                    c.from() != null
                        && switch (c.to().type().kind()) {
                          case SMALLINT, INTEGER, BIGINT, TEXT, VARCHAR -> true;
                          default -> c.to().type().kind() == Kind.ANY;
                        });
  }

  private static List<ColumnCopy> key(TableCopy copy) {
    return copy.key().stream().map(i -> copy.columns().get(i)).toList();
  }

  private void measure(TableCopy copy, List<Report.ReadSpeed> result) {
    List<Column> from = key(copy).stream().map(ColumnCopy::from).toList();
    List<Column> to = key(copy).stream().map(ColumnCopy::to).toList();
    List<Row> keys = new ArrayList<>();
    try (Rows rows = source.sample(copy.from(), from, LOOKUPS)) {
      while (rows.next()) {
        Row key = new Row(from.size());
        for (int i = 0; i < key.size(); i++) {
          key.copy(i, rows.row(), i);
        }
        keys.add(key);
      }
    }
    double[] there =
        timed(
            keys.size(),
            i -> drain(source.find(copy.from(), copy.sourceColumns(), from, keys.get(i))));
    double[] here =
        timed(
            keys.size(), i -> drain(target.find(copy.to(), copy.targetColumns(), to, keys.get(i))));
    result.add(speed(copy, "lookup", there, here));
    result.add(
        speed(
            copy,
            "scan",
            scan(source.scan(copy.from(), copy.sourceColumns())),
            scan(target.scan(copy.to(), copy.targetColumns()))));
  }

  private static Report.ReadSpeed speed(
      TableCopy copy, String what, double[] source, double[] target) {
    return new Report.ReadSpeed(
        copy.from().name(), what, source[0] / source[1], target[0] / target[1]);
  }

  private interface Step {
    void run(int i);
  }

  /** How many steps were done, and in how many seconds. */
  private static double[] timed(int steps, Step step) {
    long start = System.nanoTime();
    int done = 0;
    while (done < steps && System.nanoTime() - start < NANOS_EACH) {
      step.run(done++);
    }
    return new double[] {done, Math.max(1, System.nanoTime() - start) / 1e9};
  }

  private static void drain(Rows rows) {
    try (rows) {
      while (rows.next()) {
        // Read, and forget.
      }
    }
  }

  private static double[] scan(Rows all) {
    long start = System.nanoTime();
    long rows = 0;
    try (all) {
      while (System.nanoTime() - start < NANOS_EACH && all.next()) {
        rows++;
      }
      return new double[] {rows, Math.max(1, System.nanoTime() - start) / 1e9};
    }
  }
}
