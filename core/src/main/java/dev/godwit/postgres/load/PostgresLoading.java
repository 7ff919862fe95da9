package dev.godwit.postgres.load;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Table;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.postgres.session.SourceSession;
import dev.godwit.postgres.session.Spellings;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One load, on one connection, inside whatever transaction is open there. */
public final class PostgresLoading implements Loading {
  /** SET LOCAL ends with the transaction; a plain SET would reach later migrations. */
  public static final String SETTINGS =
      Spellings.TRANSACTION
          + """
      SET LOCAL maintenance_work_mem = '512MB';
      SET LOCAL max_parallel_maintenance_workers = 2;
      """;

  /** The same for people. */
  public static final List<String> CHOICES =
      List.of(
          "binary COPY, one at a time, while the next rows are encoded; a SQLite file is checked"
              + " while encoding waits for the server",
          "COPY FREEZE into tables of 10 000 rows or more that are empty",
          "their keys and indexes are built after the rows, with maintenance_work_mem = 512MB and"
              + " 2 parallel workers for this transaction",
          "ANALYZE at the end, on a smaller sample of tables of more than 50 columns");

  /** From here the whole load may be done again. */
  private static final String WHOLE = "godwit_whole";

  /** A partition's that are its own; the others go with those of its parent. */
  private static final String TRIGGERS_ON =
      """
      SELECT n.nspname, c.relname, g.tgname, g.tgenabled
        FROM pg_catalog.pg_trigger g
        JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE NOT g.tgisinternal AND g.tgenabled <> 'D'
         AND (g.tgrelid = ?::regclass::oid
              OR g.tgparentid = 0::oid AND g.tgrelid IN (
                   SELECT p.relid::oid FROM pg_catalog.pg_partition_tree(?::regclass) p))
       ORDER BY n.nspname, c.relname, g.tgname""";

  private static final Set<String> FOR_A_SECOND_TRY =
      Set.of(PostgresErrors.UNIQUE_VIOLATION, PostgresErrors.CHECK_VIOLATION);

  private final Connection connection;
  private final List<Load> loads;
  private final Scaffold scaffold;
  private final Undoable undoable;

  /** Null where one transaction takes off and puts back. */
  private final ScaffoldNotes notes;

  private final boolean citus;
  private final Deferred deferred;
  private final Deferred triggersWaiting;
  private final List<Appending> appended = new ArrayList<>();
  private final List<Piece> offAtFirst = new ArrayList<>();
  private final Map<String, List<String>> triggersOn = new LinkedHashMap<>();
  private final Map<Load, Crossing> crossings = new LinkedHashMap<>();

  /** {@code notes} say what is off between the transactions of a load of several, else null. */
  private PostgresLoading(
      Connection connection,
      List<Load> loads,
      boolean citus,
      Set<String> distributed,
      ScaffoldNotes notes)
      throws SQLException {
    this.connection = connection;
    this.loads = List.copyOf(loads);
    this.citus = citus;
    this.notes = notes;
    this.undoable = new Undoable(connection);
    Queries.run(connection, SETTINGS);
    List<Piece> off = new ArrayList<>();
    if (notes != null && notes.read(off, triggersOn) && !isBack(off)) {
      scaffold = new Scaffold(connection, loads, off);
    } else {
      triggersOn.clear();
      scaffold = new Scaffold(connection, loads, List.of());
      triggersOff();
      scaffold.takeOff(distributed);
      truncate();
      note();
    }
    deferred = Deferred.keys(connection, loads);
    deferred.atOnce();
    triggersWaiting = Deferred.triggers(connection, loads);
    if (notes != null) {
      // Each batch is a transaction: its end is where they would be asked.
      triggersWaiting.atOnce();
    } else if (!triggersWaiting.isEmpty()) {
      Queries.run(connection, "SAVEPOINT " + WHOLE);
      offAtFirst.addAll(scaffold.off());
    }
  }

  /** A load within one transaction. */
  public static PostgresLoading once(
      Connection connection, List<Load> loads, boolean citus, Set<String> distributed) {
    return PostgresErrors.asking(
        "preparing the tables",
        () -> new PostgresLoading(connection, loads, citus, distributed, null));
  }

