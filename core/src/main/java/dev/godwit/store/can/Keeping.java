package dev.godwit.store.can;

import dev.godwit.model.Table;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What it takes to bring tables of a target back to how they were. Everything happens inside the
 * transaction of {@link Target#atomically}.
 */
public interface Keeping {
  /**
   * Keeps others from changing these tables until the transaction ends; nothing where ours is the
   * only one that writes.
   */
  default void hold(List<Table> tables) {}

  /** What the name of a saved file ends with, for people and their tools: {@code .zip}. */
  String suffix();

  /** Writes every row of these tables to the file, which is there and empty. */
  void save(List<Table> tables, Path file);

  /**
   * Puts the rows that were saved into these tables, in place of what they hold. A table that is
   * not among those in the file, or any table where that is null, is emptied.
   */
  void restore(List<Table> tables, List<Table> saved, Path file);

  /** Restores into copies that go again at once, and shows each beside its table. */
  void rehearse(List<Table> saved, Path file, Look look);

  /** Sees a restored copy of a table; {@code store} is where it can be read. */
  @FunctionalInterface
  interface Look {
    void at(Table table, Source store, Table copy);
  }

  /** Removes these tables, and their schema where that is to go too and is empty then. */
  void drop(List<Table> tables, boolean schema);

  /** Whether a run that begins with these statements makes the schema of its tables too. */
  boolean makesSchema(List<String> creation);

  /** Where the numbering of these tables, and these sequences, go on, by the counter's name. */
  Map<String, String> counters(List<Table> tables, Collection<String> sequences);

  /** Lets numbering go on where {@link #counters} said that it would. */
  void recount(Map<String, String> counters);

  /**
   * Keys, indexes, checks, foreign keys and triggers of these tables, in an order that runs: by
   * name, the statement that makes each.
   */
  Map<String, String> structure(List<Table> tables);
}
