package dev.godwit.postgres.load;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Index;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.postgres.encode.Literals;
import dev.godwit.postgres.encode.RowEncoder;
import dev.godwit.postgres.read.BinaryRows;
import dev.godwit.postgres.read.PostgresKeys;
import dev.godwit.postgres.read.PostgresRead;
import dev.godwit.postgres.session.SourceSession;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.Rows;
import dev.godwit.store.Unheard;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Rows on their way into a table that may hold some of them: first beside it, then into it, over
 * what has the same key. What came of them is read back.
 */
public final class Merge {
  /** Those without an equality of PostgreSQL's that is for just this type. */
  private static final Set<Kind> OF_TEXT = Set.of(Kind.NATIVE, Kind.JSON, Kind.VARCHAR);

  private final Connection connection;
  private final Load load;
  private final String stage;
  private final String out;

  /** {@code number} is what no other of this connection's transaction is told by. */
  Merge(Connection connection, Load load, String number) {
    this(connection, load, "pg_temp.godwit_stage_" + number, "pg_temp.godwit_out_" + number);
  }

  private Merge(Connection connection, Load load, String stage, String out) {
    this.connection = connection;
    this.load = load;
    this.stage = stage;
    this.out = out;
  }

  /**
   * Notes the keys of the rows that came, in a table of this load; they may come once only. Of two
   * rows with one key the later would win, and so would one that the server takes for a row of the
   * table that is another by its spelling.
   *
   * @throws SQLException that names the target's own key, where one comes again
   */
  void claim(String keys) throws SQLException {
    String names = Sql.POSTGRES.names(load.key());
    Queries.run(
        connection,
        ("CREATE TEMPORARY TABLE IF NOT EXISTS %1$s ON COMMIT DROP AS SELECT %2$s FROM %3$s"
                + " WITH NO DATA; CREATE UNIQUE INDEX IF NOT EXISTS %4$s ON pg_temp.%1$s (%2$s);"
                + " INSERT INTO pg_temp.%1$s SELECT %2$s FROM %5$s")
            .formatted(keys, names, table(), Sql.POSTGRES.name(keyName()), stage));
    List<String> spelled = new ArrayList<>();
    for (Column column : load.columns()) {
      if (load.key().contains(column.name()) && !PostgresKeys.isPlain(column)) {
        String name = Sql.POSTGRES.name(column.name());
        spelled.add("NOT pg_catalog.record_image_eq(ROW(t.%1$s), ROW(s.%1$s))".formatted(name));
      }
    }
    if (!spelled.isEmpty()) {
      Queries.run(
          connection,
          "INSERT INTO pg_temp.%s SELECT s.* FROM (SELECT %s FROM %s) s JOIN %s t ON %s WHERE %s"
              .formatted(keys, names, stage, rows(), match(), String.join(" OR ", spelled)));
    }
  }

  /** What the target calls the key. */
  private String keyName() {
    return load.table().indexes().stream()
        .filter(i -> i.unique() && i.where() == null)
        .filter(i -> Set.copyOf(i.columns()).equals(Set.copyOf(load.key())))
        .map(Index::name)
        .findFirst()
        .orElse(load.table().name() + "_pkey");
  }

  /** Writes the rows over those of the same key, and adds those that are new. */
  void store() throws SQLException {
    List<String> numbered =
        load.columns().stream().filter(this::isNumbered).map(Column::name).toList();
    identities(numbered, "BY DEFAULT");
    if (!others().isEmpty()) {
      Queries.run(connection, update());
    }
    Queries.run(connection, insert());
    identities(numbered, "ALWAYS");
  }

  /**
   * Gives these columns another value, in rows of the table that come and have another there: none,
   * or one that no row has.
   */
  void park(Collection<Column> columns, boolean free) throws SQLException {
    List<String> set = new ArrayList<>();
    List<String> moves = new ArrayList<>();
    for (Column column : columns) {
      String name = Sql.POSTGRES.name(column.name());
      set.add(name + " = " + (free ? FreeValue.of(column, rows(), stage).orElseThrow() : "NULL"));
      moves.add("t." + name + "::text IS DISTINCT FROM s." + name + "::text");
    }
    Queries.run(
        connection,
        ("UPDATE %s t SET %s FROM (SELECT *, pg_catalog.row_number() OVER () AS \"godwit nth\" FROM %s) s"
                + " WHERE %s AND (%s)")
            .formatted(rows(), String.join(", ", set), stage, match(), String.join(" OR ", moves)));
  }

