package dev.godwit.run.cost;

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
import dev.godwit.store.can.Sampling;
import dev.godwit.store.can.Scanning;
import dev.godwit.store.can.Seeking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Compares how fast two stores with the same rows are read: scans, and the same lookups by key. A
 * few tables, and a third of a second, however large they are: what a lookup takes where it reads
 * all of a table is reckoned from the scan.
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
        .forEach(t -> measure(t, rows.get(t.from().name()), result));
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

  private void measure(TableCopy copy, long rows, List<Report.ReadSpeed> result) {
    List<Column> from = key(copy).stream().map(ColumnCopy::from).toList();
    List<Column> to = key(copy).stream().map(ColumnCopy::to).toList();
    List<Row> keys = keys(copy, from);
    double there = scan(Scanning.of(source).scan(copy.from(), copy.sourceColumns()));
    double here = scan(Scanning.of(target).scan(copy.to(), copy.targetColumns()));
    // A lookup that reads the whole table need not be waited for to know what it takes.
    double lookupThere =
        Seeking.of(source).seeks(copy.from(), from)
            ? timed(keys, k -> Seeking.of(source).find(copy.from(), copy.sourceColumns(), from, k))
            : there / rows;
    double lookupHere =
        Seeking.of(target).seeks(copy.to(), to)
            ? timed(keys, k -> Seeking.of(target).find(copy.to(), copy.targetColumns(), to, k))
            : here / rows;
    String table = copy.from().name();
    result.add(new Report.ReadSpeed(table, "lookup", lookupThere, lookupHere));
    result.add(new Report.ReadSpeed(table, "scan", there, here));
  }

  /** From all over the table, where the source need not read all of it for that. */
  private List<Row> keys(TableCopy copy, List<Column> from) {
    List<Row> keys = new ArrayList<>();
    try (Rows rows =
        Seeking.of(source).seeks(copy.from(), from)
            ? Sampling.of(source).sample(copy.from(), from, LOOKUPS)
            : Scanning.of(source).scan(copy.from(), from)) {
      while (keys.size() < LOOKUPS && rows.next()) {
        Row key = new Row(from.size());
        for (int i = 0; i < key.size(); i++) {
          key.copy(i, rows.row(), i);
        }
        keys.add(key);
      }
    }
    return keys;
  }

  /** How many keys were looked up in a second. */
  private static double timed(List<Row> keys, Function<Row, Rows> find) {
    long start = System.nanoTime();
    int done = 0;
    while (done < keys.size() && System.nanoTime() - start < NANOS_EACH) {
      try (Rows rows = find.apply(keys.get(done++))) {
        while (rows.next()) {
          // Read, and forget.
        }
      }
    }
    return perSecond(done, start);
  }

  private static double perSecond(long done, long start) {
    return done * 1e9 / Math.max(1, System.nanoTime() - start);
  }

  private static double scan(Rows all) {
    long start = System.nanoTime();
    long rows = 0;
    try (all) {
      while (System.nanoTime() - start < NANOS_EACH && all.next()) {
        rows++;
      }
      return perSecond(rows, start);
    }
  }
}
