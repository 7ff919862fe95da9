package dev.godwit.postgres.load;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Counter;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.store.Load;
import dev.godwit.store.Numbering;
import dev.godwit.store.SequenceEnd;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Moves the sequences behind serial and identity columns so that the next value is free: past the
 * greatest value in the column, past the greatest that the source ever gave, and never back.
 */
public final class Sequences {
  /**
   * Which sequence numbers which column: it owns it, its default names it (as a relation or as a
   * text), or, where nothing says it, by the names that ORMs give.
   */
  private static final String NUMBERING =
      """
      WITH col AS (
        SELECT c.oid, c.relname, c.relnamespace, a.attname, a.attnum, a.attidentity, f.oid AS def,
               CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(f.adbin, f.adrelid)
               END AS expression
          FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
           AND NOT a.attisdropped
          JOIN pg_catalog.pg_type t ON t.oid = a.atttypid AND t.typcategory = 'N'
          LEFT JOIN pg_catalog.pg_attrdef f ON f.adrelid = c.oid AND f.adnum = a.attnum
         WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND NOT c.relispartition),
      said AS (
        SELECT col.*, d.objid AS seq, d.deptype::text AS how, d.xmin::text AS made
          FROM col JOIN pg_catalog.pg_depend d ON d.refobjid = col.oid
           AND d.refobjsubid = col.attnum AND d.refclassid = 'pg_catalog.pg_class'::regclass::oid
           AND d.classid = 'pg_catalog.pg_class'::regclass::oid AND d.deptype IN ('a', 'i')
         UNION ALL
        SELECT col.*, d.refobjid, 'default', NULL
          FROM col JOIN pg_catalog.pg_depend d ON d.objid = col.def
           AND d.classid = 'pg_catalog.pg_attrdef'::regclass::oid
           AND d.refclassid = 'pg_catalog.pg_class'::regclass::oid AND d.refobjsubid = 0
         WHERE col.expression LIKE 'nextval(%'
         UNION ALL
        SELECT col.*, pg_catalog.to_regclass(pg_catalog.replace(substring(col.expression
                        from '^nextval\\(\\(''(.*)''::text\\)::regclass\\)$'), '''''', '''')),
               'default', NULL
          FROM col WHERE col.expression LIKE 'nextval((%'),
      guessed AS (
        SELECT DISTINCT ON (s.oid, col.oid) col.*, s.oid AS seq, 'name', NULL
          FROM col
          JOIN pg_catalog.pg_index i ON i.indrelid = col.oid AND i.indisprimary
           AND i.indnkeyatts = 1 AND i.indkey[0] = col.attnum
          JOIN pg_catalog.pg_class s ON s.relkind = 'S' AND s.relnamespace = col.relnamespace
           AND pg_catalog.lower(s.relname) IN (
                 pg_catalog.lower(col.relname::text || '_seq'), pg_catalog.lower(col.relname::text || '_' || col.attname::text || '_seq'),
                 pg_catalog.lower('seq_' || col.relname::text), pg_catalog.lower(col.relname::text || '_id_seq'),
                 pg_catalog.lower(col.relname::text || 'seq'), pg_catalog.lower(col.relname::text || 'sequence'),
                 pg_catalog.lower(col.relname::text || '_sequence'), 'hibernate_sequence',
                 'entityframeworkhilosequence')
         WHERE col.expression IS NULL AND col.attidentity = ''
           AND CASE WHEN s.relkind = 'S' THEN pg_catalog.has_sequence_privilege(s.oid, 'SELECT')
                    AND pg_catalog.has_sequence_privilege(s.oid, 'UPDATE') END
           AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                            WHERE d.classid = 'pg_catalog.pg_class'::regclass::oid
                              AND d.objid = s.oid AND d.deptype IN ('i', 'e'))
           AND s.oid NOT IN (SELECT seq FROM said WHERE seq IS NOT NULL))
      """;

