package dev.godwit.postgres.load;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.Row;
import dev.godwit.postgres.session.Attempt;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.postgres.session.PostgresErrors.Doing;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.Loading.Violation;
import dev.godwit.store.Rows;
import dev.godwit.store.Unheard;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rows of one table that take unique values from each other, or from rows that change later in the
 * load: one by one none could be written. Once all are known, ways are tried one after another,
 * each behind a savepoint, beginning with what asks least of the table:
 *
 * <ol>
 *   <li>keys that may wait are asked at the end;
 *   <li>the values leave first: for NULL, which no other row can be in the way of, or for others
 *       that no row has;
 *   <li>the rows leave and come back, foreign keys of others held off;
 *   <li>the values leave for NULL, with NOT NULL and CHECKs off meanwhile;
 *   <li>the keys are off meanwhile, and built anew.
 * </ol>
 */
final class Crossing {
  private static final String SAVEPOINT = "godwit_crossing";

  /** So many rows are held in memory, for one of them to be named. */
  private static final int MOST_SIFTED = 10_000;

  private static final Set<String> OF_A_KEY =
      Set.of(
          PostgresErrors.UNIQUE_VIOLATION,
          PostgresErrors.EXCLUSION_VIOLATION,
          PostgresErrors.CHECK_VIOLATION);

  private static final String WAITING =
      """
      SELECT k.conname FROM pg_catalog.pg_constraint k
       WHERE k.conrelid = pg_catalog.to_regclass(?)::oid AND k.condeferrable AND k.contype IN ('p', 'u', 'x')
         AND k.conparentid = 0::oid
       ORDER BY k.conname""";

  /** By index, its columns, and those that its computed columns or expressions are made of. */
  private static final String KEYS =
      """
      SELECT i.indexrelid::text, a.attname, a.attnotnull,
             pg_catalog.pg_get_indexdef(i.indexrelid) LIKE '%NULLS NOT DISTINCT%'
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum > 0
       WHERE i.indrelid = pg_catalog.to_regclass(?)::oid AND (i.indisunique OR i.indisexclusion)
         AND (a.attnum = ANY (i.indkey::int2[]) OR EXISTS (
              SELECT 1 FROM pg_catalog.pg_depend d
               WHERE d.refclassid = 'pg_catalog.pg_class'::regclass::oid
                 AND d.refobjid = i.indrelid AND d.refobjsubid = a.attnum
                 AND (d.classid = 'pg_catalog.pg_class'::regclass::oid AND d.objid = i.indexrelid
                   OR d.classid = 'pg_catalog.pg_attrdef'::regclass::oid AND d.objid IN (
                      SELECT f.oid FROM pg_catalog.pg_attrdef f
                       WHERE f.adrelid = i.indrelid AND f.adnum = ANY (i.indkey::int2[])))))
       ORDER BY i.indexrelid, a.attnotnull, a.attnum""";

  /** Since PostgreSQL 18 NOT NULL has a name, that is to stay. */
  private static final String NOT_NULL_NAME =
      """
      SELECT k.conname FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND k.conkey = ARRAY[a.attnum]
       WHERE k.conrelid = pg_catalog.to_regclass(?)::oid AND k.contype = 'n' AND a.attname = ?""";

  private final Connection connection;
  private final Load load;
  private final Scaffold scaffold;
  private final int number;
  private final Map<Merge, Arrivals> waiting = new LinkedHashMap<>();
  private SQLException first;
  private int merges;

  /** {@code number} is one that no other of this load has. */
  Crossing(Connection connection, Load load, Scaffold scaffold, int number) {
    this.number = number;
    this.connection = connection;
    this.load = load;
    this.scaffold = scaffold;
  }

