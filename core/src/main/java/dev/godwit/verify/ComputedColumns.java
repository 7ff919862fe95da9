package dev.godwit.verify;

import dev.godwit.copy.CoercedFeed;
import dev.godwit.copy.Progress;
import dev.godwit.model.Problem;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.Plan.Filling;
import dev.godwit.plan.TableCopy;
import dev.godwit.report.Difference;
import dev.godwit.store.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tells whether what a target computes itself is what the source's columns hold. */
public final class ComputedColumns {
  private static final int NAMED = 20;

  private ComputedColumns() {}

  /**
   * What is not the same, in rows that are in both: none where the plan leaves nothing to the
   * target. Reads both tables; {@code fillings} are as the plan has them.
   */
  public static List<Problem> problems(
      TableCopy copy, Source source, Source target, List<Filling> fillings) {
    if (copy.computed().isEmpty()) {
      return List.of();
    }
    List<Problem> problems = new ArrayList<>();
    for (ColumnCopy column : copy.computed()) {
      TableCopy part = copy.withComputed(column);
      CoercedFeed feed = CoercedFeed.of(part, source, target, fillings, Progress.NONE);
      Difference found = new Verifier(Verification.comparison(part, feed, target)).compare(NAMED);
      problems.addAll(feed.refused());
      // Without a key a row that is another is one here and one there.
      long rows = part.key().isEmpty() ? found.onlyInSource() : found.changed();
      if (rows > 0) {
        problems.add(copy.otherwise(column, rows, first(found)));
      }
    }
    return problems;
  }

  private static String first(Difference found) {
    return found.rows().isEmpty() ? null : found.rows().get(0).key();
  }

  /** The columns that only the target's computing keeps from being the same. */
  static String hint(TableCopy copy, Difference found) {
    Set<String> computed =
        copy.computed().stream().map(ColumnCopy::name).collect(Collectors.toSet());
    Set<String> differing = new TreeSet<>();
    found.rows().forEach(r -> differing.addAll(r.columns()));
    differing.retainAll(computed);
    return differing.isEmpty()
        ? null
        : "the target computes "
            + String.join(", ", differing)
            + "; rule: "
            + differing.iterator().next()
            + ": {computed: true} where another value is as it should be";
  }
}