  /** One that this transaction made needs no RESTART: it goes with a rollback anyway. */
  private static final String OF_TABLES =
      NUMBERING
          + """
          SELECT u.relname, u.attname, sn.nspname, s.relname, q.seqincrement, q.seqmax, q.seqmin,
                 pg_catalog.pg_has_role(s.relowner, 'USAGE')
                   AND (u.how = 'i' AND u.made = (pg_catalog.txid_current_if_assigned() % 4294967296)::text)
                       IS NOT TRUE,
                 q.seqcycle, u.how = 'name'
            FROM (SELECT * FROM said UNION ALL SELECT * FROM guessed) u
            JOIN pg_catalog.pg_class s ON s.oid = u.seq AND s.relkind = 'S'
            JOIN pg_catalog.pg_sequence q ON q.seqrelid = s.oid
            JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace
           ORDER BY u.oid, u.attnum, u.how DESC""";

  private static final String LOOSE =
      NUMBERING
          + """
          SELECT s.relname, CASE WHEN s.relkind = 'S' THEN
                   CASE WHEN pg_catalog.has_sequence_privilege(s.oid, 'SELECT, USAGE')
                   THEN pg_catalog.pg_sequence_last_value(s.oid) END END, q.seqincrement
            FROM pg_catalog.pg_class s
            JOIN pg_catalog.pg_sequence q ON q.seqrelid = s.oid
            JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
           WHERE n.nspname = ? AND s.relkind = 'S' AND s.relpersistence <> 't'
             AND s.oid NOT IN (SELECT seq FROM said WHERE seq IS NOT NULL
                               UNION ALL SELECT seq FROM guessed)
             AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                              WHERE d.classid = 'pg_catalog.pg_class'::regclass::oid
                                AND d.objid = s.oid AND d.deptype IN ('i', 'e'))
           ORDER BY 1""";

  /** Also of defaults that use a sequence which they do not own. */
  private static final String LAST =
      """
      SELECT DISTINCT c.relname, sn.nspname, s.relname
        FROM pg_catalog.pg_sequence q
        JOIN pg_catalog.pg_class s ON s.oid = q.seqrelid
        JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace
        JOIN pg_catalog.pg_depend d ON
             (d.objid = s.oid AND d.classid = 'pg_catalog.pg_class'::regclass::oid
               AND d.refclassid = 'pg_catalog.pg_class'::regclass::oid AND d.deptype IN ('a', 'i'))
             OR (d.refobjid = s.oid AND d.refclassid = 'pg_catalog.pg_class'::regclass::oid
               AND d.classid = 'pg_catalog.pg_attrdef'::regclass::oid)
        LEFT JOIN pg_catalog.pg_attrdef a
               ON a.oid = d.objid AND d.classid = 'pg_catalog.pg_attrdef'::regclass::oid
        JOIN pg_catalog.pg_class c ON c.oid = coalesce(a.adrelid, d.refobjid)
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND q.seqincrement > 0""";

  private final Connection connection;
  private final boolean citus;

  public Sequences(Connection connection, boolean citus) {
    this.connection = connection;
    this.citus = citus;
  }

  List<String> advance(List<Load> loads, Map<String, Long> marks) throws SQLException {
    List<Sequence> sequences = of(loads.stream().map(Load::table).toList());
    return sequences.isEmpty() ? List.of() : advance(sequences, marks, next(sequences, true));
  }

  /** Moves the sequences of counters behind what their columns hold. */
  public void advance(List<Counter> counters) throws SQLException {
    List<Sequence> sequences = counted(counters);
    if (!sequences.isEmpty()) {
      advance(sequences, Map.of(), next(sequences, true));
    }
  }