  /** Takes the rows that the table has of these out of it, whole. */
  void takeOut() throws SQLException {
    List<String> all = stored();
    Queries.run(
        connection,
        "CREATE TEMPORARY TABLE %s ON COMMIT DROP AS SELECT %s FROM %s t WHERE %s"
            .formatted(
                out.substring(out.indexOf('.') + 1), Sql.POSTGRES.names(all), rows(), isStaged()));
    Queries.run(connection, "DELETE FROM " + rows() + " t WHERE " + isStaged());
  }

  /** Puts them back as they came, other columns as they were; then {@link #store} adds the new. */
  void putBack() throws SQLException {
    List<String> come = load.columns().stream().map(Column::name).toList();
    List<String> values =
        stored().stream()
            .map(c -> (come.contains(c) ? "s." : "t.") + Sql.POSTGRES.name(c))
            .toList();
    Queries.run(
        connection,
        "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s t JOIN %s s ON %s"
            .formatted(
                table(),
                Sql.POSTGRES.names(stored()),
                String.join(", ", values),
                out,
                stage,
                match()));
    Queries.run(connection, insert());
  }

  /** Puts some of them back, that are given once more. */
  void putBack(Rows some) throws SQLException {
    Merge part = new Merge(connection, load, stage + "_part", out);
    part.stage(some, Unheard.never("the target refused its own value"));
    part.putBack();
    Queries.run(connection, "DROP TABLE " + part.stage);
  }

  /** The first rows that came, at most so many. */
  List<Row> first(int most) throws SQLException {
    List<Row> result = new ArrayList<>();
    String from = stage + " t LIMIT " + most;
    try (BinaryRows rows = PostgresRead.rows(connection, load.table(), load.columns(), from)) {
      while (rows.next()) {
        result.add(rows.row().copy());
      }
    }
    return result;
  }

  private List<String> stored() {
    return load.table().columns().stream().filter(c -> !c.isGenerated()).map(Column::name).toList();
  }

  private String isStaged() {
    return "EXISTS (SELECT FROM " + stage + " s WHERE " + match() + ")";
  }

  /** Tells what the table holds of the rows that came, and forgets these. */
  void end(Arrivals arrivals) throws SQLException {
    tell(
        arrivals,
        PostgresRead.rows(
            connection, load.table(), load.columns(), rows() + " t WHERE " + isStaged()));
    if (!nullable().isEmpty()) {
      // No key tells these from others that are there.
      tell(
          arrivals,
          PostgresRead.returning(
              connection, load.table(), load.columns(), insert(keyed(" IS NULL", " OR "))));
    }
    Queries.run(connection, "DROP TABLE IF EXISTS " + stage + ", " + out);
  }

  private static void tell(Arrivals arrivals, BinaryRows stored) throws SQLException {
    try (stored) {
      while (stored.next()) {
        arrivals.stored(stored.row());
      }
    } catch (GodwitException e) {
      if (stored.refusal() != null) {
        throw stored.refusal();
      }
      throw e;
    }
  }

  private List<String> nullable() {
    return load.key().stream()
        .filter(k -> load.table().column(k).map(Column::nullable).orElse(true))
        .toList();
  }

  private String keyed(String test, String glue) {
    return String.join(
        glue, nullable().stream().map(k -> "s." + Sql.POSTGRES.name(k) + test).toList());
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
        .formatted(rows(), String.join(", ", set), stage, match());
  }

  /** New rows, but for those whose key is NULL: {@link #end} adds them. */
  private String insert() throws SQLException {
    return insert(nullable().isEmpty() ? "true" : keyed(" IS NOT NULL", " AND "));
  }

