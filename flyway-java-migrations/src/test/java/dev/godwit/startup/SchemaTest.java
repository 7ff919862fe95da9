package dev.godwit.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The schema on both engines, and installations that were there before. */
@Timeout(120)
class SchemaTest {
  @TempDir Path folder;

  private static Path sample(String name) {
    return Path.of(System.getProperty("godwit.root"), "docs/sample", name);
  }

  /** A configuration whose two files are copies of the manual's sample. */
  private DatabaseConfig installation() throws IOException {
    DatabaseConfig config = OnEachEngine.Configs.sqlite(folder);
    Files.copy(sample("teleclaude.db"), config.path());
    Files.copy(sample("events.db"), config.files().get("events"));
    return config;
  }

  private static SchemaMigration.Done migrate(DatabaseConfig config) {
    try (Database database = Database.open(config)) {
      return SchemaMigration.migrate(database);
    }
  }

  private static List<String> history(DatabaseConfig config, String schema) {
    try (Database database = Database.open(config)) {
      return database
          .sql()
          .fetch(
              "SELECT version, type, description FROM "
                  + schema
                  + "flyway_schema_history ORDER BY installed_rank")
          .map(r -> r.get(0) + "|" + r.get(1) + "|" + r.get(2));
    }
  }

  // Fresh -----------------------------------------------------------------------------------------

  @EachEngine
  void aFreshDatabaseIsBroughtUpToDateOnceAndThenCurrent(DatabaseConfig given) {
    DatabaseConfig config = importing(given, List.of());
    SchemaMigration.State before = SchemaMigration.state(config);
    assertThat(before.isCurrent()).isFalse();
    assertThat(before.problems()).isEmpty();
    assertThat(config.path()).as("looking makes no file").doesNotExist();
    SchemaMigration.Done done = migrate(config);
    assertThat(done.executed()).isEqualTo(before.pending().size());
    assertThat(SchemaMigration.state(config).isCurrent()).isTrue();
    assertThat(migrate(config).executed()).isZero();
  }

  private static DatabaseConfig importing(DatabaseConfig config, List<String> sources) {
    return new DatabaseConfig(
        config.application(),
        config.engine(),
        config.files(),
        config.server(),
        config.pool(),
        new DatabaseConfig.Import(sources, "ada", 501L, null),
        config.warnings());
  }

  @Test
  void sqliteHasOneHistoryInEachFileAndEventsStayApart() {
    DatabaseConfig config = OnEachEngine.Configs.sqlite(folder);
    migrate(config);
    assertThat(history(config, "main.")).containsExactly("1|SQL|schema", "2|SQL|owner columns");
    assertThat(history(config, "events.")).containsExactly("1|SQL|schema");
    assertThat(SqliteFiles.number(config.path(), "SELECT count(*) FROM schema_migrations"))
        .isEqualTo(35);
    String tables = "SELECT count(*) FROM sqlite_schema WHERE name = 'notifications'";
    assertThat(SqliteFiles.number(config.path(), tables)).isZero();
    assertThat(SqliteFiles.number(config.files().get("events"), tables)).isEqualTo(1);
  }

  @Test
  void searchWorksOnAFreshSqlite() {
    DatabaseConfig config = OnEachEngine.Configs.sqlite(folder);
    migrate(config);
    SqliteFiles.create(
        config.path(),
        "INSERT INTO memory_observations (memory_session_id, project, type, title, created_at,"
            + " created_at_epoch) VALUES ('s', 'p', 'discovery', 'a godwit flies', 't', 1)",
        "UPDATE memory_observations SET title = 'a godwit lands'");
    String found =
        "SELECT count(*) FROM memory_observations_fts WHERE memory_observations_fts"
            + " MATCH '%s'";
    assertThat(SqliteFiles.number(config.path(), found.formatted("lands"))).isEqualTo(1);
    assertThat(SqliteFiles.number(config.path(), found.formatted("flies"))).isZero();
  }

  // Adoption --------------------------------------------------------------------------------------

