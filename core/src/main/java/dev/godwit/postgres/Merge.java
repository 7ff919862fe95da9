package dev.godwit.postgres;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.Kind;
import dev.godwit.model.OnConflict;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Loads rows into a table that may hold some of them: first beside it, then into it, skipping or
 * updating what is there. What was stored is read back in the same statement.
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
    String columns = Sql.POSTGRES.names(load.columns().stream().map(Column::name).toList());
    String table = Sql.POSTGRES.name(load.table().schema(), load.table().name());
    // Without constraints: it is the table's own that decide.
    Queries.run(
        connection,
        "CREATE TEMPORARY TABLE godwit_stage ON COMMIT DROP AS SELECT "
            + columns
            + " FROM "
            + table
            + " WITH NO DATA");
    PostgresCopy copy = new PostgresCopy(connection, STAGE);
    if (load.columns().stream().noneMatch(c -> c.type().kind() == Kind.NATIVE)) {
      copy.append(load, rows, arrivals, new BinaryEncoder(load.columns()), false);
    } else {
      new NativeCopy(connection, copy).append(load, rows, arrivals);
    }
    String insert =
        "INSERT INTO "
            + table
            + " AS t ("
            + columns
            + ") OVERRIDING SYSTEM VALUE SELECT "
            + columns
            + " FROM "
            + STAGE
            + conflict();
    long stored = 0;
    try (BinaryRows back =
        PostgresRead.returning(connection, load.table(), load.columns(), insert)) {
      while (back.next()) {
        arrivals.stored(back.row());
        stored++;
      }
    }
    Queries.run(connection, "DROP TABLE " + STAGE);
    return stored;
  }

  private String conflict() {
    List<String> key = load.table().primaryKey();
    List<String> others =
        load.columns().stream().map(Column::name).filter(c -> !key.contains(c)).toList();
    if (load.onConflict() == OnConflict.SKIP || key.isEmpty() || others.isEmpty()) {
      return " ON CONFLICT DO NOTHING";
    }
    return " ON CONFLICT ("
        + Sql.POSTGRES.names(key)
        + ") DO UPDATE SET "
        + String.join(
            ", ",
            others.stream()
                .map(c -> Sql.POSTGRES.name(c) + " = excluded." + Sql.POSTGRES.name(c))
                .toList());
  }
}
