package dev.godwit.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import db.shop.V2__import_sqlite;
import dev.godwit.model.Verdict;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(FreshDatabase.class)
@Timeout(60)
class ImportTest {
  private static final List<String> IMPORTED = List.of("1|schema|SQL|t", "2|import sqlite|JDBC|t");

  @TempDir Path folder;

  @Test
  void thePlugInContributesTheImportAtTheVersionGiven(Database database) {
    FluentConfiguration configuration =
        Shop.configure(database).configuration(Shop.options(Shop.file(folder)));
    List<Report> reports = Shop.reports(configuration);
    assertThat(configuration.load().migrate().migrationsExecuted).isEqualTo(2);
    assertThat(Shop.history(database)).isEqualTo(IMPORTED);
    assertThat(reports).singleElement().extracting(Report::verdict).hasToString("exact");
    assertThat(reports.get(0).tables()).hasSize(2).allMatch(t -> t.digest() == Match.EQUAL);
    assertThat(
            database.rows("SELECT id, name, joined AT TIME ZONE 'UTC' FROM customers ORDER BY 1"))
        .containsExactly("1|Ada|2024-01-31 12:00:00", "2|Bram|null", "7|Cy|2024-02-01 08:30:00");
    database.run("INSERT INTO customers (name) VALUES ('Dee')");
    assertThat(database.value("SELECT max(id) FROM customers")).isEqualTo("8");
  }

  @Test
  void aClassOfOnesOwnIsTheImportToo(Database database) {
    Map<String, String> options = Shop.options(Shop.file(folder));
    options.remove("flyway.godwit.version");
    options.put("flyway.locations", Shop.V1 + ",classpath:db/shop");
    assertThat(Shop.flyway(database, options).migrate().migrationsExecuted).isEqualTo(2);
    assertThat(Shop.history(database)).isEqualTo(IMPORTED);
    assertThat(database.value("SELECT count(*) FROM orders")).isEqualTo("2");
  }

  @Test
  void aClassGivenAsAnObjectIsTheImportToo(Database database) {
    Map<String, String> options = Shop.options(Shop.file(folder));
    options.remove("flyway.godwit.version");
    Shop.configure(database)
        .configuration(options)
        .javaMigrations(new V2__import_sqlite())
        .load()
        .migrate();
    assertThat(Shop.history(database)).isEqualTo(IMPORTED);
  }

  @Test
  void aSecondRunDoesNothing(Database database) {
    Map<String, String> options = Shop.options(Shop.file(folder));
    Shop.flyway(database, options).migrate();
    database.run("DELETE FROM orders");
    assertThat(Shop.flyway(database, options).migrate().migrationsExecuted).isZero();
    assertThat(database.value("SELECT count(*) FROM orders")).isEqualTo("0");
  }

  @Test
  void infoAndValidateNeedNoFile(Database database) throws Exception {
    Path file = Shop.file(folder);
    Shop.flyway(database, Shop.options(file)).migrate();
    Files.delete(file);
    Map<String, String> options = Shop.options(file);
    options.remove("flyway.godwit.source");
    Flyway flyway = Shop.flyway(database, options);
    assertThat(flyway.info().current().getVersion()).hasToString("2");
    assertThat(flyway.validateWithResult().validationSuccessful).isTrue();
    assertThat(flyway.migrate().migrationsExecuted).isZero();
  }

  @Test
  void changedRulesBlockUntilRepairAndAnotherCommentDoesNot(Database database) throws Exception {
    Path rules = Files.writeString(folder.resolve("rules.yml"), "tables:\n  orders: skip\n");
    Map<String, String> options = Shop.options(Shop.file(folder));
    options.put("flyway.godwit.rules", rules.toString());
    Shop.flyway(database, options).migrate();
    assertThat(database.value("SELECT count(*) FROM orders")).isEqualTo("0");

    Files.writeString(rules, "# said otherwise\ntables: {orders: skip}\n");
    assertThat(Shop.flyway(database, options).validateWithResult().validationSuccessful).isTrue();
    Files.writeString(rules, "tables: {customers: skip}\n");
    assertThatThrownBy(() -> Shop.flyway(database, options).migrate())
        .hasMessageContaining("checksum mismatch for migration version 2");
    Shop.flyway(database, options).repair();
    assertThatCode(() -> Shop.flyway(database, options).migrate()).doesNotThrowAnyException();

    Files.delete(rules);
    assertThatThrownBy(() -> Shop.flyway(database, options).validate())
        .hasMessageContaining("rules.yml cannot be read")
        .hasMessageContaining("checksum");
  }

  @Test
  void noneSucceedsAndLeavesAnEmptySchema(Database database) {
    Map<String, String> options =
        Shop.with(Shop.options(Path.of("x")), "flyway.godwit.source", "none");
    FluentConfiguration configuration = Shop.configure(database).configuration(options);
    List<Report> reports = Shop.reports(configuration);
    configuration.load().migrate();
    assertThat(Shop.history(database)).isEqualTo(IMPORTED);
    assertThat(reports).singleElement().extracting(Report::tables).isEqualTo(List.of());
    assertThat(database.value("SELECT count(*) FROM customers")).isEqualTo("0");
  }

