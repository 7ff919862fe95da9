package dev.godwit.store;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Engine;
import dev.godwit.model.Index;
import dev.godwit.model.Problem;
import dev.godwit.model.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A store that rows go to. Not thread-safe. */
public interface Target extends Source {
  /** Whose statements and types it takes. */
  Engine language();

  /** Runs the work in one transaction: all of it is kept, or, where it throws, nothing. */
  void atomically(Runnable work);

  /** How this engine loads rows, in sentences that a plan shows. */
  default List<String> choices() {
    return List.of();
  }

  /**
   * What stands against a run by the target's catalog, such as names that are taken or rights that
   * lack: all of it, none where nothing is known. Asks only; writes and locks nothing.
   */
  default List<Problem> objections(List<Intent> intents) {
    return List.of();
  }

  /**
   * A table to try rows on that are meant for one of the target's, which is neither written to nor
   * locked for longer than it takes to look at it. Nothing where this engine has nothing to say
   * about rows that their columns do not. Those refused are told to {@code arrivals}. Close it
   * before another is asked for.
   */
  default Optional<Trial> trial(Intent intent, Loading.Arrivals arrivals) {
    return Optional.empty();
  }

  /** Begins a load of these tables, inside the transaction of {@link #atomically}. */
  Loading load(List<Load> loads);

  /**
   * Begins or goes on with a load that lasts over several transactions: what it takes off the
   * tables stays off between them, noted in a journal, until a {@link Loading#settle}. Nothing
   * where this engine takes everything in one transaction.
   */
  default Optional<Loading> lasting(List<Load> loads) {
    return Optional.empty();
  }

  /** Whether {@link #lasting} gives a load. */
  default boolean takesBatches() {
    return false;
  }

  /**
   * Connects anew where the connection broke, waiting for the server a while; false where it did
   * not break or there is none. Locks are gone then, and what was not committed.
   */
  default boolean reconnect() {
    return false;
  }

  /** Runs statements of the target's own language, one by one, inside the transaction. */
  void execute(List<String> statements);

  /**
   * The statements that make these tables, which are of this engine's types, with comments by table
   * and column.
   */
  List<String> creation(Catalog catalog, Map<String, Map<String, String>> comments);

  /** The statements for those details of the catalog that have to wait for the rows. */
  default List<String> completion(Catalog catalog) {
    return List.of();
  }

  /** Those of these roles that the target's server does not know. */
  default Set<String> unknownRoles(Set<String> roles) {
    return Set.of();
  }

  /** The folder of this machine that the store's data lies in, where that is known. */
  default Optional<Path> folder() {
    return Optional.empty();
  }

  /** Whether a row may refer only to rows that are there, as its foreign keys say. */
  default boolean keepsForeignKeys() {
    return false;
  }

  /** The schema that tables are made in, empty where the engine has none. */
  String schema();

  /** Writes a value into a column wherever it is NULL; returns in how many rows. */
  long fill(String table, String column, String value);

  /**
   * Takes out, for each row of the feed, which has the {@code key} columns only, one row of the
   * table with the same values, NULL being the same as NULL; inside the transaction. Returns how
   * many.
   */
  long delete(Table table, List<Column> key, Loading.Feed keys);

  /** How many rows the table holds. */
  long count(Table table);

  /**
   * A table of Godwit's own, beside the data and never part of it; made where it is missing, inside
   * the transaction.
   */
  Table journal(String name, List<Column> columns);

  /** The journal table of this name, or nothing where none was made. */
  Optional<Table> journal(String name);

  /** Whether this user may write journals here, and make those that are missing. */
  default boolean mayJournal() {
    return true;
  }

  /**
   * Writes rows of a journal whose columns are all text, each in place of the row with the same
   * first {@code keys} cells, inside the transaction. A cell may be null, a key's may not.
   */
  void put(Table journal, int keys, List<List<String>> rows);

  /**
   * A text as a journal can hold it: characters that the store's encoding lacks are escaped as in
   * JSON.
   */
  default String writable(String text) {
    return text;
  }

  /** Takes the rows with this first cell out of a journal table, inside the transaction. */
  void remove(Table journal, String key);

  /** What it takes to undo a run; nothing where this engine cannot. */
  default Optional<Keeping> keeping() {
    return Optional.empty();
  }

  /**
   * Tables beside these that cannot stay as they are where these are emptied, and what these reach
   * in turn: each once, those first that are nearest.
   */
  default List<Reached> reach(List<Table> emptied) {
    return List.of();
  }

  /** Takes all rows out of a journal table, inside the transaction. */
  void clear(Table journal);

  /**
   * Keeps other runs away from this target until it is closed or the process ends. Call it outside
   * {@link #atomically}, except on a borrowed connection, where it lasts as long as the
   * transaction.
   *
   * @throws dev.godwit.model.GodwitException where another run is at work, naming it
   */
  Lock lock(Holder holder);

  /** A target that is in use by this run alone. */
  interface Lock extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * How this engine compares the keys of a unique index, for rows of these columns. Nothing where
   * keys are equal if their cells are equal by value, and where NULL equals nothing, unless the
   * index says so.
   */
  default Optional<KeyForm> keyForm(Table table, Index key, List<Column> columns) {
    return Optional.empty();
  }

  /** Reads the catalog anew, after statements have changed it. */
  void refresh();
}
