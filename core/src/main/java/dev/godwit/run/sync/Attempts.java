package dev.godwit.run.sync;

import dev.godwit.copy.Declined;
import dev.godwit.copy.Late;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.plan.Plan.Filling;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Loading.Violation;
import dev.godwit.store.Rows;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A run in one transaction that is done again, from its beginning, without the rows that the target
 * has refused. So what was refused at the very end is left out like what does not fit: nothing else
 * of the run has met it. Use for one run.
 */
public final class Attempts implements Late, AutoCloseable {
  /** Undoes an attempt. */
  public static final class Again extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Again(RuntimeException cause) {
      super("rows were refused, and are left out from now on", cause);
    }
  }

  private final List<Filling> fillings;
  private final Map<TableCopy, Declined> declined = new HashMap<>();

  /** Tables that this attempt has taken rows out of. */
  private final Set<String> touched = new HashSet<>();

  public Attempts(List<Filling> fillings) {
    this.fillings = fillings;
  }

  /** The table's rows that are left out. */
  @Override
  public Declined of(TableCopy copy) {
    return declined.computeIfAbsent(copy, c -> new Declined(c, fillings));
  }

  public void begin() {
    touched.clear();
  }

  /** Whether a row may be left out from the next attempt on; then it is. */
  @Override
  public boolean take(TableCopy copy, Row row, Violation why) {
    boolean may = of(copy).mayTake(why);
    if (may) {
      touched.add(copy.to().name());
      of(copy).take(row, why);
    }
    return may;
  }

  /** The same for a row of the source whose key another of its rows has, which comes. */
  boolean takeRepeated(TableCopy copy, Row row, Violation why) {
    boolean may = of(copy).mayTake(why);
    if (may) {
      touched.add(copy.to().name());
      of(copy).takeOnly(row, why);
    }
    return may;
  }

  /** Whether rows may go that stand in the way of a constraint once all are in; then they do. */
  @Override
  public boolean take(TableCopy copy, Violation why, Rows rows) {
    if (isMoot(copy.to(), why)) {
      return true;
    }
    boolean may = of(copy).mayTake(why);
    if (may) {
      of(copy).requireMet();
    }
    while (may && rows.next()) {
      take(copy, rows.row(), why);
    }
    return may;
  }

  /**
   * Whether rows of this attempt refer to nothing only because it took out what they refer to: the
   * next one may keep it.
   */
  private boolean isMoot(Table table, Violation why) {
    boolean moot =
        table.foreignKeys().stream()
            .anyMatch(k -> k.columns().equals(why.columns()) && touched.contains(k.targetTable()));
    if (moot) {
      touched.add(table.name());
    }
    return moot;
  }

  /** Ends an attempt in which rows were refused; {@code failure} is what ended it, or null. */
  public void requireNone(RuntimeException failure) {
    if (!touched.isEmpty()) {
      throw new Again(failure);
    }
  }

  @Override
  public void close() {
    declined.values().forEach(Declined::close);
  }
}
