package dev.godwit.sqlite.write;

import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.sqlite.read.SqliteRead;
import dev.godwit.store.Rows;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Takes rows out of a table by their values: for each row that is given, one of the table. */
public final class SqliteDelete {
  private final SqliteRead read;
  private final Table table;
  private final List<Column> key;
  private final List<String> columns;

  public SqliteDelete(SqliteRead read, Table table, List<Column> key) {
    this.read = read;
    this.table = table;
    this.key = key;
    this.columns = key.stream().map(Column::name).toList();
  }

  /** Returns how many went. */
  public long run(Rows keys) throws SQLException {
    try (Aside stage = new Aside(read, "godwit_stage", key)) {
      while (keys.next()) {
        stage.add(keys.row(), 0);
      }
      boolean unique = Set.copyOf(columns).equals(Set.copyOf(table.primaryKey()));
      String gone = unique ? byKey(stage) : oneEach(stage);
      String sql = "DELETE FROM %s WHERE %s IN (%s)".formatted(name(), RowIdentity.of(table), gone);
      try (Statement statement = read.connection().createStatement()) {
        return statement.executeLargeUpdate(sql);
      }
    }
  }

  private String name() {
    return Sql.SQLITE.name(table.name());
  }

  /** Looked up in the table one by one, which has an index for it. */
  private String byKey(Aside stage) throws SQLException {
    List<String> places = new ArrayList<>();
    RowIdentity.each(table).forEach(p -> places.add("t." + p));
    return "SELECT %s FROM %s AS s CROSS JOIN %s AS t ON %s"
        .formatted(
            String.join(", ", places),
            stage.table(),
            name(),
            same(stage, columns.stream().map(c -> "t." + Sql.SQLITE.name(c)).toList()));
  }

  /** Of equal rows as many as were given. */
  private String oneEach(Aside stage) throws SQLException {
    List<String> inner = new ArrayList<>();
    List<String> outer = new ArrayList<>();
    List<String> partition = new ArrayList<>();
    List<String> group = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String column = Sql.SQLITE.name(columns.get(i));
      inner.add(column + " AS k" + i);
      outer.add("t.k" + i);
      partition.add("typeof(" + column + "), " + column + " COLLATE BINARY");
      group.add("typeof(" + stage.name(i) + "), " + stage.name(i));
    }
    List<String> places = RowIdentity.each(table);
    List<String> found = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      inner.add(places.get(i) + " AS p" + i);
      found.add("t.p" + i);
    }
    return "SELECT %s FROM (SELECT %s, row_number() OVER (PARTITION BY %s) AS nth FROM %s) AS t"
            .formatted(
                String.join(", ", found),
                String.join(", ", inner),
                String.join(", ", partition),
                name())
        + " JOIN (SELECT count(*) AS number, * FROM %s GROUP BY %s) AS s ON %s"
            .formatted(stage.table(), String.join(", ", group), same(stage, outer))
        + " WHERE t.nth <= s.number";
  }

  /** Indexes know the first of these only; the others tell 1 from 1.0, and a from A. */
  private String same(Aside stage, List<String> own) {
    List<String> staged = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      staged.add("s." + stage.name(i));
    }
    return is(own, staged, v -> v)
        + " AND "
        + is(own, staged, v -> v + " COLLATE BINARY")
        + " AND "
        + is(own, staged, v -> "typeof(" + v + ")");
  }

  private static String is(List<String> a, List<String> b, UnaryOperator<String> form) {
    return "("
        + String.join(", ", a.stream().map(form).toList())
        + ") IS ("
        + String.join(", ", b.stream().map(form).toList())
        + ")";
  }
}
