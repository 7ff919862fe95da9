package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.ProblemKind;
import dev.godwit.store.Position;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Rows that were refused after they had been coerced, known only by their digest: reading the
 * source again finds them, as they were. Equal rows are told apart by number only. The heap does
 * not grow with their number.
 */
final class Recovery implements AutoCloseable {
  /** Why a row was refused. */
  record Reason(ProblemKind kind, String column, String text, boolean quarantine) {}

  private static final int KEYS = 20;

  private final HashCounts rows = new HashCounts();
  private final List<Reason> reasons = new ArrayList<>();
  private final List<Left> left = new ArrayList<>();
  private final Map<Reason, Integer> tags = new HashMap<>();

  /** How many rows of a reason were not found yet, and what the first are called in the target. */
  private static final class Left {
    long rows;
    final List<String> keys = new ArrayList<>();
  }

  boolean isEmpty() {
    return rows.total() == 0;
  }

  /** {@code key} is what the row is called in the target; null where it is as it was sent. */
  void add(long[] lanes, Reason reason, Supplier<String> key) {
    Integer tag = tags.get(reason);
    if (tag == null) {
      tag = reasons.size();
      tags.put(reason, tag);
      reasons.add(reason);
      left.add(new Left());
    }
    left.get(tag).rows++;
    if (key != null && left.get(tag).keys.size() < KEYS) {
      left.get(tag).keys.add(key.get());
    }
    rows.add(lanes, tag);
  }

  /**
   * Why the row with this digest was refused, once for each time it was; empty where it was not. A
   * row that stayed in the target may have been in the way of several constraints.
   */
  List<Reason> take(long[] lanes) {
    int first = rows.take(lanes);
    if (first < 0) {
      return List.of();
    }
    List<Reason> result = new ArrayList<>(List.of(reasons.get(first)));
    left.get(first).rows--;
    for (int tag = 0; tag < reasons.size() && !result.get(0).quarantine(); tag++) {
      if (tag != first && rows.take(lanes, tag) >= 0) {
        result.add(reasons.get(tag));
        left.get(tag).rows--;
      }
    }
    return result;
  }

  /**
   * Finds the rows that a run was refused late again in its source. Rows that a trigger of the
   * target changed meanwhile are not there: they are named by what the target calls them.
   *
   * @throws GodwitException where such a row was to be set aside as it was
   */
  static void find(TableRun run, Source source, Target target) {
    if (!run.recovery().isEmpty()) {
      run.recovery().read(run, source, target);
      run.recovery().name(run);
    }
  }

  private void read(TableRun run, Source source, Target target) {
    List<Column> columns = run.copy.sourceColumns();
    // A second reading must not count again.
    try (TableRun silent = TableRun.looking(run.copy, false);
        CoercedRows coerced =
            new CoercedRows(
                source.read(run.copy.from(), columns, Position.START),
                silent,
                Progress.NONE,
                null,
                target)) {
      long[] lanes = new long[2];
      while (!isEmpty() && coerced.next()) {
        silent.digest().hash(coerced.row(), lanes);
        for (Reason reason : take(lanes)) {
          run.recovered(reason, coerced.source(), columns, coerced.position());
        }
      }
    }
  }

  /** What was not found. */
  private void name(TableRun run) {
    for (int tag = 0; tag < reasons.size(); tag++) {
      Left rest = left.get(tag);
      Reason reason = reasons.get(tag);
      if (rest.rows > 0 && reason.quarantine()) {
        throw GodwitException.refused(
            run.copy.from().name()
                + ": "
                + rest.rows
                + (rest.rows == 1 ? " row is" : " rows are")
                + " to be set aside, but the target changed what was sent: how it was is not"
                + " known any more; nothing was written. The first are "
                + String.join(", ", rest.keys)
                + ": "
                + reason.text());
      }
      for (int i = 0; i < rest.rows; i++) {
        String key = i < rest.keys.size() ? rest.keys.get(i) : "";
        run.faults.misfits.add(reason.column(), reason.kind(), () -> key, reason.text());
      }
    }
  }

  @Override
  public void close() {
    rows.close();
  }
}
