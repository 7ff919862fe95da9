package dev.godwit.sqlite.write;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.sqlite.read.SqliteRead;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.Loading.Violation;
import dev.godwit.store.Rows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Loads rows into a table that may hold some of them: first beside it, then into it, over what has
 * the same key. What was stored is read back in the same statement.
 */
final class SqliteMerge {
  private static final int FIRST = 0;
  private static final int AGAIN = 1;

  private final SqliteRead read;
  private final Table table;
  private final Load load;
  private final List<String> columns;
  private long rows;

  SqliteMerge(SqliteRead read, Table table, Load load) {
    this.read = read;
    this.table = table;
    this.load = load;
    this.columns = load.columns().stream().map(Column::name).toList();
  }

  /**
   * Stores the rows, or, where one takes a unique value that another row still has or breaks
   * another constraint, gives what has to be done once all rows of the load are known; {@code
   * number} tells this call from others.
   */
  Optional<Crossing> append(Rows rows, Arrivals arrivals, String number) throws SQLException {
    Aside stage = new Aside(read, "godwit_stage_" + number, load.columns());
    boolean waits = false;
    try {
      while (rows.next()) {
        this.rows++;
        stage.add(rows.row(), FIRST);
      }
      refuse(stage, arrivals);
      try (Rows staged = stage.rows(FIRST)) {
        while (staged.next()) {
          arrivals.arrived(staged.row());
        }
      }
      store(stage, arrivals);
    } catch (SQLException e) {
      Refusal refusal = Refusal.of(e, table);
      waits = refusal != null;
      if (!waits) {
        throw e;
      }
    } finally {
      if (!waits) {
        stage.close();
      }
    }
    return waits
        ? Optional.of(new Crossing(read, table, load, stage, arrivals, number))
        : Optional.empty();
  }

  /** How many rows came. */
  long rows() {
    return rows;
  }

  private void store(Aside stage, Arrivals arrivals) throws SQLException {
    // A constraint of its own may say REPLACE: the other row would be gone without a word.
    String insert =
        "INSERT OR ABORT INTO %s (%s) %s ORDER BY rowid %s RETURNING %s"
            .formatted(
                Sql.SQLITE.name(load.table().name()),
                Sql.SQLITE.names(columns),
                stage.select(FIRST),
                conflict(),
                Sql.SQLITE.names(columns));
    try (Rows back = read.rows(read.connection().prepareStatement(insert), load.columns())) {
      while (back.next()) {
        arrivals.stored(back.row());
      }
    }
  }

  private String conflict() {
    List<String> set =
        columns.stream()
            .filter(c -> !load.key().contains(c))
            .map(c -> Sql.SQLITE.name(c) + " = excluded." + Sql.SQLITE.name(c))
            .toList();
    return set.isEmpty()
        ? "ON CONFLICT DO NOTHING"
        : "ON CONFLICT ("
            + Sql.SQLITE.names(load.key())
            + ") DO UPDATE SET "
            + String.join(", ", set);
  }

  /**
   * Takes out the rows whose key came before. Of two rows with one key the later would win, and so
   * would one that SQLite takes for a row of the table that is another by its spelling.
   */
  private void refuse(Aside stage, Arrivals arrivals) throws SQLException {
    List<String> keys = new ArrayList<>();
    List<String> there = new ArrayList<>();
    List<String> same = new ArrayList<>();
    List<String> spelled = new ArrayList<>();
    for (String key : load.key()) {
      String staged = "s." + stage.name(columns.indexOf(key));
      String stored = "t." + Sql.SQLITE.name(key);
      keys.add(staged + collation(key));
      there.add(staged + " IS NOT NULL");
      same.add(stored + " = " + staged);
      spelled.add(stored + " <> " + staged + " COLLATE BINARY");
      spelled.add("typeof(" + stored + ") <> typeof(" + staged + ")");
    }
    Queries.run(
        read.connection(),
        ("UPDATE %1$s AS s SET why = %2$d WHERE EXISTS (SELECT 1 FROM %3$s AS t WHERE %4$s AND (%5$s))"
                + " OR rowid IN (SELECT n FROM (SELECT s.rowid AS n, row_number() OVER"
                + " (PARTITION BY %6$s ORDER BY s.rowid) AS nth FROM %1$s AS s WHERE %7$s) WHERE nth > 1)")
            .formatted(
                stage.table(),
                AGAIN,
                Sql.SQLITE.name(table.name()),
                String.join(" AND ", same),
                String.join(" OR ", spelled),
                String.join(", ", keys),
                String.join(" AND ", there)));
    Violation why = Refusal.duplicate(load.key(), table);
    try (Rows refused = stage.rows(AGAIN)) {
      while (refused.next()) {
        arrivals.refused(refused.row(), why);
      }
    }
    Queries.run(read.connection(), "DELETE FROM " + stage.table() + " WHERE why = " + AGAIN);
  }

  /** By which the key tells texts apart. */
  private String collation(String key) {
    return table.indexes().stream()
        .filter(i -> i.unique() && Set.copyOf(i.columns()).equals(Set.copyOf(load.key())))
        .flatMap(i -> i.parts().stream())
        .filter(p -> p.column().equals(key) && p.collation() != null)
        .map(p -> " COLLATE " + Sql.SQLITE.name(p.collation()))
        .findFirst()
        .orElse("");
  }
}
