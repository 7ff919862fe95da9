package dev.godwit.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.testing.FreshDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jooq.SQLDialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Opening, and what is set on each connection. */
@Timeout(60)
class DatabaseTest {
  @TempDir Path folder;

  private static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : null;
    }
  }

  @EachEngine
  void itSpeaksTheEnginesDialect(DatabaseConfig config) {
    try (Database database = Database.open(config)) {
      assertThat(database.sql().dialect())
          .isEqualTo(database.engine() == Engine.SQLITE ? SQLDialect.SQLITE : SQLDialect.POSTGRES);
      assertThat(database.sql().selectOne().fetchOne(0, Integer.class)).isEqualTo(1);
    }
  }

  @Test
  void everyConnectionToSqliteHasItsSettings() throws SQLException {
    DatabaseConfig config =
        OnEachEngine.Configs.load(
            folder,
            "database: {pool_size: 3, busy_timeout: 7, path: a.db, events_path: \"it's.db\"}");
    try (Database database = Database.open(config)) {
      List<Connection> open = new ArrayList<>();
      try {
        for (int i = 0; i < 3; i++) {
          Connection connection = database.dataSource().getConnection();
          open.add(connection);
          assertThat(one(connection, "PRAGMA journal_mode")).isEqualTo("wal");
          assertThat(one(connection, "PRAGMA busy_timeout")).isEqualTo("7000");
          assertThat(one(connection, "PRAGMA synchronous")).as("NORMAL").isEqualTo("1");
          assertThat(one(connection, "PRAGMA foreign_keys")).isEqualTo("1");
          assertThat(one(connection, "SELECT file FROM pragma_database_list WHERE name = 'events'"))
              .isEqualTo(config.files().get("events").toString());
        }
      } finally {
        for (Connection connection : open) {
          connection.close();
        }
      }
    }
  }

  @Test
  @ExtendWith(FreshDatabase.class)
  void everyConnectionToPostgresqlHasItsSettings(dev.godwit.testing.Database fresh)
      throws SQLException {
    DatabaseConfig config = OnEachEngine.Configs.postgresql(folder, fresh);
    try (Database database = Database.open(config);
        Connection connection = database.dataSource().getConnection()) {
      assertThat(one(connection, "SHOW statement_timeout")).isEqualTo("30s");
      assertThat(one(connection, "SHOW application_name")).isEqualTo("teleclaude");
    }
  }

  @Test
  void walCheckpointEmptiesTheLog() throws Exception {
    DatabaseConfig config = OnEachEngine.Configs.sqlite(folder);
    try (Database database = Database.open(config)) {
      database.sql().execute("CREATE TABLE t (x)");
      Path log = folder.resolve("teleclaude.db-wal");
      assertThat(Files.size(log)).isPositive();
      database.walCheckpoint();
      assertThat(Files.size(log)).isZero();
    }
  }

  @Test
  void walCheckpointWorksOnAConnectionThatIsOlderThanTheTables() {
    DatabaseConfig config = OnEachEngine.Configs.sqlite(folder);
    try (Database database = Database.open(config)) {
      SchemaMigration.migrate(database);
      database.walCheckpoint();
      assertThat(folder.resolve("events.db-wal"))
          .satisfiesAnyOf(f -> assertThat(f).doesNotExist(), f -> assertThat(f).isEmptyFile());
    }
  }

  @Test
  @ExtendWith(FreshDatabase.class)
  void walCheckpointDoesNothingOnPostgresql(dev.godwit.testing.Database fresh) {
    DatabaseConfig config = OnEachEngine.Configs.postgresql(folder, fresh);
    try (Database database = Database.open(config)) {
      database.walCheckpoint();
      assertThat(database.sql().selectOne().fetchOne(0, Integer.class)).isEqualTo(1);
    }
  }

  @Test
  @ExtendWith(FreshDatabase.class)
  void noConnectionIsSaidWithAWayOutAndWithoutThePassword(dev.godwit.testing.Database fresh) {
    String server =
        "engine: postgresql, connect_timeout: 5, host: " + fresh.host() + ", port: " + fresh.port();
    DatabaseConfig noDatabase =
        OnEachEngine.Configs.load(
            folder,
            "database: {"
                + server
                + ", dbname: no_such, user: "
                + fresh.user()
                + ", password: '"
                + fresh.password()
                + "'}");
    assertThatThrownBy(() -> Database.open(noDatabase))
        .hasMessageContaining("no connection for " + fresh.user() + " at postgresql://")
        .hasMessageContaining("; create the database first");
    DatabaseConfig noServer =
        OnEachEngine.Configs.load(
            folder,
            "database: {engine: postgresql, port: 1, connect_timeout: 1, password: hush-hush}");
    assertThatThrownBy(() -> Database.open(noServer))
        .hasMessageContaining("check that the server runs, and database.host and database.port")
        .hasMessageNotContaining("hush");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    DatabaseConfig config = OnEachEngine.Configs.load(folder, "database: {path: no/such/a.db}");
    assertThatThrownBy(() -> Database.open(config))
        .hasMessage(
            "the folder "
                + folder.resolve("no/such")
                + " does not exist; create it, or name another file");
  }

  @Test
  void aFileThatIsNoDatabaseIsSaidToBe() throws Exception {
    DatabaseConfig config = OnEachEngine.Configs.sqlite(folder);
    Files.writeString(
        config.path(), "no database, but a text that is long enough to be one".repeat(9));
    assertThatThrownBy(() -> Database.open(config))
        .hasMessageContaining("no connection to " + config)
        .hasMessageContaining("SQLITE_NOTADB");
  }
}
