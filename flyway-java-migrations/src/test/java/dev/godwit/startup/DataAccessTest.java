package dev.godwit.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.GodwitException;
import dev.godwit.startup.teleclaude.Session;
import dev.godwit.startup.teleclaude.Sessions;
import dev.godwit.startup.teleclaude.Voices;
import dev.godwit.startup.teleclaude.Voices.Voice;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jooq.Field;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One set of tests for the data access of both engines. */
@Timeout(60)
class DataAccessTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:33:02.123456Z");

  private static Database open(DatabaseConfig config) {
    DatabaseConfig decided =
        new DatabaseConfig(
            config.application(),
            config.engine(),
            config.files(),
            config.server(),
            config.pool(),
            new DatabaseConfig.Import(List.of(), null, null, null),
            config.warnings());
    Database database = Database.open(decided);
    SchemaMigration.migrate(database);
    return database;
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  // Sessions --------------------------------------------------------------------------------------

  @EachEngine
  void aSessionReadsAsItWasWritten(DatabaseConfig config) {
    try (Database database = open(config)) {
      Sessions sessions = new Sessions(database);
      Session full =
          new Session(
              "s-1",
              "macbook",
              "Café 🐦 'quoted' \"twice\"",
              "active",
              "shared",
              true,
              json("{\"topic\": 9007199254740993, \"b\": [1.50, null, true]}"),
              NOW,
              NOW.plusNanos(1000),
              null,
              "ada",
              5_000_000_000L);
      sessions.save(full);
      Session bare =
          new Session("s-2", "", null, null, null, false, null, null, null, null, null, null);
      sessions.save(bare);
      assertThat(sessions.find("s-1").map(Session::title)).contains(full.title());
      assertThat(sessions.find("s-1").orElseThrow())
          .usingRecursiveComparison()
          .ignoringFields("metadata")
          .isEqualTo(full);
      assertThat(sessions.find("s-1").orElseThrow().metadata().get("topic").longValue())
          .isEqualTo(9007199254740993L);
      assertThat(sessions.find("s-2")).contains(bare);
      assertThat(sessions.find("s-3")).isEmpty();
    }
  }

  @EachEngine
  void savingAgainChangesTheOneThatIsThere(DatabaseConfig config) {
    try (Database database = open(config)) {
      Sessions sessions = new Sessions(database);
      sessions.save(Session.of("s", "macbook", "first", NOW));
      sessions.save(Session.of("s", "macbook", "second", NOW));
      assertThat(sessions.count()).isEqualTo(1);
      assertThat(sessions.find("s").map(Session::title)).contains("second");
    }
  }

  @EachEngine
  void theListBeginsWithTheOneThatWasActiveLast(DatabaseConfig config) {
    try (Database database = open(config)) {
      Sessions sessions = new Sessions(database);
      sessions.save(Session.of("old", "c", null, NOW.minusSeconds(60)));
      sessions.save(Session.of("new", "c", null, NOW));
      sessions.save(Session.of("never", "c", null, null));
      sessions.save(Session.of("newer", "c", null, NOW.plusNanos(1000)));
      assertThat(sessions.list(10))
          .extracting(Session::id)
          .containsExactly("newer", "new", "old", "never");
      assertThat(sessions.list(1)).extracting(Session::id).containsExactly("newer");
    }
  }

  @EachEngine
  void aSessionClosesOnce(DatabaseConfig config) {
    try (Database database = open(config)) {
      Sessions sessions = new Sessions(database);
      sessions.save(Session.of("s", "c", null, NOW));
      assertThat(sessions.close("s", NOW)).isTrue();
      assertThat(sessions.close("s", NOW.plusSeconds(1))).isFalse();
      assertThat(sessions.close("none", NOW)).isFalse();
      Session closed = sessions.find("s").orElseThrow();
      assertThat(closed.status()).isEqualTo("closed");
      assertThat(closed.closedAt()).isEqualTo(NOW);
    }
  }

  @EachEngine
  void whatBelongsToASessionGoesWithIt(DatabaseConfig config) {
    try (Database database = open(config)) {
      Sessions sessions = new Sessions(database);
      sessions.save(Session.of("s", "c", null, NOW));
      token(database, "t", "s");
      assertThatThrownBy(() -> token(database, "u", "nobody"))
          .isInstanceOf(DataAccessException.class);
      assertThat(sessions.delete("s")).isTrue();
      assertThat(sessions.delete("s")).isFalse();
      assertThat(database.sql().fetchCount(DSL.table(DSL.name("session_tokens")))).isZero();
    }
  }

  private static void token(Database database, String token, String session) {
    Map<Field<?>, Object> row = new LinkedHashMap<>();
    row.put(Fields.text("token"), token);
    row.put(Fields.text("session_id"), session);
    row.put(Fields.text("principal"), "human:ada@example.org");
    row.put(Fields.text("role"), "admin");
    row.put(Fields.time("issued_at", TimeStyle.ISO), NOW);
    row.put(Fields.time("expires_at", TimeStyle.ISO), NOW);
    database.upsert("session_tokens", List.of(Fields.text("token")), row);
  }

  @EachEngine
  void manyWritersAtOnceLoseNothing(DatabaseConfig config) throws Exception {
    try (Database database = open(config)) {
      Sessions sessions = new Sessions(database);
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        List<Callable<Void>> work =
            IntStream.range(0, 80)
                .mapToObj(
                    i ->
                        (Callable<Void>)
                            () -> {
                              sessions.save(Session.of("s" + i % 40, "c", "t" + i, NOW));
                              return null;
                            })
                .toList();
        for (Future<Void> done : threads.invokeAll(work)) {
          done.get();
        }
      } finally {
        threads.shutdownNow();
      }
      assertThat(sessions.count()).isEqualTo(40);
    }
  }

  @EachEngine
  void aTransactionThatReadsFirstAndWritesLaterWaitsForItsTurn(DatabaseConfig config)
      throws Exception {
    try (Database database = open(config)) {
      Sessions sessions = new Sessions(database);
      sessions.save(
          new Session("n", "c", "0", null, null, false, null, null, null, null, null, 0L));
      Field<Long> uid = Fields.integer("owner_uid");
      ExecutorService threads = Executors.newFixedThreadPool(3);
      try {
        Callable<Void> increment =
            () -> {
              database
                  .sql()
                  .transaction(
                      t -> {
                        t.dsl().fetchCount(DSL.table(DSL.name("sessions")));
                        t.dsl()
                            .update(DSL.table(DSL.name("sessions")))
                            .set(uid, uid.plus(1))
                            .execute();
                      });
              return null;
            };
        for (Future<Void> done :
            threads.invokeAll(IntStream.range(0, 12).mapToObj(i -> increment).toList())) {
          done.get();
        }
      } finally {
        threads.shutdownNow();
      }
      assertThat(sessions.find("n").orElseThrow().ownerUid()).isEqualTo(12);
    }
  }

  // The seed's example ----------------------------------------------------------------------------

  @EachEngine
  void aVoiceIsAssignedAndReassigned(DatabaseConfig config) {
    try (Database database = open(config)) {
      Voices voices = new Voices(database);
      Voice first = new Voice("elevenlabs", "Zoë", NOW);
      voices.assign("session", first);
      voices.assign("other", first);
      assertThat(voices.of("session")).contains(first);
      Voice second = new Voice(null, "", NOW.plusSeconds(1));
      voices.assign("session", second);
      assertThat(voices.of("session")).contains(second);
      assertThat(voices.of("other")).as("another row is left alone").contains(first);
      assertThat(voices.of("nobody")).isEmpty();
    }
  }

  @EachEngine
  void anUpsertOfNothingButTheKeyLeavesTheRow(DatabaseConfig config) {
    try (Database database = open(config)) {
      new Voices(database).assign("session", new Voice("s", "v", NOW));
      Field<String> id = Fields.text("id");
      database.upsert("voice_assignments", List.of(id), Map.of(id, "session"));
      database.upsert("voice_assignments", List.of(id), Map.of(id, "new"));
      assertThat(new Voices(database).of("session").orElseThrow().name()).isEqualTo("v");
      assertThat(new Voices(database).of("new")).isPresent();
    }
  }

  // Values ----------------------------------------------------------------------------------------

  @EachEngine
  void theEventsTablesHaveTheSameNamesOnBoth(DatabaseConfig config) {
    try (Database database = open(config)) {
      Map<Field<?>, Object> row = new LinkedHashMap<>();
      row.put(Fields.text("event_type"), "x");
      row.put(Fields.text("source"), "s");
      row.put(Fields.time("received_at", TimeStyle.ISO), NOW);
      row.put(Fields.json("envelope_json"), json("{}"));
      row.put(Fields.bool("reviewed"), true);
      database.sql().insertInto(DSL.table(DSL.name("quarantined_events"))).set(row).execute();
      var read =
          database
              .sql()
              .select(Fields.bool("reviewed"), Fields.json("trust_flags"))
              .from(DSL.table(DSL.name("quarantined_events")))
              .fetchOne();
      assertThat(read.value1()).isTrue();
      assertThat(read.value2().toString()).isEqualTo("[]");
    }
  }

  @EachEngine
  void timesKeepTheirOrderAndAreCutToTheMicrosecond(DatabaseConfig config) {
    try (Database database = open(config)) {
      Field<Instant> created = Fields.time("created_at", TimeStyle.SPACE);
      Sessions sessions = new Sessions(database);
      sessions.save(Session.of("a", "c", null, Instant.parse("2026-01-01T00:00:00.999999999Z")));
      sessions.save(Session.of("b", "c", null, Instant.parse("2026-01-01T00:00:01Z")));
      assertThat(sessions.find("a").orElseThrow().createdAt())
          .isEqualTo(Instant.parse("2026-01-01T00:00:00.999999Z"));
      assertThat(
              database
                  .sql()
                  .select(Fields.text("session_id"))
                  .from(DSL.table(DSL.name("sessions")))
                  .where(created.lt(Instant.parse("2026-01-01T00:00:01Z")))
                  .fetch(0, String.class))
          .containsExactly("a");
    }
  }

  @EachEngine
  void jsonIsTheSameValueWhateverItsSpelling(DatabaseConfig config) {
    try (Database database = open(config)) {
      Sessions sessions = new Sessions(database);
      sessions.save(Session.of("s", "c", null, NOW));
      boolean sqlite = database.engine() == Engine.SQLITE;
      database
          .sql()
          .execute(
              "UPDATE sessions SET session_metadata = "
                  + (sqlite ? "" : "cast(")
                  + "'{\"b\":1e2, \"a\":1.50,\"n\":123456789012345678901234567890}'"
                  + (sqlite ? "" : " as jsonb)"));
      JsonNode read = sessions.find("s").orElseThrow().metadata();
      assertThat(read.get("b").isIntegralNumber()).isTrue();
      assertThat(read.get("b").intValue()).isEqualTo(100);
      assertThat(read.get("a").decimalValue()).isEqualTo("1.50");
      assertThat(read.get("n").bigIntegerValue()).isEqualTo("123456789012345678901234567890");
    }
  }

  @EachEngine
  void jsonWithANulIsRefusedOnBoth(DatabaseConfig config) {
    try (Database database = open(config)) {
      Sessions sessions = new Sessions(database);
      Session session = Session.of("s", "c", null, NOW);
      assertThatThrownBy(() -> sessions.save(with(session, json("[\"a\\u0000b\"]"))))
          .hasRootCauseInstanceOf(GodwitException.class)
          .rootCause()
          .hasMessage("JSON with U+0000 cannot be stored: PostgreSQL has no place for it");
      sessions.save(with(session, json("[\"a\\\\u0000b\"]")));
      assertThat(sessions.find("s").orElseThrow().metadata().get(0).asString())
          .isEqualTo("a\\u0000b");
    }
  }

  private static Session with(Session s, JsonNode metadata) {
    return new Session(
        s.id(),
        s.computer(),
        s.title(),
        s.status(),
        s.visibility(),
        s.initiatedByAi(),
        metadata,
        s.createdAt(),
        s.lastActivity(),
        s.closedAt(),
        s.ownerPerson(),
        s.ownerUid());
  }

  @EachEngine
  void whatTheDatabaseFillsInIsReadAlike(DatabaseConfig config) {
    try (Database database = open(config)) {
      Instant before = Instant.now().minusSeconds(2);
      database.sql().execute("INSERT INTO sessions (session_id, computer_name) VALUES ('s', 'c')");
      Session session = new Sessions(database).find("s").orElseThrow();
      assertThat(session.createdAt()).isBetween(before, Instant.now().plusSeconds(1));
      assertThat(session.initiatedByAi()).isFalse();
      assertThat(session.status()).isEqualTo("active");
      assertThat(session.visibility()).isEqualTo("private");
    }
  }

  @Test
  void theListIsInOrderWhateverTheSpelling(@TempDir Path folder) {
    DatabaseConfig config = OnEachEngine.Configs.sqlite(folder);
    try (Database database = open(config)) {
      SqliteFiles.create(
          config.path(),
          "INSERT INTO sessions (session_id, computer_name, last_activity) VALUES"
              + " ('third', 'c', '2026-01-10T09:30:00+00:00'),"
              + " ('first', 'c', '2026-01-10 11:00:00.000001'),"
              + " ('second', 'c', '2026-01-10T12:00:00+02:00'), ('never', 'c', NULL)");
      assertThat(new Sessions(database).list(10))
          .extracting(Session::id)
          .containsExactly("first", "second", "third", "never");
    }
  }

  /** What older versions of the application wrote into SQLite, as the import would read it. */
  @ParameterizedTest
  @CsvSource({
    "'2026-01-18 09:30:00.123456', 2026-01-18T09:30:00.123456Z",
    "'2026-01-10T09:30:00.123456+00:00', 2026-01-10T09:30:00.123456Z",
    "'2026-01-10T09:30:00+02:00', 2026-01-10T07:30:00Z",
    "'2025-12-01T09:30:00', 2025-12-01T09:30:00Z",
    "'2025-12-01 09:30:00', 2025-12-01T09:30:00Z",
    "'2025-12-01T09:30:00.123Z', 2025-12-01T09:30:00.123Z",
  })
  void everySpellingThatSqliteHoldsIsUnderstood(String written, String read, @TempDir Path folder) {
    DatabaseConfig config = OnEachEngine.Configs.sqlite(folder);
    try (Database database = open(config)) {
      SqliteFiles.create(
          config.path(),
          "INSERT INTO sessions (session_id, computer_name, created_at) VALUES ('s', 'c', '"
              + written
              + "')");
      assertThat(new Sessions(database).find("s").orElseThrow().createdAt()).isEqualTo(read);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "created_at | 'yesterday' | a text that is not a timestamp",
        "initiated_by_ai | 2 | a number other than 0 and 1",
        "session_metadata | '{broken' | invalid JSON",
      })
  void aValueThatPostgresqlCouldNotHoldFailsAndNamesTheColumn(
      String column, String value, String why, @TempDir Path folder) {
    DatabaseConfig config = OnEachEngine.Configs.sqlite(folder);
    try (Database database = open(config)) {
      SqliteFiles.create(
          config.path(),
          "INSERT INTO sessions (session_id, computer_name, "
              + column
              + ") VALUES ('s', 'c', "
              + value
              + ")");
      assertThatThrownBy(() -> new Sessions(database).find("s"))
          .rootCause()
          .hasMessageContaining("column " + column + " holds ")
          .hasMessageContaining(why.replaceFirst("^a ", ""))
          .hasMessageNotContaining("yesterday");
    }
  }
}
