package dev.godwit.copy;

import dev.godwit.model.Row;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Loading.Violation;
import dev.godwit.store.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows that would be set aside, as far as a look at a plan has found them: readings from then on
 * leave them out, so that what refers to them is found as well.
 */
final class Aside implements Late, AutoCloseable {
  private final Map<TableCopy, Declined> rows = new HashMap<>();

  @Override
  public Declined of(TableCopy copy) {
    return rows.computeIfAbsent(copy, c -> new Declined(c, List.of()));
  }

  /** Takes note of the row where a rule sets it aside; whoever asks tells people. */
  @Override
  public boolean take(TableCopy copy, Row row, Violation why) {
    if (of(copy).mayTake(why)) {
      of(copy).takeOnly(row, why);
    }
    return false;
  }

  void take(TableCopy copy, KeyWatch.Seen row, Violation why) {
    if (of(copy).mayTake(why)) {
      of(copy).takeOnly(row.digest(), why, row::key);
    }
  }

  @Override
  public boolean take(TableCopy copy, Violation why, Rows rows) {
    return false;
  }

  @Override
  public void close() {
    rows.values().forEach(Declined::close);
  }
}
