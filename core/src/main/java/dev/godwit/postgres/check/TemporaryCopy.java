package dev.godwit.postgres.check;

import dev.godwit.postgres.session.Attempt;
import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.postgres.load.PostgresCopy;
import dev.godwit.postgres.load.Sieve;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.postgres.session.Repertoire;
import dev.godwit.postgres.session.Spellings;
import dev.godwit.store.Intent;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.Trial;
import dev.godwit.store.Unheard;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A temporary table with the CHECKs, domains, generated columns, exclusion constraints, index
 * expressions and partitions of one of the target's tables. Rows are written in batches that are
 * undone at once, but for the sake of an exclusion constraint. Keys are not among it: rows of the
 * same key are found elsewhere.
 */
public final class TemporaryCopy implements Trial {
  private static final int BATCH = 1000;
  private static final long BYTES = 8L << 20;

  /** An entry of a B-tree is at most 2704 bytes: shorter values need not be tried. */
  private static final long LONG_KEY = 2000;

  /** A table of more partitions takes too long to copy. */
  private static final int MOST_PARTITIONS = 2000;

  private static final String NAME = "godwit_trial";
  private static final String SAVEPOINT = "godwit_trial";
  private static final String ENCODING = "characters that its encoding may lack";

  private static final Pattern INDEX = Pattern.compile("^CREATE .+? USING (.*)$", Pattern.DOTALL);

  private static final String EXCLUSIONS =
      """
      SELECT conname, pg_catalog.pg_get_constraintdef(oid) FROM pg_catalog.pg_constraint k
       WHERE conrelid = to_regclass(?) AND (contype = 'x' OR (to_jsonb(k)->>'conperiod')::boolean)
         AND contype <> 'f' ORDER BY conname""";

  /** Indexes that compute something, or hold what may be too long. */
  private static final String INDEXES =
      """
      SELECT pg_catalog.pg_get_indexdef(i.indexrelid),
             i.indexprs IS NOT NULL OR i.indpred IS NOT NULL
        FROM pg_catalog.pg_index i
       WHERE i.indrelid = to_regclass(?) AND NOT EXISTS (
             SELECT 1 FROM pg_catalog.pg_constraint k
              WHERE k.conindid = i.indexrelid
                AND (k.contype = 'x' OR (to_jsonb(k)->>'conperiod')::boolean))
       ORDER BY i.indexrelid""";

  private static final String PARTITIONS =
      """
      SELECT p.relid::text, p.parentrelid::text, pg_catalog.pg_get_expr(c.relpartbound, c.oid),
             pg_catalog.pg_get_partkeydef(c.oid),
             ARRAY(SELECT 'CONSTRAINT ' || quote_ident(k.conname) || ' '
                            || pg_catalog.pg_get_constraintdef(k.oid)
                     FROM pg_catalog.pg_constraint k
                    WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.coninhcount = 0),
             p.level > 0 AND EXISTS (
               SELECT 1 FROM pg_catalog.pg_trigger g
                WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgparentid = 0
                  AND g.tgenabled <> 'D')
        FROM pg_partition_tree(to_regclass(?)) p
        JOIN pg_catalog.pg_class c ON c.oid = p.relid
       ORDER BY p.level, c.relname""";

  private final Connection connection;
  private final boolean own;
  private final Intent intent;
  private final Table table;
  private final Arrivals arrivals;
  private final List<Integer> longKeys;
  private final List<String> subjects = new ArrayList<>();
  private final List<Row> batch = new ArrayList<>();
  private long bytes;
  private boolean keeps;
  private boolean made;
  private String untried;

  /** {@code own}: nobody else's work is in the connection's transaction, which may be ended. */
  public TemporaryCopy(Connection connection, boolean own, Intent intent, Arrivals arrivals) {
    this.connection = connection;
    this.own = own;
    this.intent = intent;
    this.table = intent.table();
    this.arrivals = Unheard.but(arrivals::refused);
    this.longKeys = longKeys();
    try {
      make();
    } catch (SQLException e) {
      undo();
      if (String.valueOf(e.getSQLState()).startsWith("08")) {
        throw PostgresErrors.of("making a temporary copy of " + table.displayName(), e);
      }
      String what = subjects.isEmpty() ? "what it decides" : String.join(", ", subjects);
      untried = what + ": " + why(e);
    }
  }