  /** What would give a number twice, and what belongs to no column of the schema. */
  public Numbering numbering(String schema, List<Table> tables, List<Counter> counters)
      throws SQLException {
    List<Problem> behind = new ArrayList<>();
    List<Sequence> sequences = new ArrayList<>(of(tables));
    List<Problem> loose = new ArrayList<>();
    List<Sequence> counted = counted(counters);
    sequences.addAll(counted);
    for (Counter counter : counters) {
      if (named(counter.sequence()) == null) {
        loose.add(
            Problem.of(ProblemKind.SEQUENCE)
                .at(counter.table().displayName(), counter.column())
                .says("the sequence " + counter.sequence() + " is not in the target"));
      }
    }
    List<BigInteger> now = next(sequences, false);
    List<BigInteger> free = next(sequences, true);
    for (int i = 0; i < sequences.size(); i++) {
      Sequence s = sequences.get(i);
      boolean ends = s.cycles() || s.isSpent(now.get(i));
      if (!ends && !now.get(i).equals(free.get(i))) {
        behind.add(behind(s, now.get(i), free.get(i)));
      }
    }
    Set<String> known = counted.stream().map(Sequence::name).collect(Collectors.toSet());
    Queries.list(
        connection,
        r -> known.contains(Sql.POSTGRES.name(schema, r.getString(1))) || loose.add(loose(r)),
        LOOSE,
        schema,
        schema);
    return new Numbering(behind, loose);
  }

  /** Where those of these tables' columns end that do, counting upwards. */
  public List<SequenceEnd> ends(List<Table> tables) throws SQLException {
    return of(tables).stream().flatMap(s -> s.ends().stream()).distinct().toList();
  }

  /** Those that are there, each with its columns. */
  private List<Sequence> counted(List<Counter> counters) throws SQLException {
    Map<String, Sequence> result = new LinkedHashMap<>();
    for (Counter counter : counters) {
      Sequence one = named(counter.sequence());
      if (one != null) {
        result.putIfAbsent(one.name(), one);
        result.get(one.name()).uses().add(new Sequence.Use(counter.table(), counter.column()));
      }
    }
    return List.copyOf(result.values());
  }

  private static Problem behind(Sequence s, BigInteger now, BigInteger free) {
    Sequence.Use use = s.uses().get(0);
    String message =
        "the sequence %s gives %d next, and %s is past that".formatted(s.name(), now, s.place());
    return Problem.of(ProblemKind.SEQUENCE)
        .at(use.table().displayName(), use.column())
        .says(message, s.setval(free, false));
  }

  private static Problem loose(ResultSet r) throws SQLException {
    String at = r.getString(2) == null ? "its start" : r.getString(2);
    String message =
        "the sequence %s belongs to no column that the catalog or its name tells; it stands at %s and counts by %d"
            .formatted(r.getString(1), at, r.getLong(3));
    return Problem.of(ProblemKind.SEQUENCE).says(message);
  }

  private List<Sequence> of(List<Table> tables) throws SQLException {
    if (tables.isEmpty()) {
      return List.of();
    }
    Map<String, Table> byName =
        tables.stream().collect(Collectors.toMap(Table::name, t -> t, (a, b) -> a));
    Map<String, Sequence> sequences = new LinkedHashMap<>();
    Queries.list(
        connection,
        r -> {
          Table table = byName.get(r.getString(1));
          if (table != null) {
            String name = Sql.POSTGRES.name(r.getString(3), r.getString(4));
            Sequence s = Sequence.of(name, r, 5, r.getBoolean(9), r.getBoolean(10));
            sequences.putIfAbsent(s.name(), s);
            sequences.get(s.name()).uses().add(new Sequence.Use(table, r.getString(2)));
          }
          return table;
        },
        OF_TABLES,
        tables.get(0).schema());
    return List.copyOf(sequences.values());
  }

