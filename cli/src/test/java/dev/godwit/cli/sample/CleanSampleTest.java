package dev.godwit.cli.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CleanSampleTest {
  @TempDir static Path folder;
  private SampleHome.Written sample;
  private Path database;

  @BeforeAll
  void writeOnce() throws IOException, SQLException {
    sample = SampleHome.write(folder.resolve("sample"), false);
    // Opening a database changes its files, so what is asked is a copy.
    database = copy("asked", "teleclaude.db", "teleclaude.db-wal");
  }

  @Test
  void leavesAWalAndNoShm() {
    assertThat(wal()).isNotEmptyFile();
    assertThat(sample.checkout().resolve("teleclaude.db-shm")).doesNotExist();
    assertThat(sample.checkout().resolve("teleclaude.pid")).doesNotExist();
  }

  @Test
  void hasRowsThatAreOnlyInTheWal() throws IOException, SQLException {
    Path bare = copy("bare", "teleclaude.db");
    try (Sqlite with = new Sqlite(database);
        Sqlite without = new Sqlite(bare)) {
      for (String table : List.of("sessions", "inbound_queue", "memory_observations", "mirrors")) {
        String count = "SELECT count(*) FROM " + table;
        assertThat(with.number(count)).as(table).isEqualTo(without.number(count) + 1);
      }
      String renamed = "SELECT count(*) FROM sessions WHERE title = 'Renamed a moment ago'";
      assertThat(with.number(renamed)).isOne();
      assertThat(without.number(renamed)).isZero();
    }
  }

  @Test
  void spellsDatesInEveryWay() throws SQLException {
    String day = "____-__-__";
    Map<String, String> spellings =
        Map.of(
            "sessions.created_at", day + " __:__:__.______",
            "sessions.last_activity", day + "T__:__:__.______+00:00",
            "sessions.closed_at", day + "T__:__:__",
            "sessions.last_output_at", day + "T__:__:__.______",
            "voice_assignments.assigned_at", day + " __:__:__",
            "hook_outbox.created_at", day + "T__:__:__+00:00",
            "mirrors.timestamp_start", day + "T__:__:__.___Z",
            "memory_observations.created_at", day + "T__:__:__.___Z",
            "agent_availability.degraded_until", day + "T__:__:__%+05:30",
            "agent_availability.unavailable_until", day + "T__:__:__%-08:00");
    try (Sqlite db = new Sqlite(database)) {
      for (Map.Entry<String, String> spelling : spellings.entrySet()) {
        String[] column = spelling.getKey().split("\\.", 2);
        String like = column[1] + " LIKE '" + spelling.getValue() + "'";
        assertThat(db.number("SELECT count(*) FROM " + column[0] + " WHERE " + like))
            .as(spelling.toString())
            .isPositive();
      }
    }
  }

  @Test
  void writesNullWhereATimeIsDeclaredToDefault() throws SQLException {
    try (Sqlite db = new Sqlite(database)) {
      for (String column :
          List.of("pending_message_deletions.created_at", "system_settings.updated_at")) {
        String[] parts = column.split("\\.", 2);
        assertThat(
                db.number("SELECT count(*) FROM " + parts[0] + " WHERE " + parts[1] + " IS NULL"))
            .as(column)
            .isPositive();
      }
    }
  }

  @Test
  void countsEpochsInSecondsAndInMilliseconds() throws SQLException {
    try (Sqlite db = new Sqlite(database)) {
      for (String table : List.of("memory_observations", "memory_summaries")) {
        String epochs = "SELECT count(DISTINCT created_at_epoch > 100000000000) FROM " + table;
        assertThat(db.number(epochs)).as(table).isEqualTo(2);
      }
    }
  }

  @Test
  void hasGivenOutNumbersOfRowsThatAreGone() throws SQLException {
    try (Sqlite db = new Sqlite(database)) {
      assertThat(
              db.number(
                  "SELECT seq - (SELECT max(id) FROM inbound_queue) FROM sqlite_sequence"
                      + " WHERE name = 'inbound_queue'"))
          .isEqualTo(17);
      assertThat(db.number("SELECT count(*) FROM notification_outbox")).isZero();
    }
  }

  @Test
  void keepsNumbersThatNoDoubleHolds() throws SQLException {
    try (Sqlite db = new Sqlite(database)) {
      assertThat(db.list("SELECT adapter_metadata FROM sessions"))
          .anyMatch(json -> json != null && json.contains("9007199254740993"));
    }
  }

  @Test
  void isFullyMigrated() throws SQLException {
    assertThat(MigrationStems.CURRENT).hasSize(35);
    try (Sqlite db = new Sqlite(database)) {
      assertThat(db.list("SELECT version FROM schema_migrations"))
          .containsAll(MigrationStems.CURRENT)
          .containsAll(MigrationStems.FIRST_GENERATION);
    }
  }

  @Test
  void searchesItsFullTextTables() throws SQLException {
    try (Sqlite db = new Sqlite(database)) {
      assertThat(db.number("SELECT count(*) FROM mirrors_fts WHERE mirrors_fts MATCH 'danke'"))
          .isPositive();
      assertThat(
              db.number(
                  "SELECT count(*) FROM memory_observations_fts"
                      + " WHERE memory_observations_fts MATCH 'freude'"))
          .isPositive();
    }
  }

  @Test
  void hasNoMisfits() throws SQLException {
    hasNoMisfits(database, JsonColumns.TELECLAUDE);
    hasNoMisfits(sample.events(), JsonColumns.EVENTS);
  }

  private static void hasNoMisfits(Path file, Map<String, List<String>> jsonColumns)
      throws SQLException {
    try (Sqlite db = new Sqlite(file)) {
      assertThat(db.list("PRAGMA foreign_key_check")).isEmpty();
      assertThat(db.list("PRAGMA integrity_check")).containsExactly("ok");
      for (Map.Entry<String, List<String>> table : jsonColumns.entrySet()) {
        for (String column : table.getValue()) {
          assertThat(
                  db.list(
                      "SELECT "
                          + column
                          + " FROM "
                          + table.getKey()
                          + " WHERE NOT json_valid("
                          + column
                          + ") OR "
                          + column
                          + " LIKE '%\\u0000%'"))
              .as(table.getKey() + "." + column)
              .isEmpty();
        }
      }
    }
  }

  @Test
  void reachesItsDocumentsThroughLinks() throws IOException {
    Path docs = sample.home().resolve("docs");
    assertThat(docs.resolve("general")).isSymbolicLink();
    assertThat(docs.resolve("index.yaml")).isSymbolicLink();
    assertThat(docs.resolve("third-party")).isDirectory();
    assertThat(Files.isSymbolicLink(docs.resolve("third-party"))).isFalse();
    assertThat(docs.resolve("general/policy/autonomy.md"))
        .content()
        .contains("@" + sample.home() + "/docs/general/principle/honesty.md");
    try (Stream<Path> links = Files.list(docs)) {
      assertThat(links).allMatch(Files::exists);
    }
  }

  @Test
  void namesItsOwnFoldersInTheConfiguration() throws IOException {
    try (Stream<Path> files = Files.walk(sample.home().getParent())) {
      List<Path> texts =
          files.filter(f -> f.toString().matches(".*\\.(ya?ml|json|md|env)")).toList();
      assertThat(texts).hasSizeGreaterThan(20);
      assertThat(texts)
          .allSatisfy(f -> assertThat(f).content().doesNotContain("@HOME@", "@CHECKOUT@"));
    }
    assertThat(sample.checkout().resolve(".env"))
        .content()
        .contains("WORKING_DIR=" + sample.checkout() + "\n", "TELEGRAM_BOT_TOKEN=");
  }

  @Test
  void neverWritesOverAFolder() {
    assertThatThrownBy(() -> SampleHome.write(folder.resolve("sample"), true))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("choose another");
  }

  private Path wal() {
    return sample.checkout().resolve("teleclaude.db-wal");
  }

  private Path copy(String name, String... files) throws IOException {
    Path into = Files.createDirectory(folder.resolve(name));
    for (String file : files) {
      Files.copy(sample.checkout().resolve(file), into.resolve(file));
    }
    return into.resolve(files[0]);
  }
}
