package dev.godwit.flyway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.Verdict;
import dev.godwit.report.Report;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** V1 distributes on a coordinator of Citus, V2 imports, in Flyway's transaction. */
@EnabledIfEnvironmentVariable(
    named = "GODWIT_TEST_CITUS",
    matches = ".+",
    disabledReason = "GODWIT_TEST_CITUS names no coordinator of Citus")
class CitusFlywayTest {
  private final String schema = "godwit_" + System.nanoTime();
  @TempDir Path folder;

  @Test
  void theImportRunsUnchangedIntoTablesThatV1Distributed() throws IOException, SQLException {
    Files.writeString(
        folder.resolve("V1__schema.sql"),
        """
        CREATE TABLE customers (id bigint PRIMARY KEY, name text, joined timestamptz);
        CREATE TABLE orders (id bigint, customer_id bigint REFERENCES customers, qty int, note jsonb,
          PRIMARY KEY (customer_id, id));
        SELECT create_reference_table('customers');
        SELECT create_distributed_table('orders', 'customer_id');
        """);
    URI given = URI.create(System.getenv("GODWIT_TEST_CITUS"));
    String[] user = given.getUserInfo().split(":", 2);
    String url =
        "jdbc:postgresql://" + given.getAuthority().replaceFirst(".*@", "") + given.getPath();
    FluentConfiguration configuration =
        Flyway.configure()
            .dataSource(url, user[0], user.length > 1 ? user[1] : null)
            .defaultSchema(schema)
            .configuration(
                Map.of(
                    "flyway.locations",
                    "filesystem:" + folder,
                    "flyway.godwit.version",
                    "2",
                    "flyway.godwit.source",
                    Shop.file(folder).toString()));
    List<Report> reports = Shop.reports(configuration);
    try (Connection connection =
            DriverManager.getConnection(url, user[0], user.length > 1 ? user[1] : null);
        Statement statement = connection.createStatement()) {
      configuration.load().migrate();
      assertThat(reports.get(0).verdict()).isEqualTo(Verdict.EXACT);
      try (ResultSet result =
          statement.executeQuery(
              "SELECT count(*) FROM pg_dist_partition WHERE logicalrelid::text LIKE '"
                  + schema
                  + ".flyway%'")) {
        result.next();
        assertThat(result.getLong(1)).isZero();
      }
      statement.execute("DROP SCHEMA " + schema + " CASCADE; DROP SCHEMA godwit CASCADE");
    }
  }
}
