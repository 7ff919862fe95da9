package dev.godwit.postgres;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Table;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.Rows;
import dev.godwit.store.Unheard;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

/**
 * Loads rows into a table that may hold some of them: first beside it, then into it, over what has
 * the same key. What was stored is read back in the same statement.
 */
final class Merge {
  private static final String STAGE = "pg_temp.godwit_stage";

  private final Connection connection;
  private final Load load;

  Merge(Connection connection, Load load) {
    this.connection = connection;
    this.load = load;
  }

  /** Returns how many rows were stored. */
  long append(Rows rows, Arrivals arrivals) throws SQLException {
    stage(rows, arrivals);
    List<String> numbered =
        load.columns().stream().filter(this::isNumbered).map(Column::name).toList();
    identities(numbered, "BY DEFAULT");
    long stored = others().isEmpty() ? 0 : store(update(), arrivals);
    stored += store(insert(), arrivals);
    identities(numbered, "ALWAYS");
    Queries.run(connection, "DROP TABLE " + STAGE);
    return stored;
  }

  private long store(String sql, Arrivals arrivals) throws SQLException {
    long stored = 0;
    try (BinaryRows back = PostgresRead.returning(connection, load.table(), load.columns(), sql)) {
      try {
        while (back.next()) {
          arrivals.stored(back.row());
          stored++;
        }
      } catch (GodwitException e) {
        if (back.refusal() != null) {
          throw back.refusal();
        }
        throw e;
      }
    }
    return stored;
  }

  /** Nothing may be written over such a column, unless the server is told to take it. */
  private boolean isNumbered(Column column) {
    return column.identity() == Column.Identity.ALWAYS && others().contains(column.name());
  }

  private void identities(List<String> columns, String how) throws SQLException {
    for (String column : columns) {
      Queries.run(
          connection,
          "ALTER TABLE %s ALTER COLUMN %s SET GENERATED %s"
              .formatted(table(), Sql.POSTGRES.name(column), how));
    }
  }

  private String table() {
    return Sql.POSTGRES.name(load.table());
  }

  /** The table without what inherits from it. */
  private String rows() throws SQLException {
    return only(connection, load.table());
  }

  private static String only(Connection connection, Table table) throws SQLException {
    boolean parent = SourceSession.parents(connection, table.schema()).contains(table.name());
    return (parent ? "ONLY " : "") + Sql.POSTGRES.name(table);
  }

  private List<String> others() {
    return load.columns().stream().map(Column::name).filter(c -> !load.key().contains(c)).toList();
  }

  /** Not by ON CONFLICT: a key that is deferrable, or off for the load, serves here as well. */
  private String update() throws SQLException {
    List<String> set =
        others().stream().map(c -> Sql.POSTGRES.name(c) + " = s." + Sql.POSTGRES.name(c)).toList();
    return "UPDATE %s t SET %s FROM %s s WHERE %s"
        .formatted(rows(), String.join(", ", set), STAGE, match(load.key(), " = "));
  }

  private String insert() throws SQLException {
    List<String> names = load.columns().stream().map(Column::name).toList();
    return "INSERT INTO %s AS t (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s s WHERE NOT EXISTS (SELECT FROM %s t WHERE %s)"
        .formatted(
            table(),
            Sql.POSTGRES.names(names),
            Sql.POSTGRES.names(names),
            STAGE,
            rows(),
            match(load.key(), " = "));
  }

  /** Puts the rows beside the table, in columns of its types. */
  private void stage(Rows rows, Arrivals arrivals) throws SQLException {
    // Without constraints: it is the table's own that decide.
    Queries.run(
        connection,
        "CREATE TEMPORARY TABLE godwit_stage ON COMMIT DROP AS SELECT "
            + Sql.POSTGRES.columns(load.columns())
            + " FROM "
            + Sql.POSTGRES.name(load.table())
            + " WITH NO DATA");
    PostgresCopy copy = new PostgresCopy(connection, STAGE);
    if (HeldCopy.isNeeded(load)) {
      new HeldCopy(copy).append(load, rows, arrivals);
    } else {
      copy.append(load, rows, arrivals, RowEncoder.of(load.columns()), false);
    }
  }

  /** As {@link dev.godwit.store.Target#delete}. */
  static long delete(Connection connection, Table table, List<Column> key, Rows keys)
      throws SQLException {
    Load load = new Load(table, key, false, false, true, 0, List.of());
    new Merge(connection, load).stage(keys, Unheard.never("the target refused its own value"));
    String name = only(connection, table);
    List<String> names = key.stream().map(Column::name).toList();
    boolean unique = Set.copyOf(names).equals(Set.copyOf(table.primaryKey()));
    String sql =
        unique
            ? "DELETE FROM " + name + " t USING " + STAGE + " s WHERE " + match(names, " = ")
            : "DELETE FROM " + name + " WHERE ctid IN (" + oneEach(name, key) + ")";
    try (Statement statement = connection.createStatement()) {
      long count = statement.executeLargeUpdate(sql);
      statement.execute("DROP TABLE " + STAGE);
      return count;
    }
  }

  private static String match(List<String> names, String operator) {
    return String.join(
        " AND ",
        names.stream()
            .map(n -> "t." + Sql.POSTGRES.name(n) + operator + "s." + Sql.POSTGRES.name(n))
            .toList());
  }

  /** Of equal rows as many as are staged: some types have no equality but that of their text. */
  private static String oneEach(String table, List<Column> key) {
    List<String> values =
        key.stream()
            .map(
                c ->
                    Sql.POSTGRES.name(c.name())
                        + (c.type().kind() == Kind.NATIVE || c.type().kind() == Kind.JSON
                            ? "::text AS " + Sql.POSTGRES.name(c.name())
                            : ""))
            .toList();
    String columns = String.join(", ", values);
    String names = Sql.POSTGRES.columns(key);
    String numbered = ", row_number() OVER (PARTITION BY " + names + ") AS \"godwit nth\" FROM ";
    String rows = "SELECT \"godwit at\", " + names + numbered;
    return "SELECT t.\"godwit at\" FROM ("
        + rows
        + ("(SELECT ctid AS \"godwit at\", " + columns + " FROM " + table + ") a) t JOIN (SELECT ")
        + ("count(*) AS \"godwit of\", " + names + " FROM (SELECT " + columns + " FROM " + STAGE)
        + (") b GROUP BY " + names + ") s ON ")
        + match(key.stream().map(Column::name).toList(), " IS NOT DISTINCT FROM ")
        + " WHERE t.\"godwit nth\" <= s.\"godwit of\"";
  }
}