  /** By name, the next value that each sequence of these tables, and each of these, would give. */
  public Map<String, String> standing(List<Load> loads, Collection<String> more)
      throws SQLException {
    Map<String, String> result = new TreeMap<>();
    List<Sequence> sequences = new ArrayList<>(of(loads.stream().map(Load::table).toList()));
    for (String name : more) {
      Sequence one = named(name);
      if (one != null && sequences.stream().noneMatch(s -> s.name().equals(one.name()))) {
        sequences.add(one);
      }
    }
    List<BigInteger> next = next(sequences, false);
    for (int i = 0; i < next.size(); i++) {
      result.put(sequences.get(i).name(), next.get(i).toString());
    }
    return result;
  }

  /** Lets sequences go on where {@link #standing} said, also where that is back. */
  public void restart(Map<String, String> next) throws SQLException {
    for (Map.Entry<String, String> e : next.entrySet()) {
      Sequence s = named(e.getKey());
      if (s != null) {
        Queries.run(connection, restart(s, new BigInteger(e.getValue())));
      }
    }
  }

  /** The sequence of this name, as SQL has it; null where there is none. */
  private Sequence named(String name) throws SQLException {
    return Queries.one(
        connection,
        r ->
            Sequence.of(
                Sql.POSTGRES.name(r.getString(5), r.getString(6)), r, 1, r.getBoolean(7), true),
        """
        SELECT q.seqincrement, q.seqmax, q.seqmin, pg_catalog.pg_has_role(c.relowner, 'USAGE'),
               n.nspname, c.relname, q.seqcycle
          FROM pg_catalog.pg_sequence q
          JOIN pg_catalog.pg_class c ON c.oid = q.seqrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE q.seqrelid = pg_catalog.to_regclass(?)::oid""",
        name);
  }

  /** One that was used up has no next value to restart with. */
  private String restart(Sequence s, BigInteger next) {
    return s.isOutside(next) ? s.setval(next.subtract(s.step()), true) : statement(s, next);
  }

  /** The last number that each table's sequence gave, where it gave one. */
  public static Map<String, Long> marks(Connection connection, String schema) throws SQLException {
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

  /** Where each sequence goes on; {@code free}: so that no number in use comes again. */
  private List<BigInteger> next(List<Sequence> sequences, boolean free) throws SQLException {
    List<BigInteger> result = new ArrayList<>();
    for (List<Sequence> some : Queries.parts(sequences)) {
      List<String> each = new ArrayList<>();
      for (Sequence s : some) {
        each.add(
            "SELECT %d, last_value, is_called, %s FROM %s"
                .formatted(each.size(), free ? s.furthest() : "NULL::numeric", s.name()));
      }
      result.addAll(
          Queries.list(
              connection,
              r -> some.get(r.getInt(1)).next(r.getLong(2), r.getBoolean(3), r.getBigDecimal(4)),
              String.join(" UNION ALL ", each) + " ORDER BY 1"));
    }
    return result;
  }

  private List<String> advance(
      List<Sequence> sequences, Map<String, Long> marks, List<BigInteger> next)
      throws SQLException {
    List<String> done = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    for (int i = 0; i < sequences.size(); i++) {
      Sequence s = sequences.get(i);
      List<Long> given =
          s.uses().stream()
              .map(use -> marks.get(use.table().name()))
              .filter(Objects::nonNull)
              .toList();
      BigInteger value = s.after(next.get(i), given);
      if (s.isSpent(value)) {
        // After a RESTART setval rolls back as well.
        sql.append(statement(s, s.max())).append(";\n");
        sql.append(s.setval(s.max(), true)).append(";\n");
        done.add(s.place() + ": no next value is left");
        continue;
      }
      s.requireInside(value);
      sql.append(statement(s, value)).append(";\n");
      done.add(s.place() + ": next value " + value);
    }
    Queries.run(connection, sql.toString());
    return done;
  }

  /** RESTART rolls back with the transaction, setval does not; Citus has only setval. */
  private String statement(Sequence s, BigInteger value) {
    return citus || !s.restarts()
        ? s.setval(value, false)
        : "ALTER SEQUENCE " + s.name() + " RESTART WITH " + value;
  }
}