  private String insert(String which) throws SQLException {
    List<String> names = load.columns().stream().map(Column::name).toList();
    return "INSERT INTO %s AS t (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s s WHERE NOT EXISTS (SELECT FROM %s t WHERE %s) AND (%s)"
        .formatted(
            table(),
            Sql.POSTGRES.names(names),
            Sql.POSTGRES.names(names),
            stage,
            rows(),
            match(),
            which);
  }

  /** Puts the rows beside the table, in columns of its types; returns how many. */
  long stage(Rows rows, Arrivals arrivals) throws SQLException {
    // Without constraints: it is the table's own that decide.
    Queries.run(
        connection,
        "CREATE TEMPORARY TABLE %s ON COMMIT DROP AS SELECT %s FROM %s WITH NO DATA"
            .formatted(
                stage.substring(stage.indexOf('.') + 1),
                Sql.POSTGRES.columns(load.columns()),
                table()));
    PostgresCopy copy = new PostgresCopy(connection, stage);
    return HeldCopy.isNeeded(load)
        ? new HeldCopy(copy).append(load, rows, arrivals)
        : copy.append(load, rows, arrivals, RowEncoder.of(load.columns()), false);
  }

  /**
   * As {@link dev.godwit.store.can.Editing#delete}; {@code loaded} are the tables whose own rows
   * come and go with these.
   */
  public static long delete(
      Connection connection, Table table, List<Column> key, Rows keys, Collection<Table> loaded)
      throws SQLException {
    Load load = Load.of(table, key);
    Merge merge = new Merge(connection, load, "gone");
    merge.stage(keys, Unheard.never("the target refused its own value"));
    String name = merge.rows();
    List<String> names = key.stream().map(Column::name).toList();
    boolean unique = Set.copyOf(names).equals(Set.copyOf(table.primaryKey()));
    String gone =
        unique
            ? "EXISTS (SELECT FROM " + merge.stage + " s WHERE " + match(key) + ")"
            : "t.ctid IN (" + oneEach(name, merge.stage, key) + ")";
    long count =
        Bystanders.of(connection, table, loaded)
            .spared(
                () -> {
                  try (Statement statement = connection.createStatement()) {
                    return statement.executeLargeUpdate("DELETE FROM " + name + " t WHERE " + gone);
                  }
                });
    Queries.run(connection, "DROP TABLE " + merge.stage);
    return count;
  }

  private String match() {
    return match(load.key().stream().map(k -> load.table().column(k).orElseThrow()).toList());
  }

  private static String match(List<Column> columns) {
    return match(columns, c -> Literals.operator("=", List.of(c)));
  }

  private static String match(List<Column> columns, Function<Column, String> operator) {
    return columns.stream()
        .map(
            c -> {
              String name = Sql.POSTGRES.name(c.name());
              return "t." + name + operator.apply(c) + "s." + name;
            })
        .collect(Collectors.joining(" AND "));
  }

  /** Of equal rows as many as are staged: some types have no equality but that of their text. */
  private static String oneEach(String table, String stage, List<Column> key) {
    List<String> values =
        key.stream()
            .map(
                c ->
                    Sql.POSTGRES.name(c.name())
                        + (OF_TEXT.contains(c.type().kind())
                            ? "::text AS " + Sql.POSTGRES.name(c.name())
                            : ""))
            .toList();
    String columns = String.join(", ", values);
    String names = Sql.POSTGRES.columns(key);
    String numbered =
        ", pg_catalog.row_number() OVER (PARTITION BY " + names + ") AS \"godwit nth\" FROM ";
    String rows = "SELECT \"godwit at\", " + names + numbered;
    return "SELECT t.\"godwit at\" FROM ("
        + rows
        + ("(SELECT ctid AS \"godwit at\", " + columns + " FROM " + table + ") a) t JOIN (SELECT ")
        + ("pg_catalog.count(*) AS \"godwit of\", "
            + names
            + " FROM (SELECT "
            + columns
            + " FROM "
            + stage)
        + (") b GROUP BY " + names + ") s ON ")
        + match(key, c -> " IS NOT DISTINCT FROM ")
        + " WHERE t.\"godwit nth\" <= s.\"godwit of\"";
  }
}
