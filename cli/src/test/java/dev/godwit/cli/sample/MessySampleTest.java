package dev.godwit.cli.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessySampleTest {
  @TempDir static Path folder;
  private SampleHome.Written sample;

  @BeforeAll
  void writeOnce() throws IOException, SQLException {
    sample = SampleHome.write(folder, true);
  }

  static Stream<Arguments> hazards() {
    return Stream.of(
        arguments("bad JSON", 1, "sessions", "NOT json_valid(adapter_metadata)"),
        arguments("an empty string for JSON", 1, "sessions", "transcript_files = ''"),
        arguments("a NUL in output", 1, "sessions", "instr(last_output_raw, char(0))"),
        arguments("text in a BOOLEAN", 1, "sessions", "typeof(initiated_by_ai) = 'text'"),
        arguments("'' in an INTEGER", 1, "sessions", "char_offset = ''"),
        arguments("no date in a TIMESTAMP", 1, "sessions", "closed_at = 'soon'"),
        arguments("a role of older days", 40, "sessions", "user_role = 'admin'"),
        arguments("a NUL in a message", 1, "inbound_queue", "instr(content, char(0))"),
        arguments("an escaped NUL", 1, "hook_outbox", "payload LIKE '%\\u0000%'"),
        arguments("no JSON at all", 1, "hook_outbox", "payload = 'not json at all'"),
        arguments("NaN", 1, "operations", "payload_json LIKE '%NaN%'"),
        arguments("Python for JSON", 1, "mirrors", "NOT json_valid(metadata)"),
        arguments("no date", 1, "mirrors", "timestamp_end = 'Invalid Date'"),
        arguments("'' for a number", 1, "conversation_link_members", "participant_number = ''"),
        arguments("a word for a date", 1, "agent_availability", "unavailable_until = 'tomorrow'"),
        arguments("NULL as a key", 2, "voice_assignments", "id IS NULL"),
        arguments("a table of older days", 2, "recordings", "true"),
        arguments("an outbox of older days", 1, "terminal_outbox", "true"),
        arguments("the stems but for two", 47, "schema_migrations", "true"),
        arguments("orphans", 3, "pending_message_deletions", "session_id LIKE 'deleted-session-%'"),
        arguments(
            "children of a spoilt row",
            2,
            "pending_message_deletions",
            "session_id IN (SELECT session_id FROM sessions WHERE NOT json_valid(adapter_metadata))"),
        arguments("an orphan", 1, "session_tokens", "session_id = 'deleted-session-0'"),
        arguments("an orphan", 1, "conversation_link_members", "link_id = 'deleted-link'"));
  }

  @ParameterizedTest(name = "{0} in {2}")
  @MethodSource("hazards")
  void holdsEveryHazard(String hazard, long rows, String table, String where) throws SQLException {
    try (Sqlite db = new Sqlite(sample.database())) {
      assertThat(db.number("SELECT count(*) FROM " + table + " WHERE " + where))
          .as(hazard)
          .isGreaterThanOrEqualTo(rows);
    }
  }

  static Stream<Arguments> hazardsOfEvents() {
    return Stream.of(
        arguments("signal_items", "embedding LIKE '%NaN%'"),
        arguments("signal_items", "cluster_id NOT IN (SELECT id FROM signal_clusters)"),
        arguments("notifications", "NOT json_valid(payload)"),
        arguments("quarantined_events", "typeof(reviewed) = 'text'"));
  }

  @ParameterizedTest
  @MethodSource("hazardsOfEvents")
  void holdsThemInEventsToo(String table, String where) throws SQLException {
    try (Sqlite db = new Sqlite(sample.events())) {
      assertThat(db.number("SELECT count(*) FROM " + table + " WHERE " + where)).isOne();
    }
  }

  @Test
  void isHalfMigrated() throws SQLException {
    try (Sqlite db = new Sqlite(sample.database())) {
      assertThat(db.list("SELECT version FROM schema_migrations"))
          .contains("030_add_turn_triggered_by_linked_output")
          .doesNotContain("031_add_session_tokens", "032_add_session_principal");
      assertThat(db.columns("sessions")).contains("user_role").doesNotContain("principal");
      assertThat(db.tables()).contains("session_tokens");
    }
  }

  @Test
  void linksItsDocumentsToNothingAndInCircles() {
    Path docs = sample.home().resolve("docs");
    for (String dangling : new String[] {"removed", "general/policy/gone.md", "self"}) {
      assertThat(Files.exists(docs.resolve(dangling), LinkOption.NOFOLLOW_LINKS)).isTrue();
      assertThat(Files.exists(docs.resolve(dangling))).isFalse();
    }
    assertThat(docs.resolve("again/again/again/index.yaml")).exists();
    assertThat(docs.resolve("general/up/general/up/index.yaml")).exists();
  }
}
