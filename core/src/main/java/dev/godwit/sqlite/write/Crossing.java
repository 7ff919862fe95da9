package dev.godwit.sqlite.write;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.sqlite.read.SqliteRead;
import dev.godwit.sqlite.schema.SqliteKeys;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.Rows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Staged rows that take unique values from each other, or from rows that change later in the load:
 * one by one none could be written. Those that the table has are taken out, and put back as they
 * came: with the same row number, and with what the other columns held. Nobody's triggers or
 * foreign keys are on meanwhile.
 */
final class Crossing implements AutoCloseable {
  private final SqliteRead read;
  private final Table table;
  private final Load load;
  private final Aside stage;
  private final Arrivals arrivals;
  private final String out;
  private final List<String> columns;
  private final List<String> places;
  private final List<String> others = new ArrayList<>();

  /** {@code number} is one that no other of this load has; the stage is closed with this. */
  Crossing(SqliteRead read, Table table, Load load, Aside stage, Arrivals arrivals, String number) {
    this.read = read;
    this.table = table;
    this.load = load;
    this.stage = stage;
    this.arrivals = arrivals;
    this.out = "temp." + Sql.SQLITE.name("godwit_out_" + number);
    this.columns = load.columns().stream().map(Column::name).toList();
    this.places = RowIdentity.each(table);
    List<String> names = table.columns().stream().map(Column::name).toList();
    boolean numbered = table.columns().stream().anyMatch(c -> c.identity() != Column.Identity.NONE);
    String rowid = table.traits().withoutRowid() || numbered ? null : SqliteKeys.rowid(names);
    if (rowid != null) {
      others.add(rowid);
    }
    table.columns().stream()
        .filter(c -> !c.isGenerated() && !columns.contains(c.name()))
        .forEach(c -> others.add(c.name()));
  }

  /** Takes out those rows of the table whose key is among the staged ones. */
  void takeOut() throws SQLException {
    List<String> names = new ArrayList<>(List.of("staged"));
    List<String> values = new ArrayList<>(List.of("s.rowid"));
    for (int i = 0; i < places.size(); i++) {
      names.add("p" + i);
      values.add("t." + places.get(i));
    }
    for (int i = 0; i < others.size(); i++) {
      names.add("o" + i);
      values.add("t." + Sql.SQLITE.name(others.get(i)));
    }
    run("CREATE TABLE %s (%s)".formatted(out, String.join(", ", names)));
    run("INSERT INTO %s SELECT %s FROM %s".formatted(out, String.join(", ", values), both()));
    String gone = String.join(", ", names.subList(1, 1 + places.size()));
    run(
        "DELETE FROM %s WHERE %s IN (SELECT %s FROM %s)"
            .formatted(name(), RowIdentity.of(table), gone, out));
  }

  /** The staged rows beside those of the table that have their key, found by its index. */
  private String both() throws SQLException {
    List<String> same = new ArrayList<>();
    for (String key : load.key()) {
      same.add("t." + Sql.SQLITE.name(key) + " = s." + stage.name(columns.indexOf(key)));
    }
    return stage.table() + " AS s CROSS JOIN " + name() + " AS t ON " + String.join(" AND ", same);
  }

  /**
   * Puts back what {@link #takeOut} took, as it came; {@code refused} has the row's columns first.
   */
  void putBack(SqliteInsert.Refused refused) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      values.add("s." + stage.name(i));
    }
    for (int i = 0; i < others.size(); i++) {
      values.add("o.o" + i);
    }
    insert(
        Stream.concat(columns.stream(), others.stream()).toList(),
        "SELECT %s FROM %s AS o JOIN %s AS s ON s.rowid = o.staged ORDER BY s.rowid"
            .formatted(String.join(", ", values), out, stage.table()),
        refused);
  }

  /** Adds the staged rows that are new, and tells what the table holds of them all. */
  void add(SqliteInsert.Refused refused) throws SQLException {
    List<String> isNull =
        load.key().stream().map(k -> stage.name(columns.indexOf(k)) + " IS NULL").toList();
    String keyless = "(" + String.join(" OR ", isNull) + ")";
    String fresh = stage.select(0) + " AND rowid NOT IN (SELECT staged FROM " + out + ")";
    insert(columns, fresh + " AND NOT " + keyless + " ORDER BY rowid", refused);
    List<String> stored = columns.stream().map(c -> "t." + Sql.SQLITE.name(c)).toList();
    tell("SELECT " + String.join(", ", stored) + " FROM " + both());
    // No key tells these from others that are there.
    tell(
        "INSERT OR ABORT INTO %s (%s) %s AND %s ORDER BY rowid RETURNING %s"
            .formatted(
                name(), Sql.SQLITE.names(columns), fresh, keyless, Sql.SQLITE.names(columns)));
  }

  private void tell(String sql) throws SQLException {
    try (Rows stored = rows(sql, columns)) {
      while (stored.next()) {
        arrivals.stored(stored.row());
      }
    }
  }

  private void insert(List<String> into, String select, SqliteInsert.Refused refused)
      throws SQLException {
    try (Rows rows = rows(select, into);
        SqliteInsert insert =
            new SqliteInsert(
                read.connection(),
                read.utf16(),
                name(),
                into,
                (row, why) -> {
                  refused.refused(row, why);
                  // Whoever decides about it later takes it back, or lets it in.
                  arrivals.stored(row);
                })) {
      insert.writeAll(rows, row -> {});
    }
  }

  private Rows rows(String select, List<String> cells) throws SQLException {
    return read.rows(read.connection().prepareStatement(select), cells.size());
  }

  private String name() {
    return Sql.SQLITE.name(table.name());
  }

  private void run(String sql) throws SQLException {
    Queries.run(read.connection(), sql);
  }

  @Override
  public void close() throws SQLException {
    stage.close();
    run("DROP TABLE IF EXISTS " + out);
  }
}
