package dev.godwit.run.sync;

import dev.godwit.copy.RowName;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.Row;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.Loading.Violation;
import dev.godwit.value.digest.Digest;
import java.util.List;
import java.util.function.BiPredicate;

/** Counts and digests rows on their way into one table, where only some may be refused. */
final class Arrived implements Arrivals {
  private final TableCopy copy;
  private final BiPredicate<Row, Violation> setAside;
  private Digest sent;
  private Digest stored;

  /** {@code setAside} answers whether a row may be left out that the target refuses. */
  Arrived(TableCopy copy, BiPredicate<Row, Violation> setAside) {
    this.copy = copy;
    this.setAside = setAside;
    begin();
  }

  private Digest digest() {
    return new Digest(copy.targetColumns().stream().map(Column::type).toList());
  }

  @Override
  public void begin() {
    sent = digest();
    stored = digest();
  }

  @Override
  public void arrived(Row row) {
    sent.add(row);
  }

  @Override
  public void stored(Row row) {
    stored.add(row);
  }

  @Override
  public void refused(Row row, Violation why) {
    if (!setAside.test(row, why)) {
      throw refusal(copy, row, why);
    }
  }

  /** That the target does not take a row, and no rule sets it aside. */
  static GodwitException refusal(TableCopy copy, Row row, Violation why) {
    return GodwitException.refused(
        "1 problem, nothing was written:", List.of(problem(copy, RowName.of(copy, row), why)));
  }

  /** The same as a problem; {@code key} is what people call the first such row. */
  static Problem problem(TableCopy copy, String key, Violation why) {
    return Problem.of(why.kind())
        .at(copy.from().name(), column(copy, why), key)
        .says(
            "a row " + why.message() + (key == null ? "" : ", first at " + key),
            "mend it in the source, leave the column out by a rule, or set such rows aside by one:"
                + " onMisfit: quarantine");
  }

  /** The source's name of the first column that is in the way, else the target's. */
  private static String column(TableCopy copy, Violation why) {
    return copy.columns().stream()
        .filter(c -> why.columns().contains(c.to().name()))
        .map(ColumnCopy::name)
        .findFirst()
        .orElse(why.columns().isEmpty() ? null : why.columns().get(0));
  }

  Digest sent() {
    return sent;
  }

  /** Refuses where the target decided row by row, and stored something else than was sent. */
  void requireStored() {
    if (stored.rows() > 0 && !stored.equals(sent)) {
      throw GodwitException.refused(
          copy.from().name()
              + ": the target stored something else than was sent;"
              + " nothing was kept");
    }
  }
}
