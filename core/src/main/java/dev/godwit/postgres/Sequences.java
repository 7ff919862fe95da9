package dev.godwit.postgres;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.GodwitException;
import dev.godwit.store.Load;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Moves the sequences behind serial and identity columns so that the next value is free: past the
 * greatest value in the column, past the greatest that the source ever gave, and never back.
 */
final class Sequences {
  /** One that this transaction made needs no RESTART: it goes with a rollback anyway. */
  private static final String OWNED =
      """
      SELECT c.relname, a.attname, sn.nspname, s.relname, q.seqincrement, q.seqmax, q.seqmin,
             pg_catalog.pg_has_role(s.relowner, 'USAGE')
               AND (d.deptype = 'i' AND d.xmin::text = (txid_current_if_assigned() % 4294967296)::text)
                   IS NOT TRUE
        FROM pg_catalog.pg_depend d
        JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
        JOIN pg_catalog.pg_sequence q ON q.seqrelid = s.oid
        JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace
        JOIN pg_catalog.pg_class c ON c.oid = d.refobjid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
       WHERE d.classid = 'pg_catalog.pg_class'::regclass
         AND d.refclassid = 'pg_catalog.pg_class'::regclass
         AND d.deptype IN ('a', 'i') AND n.nspname = ?
       ORDER BY c.oid, a.attnum""";

  /** Also of defaults that use a sequence which they do not own. */
  private static final String LAST =
      """
      SELECT DISTINCT c.relname, sn.nspname, s.relname
        FROM pg_catalog.pg_sequence q
        JOIN pg_catalog.pg_class s ON s.oid = q.seqrelid
        JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace
        JOIN pg_catalog.pg_depend d ON
             (d.objid = s.oid AND d.classid = 'pg_catalog.pg_class'::regclass
               AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i'))
             OR (d.refobjid = s.oid AND d.refclassid = 'pg_catalog.pg_class'::regclass
               AND d.classid = 'pg_catalog.pg_attrdef'::regclass)
        LEFT JOIN pg_catalog.pg_attrdef a
               ON a.oid = d.objid AND d.classid = 'pg_catalog.pg_attrdef'::regclass
        JOIN pg_catalog.pg_class c ON c.oid = coalesce(a.adrelid, d.refobjid)
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND q.seqincrement > 0""";

  private record Sequence(
      Load load,
      String column,
      String name,
      long increment,
      long max,
      long min,
      boolean restarts) {}

  private final Connection connection;
  private final boolean citus;

  Sequences(Connection connection, boolean citus) {
    this.connection = connection;
    this.citus = citus;
  }

  List<String> advance(List<Load> loads, Map<String, Long> marks) throws SQLException {
    if (loads.isEmpty()) {
      return List.of();
    }
    List<Sequence> sequences = of(loads);
    return sequences.isEmpty()
        ? List.of()
        : advance(sequences, marks, next(sequences, Sequences::furthest));
  }

  private List<Sequence> of(List<Load> loads) throws SQLException {
    Map<String, Load> byName =
        loads.stream().collect(Collectors.toMap(l -> l.table().name(), l -> l));
    List<Sequence> sequences = new ArrayList<>();
    Queries.list(
        connection,
        r -> {
          Load load = byName.get(r.getString(1));
          if (load != null) {
            sequences.add(
                new Sequence(
                    load,
                    r.getString(2),
                    Sql.POSTGRES.name(r.getString(3), r.getString(4)),
                    r.getLong(5),
                    r.getLong(6),
                    r.getLong(7),
                    r.getBoolean(8)));
          }
          return load;
        },
        OWNED,
        loads.get(0).table().schema());
    return sequences;
  }

  /** By name, the next value that each sequence of these tables would give. */
  Map<String, String> standing(List<Load> loads) throws SQLException {
    Map<String, String> result = new TreeMap<>();
    List<Sequence> sequences = loads.isEmpty() ? List.of() : of(loads);
    List<BigInteger> next = next(sequences, s -> "NULL::bigint");
    for (int i = 0; i < next.size(); i++) {
      result.put(sequences.get(i).name(), next.get(i).toString());
    }
    return result;
  }

  /** Lets sequences go on where {@link #standing} said, also where that is back. */
  void restart(Map<String, String> next) throws SQLException {
    for (Map.Entry<String, String> e : next.entrySet()) {
      Sequence s =
          Queries.one(
              connection,
              r ->
                  new Sequence(
                      null,
                      null,
                      e.getKey(),
                      r.getLong(1),
                      r.getLong(2),
                      r.getLong(3),
                      r.getBoolean(4)),
              """
              SELECT q.seqincrement, q.seqmax, q.seqmin,
                     pg_catalog.pg_has_role(c.relowner, 'USAGE')
                FROM pg_catalog.pg_sequence q
                JOIN pg_catalog.pg_class c ON c.oid = q.seqrelid
               WHERE q.seqrelid = to_regclass(?)""",
              e.getKey());
      if (s != null) {
        Queries.run(connection, restart(s, new BigInteger(e.getValue())));
      }
    }
  }

