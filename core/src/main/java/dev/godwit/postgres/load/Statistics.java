package dev.godwit.postgres.load;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.store.Load;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the server's planner has to know of tables that were loaded. */
final class Statistics {
  private static final int MANY_COLUMNS = 50;

  /** A statistics target of 2 is a sample of 600 rows. */
  private static final int FEWEST = 2;

  private Statistics() {}

  static void gather(Connection connection, List<Load> loads) throws SQLException {
    List<String> usual = new ArrayList<>();
    for (Load load : loads) {
      String table = Sql.POSTGRES.name(load.table());
      int columns = load.table().columns().size();
      if (load.table().traits().owned() && columns > MANY_COLUMNS) {
        wide(connection, table, columns);
      } else if (load.table().traits().owned()) {
        usual.add(table);
      }
    }
    if (!usual.isEmpty()) {
      Queries.run(connection, "ANALYZE " + String.join(", ", usual));
    }
  }

  /** A full sample of every column would take several times as long as the rows did. */
  private static void wide(Connection connection, String table, int columns) throws SQLException {
    String target = "default_statistics_target";
    int usual =
        Queries.one(
            connection, r -> r.getInt(1), "SELECT pg_catalog.current_setting('" + target + "')");
    double share = (double) MANY_COLUMNS / columns;
    int less = Math.max(FEWEST, (int) (usual * share * share));
    Queries.run(
        connection,
        "SET LOCAL %s = %d; ANALYZE %s; SET LOCAL %s = %d"
            .formatted(target, Math.min(usual, less), table, target, usual));
  }
}
