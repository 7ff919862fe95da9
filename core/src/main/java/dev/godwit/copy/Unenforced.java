package dev.godwit.copy;

import static java.util.stream.Collectors.toSet;

import dev.godwit.model.ForeignKey;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.plan.OnMisfit;
import dev.godwit.plan.Plan;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Loading.Violation;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.can.Auditing;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A constraint of Godwit's own making gives way to the rows: nothing is refused, nothing lost, and
 * a warning tells.
 */
public final class Unenforced {
  private Unenforced() {}

  /**
   * Whether rows may break this foreign key in a run after the first: an earlier one made it where
   * it holds for other programs' rows only, and it is the source that breaks it. Asks the source.
   */
  public static boolean comes(Plan plan, TableCopy copy, Violation why, Source source) {
    if (!plan.yields(copy.to()) || new Answers(copy).to(why.columns()) != OnMisfit.FAIL) {
      return false;
    }
    Set<String> columns =
        copy.columns().stream()
            .filter(c -> c.from() != null && why.columns().contains(c.to().name()))
            .map(c -> c.from().name())
            .collect(toSet());
    List<ForeignKey> keys = copy.from().foreignKeys();
    List<Long> broken = Auditing.of(source).violations(copy.from()).foreignKeys();
    return IntStream.range(0, broken.size())
        .anyMatch(i -> broken.get(i) > 0 && columns.equals(Set.copyOf(keys.get(i).columns())));
  }

  /** The warning; reads all of the rows, which break the constraint. */
  public static Problem of(TableCopy copy, Violation why, Rows rows) {
    long count = 0;
    while (rows.next()) {
      count++;
    }
    return Problem.of(ProblemKind.UNENFORCED)
        .at(copy.from().name(), new Answers(copy).column(why.columns()))
        .says(
            why.constraint()
                + (why.stays()
                    ? " holds in the target for new rows only: "
                    : " is left out of the target: ")
                + (count == 1 ? "1 row " : count + " rows, each ")
                + why.message(),
            "rule for the table: onMisfit: quarantine");
  }
}
