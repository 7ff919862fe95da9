package dev.godwit.cli.cutover;

import dev.godwit.cli.cutover.config.DatabaseAddress;
import dev.godwit.cli.cutover.transfer.Importer;
import dev.godwit.postgres.session.PostgresUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The target: where it is, what it is called for people, and who imports into it. */
public record Server(PostgresUrl url, String shown, Importer importer) {
  Connection connect() throws SQLException {
    return DriverManager.getConnection(url.jdbcUrl(), url.properties());
  }

  DatabaseAddress address() {
    return new DatabaseAddress(url.host(), url.port(), url.database(), url.user(), url.password());
  }
}
