package dev.godwit.flyway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.Verdict;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FreshDatabase.class)
@Timeout(60)
class ChinookTest {
  @Test
  void arrivesInAHandWrittenSchema(Database database) {
    FluentConfiguration configuration =
        Shop.configure(database)
            .configuration(
                Map.of(
                    "flyway.locations", "classpath:chinook",
                    "flyway.godwit.version", "2",
                    "flyway.godwit.source", Samples.chinook().toString()));
    List<Report> reports = Shop.reports(configuration);
    configuration.load().migrate();
    Report report = reports.get(0);
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(report.tables()).hasSize(11).allMatch(t -> t.digest() == Match.EQUAL);
    assertThat(report.copied()).isEqualTo(15_607);
    assertThat(database.value("SELECT sum(total) FROM invoice")).isEqualTo("2328.60");
    assertThat(database.value("SELECT birthdate, hiredate FROM employee WHERE employeeid = 1"))
        .isEqualTo("1962-02-18|2002-08-14 00:00:00");
    database.run("INSERT INTO artist (name) VALUES ('after')");
    assertThat(database.value("SELECT artistid FROM artist WHERE name = 'after'")).isEqualTo("276");
  }
}