  private static String why(SQLException e) {
    return switch (String.valueOf(e.getSQLState())) {
      case "42501" ->
          "no right to make temporary tables: GRANT TEMPORARY ON DATABASE to whoever connects";
      case "55P03" -> "another session holds a lock on the table";
      default -> PostgresErrors.message(e);
    };
  }

  private void make() throws SQLException {
    if (intent.made()) {
      plain();
      return;
    }
    subjects();
    if (subjects.isEmpty() && longKeys.isEmpty()) {
      return;
    }
    StringBuilder sql = new StringBuilder();
    Queries.run(connection, begin() + "SET LOCAL lock_timeout = '2s'");
    if (table.traits().partitioned()) {
      partitions(sql);
    } else {
      sql.append(like(NAME, qualified(), "")).append(";\n");
    }
    loosen(sql);
    if (!table.traits().partitioned()) {
      exclusions(sql);
      indexes(sql);
    }
    made(sql.toString());
  }

  private void made(String sql) throws SQLException {
    Queries.run(connection, sql);
    made = true;
    if (own) {
      // From here on nothing of the table itself is locked.
      connection.commit();
    }
  }

  /** Of a table that is still to be made only its columns' types count. */
  private void plain() throws SQLException {
    boolean common = intent.columns().stream().noneMatch(c -> c.type().kind() == Kind.NATIVE);
    if (!common || !Repertoire.of(connection).isPart()) {
      return;
    }
    subjects.add(ENCODING);
    Queries.run(connection, begin());
    made(
        "CREATE TEMPORARY TABLE "
            + NAME
            + " ("
            + intent.columns().stream()
                .map(c -> Sql.POSTGRES.name(c.name()) + " " + c.type().name())
                .collect(Collectors.joining(", "))
            + ")");
  }

  private String begin() {
    // Temporary tables live in the session: on a connection of one's own they outlast commits.
    return (own ? "" : "SAVEPOINT " + SAVEPOINT + "; ") + Spellings.TRANSACTION;
  }

  /** What but keys and lengths decides about rows. */
  private void subjects() throws SQLException {
    if (!table.checks().isEmpty()) {
      subjects.add("its CHECKs");
    }
    if (table.traits().partitioned()) {
      subjects.add("its partitions");
    }
    if (table.columns().stream().anyMatch(Column::isGenerated)) {
      subjects.add("its generated columns");
    }
    if (Repertoire.of(connection).isPart()) {
      subjects.add(ENCODING);
    }
    Queries.list(
        connection,
        r -> subjects.add(r.getString(1)),
        """
        SELECT 'its exclusion constraints' WHERE EXISTS (
          SELECT 1 FROM pg_catalog.pg_constraint k
           WHERE conrelid = to_regclass(?)
             AND (contype = 'x' OR contype <> 'f' AND (to_jsonb(k)->>'conperiod')::boolean))
        UNION ALL
        SELECT 'its index expressions' WHERE EXISTS (
          SELECT 1 FROM pg_catalog.pg_index
           WHERE indrelid = to_regclass(?) AND (indexprs IS NOT NULL OR indpred IS NOT NULL))""",
        qualified(),
        qualified());
  }

  private String qualified() {
    return Sql.POSTGRES.name(table);
  }

  private static String like(String name, String of, String partitioning) {
    return "CREATE TEMPORARY TABLE "
        + name
        + " (LIKE "
        + of
        + " INCLUDING CONSTRAINTS INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING STORAGE)"
        + partitioning;
  }

  /** Columns that nobody fills get no default that could do anything, such as count on. */
  private void loosen(StringBuilder sql) {
    Set<String> filled = new HashSet<>(intent.columns().stream().map(Column::name).toList());
    for (Column column : table.columns()) {
      if (filled.contains(column.name()) || column.isGenerated()) {
        continue;
      }
      String alter = "ALTER TABLE pg_temp." + NAME + " ALTER " + Sql.POSTGRES.name(column.name());
      String value = column.defaultValue();
      if (value == null || value.contains("(")) {
        sql.append(alter).append(" DROP DEFAULT;\n");
        sql.append(alter).append(" DROP NOT NULL;\n");
      }
    }
  }

  private void exclusions(StringBuilder sql) throws SQLException {
    Queries.list(
        connection,
        r ->
            sql.append("ALTER TABLE pg_temp." + NAME + " ADD CONSTRAINT ")
                .append(Sql.POSTGRES.name(r.getString(1)))
                .append(' ')
                .append(r.getString(2).replaceFirst(" DEFERRABLE( INITIALLY DEFERRED)?$", ""))
                .append(";\n"),
        EXCLUSIONS,
        qualified());
    keeps = sql.indexOf(" EXCLUDE ") >= 0;
  }

