package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Minsky's session stores, of every shape that its versions wrote, as its profile moves them. */
@ExtendWith(FreshDatabase.class)
class MinskyProfileTest {
  private static final String FIRST =
      "{\"session\": \"task#002\", \"repoName\": \"minsky\", \"repoUrl\": \"/home/me/minsky\","
          + " \"createdAt\": \"2025-06-23T16:46:12.144Z\", \"taskId\": \"#002\","
          + " \"branch\": \"task#002\", \"backendType\": \"local\","
          + " \"remote\": {\"authMethod\": \"ssh\", \"depth\": 1}}";
  // No task, and a token that no message may show.
  private static final String SECOND =
      "{\"session\": \"158\", \"repoName\": \"minsky\", \"repoUrl\": \".\","
          + " \"createdAt\": \"2025-06-01T00:00:00.000Z\", \"backendType\": \"github\","
          + " \"github\": {\"owner\": \"o\", \"repo\": \"r\", \"token\": \"ghp_secret\"},"
          + " \"prApproved\": true, \"prState\": {\"branchName\": \"pr/158\", \"exists\": false}}";

  @TempDir Path folder;

  private Path store(String name, String shape) throws IOException {
    String list = "[" + FIRST + ",\n" + SECOND + "]";
    String state = "{\"sessions\": " + list + ", \"baseDir\": \"/state\"}";
    String json =
        switch (shape) {
          case "array" -> list;
          case "state" -> state;
          case "keyed" -> "{\"task#002\": " + FIRST + ", \"158\": " + SECOND + "}";
          default ->
              "{\"timestamp\": \"2025-06-23T17:00:00.000Z\", \"version\": \"1.0\", \"data\": "
                  + state
                  + "}";
        };
    return Files.writeString(folder.resolve(name), json);
  }

  private static Cli.Result migrate(Path from, Database to) {
    return Cli.run("migrate", "--profile", "minsky", "--from", from.toString(), "--to", to.url());
  }

  @ParameterizedTest
  @CsvSource({
    "session-db.json, array",
    "sessions.db, array",
    "session-backup-1750693572144.json, state",
    "sessions.json, keyed",
    "session-backup-2025-06-23T17-00-00-000Z.json, backup"
  })
  void eachShapeArrivesWithEverythingUnderTheNamesOfItsSchema(
      String name, String shape, Database database) throws IOException {
    Cli.Result r = migrate(store(name, shape), database);
    assertThat(r.code()).as(r.everything()).isZero();
    assertThat(r.everything()).doesNotContain("ghp_secret");
    assertThat(
            database.rows(
                "SELECT session, repo_name, created_at AT TIME ZONE 'UTC', task_id, pr_approved,"
                    + " github->>'token', remote->>'depth', pr_state::json->>'branchName'"
                    + " FROM sessions ORDER BY session"))
        .containsExactly(
            "158|minsky|2025-06-01 00:00:00|null|true|ghp_secret|null|pr/158",
            "task#002|minsky|2025-06-23 16:46:12.144|#002|null|null|1|null");
    assertThat(
            database.value(
                "SELECT data_type || character_maximum_length FROM information_schema.columns"
                    + " WHERE table_name = 'sessions' AND column_name = 'task_id'"))
        .isEqualTo("character varying100");
  }

  @Test
  void theKeysLaterNameIsTheSameColumn(Database database) throws IOException {
    String json = "[" + FIRST.replace("\"session\"", "\"sessionId\"") + "]";
    Cli.Result r = migrate(Files.writeString(folder.resolve("s.json"), json), database);
    assertThat(r.code()).as(r.everything()).isZero();
    assertThat(database.value("SELECT session FROM sessions")).isEqualTo("task#002");
  }

  @Test
  void whatIsLongerThanItsColumnIsNamedAndNothingIsWritten(Database database) throws IOException {
    String json = "[" + FIRST.replace("\"#002\"", "\"" + "#".repeat(101) + "\"") + "]";
    Cli.Result r = migrate(Files.writeString(folder.resolve("s.json"), json), database);
    assertThat(r.code()).isEqualTo(3);
    assertThat(r.everything())
        .contains("sessions.taskId")
        .contains("longer than 100 characters")
        .contains("session=task#002");
    assertThat(database.value("SELECT to_regclass('sessions')::text")).isEqualTo("null");
  }

