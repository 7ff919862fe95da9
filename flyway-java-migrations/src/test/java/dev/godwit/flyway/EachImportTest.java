package dev.godwit.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.copy.Progress;
import dev.godwit.report.Report;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several imports in one project, each with what is its own, as Flyway's people work. */
@ExtendWith(FreshDatabase.class)
@Timeout(60)
class EachImportTest {
  @TempDir Path folder;
  private Path sql;

  /** What each import's class says; a test sets it before Flyway asks. */
  private static final String[] SAID = new String[3];

  static class V2__import_sqlite extends SqliteImport {}

  static class V5__import_audit extends SqliteImport {
    @Override
    protected String source() {
      return SAID[0];
    }

    @Override
    protected String tables() {
      return SAID[1];
    }

    @Override
    protected String schema() {
      return SAID[2];
    }
  }

  static class R__import extends SqliteImport {}

  static class V9__import_badly extends SqliteImport {
    @Override
    protected String source() {
      throw new IllegalStateException("no file today");
    }
  }

  private static void say(String... words) {
    System.arraycopy(words, 0, SAID, 0, SAID.length);
  }

  @BeforeEach
  void makeTwoFiles() throws IOException {
    say(null, null, null);
    SqliteFiles.create(
        folder.resolve("app.db"),
        "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT)",
        "INSERT INTO person VALUES (1, 'Ada'), (2, 'Bram')");
    SqliteFiles.create(
        folder.resolve("audit, 2024.db"),
        "CREATE TABLE audit (id INTEGER PRIMARY KEY, what TEXT)",
        "CREATE TABLE scratch (n)",
        "INSERT INTO audit VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    sql = Files.createDirectory(folder.resolve("sql"));
    sql("V1__person.sql", "CREATE TABLE person (id bigint PRIMARY KEY, name text NOT NULL)");
    sql(
        "V3__audit.sql",
        "CREATE SCHEMA log; CREATE TABLE log.audit (id bigint PRIMARY KEY, what text NOT NULL)");
  }

  private void sql(String name, String text) throws IOException {
    Files.writeString(sql.resolve(name), text + ";");
  }

  private FluentConfiguration flyway(Database database, JavaMigration... classes) {
    return Shop.configure(database)
        .locations("filesystem:" + sql)
        .workingDirectory(folder.toString())
        .javaMigrations(classes);
  }

  private static int migrate(FluentConfiguration flyway, String... options) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      all.put("flyway." + options[i], options[i + 1]);
    }
    return flyway.configuration(all).load().migrate().migrationsExecuted;
  }

  private static void assertBothArrived(Database database) {
    assertThat(
            database.value(
                "SELECT (SELECT count(*) FROM person) || ' ' || (SELECT count(*) FROM log.audit)"))
        .isEqualTo("2 3");
  }

  @Test
  void classesSayTheirOwnFileTablesAndSchema(Database database) throws IOException {
    say("audit\\, 2024.db", "audit", "log");
    String[] options = {"godwit.source", "app.db"};
    assertThat(migrate(flyway(database, new V2__import_sqlite(), new V5__import_audit()), options))
        .isEqualTo(4);
    assertBothArrived(database);
    Files.delete(folder.resolve("app.db"));
    assertThat(migrate(flyway(database, new V2__import_sqlite(), new V5__import_audit()), options))
        .as("a second run needs no file")
        .isZero();
  }

  @Test
  void optionsByVersionGoBeforeTheClassAndBeforeThoseForAll(Database database) {
    say("nowhere.db", null, "log");
    migrate(
        flyway(database, new V5__import_audit()),
        "godwit.version",
        "2",
        "godwit.source",
        "app.db",
        "godwit.5.source",
        "audit\\, 2024.db",
        "placeholders.godwit.5.exclude",
        "scratch");
    assertBothArrived(database);
  }

  @Test
  void thePluginContributesSeveralVersions(Database database) {
    migrate(
        flyway(database),
        "godwit.version",
        "2,5.1",
        "godwit.2.source",
        "app.db",
        "godwit.5.1.source",
        "audit\\, 2024.db",
        "placeholders.godwit.5.1.tables",
        "audit",
        "placeholders.godwit.5.1.schema",
        "log");
    assertBothArrived(database);
    assertThat(Shop.history(database)).contains("5.1|import sqlite|JDBC|t");
  }

  @ParameterizedTest
  @CsvSource({"godwit.2.sorce,godwit.2.source", "godwit.two.source,godwit.source"})
  void aMisspeltOptionOfAVersionIsNamed(String option, String nearest, Database database) {
    assertThatThrownBy(() -> migrate(flyway(database), option, "app.db"))
        .hasMessageContaining("unknown option flyway." + option)
        .hasMessageContaining("did you mean flyway." + nearest);
  }

  @Test
  void aSchemaThatIsNotThereIsNamed(Database database) {
    assertThatThrownBy(
            () ->
                migrate(
                    flyway(database),
                    "godwit.version",
                    "2",
                    "godwit.source",
                    "app.db",
                    "godwit.schema",
                    "nowhere"))
        .hasMessageContaining("no schema nowhere");
  }

  @Test
  void aFileThatIsNotThereIsNamedWithItsWholePath(Database database) {
    assertThatThrownBy(
            () -> migrate(flyway(database), "godwit.version", "2", "godwit.source", "gone.db"))
        .hasMessageContaining(folder.resolve("gone.db").toString());
  }

  @Test
  void aRepeatableImportIsRefusedWithTheReason(Database database) {
    assertThatThrownBy(() -> migrate(flyway(database, new R__import()), "godwit.source", "app.db"))
        .hasMessageContaining("needs a version");
    assertThat(database.value("SELECT count(*) FROM person")).isEqualTo("0");
  }

  @Test
  void whatAClassThrowsIsToldInItsOwnWords(Database database) {
    assertThatThrownBy(() -> migrate(flyway(database, new V9__import_badly())))
        .hasMessageContaining("V9__import_badly.source() failed: no file today");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLaterMigrationOfTheSameTransactionSeesEverySettingAsItWas(boolean fails, Database database)
      throws IOException {
    String seen = "SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) s FROM pg_settings";
    sql("V1.5__set.sql", "SET LOCAL datestyle = 'ISO, DMY'; SET LOCAL lock_timeout = '3s'");
    sql("V1.6__before.sql", "CREATE TABLE seen AS " + seen);
    sql("V2.5__after.sql", "INSERT INTO seen " + seen + (fails ? "; SELECT 1/0" : ""));
    String[] options = {
      "group", "true", "target", "2.5", "godwit.version", "2", "godwit.source", "app.db"
    };
    if (fails) {
      assertThatThrownBy(() -> migrate(flyway(database), options));
      assertThat(database.value("SELECT to_regclass('person') IS NULL")).isEqualTo("t");
    } else {
      migrate(flyway(database), options);
      assertThat(database.value("SELECT count(DISTINCT s) || ' of ' || count(*) FROM seen"))
          .isEqualTo("1 of 2");
    }
  }

  /** Throws or interrupts at the first rows, and cannot bear to hear of the end. */
  private static ImportListener listener(String fault) {
    return new ImportListener() {
      @Override
      public Progress progress() {
        return new Progress() {
          @Override
          public void rows(String table, long rows, long bytes) {
            switch (fault) {
              case "cancel" -> throw new CancellationException("the user's own words");
              case "error" -> throw new StackOverflowError("the user's own words");
              case "interrupt" -> Thread.currentThread().interrupt();
              default -> {
                // Later.
              }
            }
          }
        };
      }

      @Override
      public void finished(Report report) {
        if (fault.equals("finished")) {
          throw new NoClassDefFoundError("the user's own words");
        }
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "cancel, group, false",
    "error, group, false",
    "error, group, true",
    "error, executeInTransaction, false",
    "error, postgresql.transactional.lock, true",
    "finished, group, false",
    "finished, executeInTransaction, false",
    "interrupt, group, false",
  })
  void whateverAListenerDoesNothingIsLeftAndTheNextRunSucceeds(
      String fault, String option, String value, Database database) {
    String[] options = {
      option, value, "target", "2", "godwit.version", "2", "godwit.source", "app.db"
    };
    FluentConfiguration flyway = flyway(database);
    flyway.getPluginRegister().getExact(GodwitExtension.class).listen(listener(fault));
    assertThatThrownBy(() -> migrate(flyway, options))
        .hasMessageContaining(fault.equals("interrupt") ? "interrupted" : "the user's own words")
        .hasMessageNotContaining("report it")
        .hasCauseInstanceOf(java.sql.SQLException.class);
    assertThat(database.rows("SELECT 1 FROM flyway_schema_history WHERE version = '2'")).isEmpty();
    if (!value.equals("true") || !option.equals("group")) {
      assertThat(database.value("SELECT count(*) FROM person")).isEqualTo("0");
    }
    migrate(flyway(database), options);
    assertThat(database.value("SELECT count(*) FROM person")).isEqualTo("2");
  }

  static class NextTime {
    static class V2__import_sqlite extends BaseJavaMigration {
      @Override
      public void migrate(Context context) {
        // Has been done.
      }
    }
  }

  /** The three ways that the manual and the command line tell of. */
  @ParameterizedTest
  @ValueSource(strings = {"plug-in", "class", "pattern", "nothing"})
  void theNextMigrationNeedsToKnowTheVersion(String how, Database database) throws IOException {
    migrate(flyway(database), "target", "2", "godwit.version", "2", "godwit.source", "app.db");
    Files.delete(folder.resolve("app.db"));
    FluentConfiguration next =
        how.equals("class") ? flyway(database, new NextTime.V2__import_sqlite()) : flyway(database);
    switch (how) {
      case "plug-in" -> assertThat(migrate(next, "godwit.version", "2")).isEqualTo(1);
      case "class" -> assertThat(migrate(next)).isEqualTo(1);
      case "pattern" ->
          assertThat(migrate(next, "ignoreMigrationPatterns", "*:missing")).isEqualTo(1);
      default ->
          assertThatThrownBy(() -> migrate(next)).hasMessageContaining("not resolved locally: 2");
    }
  }

  @Test
  void theHistoryNamesAllOfThem(Database database) {
    say("audit\\, 2024.db", "audit", "log");
    migrate(
        flyway(database, new V2__import_sqlite(), new V5__import_audit()),
        "godwit.source",
        "app.db");
    assertThat(Shop.history(database))
        .isEqualTo(
            List.of(
                "1|person|SQL|t",
                "2|import sqlite|JDBC|t",
                "3|audit|SQL|t",
                "5|import audit|JDBC|t"));
  }
}