  private void indexes(StringBuilder sql) throws SQLException {
    Queries.list(
        connection,
        r -> {
          Matcher index = INDEX.matcher(r.getString(1));
          if (index.matches()) {
            sql.append("CREATE INDEX ON pg_temp." + NAME + " USING ")
                .append(index.group(1).replace(" NULLS NOT DISTINCT", ""))
                .append(";\n");
          }
          return r;
        },
        INDEXES,
        qualified());
  }

  private record Part(
      String id, String parent, String bound, String key, List<String> checks, boolean triggers) {}

  private void partitions(StringBuilder sql) throws SQLException {
    List<Part> parts =
        Queries.list(
            connection,
            r ->
                new Part(
                    r.getString(1),
                    r.getString(2),
                    r.getString(3),
                    r.getString(4),
                    Queries.array(r, 5),
                    r.getBoolean(6)),
            PARTITIONS,
            qualified());
    if (parts.size() > MOST_PARTITIONS) {
      throw new SQLException("it has " + parts.size() + " partitions", "0A000");
    }
    if (parts.stream().anyMatch(Part::triggers)) {
      untried = "triggers of its partitions, which stay on";
    }
    List<String> ids = parts.stream().map(Part::id).toList();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      String by = part.key() == null ? "" : " PARTITION BY " + part.key();
      if (i == 0) {
        sql.append(like(NAME, qualified(), by)).append(";\n");
        continue;
      }
      int parent = ids.indexOf(part.parent());
      sql.append("CREATE TEMPORARY TABLE " + NAME + i + " PARTITION OF pg_temp." + NAME)
          .append(parent == 0 ? "" : String.valueOf(parent))
          .append(' ')
          .append(part.bound())
          .append(by)
          .append(";\n");
      for (String check : part.checks()) {
        sql.append("ALTER TABLE pg_temp." + NAME + i + " ADD " + check + ";\n");
      }
    }
  }

  /** The places of filled columns that an index holds and whose values may be long. */
  private List<Integer> longKeys() {
    List<Integer> result = new ArrayList<>();
    for (int i = 0; i < intent.columns().size(); i++) {
      Column column = intent.columns().get(i);
      boolean indexed =
          table.primaryKey().contains(column.name())
              || table.indexes().stream()
                  .anyMatch(x -> x.method() == null && x.columns().contains(column.name()));
      if (indexed && !Locks.isOfFixedLength(column.type().kind())) {
        result.add(i);
      }
    }
    return result;
  }

  private boolean isLong(Row row) {
    long length = 0;
    for (int i : longKeys) {
      length += row.bytes(i) == null ? 0 : row.bytes(i).length;
    }
    return length > LONG_KEY;
  }

  @Override
  public void take(Row row) {
    if (!made || subjects.isEmpty() && !isLong(row)) {
      return;
    }
    batch.add(row.copy());
    bytes += row.length();
    if (batch.size() == BATCH || bytes > BYTES) {
      flush();
    }
  }

  @Override
  public void end() {
    if (!batch.isEmpty()) {
      flush();
    }
  }

  private void flush() {
    try {
      Queries.run(connection, begin());
      Load load = Load.of(table, intent.columns());
      PostgresCopy copy = new PostgresCopy(connection, "pg_temp." + NAME);
      Sieve sieve = Sieve.of(connection, load, copy, arrivals);
      sieve.take(List.copyOf(batch));
      if (keeps) {
        keep();
      } else {
        undo();
      }
    } catch (SQLException e) {
      undo();
      throw PostgresErrors.of("trying rows on a copy of " + table.displayName(), e);
    }
    batch.clear();
    bytes = 0;
  }

  private void keep() throws SQLException {
    if (own) {
      connection.commit();
    } else {
      Queries.run(connection, "RELEASE SAVEPOINT " + SAVEPOINT);
    }
  }

  private void undo() {
    try {
      if (own) {
        connection.rollback();
      } else {
        Attempt.undo(connection, SAVEPOINT);
      }
    } catch (SQLException e) {
      // What went wrong before says more; a connection that broke has nothing to undo.
      return;
    }
  }

  @Override
  public String untried() {
    return untried;
  }

  @Override
  public void close() {
    try {
      if (made) {
        Queries.run(connection, "DROP TABLE pg_temp." + NAME);
        keep();
      }
    } catch (SQLException e) {
      // It goes with the session.
      undo();
    }
  }
}