  /** One that was used up has no next value to restart with. */
  private String restart(Sequence s, BigInteger next) {
    boolean usedUp =
        next.compareTo(BigInteger.valueOf(s.max())) > 0
            || next.compareTo(BigInteger.valueOf(s.min())) < 0;
    return usedUp
        ? "SELECT pg_catalog.setval("
            + Sql.POSTGRES.literal(s.name())
            + ", "
            + next.subtract(BigInteger.valueOf(s.increment()))
            + ", true)"
        : statement(s, next);
  }

  /** The last number that each table's sequence gave, where it gave one. */
  static Map<String, Long> marks(Connection connection, String schema) throws SQLException {
    Map<String, Long> result = new HashMap<>();
    List<String> reading =
        Queries.list(
            connection,
            r ->
                "SELECT %s, last_value - CASE WHEN is_called THEN 0 ELSE 1 END FROM %s"
                    .formatted(
                        Sql.POSTGRES.literal(r.getString(1)),
                        Sql.POSTGRES.name(r.getString(2), r.getString(3))),
            LAST,
            schema);
    for (List<String> some : Queries.parts(reading)) {
      Queries.list(
          connection,
          r -> result.merge(r.getString(1), r.getLong(2), Math::max),
          String.join(" UNION ALL ", some));
    }
    // A sequence that never counted says nothing.
    result.values().removeIf(mark -> mark < 1);
    return result;
  }

  /** Where each sequence has to go on, by its own state and a value in use, which may be NULL. */
  private List<BigInteger> next(List<Sequence> sequences, Function<Sequence, String> inUse)
      throws SQLException {
    List<BigInteger> result = new ArrayList<>();
    for (List<Sequence> some : Queries.parts(sequences)) {
      List<String> each = new ArrayList<>();
      for (Sequence s : some) {
        each.add(
            "SELECT %d, last_value, is_called, %s FROM %s"
                .formatted(each.size(), inUse.apply(s), s.name()));
      }
      result.addAll(
          Queries.list(
              connection,
              r -> next(some.get(r.getInt(1)), r),
              String.join(" UNION ALL ", each) + " ORDER BY 1"));
    }
    return result;
  }

  /** The furthest value in the sequence's column. */
  private static String furthest(Sequence s) {
    return "(SELECT %s(%s)::bigint FROM %s)"
        .formatted(
            s.increment() > 0 ? "max" : "min",
            Sql.POSTGRES.name(s.column()),
            Sql.POSTGRES.name(s.load().table().schema(), s.load().table().name()));
  }

  private static BigInteger next(Sequence s, ResultSet r) throws SQLException {
    BigInteger step = BigInteger.valueOf(s.increment());
    BigInteger own = BigInteger.valueOf(r.getLong(2));
    BigInteger next = r.getBoolean(3) ? own.add(step) : own;
    long value = r.getLong(4);
    return r.wasNull() ? next : further(s, next, BigInteger.valueOf(value).add(step));
  }

  private static BigInteger further(Sequence s, BigInteger a, BigInteger b) {
    return s.increment() > 0 ? a.max(b) : a.min(b);
  }

  private List<String> advance(
      List<Sequence> sequences, Map<String, Long> marks, List<BigInteger> next)
      throws SQLException {
    List<String> done = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    for (int i = 0; i < sequences.size(); i++) {
      Sequence s = sequences.get(i);
      BigInteger value = next.get(i);
      Long mark = marks.get(s.load().table().name());
      if (mark != null && s.increment() > 0) {
        value = value.max(BigInteger.valueOf(mark).add(BigInteger.valueOf(s.increment())));
      }
      if (isSpent(s, value)) {
        // After a RESTART setval rolls back as well.
        sql.append(statement(s, BigInteger.valueOf(s.max()))).append(";\n");
        sql.append(setval(s, BigInteger.valueOf(s.max()), true)).append(";\n");
        done.add(s.load().table().displayName() + "." + s.column() + ": no next value is left");
        continue;
      }
      checkRange(s, value);
      sql.append(statement(s, value)).append(";\n");
      done.add(s.load().table().displayName() + "." + s.column() + ": next value " + value);
    }
    Queries.run(connection, sql.toString());
    return done;
  }

  /** The greatest number of all is in use: as in the source, the next row without a key fails. */
  private static boolean isSpent(Sequence s, BigInteger value) {
    return s.max() == Long.MAX_VALUE && value.compareTo(BigInteger.valueOf(s.max())) > 0;
  }

  private static String setval(Sequence s, BigInteger value, boolean used) {
    return "SELECT pg_catalog.setval("
        + Sql.POSTGRES.literal(s.name())
        + ", "
        + value
        + ", "
        + used
        + ")";
  }

  private static void checkRange(Sequence s, BigInteger value) {
    // One past the end is legal in the column but not as a place to restart.
    if (value.compareTo(BigInteger.valueOf(s.max())) > 0
        || value.compareTo(BigInteger.valueOf(s.min())) < 0) {
      throw GodwitException.refused(
          s.load().table().displayName()
              + "."
              + s.column()
              + ": its sequence ends at "
              + (s.increment() > 0 ? s.max() : s.min())
              + ", and the next value would be "
              + value
              + "; give the column a wider type (bigint) in the target's schema");
    }
  }

  /** RESTART rolls back with the transaction, setval does not; Citus has only setval. */
  private String statement(Sequence s, BigInteger value) {
    return citus || !s.restarts()
        ? setval(s, value, false)
        : "ALTER SEQUENCE " + s.name() + " RESTART WITH " + value;
  }
}
