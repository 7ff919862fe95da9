package dev.godwit.store;

import dev.godwit.model.ForeignKey;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import java.util.List;
import java.util.Map;

/**
 * A load of several tables inside one transaction of the target. Call {@link #append} for each
 * table in any order, then {@link #settle}, then {@link #number}.
 */
public interface Loading {
  /**
   * Appends every row of the feed; returns how many. Where the target refuses the batch for a key
   * or a CHECK, the table is loaded again with these off, and {@link #settle} finds the rows.
   */
  long append(Load load, Feed feed, Arrivals arrivals);

  /**
   * The same for a table that comes next after another, nothing else having been written or kept
   * between: to be loaded again, it may be undone together with those before it, which are then
   * loaded again with it.
   */
  default long appendNext(Load load, Feed feed, Arrivals arrivals) {
    return append(load, feed, arrivals);
  }

  /**
   * Puts keys, indexes and CHECKs back, where that is done apart from all the rest; rows in their
   * way are handed over. Need not be called: {@link #settle} does what was not done.
   */
  default void build(Violations violations) {
    // Most engines have nothing to build after the rows.
  }

  /**
   * Puts keys, indexes, checks, foreign keys and triggers back; rows in their way are handed over.
   */
  void settle(Violations violations);

  /**
   * Moves every sequence of the loaded tables past what its column holds, past the given marks (by
   * target table name), and never back. Returns what was done, a sentence each.
   */
  List<String> number(Map<String, Long> highWaterMarks);

  /** Opens the rows from their start; may be called again after the rows it gave were closed. */
  @FunctionalInterface
  interface Feed {
    Rows open();
  }

  /** Sees each row as the target takes it. May be called on another thread, one at a time. */
  interface Arrivals {
    /** Rows seen so far do not count: the feed is opened (again). */
    void begin();

    void arrived(Row row);

    /** Told when the thread that brings rows waits for the target, by a target that can tell. */
    default Slack slack() {
      return new Slack();
    }

    /**
     * A row as the target stored it, read back at once: only where {@link Load#merges} had it
     * decide row by row, instead of all rows arriving.
     */
    void stored(Row row);

    /** A row that the target does not take, and why; it is not written. */
    void refused(Row row, Violation why);
  }

  /** Decides about rows that stand in the way of a constraint. */
  @FunctionalInterface
  interface Violations {
    /** True to take the rows out of the target; the rows are in the load's column order. */
    boolean found(Load load, Violation violation, Rows rows);

    /**
     * The columns that become NULL in the rows instead, once {@link #found} has seen them; none
     * where they stay or go.
     */
    default List<String> nulled(Load load, Violation violation) {
      return List.of();
    }
  }

  /**
   * {@code kind} is {@code duplicate}, {@code orphan}, {@code check}, {@code excluded}, {@code
   * partition}, {@code misfit} or, where it is none of these, {@code refused}. {@code constraint}
   * is null and {@code columns} are empty where the target does not say which. One that {@code
   * stays} is kept by the target for new rows, whatever becomes of those in its way.
   */
  record Violation(
      ProblemKind kind, String constraint, List<String> columns, String message, boolean stays) {
    /** Of a constraint that cannot be where rows break it. */
    public Violation(ProblemKind kind, String constraint, List<String> columns, String message) {
      this(kind, constraint, columns, message, false);
    }

    /** Of a row that refers to nothing; {@code key} is the foreign key's name, and may be null. */
    public static Violation orphan(String key, List<String> columns, String parent) {
      String called = ForeignKey.words(key, columns);
      String why = "refers to a row of %s that is not there (foreign key %s)";
      return new Violation(ProblemKind.ORPHAN, key, columns, why.formatted(parent, called));
    }
  }
}