  @Test
  void anExistingInstallationIsAdoptedAsItIs() throws IOException {
    DatabaseConfig config = installation();
    long sessions = SqliteFiles.number(config.path(), "SELECT count(*) FROM sessions");
    SqliteFiles.create(
        config.path(),
        "CREATE TABLE recordings (id INTEGER)",
        "ALTER TABLE sessions ADD COLUMN user_role TEXT DEFAULT 'admin'");
    SchemaMigration.State before = SchemaMigration.state(config);
    assertThat(before.problems()).isEmpty();
    assertThat(before.pending())
        .containsExactly(
            config.path() + ": adopts the installation as version 1",
            config.path() + ": brings 2 owner columns",
            config.files().get("events") + ": adopts the installation as version 1");
    assertThat(
            SqliteFiles.number(
                config.path(),
                "SELECT count(*) FROM pragma_table_list" + " WHERE name = 'flyway_schema_history'"))
        .as("looking writes nothing")
        .isZero();
    SchemaMigration.Done done = migrate(config);
    assertThat(done.executed()).isEqualTo(1);
    assertThat(done.remarks())
        .contains(
            config.path()
                + ": stays as it is, and is nobody's: column sessions.user_role, table recordings");
    assertThat(history(config, "main."))
        .containsExactly("1|BASELINE|adopted installation", "2|SQL|owner columns");
    assertThat(history(config, "events.")).containsExactly("1|BASELINE|adopted installation");
    assertThat(SqliteFiles.number(config.path(), "SELECT count(*) FROM sessions"))
        .isEqualTo(sessions);
    assertThat(SqliteFiles.number(config.path(), "SELECT count(owner_uid) FROM sessions")).isZero();
    assertThat(SchemaMigration.state(config).isCurrent()).isTrue();
  }

  @Test
  void aPartlyMigratedInstallationIsRefusedWithWhatItLacks() throws IOException {
    DatabaseConfig config = installation();
    SqliteFiles.create(
        config.path(),
        "DELETE FROM schema_migrations WHERE version IN ('031_add_session_tokens',"
            + " '032_add_session_principal')",
        "DROP TABLE session_tokens",
        "ALTER TABLE sessions DROP COLUMN principal",
        "DROP INDEX idx_mirrors_source_identity");
    assertThatThrownBy(() -> migrate(config))
        .hasMessageStartingWith(config + " cannot be taken into use; nothing was written:")
        .hasMessageContaining(
            config.path()
                + ": schema_migrations lacks 031_add_session_tokens, 032_add_session_principal;"
                + " start the newest version of the application on it once, then start this one"
                + " again")
        .hasMessageContaining("session_tokens  the table is not there")
        .hasMessageContaining("sessions.principal  the column is not there")
        .hasMessageContaining("mirrors  it lacks the unique key (source_identity)");
    assertThat(SchemaMigration.state(config).problems()).hasSize(4);
    assertThat(
            SqliteFiles.number(
                config.files().get("events"),
                "SELECT count(*) FROM sqlite_schema WHERE name = 'flyway_schema_history'"))
        .as("the other file is left alone, too")
        .isZero();
  }

  @Test
  void aDatabaseOfSomethingElseIsRefused() {
    DatabaseConfig config = OnEachEngine.Configs.sqlite(folder);
    SqliteFiles.create(config.path(), "CREATE TABLE photos (id INTEGER)");
    assertThatThrownBy(() -> migrate(config))
        .hasMessageContaining("schema_migrations lacks 001_fix_sessions_tmux_nullable, ")
        .hasMessageContaining("sessions  the table is not there");
  }

  @Test
  void aFileThatHasTheOwnersAlreadyIsAdoptedAsTheVersionThatHasThem() throws IOException {
    DatabaseConfig config = installation();
    SqliteFiles.create(
        config.path(),
        "ALTER TABLE sessions ADD COLUMN owner_person TEXT",
        "ALTER TABLE sessions ADD COLUMN owner_uid INTEGER");
    assertThat(migrate(config).executed()).isZero();
    assertThat(history(config, "main.")).containsExactly("2|BASELINE|adopted installation");
  }

  // The import ------------------------------------------------------------------------------------

