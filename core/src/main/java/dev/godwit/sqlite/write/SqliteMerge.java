package dev.godwit.sqlite.write;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import dev.godwit.sqlite.read.SqliteRead;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.Rows;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Loads rows into a table that may hold some of them: first beside it, then into it, over what has
 * the same key. What was stored is read back in the same statement.
 */
final class SqliteMerge {
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
        arrivals.arrived(rows.row());
        stage.add(rows.row(), 0);
      }
      requireDistinct(stage);
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
                stage.select(0),
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

  /** Of two rows with one key the later would win, and the earlier be lost. */
  private void requireDistinct(Aside stage) throws SQLException {
    List<String> key = load.key().stream().map(k -> stage.name(columns.indexOf(k))).toList();
    String sql = "SELECT 1 FROM %s GROUP BY %s HAVING count(*) > 1 LIMIT 1";
    String among = sql.formatted(stage.table(), Sql.SQLITE.names(key));
    if (!Queries.list(read.connection(), r -> r.getInt(1), among).isEmpty()) {
      throw GodwitException.refused(
          load.table().name()
              + ": two rows of the source have the same key ("
              + String.join(", ", load.key())
              + "), and only one of them could stay");
    }
  }
}