  @Test
  void aTargetWithRowsIsRefusedAndForceEmptiesItFirst(Database database) {
    Map<String, String> options = Shop.options(Shop.file(folder));
    Shop.flyway(database, Shop.with(options, "flyway.target", "1")).migrate();
    database.run("INSERT INTO customers (id, name) VALUES (90, 'Eve')");
    assertThatThrownBy(() -> Shop.flyway(database, options).migrate())
        .hasMessageContaining("customers  the target's table holds rows already")
        .hasMessageContaining("flyway.godwit.force=true");
    assertThat(database.value("SELECT count(*) FROM customers")).isEqualTo("1");
    Shop.flyway(database, Shop.with(options, "flyway.godwit.force", "true")).migrate();
    assertThat(database.rows("SELECT id FROM customers ORDER BY 1")).containsExactly("1", "2", "7");
  }

  @Test
  void rowsThatDoNotFitGoToTheQuarantineWhereARuleSaysSo(Database database) throws Exception {
    Path file = Shop.file(folder);
    SqliteFiles.create(file, "INSERT INTO orders VALUES (3, 1, 'many', NULL), (4, 99, 1, NULL)");
    Path rules = Files.writeString(folder.resolve("rules.yml"), "onMisfit: quarantine\n");
    FluentConfiguration configuration =
        Shop.configure(database)
            .configuration(Shop.with(Shop.options(file), "flyway.godwit.rules", rules.toString()));
    List<Report> reports = Shop.reports(configuration);
    configuration.load().migrate();
    assertThat(reports.get(0).verdict()).isEqualTo(Verdict.QUARANTINED);
    assertThat(database.rows("SELECT row_key, column_name FROM godwit.quarantine ORDER BY 1"))
        .containsExactly("id=3|qty", "id=4|customer_id");
  }

  @Test
  void onlyTheTablesAskedForTravel(Database database) {
    Map<String, String> options = Shop.options(Shop.file(folder));
    Shop.flyway(database, Shop.with(options, "flyway.godwit.tables", "customers")).migrate();
    assertThat(database.value("SELECT count(*) FROM orders")).isEqualTo("0");
    assertThat(database.value("SELECT count(*) FROM customers")).isEqualTo("3");
  }

  @Test
  void theHistoryOfASourceThatFlywayLookedAfterStaysBehind(Database database) {
    Path file = Shop.file(folder);
    SqliteFiles.create(
        file,
        "CREATE TABLE flyway_schema_history (installed_rank INT PRIMARY KEY, version TEXT)",
        "INSERT INTO flyway_schema_history VALUES (1, '1')");
    Map<String, String> options = Shop.with(Shop.options(file), "flyway.godwit.force", "true");
    Shop.flyway(database, options).migrate();
    assertThat(Shop.history(database)).isEqualTo(IMPORTED);
  }

  @Test
  void reportAndDebugFileAreWritten(Database database) throws Exception {
    Path report = folder.resolve("report.json");
    Path debug = folder.resolve("debug.jsonl");
    Map<String, String> options = Shop.options(Shop.file(folder));
    options.put("flyway.godwit.report", report.toString());
    options.put("flyway.godwit.debug", debug.toString());
    Shop.flyway(database, options).migrate();
    assertThat(report).content().contains("\"verdict\" : \"exact\"", "\"digest\" : \"equal\"");
    assertThat(debug).content().contains("\"table\": \"customers\"", "2024-02-01 08:30:00");
  }

  @Test
  void theSchemaThatFlywayMigratesIsTheOneImportedInto(Database database) {
    Map<String, String> options =
        Shop.with(Shop.options(Shop.file(folder)), "flyway.schemas", "app");
    Shop.flyway(database, options).migrate();
    assertThat(database.value("SELECT count(*) FROM app.orders")).isEqualTo("2");
    assertThat(database.value("SELECT count(*) FROM app.flyway_schema_history WHERE success"))
        .isEqualTo("3");
  }

  @Test
  void withoutASchemaOfItsOwnTheImportMakesTheTables(Database database) {
    Map<String, String> options =
        Shop.with(Shop.options(Shop.file(folder)), "flyway.godwit.version", "1");
    options.put("flyway.locations", "classpath:db/nowhere");
    Shop.flyway(database, options).migrate();
    assertThat(Shop.history(database)).containsExactly("1|import sqlite|JDBC|t");
    assertThat(database.value("SELECT count(*) FROM customers")).isEqualTo("3");
  }

  @Test
  void smallBatchesArriveEqualToo(Database database) {
    Map<String, String> options =
        Shop.with(Shop.options(Shop.file(folder)), "flyway.godwit.batchRows", "1");
    FluentConfiguration configuration = Shop.configure(database).configuration(options);
    List<Report> reports = Shop.reports(configuration);
    configuration.load().migrate();
    assertThat(reports.get(0).verdict()).isEqualTo(Verdict.EXACT);
  }

  @Test
  void twoAtOnceImportOnce(Database database) throws Exception {
    Map<String, String> options = Shop.options(Shop.file(folder));
    CompletableFuture<Integer> other =
        CompletableFuture.supplyAsync(
            () -> Shop.flyway(database, options).migrate().migrationsExecuted);
    int executed = Shop.flyway(database, options).migrate().migrationsExecuted;
    assertThat(executed + other.get()).isEqualTo(2);
    assertThat(database.value("SELECT count(*) FROM customers")).isEqualTo("3");
  }
}