  /** A load of several transactions: what is off stays off between them, and is noted. */
  public static PostgresLoading lasting(
      Connection connection, List<Load> loads, boolean citus, Set<String> distributed) {
    ScaffoldNotes notes = new ScaffoldNotes(connection, loads.get(0).table().schema());
    return PostgresErrors.asking(
        "preparing the tables",
        () -> new PostgresLoading(connection, loads, citus, distributed, notes));
  }

  private void note() throws SQLException {
    if (notes != null) {
      notes.write(scaffold.off(), triggersOn);
    }
  }

  /** Whether somebody put something back meanwhile, as a rollback does: the notes are old then. */
  private boolean isBack(List<Piece> off) throws SQLException {
    List<Piece> there = Pieces.of(connection, loads.get(0).table().schema());
    return off.stream()
        .anyMatch(
            p ->
                there.stream()
                    .anyMatch(t -> t.table().equals(p.table()) && t.name().equals(p.name())));
  }

  private void triggersOff() throws SQLException {
    for (Load load : loads) {
      if (!load.triggers()) {
        triggersOn.putAll(triggers(connection, load.table()));
      }
    }
    for (Map.Entry<String, List<String>> on : triggersOn.entrySet()) {
      String off =
          on.getValue().stream()
              .map(t -> "DISABLE" + t.substring(t.indexOf(" TRIGGER ")))
              .collect(Collectors.joining(", "));
      Queries.run(connection, "ALTER TABLE " + on.getKey() + " " + off);
    }
  }

  private static String enabling(String trigger, String how) {
    String when = how.equals("R") ? "REPLICA " : how.equals("A") ? "ALWAYS " : "";
    return "ENABLE " + when + "TRIGGER " + Sql.POSTGRES.name(trigger);
  }

  /**
   * What turns the triggers on again that a table and its partitions have on now, by the name of
   * either.
   */
  public static Map<String, List<String>> triggers(Connection connection, Table table)
      throws SQLException {
    Map<String, List<String>> result = new LinkedHashMap<>();
    // Most have none; and Citus refuses what is about triggers, even where there are none.
    if (!table.triggers().isEmpty()) {
      Queries.list(
          connection,
          r ->
              result
                  .computeIfAbsent(
                      Sql.POSTGRES.name(r.getString(1), r.getString(2)), n -> new ArrayList<>())
                  .add(enabling(r.getString(3), r.getString(4))),
          TRIGGERS_ON,
          Sql.POSTGRES.name(table),
          Sql.POSTGRES.name(table));
    }
    return result;
  }

  private void truncate() throws SQLException {
    List<Table> emptied =
        loads.stream().filter(Load::truncate).map(Load::table).distinct().toList();
    if (!emptied.isEmpty()) {
      // What inherits from a table is a table of its own.
      Set<String> parents = SourceSession.parents(connection, emptied.get(0).schema());
      List<String> tables =
          emptied.stream()
              .map(t -> (parents.contains(t.name()) ? "ONLY " : "") + Sql.POSTGRES.name(t))
              .toList();
      Queries.run(connection, "TRUNCATE " + String.join(", ", tables));
    }
  }

  @Override
  public long append(Load load, Feed feed, Arrivals arrivals) {
    return append(appending(load, feed, arrivals), false);
  }

  @Override
  public long appendNext(Load load, Feed feed, Arrivals arrivals) {
    return append(appending(load, feed, arrivals), true);
  }

  private Appending appending(Load load, Feed feed, Arrivals arrivals) {
    return new Appending(connection, load, feed, arrivals, !citus, false);
  }

  private long append(Appending appending, boolean shares) {
    if (notes == null && !triggersWaiting.isEmpty()) {
      appended.add(appending);
    }
    return PostgresErrors.asking(
        "loading " + appending.load().table().displayName(), () -> load(appending, shares));
  }

  private long load(Appending appending, boolean shares) throws SQLException {
    if (appending.load().merges()) {
      return merge(appending);
    }
    try {
      return undoable.run(appending, shares);
    } catch (SQLException e) {
      return again(appending, shares, e);
    }
  }

  private long merge(Appending appending) throws SQLException {
    undoable.end();
    Crossing crossing =
        crossings.computeIfAbsent(
            appending.load(), l -> new Crossing(connection, l, scaffold, crossings.size()));
    Queries.run(connection, "SAVEPOINT " + Appending.SAVEPOINT);
    appending.arrivals().begin();
    try (Rows rows = appending.feed().open()) {
      return crossing.take(rows, appending.arrivals(), appending.arrivals());
    } catch (SQLException e) {
      if (!PostgresErrors.isOfARow(e)) {
        throw e;
      }
      Queries.run(connection, "ROLLBACK TO SAVEPOINT " + Appending.SAVEPOINT);
      return sift(crossing, appending);
    }
  }