  /**
   * Stores the rows, or keeps them for {@link #make} where a key is in the way; returns how many
   * there are. What is stored at once is told to {@code heard}, else to {@code later}.
   */
  long take(Rows rows, Arrivals heard, Arrivals later) throws SQLException {
    Merge merge = new Merge(connection, load, number + "_" + ++merges);
    long count = merge.stage(rows, heard);
    merge.claim("godwit_keys_" + number);
    SQLException refusal = attempt(merge::store);
    if (refusal == null) {
      merge.end(heard);
    } else if (OF_A_KEY.contains(String.valueOf(refusal.getSQLState()))) {
      first = first == null ? refusal : first;
      waiting.put(merge, later);
    } else {
      throw refusal;
    }
    return count;
  }

  /**
   * Stores what waits.
   *
   * @throws GodwitException where no way is open: it names the key that stays in the way
   */
  void make() throws SQLException {
    boolean done = waiting.isEmpty();
    for (Doing way : done ? List.<Doing>of() : ways()) {
      if (!done) {
        done = attempt(way) == null;
      }
    }
    if (!done) {
      nameCulprits();
      throw refused();
    }
    for (Map.Entry<Merge, Arrivals> merge : waiting.entrySet()) {
      merge.getKey().end(merge.getValue());
    }
    waiting.clear();
  }

  private List<Doing> ways() throws SQLException {
    List<Doing> ways = new ArrayList<>();
    if (!PostgresErrors.CHECK_VIOLATION.equals(first.getSQLState())) {
      keysThatWait().ifPresent(k -> ways.add(() -> asked(Merge::store)));
      ways.addAll(
          List.of(
              () -> park(Parking.NULL),
              () -> park(Parking.FREE),
              this::outAndIn,
              () -> park(Parking.BENT)));
    }
    if (scaffold.mayRebuild(load.table())) {
      // Triggers that are on see each statement: this way they see once what happens.
      ways.add(load.triggers() ? 0 : ways.size(), this::withoutKeys);
    }
    return ways;
  }

  private Optional<String> keysThatWait() throws SQLException {
    List<String> names =
        Queries.list(
            connection,
            r -> Sql.POSTGRES.name(load.table().schema(), r.getString(1)),
            WAITING,
            name());
    return names.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", names));
  }

  private interface Step {
    void of(Merge merge) throws SQLException;
  }

  /** All rows take one step before any takes the next. */
  private void each(Step... steps) throws SQLException {
    for (Step step : steps) {
      for (Merge merge : waiting.keySet()) {
        step.of(merge);
      }
    }
  }

  /** The same, and keys that may wait are asked after it. */
  private void asked(Step... steps) throws SQLException {
    Optional<String> keys = keysThatWait();
    if (keys.isPresent()) {
      Queries.run(connection, "SET CONSTRAINTS " + keys.get() + " DEFERRED");
    }
    each(steps);
    if (keys.isPresent()) {
      Queries.run(connection, "SET CONSTRAINTS " + keys.get() + " IMMEDIATE");
    }
  }

  private void withoutKeys() throws SQLException {
    scaffold.takeOffAll(load.table());
    each(Merge::store);
  }

  private void outAndIn() throws SQLException {
    scaffold.takeOffReferences(load.table());
    if (!bystanders().isEmpty()) {
      throw first;
    }
    asked(Merge::takeOut, Merge::putBack);
  }

  /** Where values wait: as NULL, as values that no row has, as NULL where none is allowed. */
  private enum Parking {
    NULL,
    FREE,
    BENT
  }

  private void park(Parking how) throws SQLException {
    Map<String, Part> chosen = parts(how);
    Set<String> full = new TreeSet<>();
    Map<String, Column> parked = new LinkedHashMap<>();
    for (Part part : chosen.values()) {
      parked.put(part.column(), load.table().column(part.column()).orElseThrow());
      if (how == Parking.BENT && part.full()) {
        full.add(part.column());
      }
    }
    if (parked.isEmpty()) {
      throw first;
    }
    if (how == Parking.BENT) {
      scaffold.takeOffChecks(load.table());
    }
    Map<String, String> names = new LinkedHashMap<>();
    for (String column : full) {
      names.put(
          column, Queries.one(connection, r -> r.getString(1), NOT_NULL_NAME, name(), column));
      alter("ALTER COLUMN " + Sql.POSTGRES.name(column) + " DROP NOT NULL");
    }
    asked(m -> m.park(parked.values(), how == Parking.FREE), Merge::store);
    for (Map.Entry<String, String> column : names.entrySet()) {
      String quoted = Sql.POSTGRES.name(column.getKey());
      alter(
          column.getValue() == null
              ? "ALTER COLUMN " + quoted + " SET NOT NULL"
              : "ADD CONSTRAINT " + Sql.POSTGRES.name(column.getValue()) + " NOT NULL " + quoted);
    }
  }

