package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Computing;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Calculating;
import dev.godwit.value.digest.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has the target compute its columns for rows that are not written, and compares. Use once. */
final class ComputedWatch {
  private static final int BATCH = 500;

  private final TableCopy copy;
  private final TableCopy whole;
  private final int travelling;
  private final List<Row> batch = new ArrayList<>();
  private final long[] rows;
  private final String[] firstKeys;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  private ComputedWatch(TableCopy copy) {
    this.copy = copy;
    this.whole = copy.withComputed();
    this.travelling = copy.columns().size();
    this.rows = new long[copy.computed().size()];
    this.firstKeys = new String[copy.computed().size()];
  }

  /** Reads a table whose target computes columns; adds what it finds. */
  static void look(
      TableCopy copy,
      Source source,
      Target target,
      List<Problem> problems,
      List<Problem> warnings) {
    if (target == null || copy.computed().isEmpty()) {
      return;
    }
    ComputedWatch watch = new ComputedWatch(copy);
    watch.look(source, target);
    problems.addAll(watch.problems);
    warnings.addAll(watch.warnings);
  }

  private void look(Source source, Target target) {
    CoercedFeed feed = CoercedFeed.of(whole, source, target, List.of(), Progress.NONE);
    List<Column> computed = copy.computed().stream().map(ColumnCopy::to).toList();
    Optional<Computing> found =
        target.as(Calculating.class).map(c -> c.computing(copy.targetColumns(), computed));
    if (found.isEmpty()) {
      return;
    }
    try (Computing computing = found.get();
        Rows all = feed.open()) {
      while (all.next()) {
        batch.add(all.row().copy());
        if (batch.size() == BATCH) {
          compare(computing);
        }
      }
      compare(computing);
    } catch (GodwitException e) {
      String message = "whether it computes the same is found out by the load only";
      String name = copy.computed().get(0).name();
      warnings.add(
          Problem.of(ProblemKind.UNCHECKED)
              .at(copy.from().name(), name)
              .says(message, e.getMessage()));
      return;
    }
    tell();
    problems.addAll(
        feed.refused().stream()
            .filter(p -> copy.computed().stream().anyMatch(c -> c.name().equals(p.column())))
            .toList());
  }

  private void compare(Computing computing) {
    List<Row> results = computing.of(batch);
    for (int r = 0; r < results.size(); r++) {
      // What cannot be computed is refused by the load, and named there.
      Row values = results.get(r);
      for (int c = 0; values != null && c < rows.length; c++) {
        if (!isSame(values, batch.get(r), c)) {
          rows[c]++;
          firstKeys[c] =
              firstKeys[c] == null ? RowName.at(copy.key(), copy, batch.get(r)) : firstKeys[c];
        }
      }
    }
    batch.clear();
  }

  private boolean isSame(Row values, Row row, int c) {
    List<ColumnType> type = List.of(copy.computed().get(c).to().type());
    Row mine = new Row(1).take(row, new int[] {travelling + c});
    return Digest.differing(type, mine, new Row(1).take(values, new int[] {c})).isEmpty();
  }

  private void tell() {
    for (int c = 0; c < rows.length; c++) {
      if (rows[c] > 0) {
        problems.add(copy.otherwise(copy.computed().get(c), rows[c], firstKeys[c]));
      }
    }
  }
}
