package dev.godwit.cli.sample;

import java.sql.SQLException;

/**
 * What daemons of a year have left in real databases and PostgreSQL will not take. Every statement
 * spoils rows that no other statement spoils, so that each loss has one reason.
 */
final class Hazards {
  private static final String LATER = "2026-03-13T10:00:00+00:00";

  private Hazards() {}

  static void teleclaude(SampleDatabase db) throws SQLException {
    sessions(db);
    orphans(db);
    values(db);
    nullKeys(db);
    leftovers(db);
    halfMigrated(db);
  }

  static void events(SampleDatabase db) throws SQLException {
    db.run("UPDATE signal_items SET embedding = '[0.5, NaN, -Infinity]' WHERE id = 2");
    db.run("UPDATE signal_items SET cluster_id = 999 WHERE id = 3");
    db.run("UPDATE notifications SET payload = '{\"a\": 1' WHERE id = 2");
    db.run("UPDATE quarantined_events SET reviewed = 'not yet' WHERE id = 1");
  }

  /** Session 4 takes two rows with it: messages to delete that are sound themselves. */
  private static void sessions(SampleDatabase db) throws SQLException {
    session(db, 4, "adapter_metadata", "{\"telegram\": {\"topic_id\": 12");
    session(db, 5, "last_output_raw", "before\u0000after");
    session(db, 6, "initiated_by_ai", "maybe");
    session(db, 7, "char_offset", "");
    session(db, 9, "closed_at", "soon");
    session(db, 10, "transcript_files", "");
  }

  private static void session(SampleDatabase db, int i, String column, Object value)
      throws SQLException {
    db.run("UPDATE sessions SET " + column + " = ? WHERE session_id = ?", value, Sessions.id(i));
  }

  /** The daemon deletes sessions without enforcing foreign keys. */
  private static void orphans(SampleDatabase db) throws SQLException {
    for (int i = 0; i < 3; i++) {
      db.into("pending_message_deletions")
          .set("session_id", "deleted-session-" + i)
          .set("message_id", "m-" + i)
          .set("deletion_type", "feedback")
          .set("created_at", null)
          .insert();
    }
    db.into("session_tokens")
        .set("token", "FAKE-session-token-of-a-deleted-session")
        .set("session_id", "deleted-session-0")
        .set("principal", "human:ada@example.org")
        .set("role", "admin")
        .set("issued_at", LATER)
        .set("expires_at", "2026-03-14T10:00:00+00:00")
        .insert();
    db.into("conversation_link_members")
        .set("link_id", "deleted-link")
        .set("session_id", Sessions.id(0))
        .set("joined_at", LATER)
        .insert();
  }

  private static void values(SampleDatabase db) throws SQLException {
    db.run("UPDATE hook_outbox SET payload = '{\"text\": \"nul \\u0000 here\"}' WHERE id = 7");
    db.run("UPDATE hook_outbox SET payload = 'not json at all' WHERE id = 8");
    db.run("UPDATE inbound_queue SET content = ? WHERE id = 9", "a\u0000b");
    db.run(
        "UPDATE operations SET payload_json = '{\"ratio\": NaN, \"limit\": Infinity}'"
            + " WHERE state = 'stale'");
    db.run("UPDATE mirrors SET timestamp_end = 'Invalid Date' WHERE id = 2");
    db.run("UPDATE mirrors SET metadata = '{''agent'': ''claude''}' WHERE id = 3");
    db.run(
        "UPDATE conversation_link_members SET participant_number = ''"
            + " WHERE link_id = 'link-0' AND participant_number = 2");
    // PostgreSQL's own parser takes this word, and means the day after the load.
    db.run("UPDATE agent_availability SET unavailable_until = 'tomorrow' WHERE agent = 'gemini'");
  }

  /** SQLite takes any number of NULLs in a TEXT PRIMARY KEY. */
  private static void nullKeys(SampleDatabase db) throws SQLException {
    for (int i = 0; i < 2; i++) {
      db.into("voice_assignments")
          .set("id", null)
          .set("voice", "nobody")
          .set("assigned_at", LATER)
          .insert();
    }
  }

  private static void leftovers(SampleDatabase db) throws SQLException {
    db.run(
        "CREATE TABLE recordings (id INTEGER PRIMARY KEY, session_id TEXT, file_path TEXT);"
            + "INSERT INTO recordings VALUES (1, 'gone', '/tmp/1.mp4'), (2, 'gone', '/tmp/2.mp4');"
            + "CREATE TABLE terminal_outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, payload TEXT);"
            + "INSERT INTO terminal_outbox (payload) VALUES ('{}');"
            + "ALTER TABLE sessions ADD COLUMN user_role TEXT DEFAULT 'admin'");
  }

  /**
   * A start that died between the schema and the migrations: the schema had created session_tokens
   * (which migration 031 would have found), and migration 032 never added sessions.principal.
   */
  private static void halfMigrated(SampleDatabase db) throws SQLException {
    db.run("ALTER TABLE sessions DROP COLUMN principal");
    db.run(
        "DELETE FROM schema_migrations"
            + " WHERE version IN ('031_add_session_tokens', '032_add_session_principal')");
  }
}
