package dev.godwit.cli.cutover.preflight;

import dev.godwit.cli.cutover.step.Check;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** Whether the target is a database that can be moved to. Reads only. */
public final class ServerChecks {
  private static final int OLDEST = 140_000;

  private final Connection connection;
  private final boolean force;
  private final boolean begun;

  /** {@code begun}: rows that are there may be those of an interrupted run. */
  public ServerChecks(Connection connection, boolean force, boolean begun) {
    this.connection = connection;
    this.force = force;
    this.begun = begun;
  }

  public List<Check> all(List<String> flyway) throws SQLException {
    List<Check> checks = new ArrayList<>();
    checks.add(version());
    checks.add(rights());
    checks.add(empty());
    List<String> failed = flyway.stream().filter(s -> s.startsWith("failed")).toList();
    checks.add(
        failed.isEmpty()
            ? Check.ok("Flyway", String.join("; ", flyway))
            : Check.failed(
                "Flyway", String.join("; ", failed), "flyway repair, once you know what happened"));
    return checks;
  }

  private Check version() throws SQLException {
    int number = Integer.parseInt(value("SHOW server_version_num"));
    String evidence =
        "PostgreSQL "
            + value("SHOW server_version")
            + ", database "
            + value("SELECT current_database()");
    return number >= OLDEST
        ? Check.ok("PostgreSQL", evidence)
        : Check.failed(
            "PostgreSQL", evidence, "use version 14 or later; 18 is what Godwit is made with");
  }

  private Check rights() throws SQLException {
    String user = value("SELECT current_user");
    boolean may =
        value("SELECT has_schema_privilege(current_schema(), 'CREATE')").equals("t")
            && value("SHOW transaction_read_only").equals("off");
    return may
        ? Check.ok("rights", user + " may make tables")
        : Check.failed(
            "rights",
            user + " may not make tables in this database",
            "GRANT CREATE ON SCHEMA public TO "
                + DSL.using(SQLDialect.POSTGRES).render(DSL.name(user)));
  }

  private Check empty() throws SQLException {
    List<String> occupied = new ArrayList<>();
    for (String table :
        values(
            "SELECT quote_ident(relname) FROM pg_class WHERE relkind IN ('r', 'p') AND NOT"
                + " relispartition AND relnamespace = current_schema()::regnamespace"
                + " AND relname NOT LIKE 'flyway%' ORDER BY 1")) {
      if (!values("SELECT 1 FROM " + table + " LIMIT 1").isEmpty()) {
        occupied.add(table);
      }
    }
    if (occupied.isEmpty()) {
      return Check.ok("target", "no table holds rows");
    }
    String evidence = occupied.size() + " tables hold rows: " + String.join(", ", occupied);
    if (begun) {
      return Check.ok("target", evidence + " (of this cutover)");
    }
    return force
        ? Check.warning("target", evidence, "--force empties those that are moved")
        : Check.failed("target", evidence, "use an empty database, or empty it with --force");
  }

  private String value(String sql) throws SQLException {
    return values(sql).get(0);
  }

  private List<String> values(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> result = new ArrayList<>();
      while (rows.next()) {
        result.add(rows.getString(1));
      }
      return result;
    }
  }
}
