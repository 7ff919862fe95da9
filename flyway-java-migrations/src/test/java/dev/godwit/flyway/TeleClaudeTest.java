package dev.godwit.flyway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.Verdict;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.report.TableReport;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FreshDatabase.class)
@Timeout(60)
class TeleClaudeTest {
  private static FluentConfiguration configure(Database database) {
    return Shop.configure(database)
        .configuration(
            Map.of(
                "flyway.locations", "classpath:db/teleclaude",
                "flyway.godwit.source", Samples.teleclaude(),
                "flyway.godwit.ownerPerson", "ada",
                "flyway.godwit.ownerUid", "1000"));
  }

  @Test
  void bothFilesAreOneImportAndEveryRowArrives(Database database) {
    FluentConfiguration configuration = configure(database);
    List<Report> reports = Shop.reports(configuration);
    assertThat(configuration.load().migrate().migrationsExecuted).isEqualTo(2);
    assertThat(Shop.history(database)).contains("2|import sqlite|JDBC|t");
    Report report = reports.get(0);
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(report.tables()).allMatch(t -> t.digest() == Match.EQUAL);
    assertThat(report.tables())
        .extracting(TableReport::name)
        .contains("sessions", "mirrors", "notifications", "signal_items");
    assertThat(report.leftOut()).extracting(l -> l.table()).contains("schema_migrations");
    assertThat(report.rejected()).isZero();
  }

  @Test
  void rowsWithoutAnOwnerGetTheOneGiven(Database database) {
    FluentConfiguration configuration = configure(database);
    List<Report> reports = Shop.reports(configuration);
    configuration.load().migrate();
    String sessions = database.value("SELECT count(*) FROM sessions");
    assertThat(
            database.value(
                "SELECT count(*) FROM sessions WHERE owner_person = 'ada' AND owner_uid = 1000"))
        .isEqualTo(sessions);
    assertThat(reports.get(0).filled())
        .extracting(f -> f.table() + "." + f.column() + " " + f.rows())
        .containsExactly("sessions.owner_person " + sessions, "sessions.owner_uid " + sessions);
  }

  @Test
  void aFreshInstallHasNothingToImport(Database database) {
    Flyway flyway =
        configure(database).configuration(Map.of("flyway.godwit.source", "none")).load();
    assertThat(flyway.migrate().migrationsExecuted).isEqualTo(2);
    assertThat(flyway.validateWithResult().validationSuccessful).isTrue();
    assertThat(database.value("SELECT count(*) FROM sessions")).isEqualTo("0");
  }
}
