package dev.godwit.store;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Detail;
import dev.godwit.model.Engine;
import dev.godwit.model.Problem;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A store that rows come from. All reads see one snapshot. Not thread-safe. */
public interface Source extends AutoCloseable {
  /** What the store is called in messages: its path or URL, without any password. */
  String name();

  /** The engine and its version, for people: {@code SQLite 3.53.0}. */
  default String engine() {
    return "";
  }

  /**
   * What the server calls itself, for people: address, port, database and user; empty where there
   * is no server.
   */
  default String server() {
    return "";
  }

  /**
   * Refuses where another program has changed what is read, past all locks, so that rows may be of
   * two states. What it says holds for everything that was read before.
   *
   * @throws dev.godwit.model.GodwitException naming the file and what has become of it
   */
  default void requireSame() {}

  /** Bytes of a private copy that had to be made to read it; 0 where there is none. */
  default long copied() {
    return 0;
  }

  /** What keeps rows of these tables from being read, as far as the catalog tells. */
  default List<Problem> hindrances(List<Table> tables) {
    return List.of();
  }

  Catalog catalog();

  /**
   * The given columns of a table's rows, in key order, starting just after the given position. The
   * row is reused: copy what you keep.
   */
  Rows read(Table table, List<Column> columns, Position after);

  /** The given columns of every row, in whatever order is fastest; positions mean nothing. */
  default Rows scan(Table table, List<Column> columns) {
    return read(table, columns, Position.START);
  }

  /**
   * The rows whose {@code key} columns have the values of the row {@code at}, whose cells are in
   * the forms of their kinds. As fast as the engine finds rows by these columns.
   */
  default Rows find(Table table, List<Column> columns, List<Column> key, Row at) {
    return Picked.equal(this, table, columns, key, at);
  }

  /** Whether {@link #find} by these columns goes straight to the rows, instead of reading all. */
  default boolean seeks(Table table, List<Column> key) {
    return false;
  }

  /**
   * About so many rows, spread over the table; fewer or more where its size is not known. Where the
   * engine can, not all of it is read.
   */
  default Rows sample(Table table, List<Column> columns, long rows) {
    return Picked.spread(this, table, columns, rows);
  }

  /**
   * What the catalog holds beside these tables, their columns, keys and indexes: it is carried to
   * tables that are made for them, or named. None where the catalog is all there is.
   */
  default List<Detail> details(List<Table> tables) {
    return List.of();
  }

  /**
   * The greatest number that each table's identity column ever gave, where the store remembers it:
   * by table name.
   */
  Map<String, Long> highWaterMarks();

  /** How the store's sequences stand to the columns of these tables; nothing where it has none. */
  default Numbering numbering(List<Table> tables) {
    return Numbering.NONE;
  }

  /**
   * The store's own statements, in this engine's language, that made the tables and what belongs to
   * them, so that a store of the same engine can be made alike; empty where it has none.
   */
  default List<String> definitions(Engine language, List<Table> tables) {
    return List.of();
  }

  /**
   * Computes expressions over rows of the columns {@code given}, which are called so in them: one
   * for each column {@code wanted}, that has it where it would have its default. Nothing where this
   * engine computes none.
   */
  default Optional<Computing> computing(List<Column> given, List<Column> wanted) {
    return Optional.empty();
  }

  /** What has to judge rows of these columns, which are its own; nothing where that is known. */
  default Optional<Judge> judge(List<Column> columns) {
    return Optional.empty();
  }

  /** Whether the table holds a row. */
  default boolean holdsRows(Table table) {
    try (Rows rows = read(table, table.columns().subList(0, 1), Position.START)) {
      return rows.next();
    }
  }

  /** Those of the tables that hold a row, in their order. */
  default List<Table> occupied(List<Table> tables) {
    return tables.stream().filter(this::holdsRows).toList();
  }

  /**
   * The rows that {@link #read} would give, for at most so many threads; empty where that would not
   * pay, or where not all of them would be certain to see the same rows.
   */
  default Optional<Ranges> ranges(Table table, List<Column> columns, int readers) {
    return Optional.empty();
  }

  /** What tells the store apart from every other: two stores that share one are the same. */
  default Set<String> places() {
    return Set.of(name());
  }

  /**
   * What the store is for years, in whatever words it is named: runs from one identity are runs
   * from one source. Never null, one line.
   */
  default String identity() {
    return String.join("; ", new TreeSet<>(places()));
  }

  /**
   * Changes when the store's content does, as far as that can be told without reading it. May also
   * change where the content has not.
   */
  String fingerprint();

  /**
   * What is damaged, a sentence each, or an empty list. May run on another thread than reads do,
   * and takes about as long as reading everything.
   */
  Integrity check();

  /** The same, in time that those who read have to spare, as far as that can be done. */
  default Integrity check(Slack slack) {
    slack.awaitEnd();
    return check();
  }

  /**
   * How many rows break the table's own constraints, where the engine lets them. Takes about as
   * long as reading the table.
   */
  default Violations violations(Table table) {
    return Violations.unknown(table);
  }

  /**
   * Counts of rows, in the order of the table's foreign keys and checks; -1 where nobody knows. A
   * row breaks a foreign key where no row of the target table has exactly its values.
   */
  record Violations(List<Long> foreignKeys, List<Long> checks) {
    public Violations {
      foreignKeys = List.copyOf(foreignKeys);
      checks = List.copyOf(checks);
    }

    /** Nothing counted. */
    public static Violations unknown(Table table) {
      return new Violations(
          Collections.nCopies(table.foreignKeys().size(), -1L),
          Collections.nCopies(table.checks().size(), -1L));
    }
  }

  /** What was given up in order to read the rest, where the caller asked for that. */
  default List<Problem> losses() {
    return List.of();
  }

  /** What helps where {@link #check} finds damage, as a sentence for people. */
  default String remedy() {
    return "Restore it from a backup.";
  }

  /** What a store's own check found: {@code damage} forbids reading, {@code remarks} do not. */
  record Integrity(List<String> damage, List<String> remarks) {
    public static final Integrity SOUND = new Integrity(List.of(), List.of());
  }

  /**
   * Ends what another thread has the store do, as far as that can be ended; that thread gets an
   * exception. May be called from any thread.
   */
  default void cancel() {
    // Most stores do nothing that takes long at a time.
  }

  @Override
  void close();
}
