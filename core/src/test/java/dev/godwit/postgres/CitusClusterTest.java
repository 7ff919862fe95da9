package dev.godwit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.Verdict;
import dev.godwit.plan.RulesFile;
import dev.godwit.plan.Scope;
import dev.godwit.postgres.session.PostgresUrl;
import dev.godwit.report.Report;
import dev.godwit.run.Emptying;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.run.Safety;
import dev.godwit.store.Target;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Every mode on a coordinator of Citus, into tables of all three kinds. */
@EnabledIfEnvironmentVariable(
    named = "GODWIT_TEST_CITUS",
    matches = ".+",
    disabledReason = "GODWIT_TEST_CITUS names no coordinator of Citus")
class CitusClusterTest {
  private static final String RULES =
      "kinds: {distribute: reference}, tenants: {distribute: id},"
          + " notes: {distribute: tenant, onMisfit: quarantine}";

  private final String schema = "godwit_" + System.nanoTime();
  @TempDir Path folder;
  private Path file;
  private String url;

  @BeforeEach
  void aSourceOfDistributedReferenceAndLocalTables() {
    String given = System.getenv("GODWIT_TEST_CITUS");
    url = given + (given.contains("?") ? "&" : "?") + "schema=" + schema;
    file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE kinds (id INTEGER PRIMARY KEY, name TEXT UNIQUE)",
            "CREATE TABLE tenants (id INTEGER PRIMARY KEY, name TEXT, kind INTEGER REFERENCES kinds)",
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL REFERENCES tenants,"
                + " body TEXT, updated_at DATETIME)",
            "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT)",
            "INSERT INTO kinds VALUES (1, 'small'), (2, 'large')",
            "INSERT INTO tenants WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                + " WHERE i < 50) SELECT i, 'tenant ' || i, 1 + i % 2 FROM n",
            "INSERT INTO notes WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                + " WHERE i < 2000) SELECT i, 1 + i % 50, 'note ' || i, '2024-01-01 00:00:00' FROM n",
            "INSERT INTO settings VALUES ('a', '1')");
  }

  @AfterEach
  void leaveNothing() throws SQLException {
    run("DROP SCHEMA IF EXISTS " + schema + " CASCADE; DROP SCHEMA IF EXISTS godwit CASCADE");
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> rows(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> all = new ArrayList<>();
      while (result.next()) {
        all.add(result.getString(1));
      }
      return all;
    }
  }

  private Connection connect() throws SQLException {
    return PostgresUrl.parse(System.getenv("GODWIT_TEST_CITUS"), null).connect();
  }

  private Options options() {
    return Options.DEFAULT
        .with(RulesFile.parse("tables: {" + RULES + "}", "rules"))
        .with(Safety.USUAL.keepingIn(folder.resolve("backups")));
  }

  private Report migrate(Mode mode) {
    return Moves.migrate(file.toString(), url, options(), mode, Progress.NONE);
  }

  private Verdict verify() {
    return Moves.verify(file.toString(), url, options()).verdict();
  }

  private void change() {
    SqliteFiles.create(
        file,
        "INSERT INTO notes VALUES (3000, 7, 'new', '2025-01-01 00:00:00')",
        "UPDATE notes SET body = 'changed', updated_at = '2025-01-01 00:00:00' WHERE id = 5",
        "INSERT INTO kinds VALUES (3, 'huge')");
  }

  @Test
  void aFullRunArrivesExactlyAndIsTakenBack() throws SQLException {
    Report report = migrate(Mode.FULL);
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(verify()).isEqualTo(Verdict.EXACT);
    assertThat(
            rows(
                "SELECT partmethod FROM pg_dist_partition p JOIN pg_class c ON c.oid = logicalrelid"
                    + " WHERE relnamespace = '"
                    + schema
                    + "'::regnamespace ORDER BY relname"))
        .containsExactly("n", "h", "h");
    try (Target target = Stores.target(url, null)) {
      new Godwit(Progress.NONE)
          .rollback(target, report.migrationId(), Scope.ALL, false, folder.resolve("backups"));
    }
    assertThat(
            rows(
                "SELECT relname FROM pg_class WHERE relname = 'notes' AND relnamespace::regnamespace::text = '"
                    + schema
                    + "'"))
        .isEmpty();
  }

  @Test
  void laterRunsBringWhatIsNewInBothModes() {
    migrate(Mode.FULL);
    change();
    assertThat(migrate(Mode.DIFFERENTIAL).verdict()).isEqualTo(Verdict.EXACT);
    SqliteFiles.create(file, "INSERT INTO notes VALUES (3001, 8, 'x', '2026-01-01 00:00:00')");
    assertThat(migrate(Mode.INCREMENTAL).verdict()).isEqualTo(Verdict.EXACT);
    assertThat(verify()).isEqualTo(Verdict.EXACT);
  }

  @Test
  void batchesAreKeptOneByOne() {
    assertThat(migrate(Mode.RESUMABLE).verdict()).isEqualTo(Verdict.EXACT);
    assertThat(verify()).isEqualTo(Verdict.EXACT);
  }

  @Test
  void aRowThatDoesNotFitIsSetAside() throws SQLException {
    SqliteFiles.create(file, "INSERT INTO notes VALUES (4000, 99, 'orphan', NULL)");
    assertThat(migrate(Mode.FULL).verdict()).isEqualTo(Verdict.QUARANTINED);
    assertThat(rows("SELECT key FROM godwit.quarantine")).containsExactly("id=4000");
  }

  @Test
  void aTableThatIsToBeEmptiedIsEmptied() {
    migrate(Mode.FULL);
    change();
    assertThatThrownBy(() -> migrate(Mode.FULL)).hasMessageContaining("notes");
    Options forced = options().emptying(Emptying.TABLES);
    assertThat(Moves.migrate(file.toString(), url, forced, Mode.FULL, Progress.NONE).verdict())
        .isEqualTo(Verdict.EXACT);
  }
}
