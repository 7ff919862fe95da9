package dev.godwit.jdbc;

import dev.godwit.store.Ledger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The table in which Flyway notes its versions, on either engine. */
public final class Ledgers {
  private Ledgers() {}

  /** The versions that were noted after this one in the table of this quoted name. */
  public static List<String> after(Connection connection, String table, Ledger ledger)
      throws SQLException {
    return Queries.texts(
        connection,
        ("SELECT version FROM %s WHERE version IS NOT NULL AND installed_rank >"
                + " (SELECT max(installed_rank) FROM %s WHERE version = ?) ORDER BY installed_rank")
            .formatted(table, table),
        ledger.version());
  }

  /** Removes the note of this version, where it is of a migration in Java. */
  public static void strike(Connection connection, String table, Ledger ledger)
      throws SQLException {
    Queries.run(
        connection,
        "DELETE FROM %s WHERE version = %s AND type = 'JDBC'"
            .formatted(table, Sql.POSTGRES.literal(ledger.version())));
  }
}