  @Test
  @ExtendWith(FreshDatabase.class)
  void anImportThatNobodyDecidedStaysPendingAndIsSaid(dev.godwit.testing.Database fresh) {
    DatabaseConfig config = OnEachEngine.Configs.postgresql(folder, fresh);
    String said =
        config
            + ": the import (version 2) stays pending; set database.import_from to the SQLite file,"
            + " or to none where there is nothing to import. Rows that are written before it will"
            + " be in its way";
    assertThat(SchemaMigration.state(config).remarks()).containsExactly(said);
    SchemaMigration.Done done = migrate(config);
    assertThat(done).isEqualTo(new SchemaMigration.Done(1, List.of(said)));
    assertThat(migrate(config)).isEqualTo(new SchemaMigration.Done(0, List.of(said)));
    assertThat(SchemaMigration.state(config).isCurrent()).isTrue();
    assertThat(history(config, "")).containsExactly("1|SQL|schema");
    DatabaseConfig decided = importing(config, List.of());
    assertThat(migrate(decided).remarks())
        .containsExactly("there was nothing to import, and that is on record now");
    assertThat(history(config, "")).containsExactly("1|SQL|schema", "2|JDBC|import sqlite");
    assertThat(migrate(config)).isEqualTo(new SchemaMigration.Done(0, List.of()));
  }

  @Test
  @ExtendWith(FreshDatabase.class)
  void aLaterMigrationMakesTheStartFailUntilTheImportIsDecided(dev.godwit.testing.Database fresh)
      throws IOException {
    Files.writeString(folder.resolve("V3__later.sql"), "CREATE TABLE later (x integer)");
    DatabaseConfig plain = OnEachEngine.Configs.postgresql(folder, fresh);
    DatabaseConfig config =
        new DatabaseConfig(
            new Application(
                "teleclaude",
                "classpath:db/teleclaude,filesystem:" + folder,
                plain.application().files()),
            plain.engine(),
            plain.files(),
            plain.server(),
            plain.pool(),
            plain.imported(),
            plain.warnings());
    String message =
        config
            + ": 3 later cannot run before the import (version 2) is decided; set"
            + " database.import_from to the SQLite file, or to none where there is nothing to"
            + " import";
    assertThat(SchemaMigration.state(config).problems()).containsExactly(message);
    assertThatThrownBy(() -> migrate(config)).hasMessage(message);
    assertThat(migrate(importing(config, List.of())).executed()).isEqualTo(3);
  }

  @Test
  @ExtendWith(FreshDatabase.class)
  void bothFilesAreImportedAndTheRowsHaveTheirOwner(dev.godwit.testing.Database fresh) {
    DatabaseConfig config =
        importing(
            OnEachEngine.Configs.postgresql(folder, fresh),
            List.of(sample("teleclaude.db").toString(), sample("events.db").toString()));
    assertThat(migrate(config).remarks()).anyMatch(r -> r.matches("imported \\d+ rows .*, exact"));
    assertThat(fresh.value("SELECT DISTINCT owner_person, owner_uid FROM sessions"))
        .isEqualTo("ada|501");
    assertThat(fresh.value("SELECT count(*) > 0 FROM notifications")).isEqualTo("t");
  }

  @Test
  @ExtendWith(FreshDatabase.class)
  void anImportThatFailsLeavesItPending(dev.godwit.testing.Database fresh) {
    DatabaseConfig config =
        importing(OnEachEngine.Configs.postgresql(folder, fresh), List.of("/no/such.db"));
    assertThatThrownBy(() -> migrate(config)).hasMessageContaining("/no/such.db does not exist");
    assertThat(history(config, "")).containsExactly("1|SQL|schema");
  }

  @EachEngine
  void aChangedMigrationIsAProblemBeforeTheStart(DatabaseConfig given) {
    DatabaseConfig config = importing(given, List.of());
    migrate(config);
    try (Database database = Database.open(config)) {
      database.sql().execute("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '1'");
    }
    assertThat(SchemaMigration.state(config).problems())
        .singleElement()
        .asString()
        .contains("checksum mismatch");
    assertThatThrownBy(() -> migrate(config)).hasMessageContaining("hecksum mismatch");
  }
}