  private long sift(Crossing crossing, Appending appending) throws SQLException {
    Load load = appending.load();
    Arrivals arrivals = appending.arrivals();
    Sieve sieve =
        new Sieve(
            connection, load, (rows, heard) -> crossing.take(rows, heard, arrivals), arrivals);
    arrivals.begin();
    try (Rows rows = appending.feed().open()) {
      return new HeldCopy(null, sieve).append(load, rows, arrivals);
    }
  }

  private void cross() throws SQLException {
    for (Crossing crossing : crossings.values()) {
      crossing.make();
    }
  }

  /**
   * Once more with keys and CHECKs off, if that may help; else the rows at fault are sifted out.
   */
  private long again(Appending appending, boolean shares, SQLException refusal)
      throws SQLException {
    Table table = appending.load().table();
    if (!PostgresErrors.isOfARow(refusal)) {
      throw refusal;
    }
    if (FOR_A_SECOND_TRY.contains(refusal.getSQLState()) && scaffold.holds(table)) {
      List<Appending> undone = undoable.undo();
      scaffold.takeOffAll(table);
      note();
      try {
        return run(undone, shares);
      } catch (SQLException e) {
        if (!PostgresErrors.isOfARow(e)) {
          throw e;
        }
      }
    }
    return run(
        undoable.undo().stream().map(a -> a.load().table().equals(table) ? a.sifted() : a).toList(),
        shares);
  }

  private long run(List<Appending> undone, boolean shares) throws SQLException {
    long count = 0;
    for (Appending a : undone) {
      count = undoable.run(a, shares);
    }
    return count;
  }

  /**
   * Asks constraint triggers that wait while the rows can still be told apart: where one refuses,
   * everything is loaded again, the tables with such triggers last and behind savepoints.
   */
  private void askTriggers() throws SQLException {
    if (appended.isEmpty()) {
      return;
    }
    List<Appending> again = List.copyOf(appended);
    appended.clear();
    Queries.run(connection, "SAVEPOINT godwit_triggers");
    try {
      triggersWaiting.atOnce();
    } catch (SQLException e) {
      if (!PostgresErrors.isOfARow(e)) {
        throw e;
      }
      Queries.run(connection, "ROLLBACK TO SAVEPOINT " + WHOLE);
      scaffold.undone(offAtFirst);
      crossings.clear();
      for (Appending a : again) {
        if (!mayWait(a.load())) {
          load(a, false);
        }
      }
      triggersWaiting.atOnce();
      for (Appending a : again) {
        if (mayWait(a.load())) {
          sift(a);
        }
      }
      cross();
    }
  }

  private void sift(Appending appending) throws SQLException {
    if (appending.load().merges()) {
      merge(appending);
    } else {
      undoable.run(appending.sifted(), false);
    }
  }

  private static boolean mayWait(Load load) {
    return load.triggers() && !load.table().triggers().isEmpty();
  }

  @Override
  public void build(Violations violations) {
    try {
      undoable.end();
      cross();
      askTriggers();
      scaffold.putBackKeys(violations);
    } catch (SQLException e) {
      throw PostgresErrors.of("putting keys and indexes back", e);
    }
  }

  @Override
  public void settle(Violations violations) {
    build(violations);
    try {
      scaffold.putBackForeignKeys(violations);
      if (notes != null) {
        notes.erase();
      }
      List<String> restore = new ArrayList<>();
      triggersOn.forEach(
          (table, actions) ->
              restore.add("ALTER TABLE " + table + " " + String.join(", ", actions)));
      if (!restore.isEmpty()) {
        Queries.run(connection, String.join(";\n", restore));
      }
      deferred.putBack();
      triggersWaiting.putBack();
      Statistics.gather(connection, loads);
    } catch (SQLException e) {
      throw PostgresErrors.of("putting constraints back", e);
    }
  }

  @Override
  public List<String> number(Map<String, Long> highWaterMarks) {
    return PostgresErrors.asking(
        "setting the sequences",
        () -> new Sequences(connection, citus).advance(loads, highWaterMarks));
  }
}