  @Test
  void anOldSchemaThatAsksForATaskNamesTheRecordsWithoutOne(Database database) throws IOException {
    database.run(
        "CREATE TABLE sessions (session varchar(255) PRIMARY KEY, repo_name varchar(255) NOT NULL,"
            + " repo_url varchar(1000) NOT NULL, created_at timestamptz NOT NULL,"
            + " task_id varchar(100) NOT NULL, branch varchar(255), backend_type varchar(50),"
            + " github jsonb, remote jsonb, pr_approved varchar(10), pr_state text)");
    Cli.Result r = migrate(store("session-db.json", "array"), database);
    assertThat(r.code()).isEqualTo(3);
    assertThat(r.everything()).contains("sessions.taskId").contains("session=158");
    assertThat(database.value("SELECT count(*) FROM sessions")).isEqualTo("0");
  }

  /** There through each engine and back in each shape, told apart by content. */
  @ParameterizedTest
  @CsvSource({
    "array, postgresql", "state, postgresql", "keyed, postgresql", "backup, postgresql",
    "array, sqlite", "state, sqlite", "keyed, sqlite", "backup, sqlite",
    "array, json", "state, json", "keyed, json", "backup, json",
  })
  void eachShapeComesBackAsItWasThroughEachEngine(String shape, String engine, Database database)
      throws IOException {
    Path from = store("sessions.db", shape);
    String between =
        switch (engine) {
          case "sqlite" -> folder.resolve("between.db").toString();
          case "json" -> "json:" + folder.resolve("between");
          default -> database.url();
        };
    Path to = folder.resolve("to.json");
    for (String[] way :
        new String[][] {
          {from.toString(), between}, {between, "json:" + to + "?shape=" + shape},
        }) {
      Cli.Result r = Cli.run("migrate", "--profile", "minsky", "--from", way[0], "--to", way[1]);
      assertThat(r.code()).as(r.everything()).isZero();
      assertThat(r.everything()).doesNotContain("ghp_secret");
    }
    assertThat(sessions(to, shape)).isEqualTo(sessions(from, shape)).hasSize(2);
  }

  /** The records by their key, as the shape holds them. */
  private static Map<String, JsonNode> sessions(Path file, String shape) throws IOException {
    JsonNode root = JsonMapper.shared().readTree(Files.readAllBytes(file));
    JsonNode all =
        switch (shape) {
          case "state" -> root.path("sessions");
          case "backup" -> root.path("data").path("sessions");
          default -> root;
        };
    Map<String, JsonNode> result = new TreeMap<>();
    for (JsonNode session : all) {
      // PostgreSQL keeps the instant, not how it was written.
      ObjectNode same = (ObjectNode) session;
      same.put(
          "createdAt", OffsetDateTime.parse(same.path("createdAt").asString()).toInstant() + "");
      result.put(same.path("session").asString(), same);
    }
    if (shape.equals("keyed")) {
      assertThat(result.keySet()).isEqualTo(new TreeSet<>(all.propertyNames()));
    }
    return result;
  }

  @Test
  void itsSqliteFileGoesToItsJsonShapesAndBack(Database database) throws IOException {
    Path file =
        SqliteFiles.create(
            folder.resolve("sessions.db"),
            "CREATE TABLE sessions (session TEXT PRIMARY KEY, repoName TEXT NOT NULL, repoUrl TEXT,"
                + " createdAt TEXT NOT NULL, taskId TEXT, prApproved TEXT, prState TEXT,"
                + " last_commit_hash TEXT, commit_count INTEGER)",
            "INSERT INTO sessions VALUES ('a', 'm', '/m', '2025-06-23T16:46:12.144Z', NULL, 'true',"
                + " '{\"exists\": true}', 'abc', 3)");
    Path json = folder.resolve("backup.json");
    Cli.Result out =
        Cli.run(
            "migrate",
            "--profile",
            "minsky",
            "--from",
            file.toString(),
            "--to",
            "json:" + json + "?shape=backup");
    assertThat(out.code()).as(out.everything()).isZero();
    JsonNode root = JsonMapper.shared().readTree(Files.readAllBytes(json));
    JsonNode session = root.path("data").path("sessions").path(0);
    assertThat(root.path("version").asString()).isEqualTo("1.0");
    assertThat(session.path("lastCommitHash").asString()).isEqualTo("abc");
    assertThat(session.path("prState").path("exists").asBoolean()).isTrue();
    assertThat(session.path("prApproved").isBoolean()).isTrue();
    Cli.Result back = migrate(json, database);
    assertThat(back.code()).as(back.everything()).isZero();
    assertThat(database.rows("SELECT session, pr_approved, commit_count FROM sessions"))
        .containsExactly("a|true|3");
  }
}
