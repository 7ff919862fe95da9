package dev.godwit.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.plan.Scope;
import dev.godwit.report.Report;
import dev.godwit.store.Holder;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.Everything;
import dev.godwit.testing.FreshDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * An import taken back: its rows and its history row go together, V1 stays, migrate works again.
 */
@ExtendWith(FreshDatabase.class)
class ImportRollbackTest {
  @TempDir Path folder;
  private Map<String, String> options;

  @BeforeEach
  void makeTheShop() {
    options = Shop.options(Shop.file(folder));
  }

  private String migrate(Database database) {
    FluentConfiguration configuration = Shop.configure(database).configuration(options);
    List<Report> reports = Shop.reports(configuration);
    configuration.load().migrate();
    return reports.get(0).migrationId();
  }

  private static Report rollback(Database database, String id, boolean force) {
    try (Target target = Stores.target(database.url(), null)) {
      return new Godwit(Progress.NONE).rollback(target, id, Scope.ALL, force, null);
    }
  }

  @Test
  void theVersionGoesWithItsRowsAndComesAgain(Database database) {
    Shop.configure(database)
        .configuration(Shop.with(options, "flyway.target", "1"))
        .load()
        .migrate();
    List<String> before = Everything.of(database);
    String id = migrate(database);
    rollback(database, id, false);
    assertThat(Everything.of(database)).isEqualTo(before);
    assertThat(Shop.history(database)).containsExactly("1|schema|SQL|t");
    migrate(database);
    assertThat(Shop.history(database)).contains("2|import sqlite|JDBC|t");
    assertThat(database.value("SELECT count(*) FROM orders")).isEqualTo("2");
  }

  @Test
  void aLaterVersionIsNamedAndKeepsTheImportUnlessForced(Database database) {
    String id = migrate(database);
    database.run(
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success)"
            + " VALUES (3, '3', 'more', 'SQL', 'V3__more.sql', 'me', 1, true)");
    assertThatThrownBy(() -> rollback(database, id, false))
        .hasMessageContaining("version 2 is followed by 3, which may need its rows");
    assertThat(Shop.history(database)).contains("2|import sqlite|JDBC|t");
    rollback(database, id, true);
    assertThat(Shop.history(database)).doesNotContain("2|import sqlite|JDBC|t");
  }

  @Test
  void rowsThatForceRemovedAreKeptInTheFolderThatIsNamed(Database database) throws IOException {
    Shop.configure(database)
        .configuration(Shop.with(options, "flyway.target", "1"))
        .load()
        .migrate();
    database.run("INSERT INTO customers (name) VALUES ('Old')");
    List<String> before = Everything.of(database);
    options.put("flyway.godwit.force", "true");
    options.put("flyway.godwit.backup", folder.resolve("kept").toString());
    String id = migrate(database);
    try (var files = Files.list(folder.resolve("kept"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(id + ".zip", id + ".json");
    }
    rollback(database, id, false);
    assertThat(Everything.of(database)).isEqualTo(before);
  }

  @Test
  @SuppressWarnings("try") // The lock is held, not used.
  void anImportIsRefusedWhileAnotherRunIsAtWork(Database database) {
    try (Target other = Stores.target(database.url(), null);
        Target.Lock lock = other.lock(Holder.current("20261121-101500-abcd"))) {
      assertThatThrownBy(() -> migrate(database))
          .hasMessageContaining("is in use by migration 20261121-101500-abcd");
    }
    migrate(database);
  }

  @Test
  void cleanTakesTheHistoryOfItsSchemasAlongAndLeavesTheOthers(Database database) {
    String id = migrate(database);
    options.put("flyway.schemas", "other");
    options.put("flyway.createSchemas", "true");
    String kept = migrate(database);
    String runs = "SELECT migration_id FROM godwit.runs";
    String points = "SELECT DISTINCT migration_id FROM godwit.checkpoints";
    assertThat(database.rows(runs)).containsExactlyInAnyOrder(id, kept);
    assertThat(database.rows(points)).containsExactlyInAnyOrder(id, kept);
    Map<String, String> cleaning = Shop.with(options, "flyway.cleanDisabled", "false");
    Shop.flyway(database, Shop.with(cleaning, "flyway.schemas", "public")).clean();
    assertThat(database.rows(runs)).containsExactly(kept);
    assertThat(database.rows(points)).containsExactly(kept);
    Shop.flyway(database, cleaning).clean();
    assertThat(database.value("SELECT to_regnamespace('other') IS NULL")).isEqualTo("t");
    assertThat(database.rows(runs)).isEmpty();
    assertThat(database.rows(points)).isEmpty();
    options.remove("flyway.schemas");
    migrate(database);
  }

  @Test
  void callbacksThatAProgramSetAreHeardBesideGodwits(Database database) {
    List<String> heard = new ArrayList<>();
    Flyway flyway = Shop.flyway(database, Shop.with(options, "flyway.cleanDisabled", "false"));
    Flyway.configure()
        .configuration(flyway.getConfiguration())
        .callbacks(new Heard(heard))
        .load()
        .migrate();
    assertThat(heard).contains("afterEachMigrate 2", "afterMigrate");
    flyway.clean();
    assertThat(database.value("SELECT count(*) FROM godwit.runs")).isEqualTo("0");
  }

  private record Heard(List<String> events) implements Callback {
    @Override
    public boolean supports(Event event, Context context) {
      return true;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
      return true;
    }

    @Override
    public void handle(Event event, Context context) {
      var migration = context.getMigrationInfo();
      events.add(event.getId() + (migration == null ? "" : " " + migration.getVersion()));
    }

    @Override
    public String getCallbackName() {
      return "heard";
    }
  }

  @Test
  void cleanLeavesAHistoryThatIsSomebodyElsesAlone(Database database) {
    Shop.flyway(database, Shop.with(options, "flyway.target", "1")).migrate();
    database.run("CREATE SCHEMA godwit CREATE VIEW runs AS SELECT 1 AS migration_id");
    Shop.flyway(database, Shop.with(options, "flyway.cleanDisabled", "false")).clean();
    assertThat(database.value("SELECT count(*) FROM godwit.runs")).isEqualTo("1");
  }
}