  /** A column of an index; {@code full}: it may not be NULL. */
  private record Part(String index, String column, boolean full, boolean oneNull) {}

  /** For each key that rows can step aside from, the column by which they do. */
  private Map<String, Part> parts(Parking how) throws SQLException {
    Set<String> referred = new TreeSet<>();
    bystanders().forEach(k -> referred.addAll(k.columns()));
    Map<String, Column> movable = new LinkedHashMap<>();
    for (Column c : load.columns()) {
      boolean may = !c.isGenerated() && c.identity() == Column.Identity.NONE;
      if (may && !load.key().contains(c.name()) && !referred.contains(c.name())) {
        movable.put(c.name(), c);
      }
    }
    Map<String, Part> chosen = new LinkedHashMap<>();
    for (Part part :
        Queries.list(
            connection,
            r -> new Part(r.getString(1), r.getString(2), r.getBoolean(3), r.getBoolean(4)),
            KEYS,
            name())) {
      Column column = movable.get(part.column());
      if (column != null && serves(part, column, how)) {
        chosen.putIfAbsent(part.index(), part);
      }
    }
    return chosen;
  }

  private static boolean serves(Part part, Column column, Parking how) {
    return switch (how) {
      case NULL -> !part.full() && !part.oneNull();
      case FREE -> FreeValue.of(column, "", "").isPresent();
      case BENT -> !part.oneNull();
    };
  }

  private List<Bystanders.Key> bystanders() throws SQLException {
    return Bystanders.of(connection, load.table(), List.of()).keys();
  }

  private void alter(String how) throws SQLException {
    Queries.run(connection, "ALTER TABLE " + name() + " " + how);
  }

  private String name() {
    return Sql.POSTGRES.name(load.table());
  }

  /** What the server has against it, and then nothing is done; null where it is done. */
  private SQLException attempt(Doing way) throws SQLException {
    List<Piece> off = scaffold.off();
    SQLException refusal =
        Attempt.of(connection, SAVEPOINT, e -> !PostgresErrors.isOfTheSession(e), way);
    if (refusal != null) {
      scaffold.undone(off);
    }
    return refusal;
  }

  /** Of rows that no way brings in, those that would not come back even if all had left. */
  private void nameCulprits() throws SQLException {
    List<Runnable> refused = new ArrayList<>();
    Queries.run(connection, "SAVEPOINT " + SAVEPOINT);
    each(Merge::takeOut);
    for (Map.Entry<Merge, Arrivals> merge : waiting.entrySet()) {
      Unheard each =
          Unheard.but(
              (row, why) -> {
                Row kept = row.copy();
                refused.add(() -> merge.getValue().refused(kept, why));
              });
      new Sieve(connection, load, (rows, heard) -> merge.getKey().putBack(rows), each)
          .take(merge.getKey().first(MOST_SIFTED));
    }
    Queries.run(connection, "ROLLBACK TO SAVEPOINT " + SAVEPOINT);
    refused.forEach(Runnable::run);
  }

  private GodwitException refused() throws SQLException {
    Violation why = new Refusals(connection, load).of(first, new Row(0));
    return GodwitException.refused(
        "1 problem, nothing was written:",
        List.of(
            Problem.of(why.kind())
                .at(
                    load.table().displayName(),
                    why.columns().isEmpty() ? null : why.columns().get(0))
                .says(
                    "a row " + why.message() + ", and no way round it is open to this role",
                    "make the key DEFERRABLE, or mend the rows in the source")));
  }
}
